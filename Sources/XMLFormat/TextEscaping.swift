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
        var index = nextSpecial(in: utf8, from: 0)
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
            index = nextSpecial(in: utf8, from: index + length)
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
        var index = nextSpecial(in: utf8, from: 0)
        while index < utf8.count {
            let byte = utf8[index]
            if byte < 0x20 && !isForeign || utf8.isNoncharacter(at: index) { return false }
            if let escape = attributeEscape(byte) {
                append(utf8.slice(start..<index))
                append(escape)
                start = index + 1
            }
            index = nextSpecial(in: utf8, from: index + 1)
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

extension UnsafeBufferPointer<UInt8> {
    /// Whether U+FFFE or U+FFFF (EF BF BE, EF BF BF) stands at `index`, which is where its first byte is.
    @inline(__always)
    fileprivate func isNoncharacter(at index: Int) -> Bool {
        self[index] == 0xEF && index + 2 < count && self[index + 1] == 0xBF && self[index + 2] >= 0xBE
    }

    /// Where the first character from `start` on is that XML cannot hold.
    func firstForbiddenCharacter(from start: Int) -> Int? {
        start < count ? (start..<count).first { isForbiddenControl(at: $0) || isNoncharacter(at: $0) } : nil
    }

    @inline(__always)
    fileprivate func isForbiddenControl(at index: Int) -> Bool {
        let byte = self[index]
        return byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D
    }
}

/// The first byte at or after `start` that an attribute or a text may not hold as it is: a control character, one of
/// `& < > "`, or the start of U+FFFE or U+FFFF. Eight bytes at a time.
private func nextSpecial(in utf8: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    guard let base = utf8.baseAddress else { return 0 }
    let end = utf8.count
    var index = start
    while end &- index >= 8 {
        let word = UInt64(littleEndian: UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
        let found = specialBytes(in: word)
        if found == 0 {
            index &+= 8
            continue
        }
        let candidate = index &+ found.trailingZeroBitCount / 8
        // EF starts 4,096 characters, of which two are special; full-width punctuation is among the others.
        if base[candidate] != 0xEF || utf8.isNoncharacter(at: candidate) { return candidate }
        index = candidate &+ 3
    }
    while index < end {
        let byte = base[index]
        if byte < 0x20 || byte == UInt8(ascii: "&") || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">")
            || byte == UInt8(ascii: "\"") || utf8.isNoncharacter(at: index)
        {
            return index
        }
        index &+= 1
    }
    return end
}

/// The high bit of the first byte in `word` that may be special; bits after the first mean nothing.
@inline(__always)
private func specialBytes(in word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    @inline(__always) func zeroBytes(_ value: UInt64) -> UInt64 { (value &- ones) & ~value }
    let found =
        ((word &- ones &* 0x20) & ~word)
        | zeroBytes(word ^ ones &* 0x26) | zeroBytes(word ^ ones &* 0x3C) | zeroBytes(word ^ ones &* 0x3E)
        | zeroBytes(word ^ ones &* 0x22) | zeroBytes(word ^ ones &* 0xEF)
    return found & (ones &* 0x80)
}
