import TextScanning
public import TranscriptModel

/// Undoes escaping that was done once too often: `&amp;lt;` and `&amp;amp;lt;` both become `<`.
///
/// Character references (HTML, 13.5; here the five of XML, `&nbsp;` and numbers) that were escaped twice or more are
/// replaced by their characters, in texts, titles and quotes. One that was escaped once, `&lt;`, stays: in a page it may
/// be what was meant.
public struct EntityUnescaping: MessageFilter, Sendable {
    public init() {}

    public mutating func filter(_ messages: inout [Message]) -> Bool {
        for index in messages.indices {
            if let body = messages[index].body, let text = Self.unescaped(body) { messages[index].body = text }
            if !messages[index].isPlainButForEnd { messages[index].details.unescape() }
        }
        return true
    }

    /// The text without what was escaped too often; nil when there is nothing of it.
    public static func unescaped(_ text: Text) -> Text? {
        text.withUTF8 { utf8 in
            guard utf8.contains(sequence: "&amp;") else { return nil }
            var result: [UInt8] = []
            result.reserveCapacity(utf8.count)
            var index = 0
            var hasChanged = false
            while index < utf8.count {
                if let reference = RepeatedReference(in: utf8, at: index) {
                    result.append(contentsOf: reference.character.utf8)
                    index = reference.end
                    hasChanged = true
                } else {
                    result.append(utf8[index])
                    index += 1
                }
            }
            return hasChanged ? result.withUnsafeBufferPointer { Text(copying: $0) } : nil
        }
    }
}

extension MessageDetails {
    fileprivate mutating func unescape() {
        for index in attachments.indices { attachments[index].title.unescape() }
        quote?.body.unescape()
        for index in revisions.indices { revisions[index].body.unescape() }
    }
}

extension Text? {
    fileprivate mutating func unescape() {
        if let text = self, let plain = EntityUnescaping.unescaped(text) { self = plain }
    }
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate func contains(sequence: StaticString) -> Bool {
        let first = sequence.utf8Start.pointee
        var index = 0
        while let found = firstIndex(of: first, from: index) {
            if starts(with: sequence, at: found) { return true }
            index = found + 1
        }
        return false
    }
}

/// `&amp;` one or more times without its end, and then the name or number of a character: `&amp;amp;#160;`.
private struct RepeatedReference {
    var character: String
    var end: Int

    init?(in utf8: UnsafeBufferPointer<UInt8>, at start: Int) {
        guard utf8.starts(with: "&amp;", at: start) else { return nil }
        var index = start + 5
        while utf8.starts(with: "amp;", at: index) { index += 4 }
        if let (character, end) = Self.character(in: utf8, at: index) {
            (self.character, self.end) = (character, end)
        } else if index > start + 5 {
            // What was escaped is an ampersand.
            (character, end) = ("&", index)
        } else {
            return nil
        }
    }

    private static let named: [(StaticString, String)] = [
        ("lt;", "<"), ("gt;", ">"), ("quot;", "\""), ("apos;", "'"), ("nbsp;", "\u{A0}"),
    ]

    private static func character(in utf8: UnsafeBufferPointer<UInt8>, at start: Int) -> (String, Int)? {
        for (name, character) in named where utf8.starts(with: name, at: start) {
            return (character, start + name.utf8CodeUnitCount)
        }
        guard utf8.starts(with: "#", at: start) else { return nil }
        let isHexadecimal = utf8.starts(with: "x", at: start + 1) || utf8.starts(with: "X", at: start + 1)
        var index = start + (isHexadecimal ? 2 : 1)
        var digits = ""
        while index < utf8.count, digits.utf8.count < 8, utf8[index] != UInt8(ascii: ";") {
            digits.unicodeScalars.append(Unicode.Scalar(utf8[index]))
            index += 1
        }
        guard index < utf8.count, utf8[index] == UInt8(ascii: ";"), digits.utf8.first != UInt8(ascii: "+"),
            let number = UInt32(digits, radix: isHexadecimal ? 16 : 10), number > 0,
            let scalar = Unicode.Scalar(number)
        else { return nil }
        return (String(scalar), index + 1)
    }
}
