import TextScanning
import TranscriptModel

// Texts on their way out. What stands in a text as markup is escaped; a carriage return is written as a reference,
// because a parser reads a bare one as a line feed (XML 1.0, 2.11); what XML 1.0 cannot hold becomes a `char` element.
// `>` is always escaped, so that `]]>` never stands in a text and no `>` in an attribute.

extension OutputBuffer {
    /// Appends `text` as an element's content. Any text can be written so, and is read back exactly.
    mutating func appendContent(_ text: Text) { text.withUTF8 { appendContent($0) } }

    /// Appends UTF-8 as an element's content.
    mutating func appendContent(_ utf8: UnsafeBufferPointer<UInt8>) {
        var start = 0
        var index = utf8.firstSpecial(from: 0)
        while index < utf8.count {
            let length = utf8.isNoncharacter(at: index) ? 3 : 1
            if length == 1, let escape = contentEscape(utf8[index]) {
                append(utf8.slice(start..<index))
                append(escape)
                start = index + 1
            } else if length == 3 || utf8.isForbiddenControl(at: index) {
                append(utf8.slice(start..<index))
                // The last byte of U+FFFE is BE, that of U+FFFF is BF.
                appendCharacterElement(length == 3 ? 0xFF40 | Int(utf8[index + 2]) : Int(utf8[index]))
                start = index + length
            }
            index = utf8.firstSpecial(from: index + length)
        }
        append(utf8.slice(start..<utf8.count))
    }

    /// Appends `opening` (such as ` name="`), `text` and a quotation mark. Where an attribute cannot hold the text
    /// (it is long, or has a control character), appends nothing and returns false.
    mutating func appendAttribute(_ opening: StaticString, _ text: Text) -> Bool {
        guard text.utf8Count <= XMLSyntax.longestAttribute else { return false }
        let mark = count
        append(opening)
        guard text.withUTF8({ appendAttributeValue($0) }) else {
            truncate(to: mark)
            return false
        }
        append(UInt8(ascii: "\""))
        return true
    }

    /// Appends UTF-8 as the value of an attribute, with white space that a parser would change as references. Returns
    /// false, having appended some of it, at a character that an attribute cannot hold or that is better not in one.
    mutating func appendAttributeValue(_ utf8: UnsafeBufferPointer<UInt8>, isForeign: Bool = false) -> Bool {
        var start = 0
        var index = utf8.firstSpecial(from: 0)
        while index < utf8.count {
            let byte = utf8[index]
            if byte < 0x20 && !isForeign || utf8.isNoncharacter(at: index) { return false }
            if let escape = attributeEscape(byte) {
                append(utf8.slice(start..<index))
                append(escape)
                start = index + 1
            }
            index = utf8.firstSpecial(from: index + 1)
        }
        append(utf8.slice(start..<utf8.count))
        return true
    }

    private mutating func appendCharacterElement(_ code: Int) {
        append("<char code=\"")
        appendDecimal(code)
        append("\"/>")
    }
}

@inline(__always)
private func contentEscape(_ byte: UInt8) -> StaticString? {
    switch byte {
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case 0x0D: "&#13;"
    default: nil
    }
}

@inline(__always)
private func attributeEscape(_ byte: UInt8) -> StaticString? {
    switch byte {
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case UInt8(ascii: "\""): "&quot;"
    case 0x09: "&#9;"
    case 0x0A: "&#10;"
    case 0x0D: "&#13;"
    default: nil
    }
}
