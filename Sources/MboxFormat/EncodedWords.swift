import TextScanning

/// Text in header fields that ASCII cannot hold: `=?utf-8?q?caf=C3=A9?=` (RFC 2047, with the language of RFC 2231).
struct EncodedWord {
    let charset: Range<Int>
    let isBase64: Bool
    let text: Range<Int>
    /// The place after it.
    let end: Int

    /// Reads the word at `start`, where a `=?` is; nil when it is none. Words end before `limit`.
    init?(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int, to limit: Int) {
        guard let charsetEnd = Self.mark(bytes, from: start + 2), charsetEnd > start + 2, charsetEnd + 2 < bytes.count,
            bytes[charsetEnd + 2] == UInt8(ascii: "?")
        else { return nil }
        switch bytes[charsetEnd + 1] | 0x20 {
        case UInt8(ascii: "b"): isBase64 = true
        case UInt8(ascii: "q"): isBase64 = false
        default: return nil
        }
        let language = bytes.slice(start + 2..<charsetEnd).firstIndex(of: UInt8(ascii: "*"), from: 0)
        charset = start + 2..<(language.map { start + 2 + $0 } ?? charsetEnd)
        guard charsetEnd + 3 < limit, let textEnd = bytes.firstIndex(of: "?=", from: charsetEnd + 3) else { return nil }
        text = charsetEnd + 3..<textEnd
        end = textEnd + 2
    }

    /// The next question mark within the length of a charset's name and its language.
    private static func mark(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var index = start
        while index < bytes.count, index - start < 80, bytes[index].isInFieldName {
            if bytes[index] == UInt8(ascii: "?") { return index }
            index += 1
        }
        return nil
    }

    /// Appends the bytes that the word stands for.
    func append(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) {
        let text = bytes.slice(text)
        if isBase64 {
            _ = Base64.append(text, to: &output)
            return
        }
        var start = 0
        while let underscore = text.firstIndex(of: UInt8(ascii: "_"), from: start) {
            _ = QuotedPrintable.appendLine(text.slice(start..<underscore), to: &output)
            output.append(MboxSyntax.space)
            start = underscore + 1
        }
        _ = QuotedPrintable.appendLine(text.slice(start..<text.count), to: &output)
    }
}

/// Decodes the encoded words in a text.
struct EncodedWordDecoder {
    private let charsets: CharsetDecoder
    private(set) var problem: CharsetDecoder.Problem?
    private var pendingCharset: Charset?

    init(_ charsets: CharsetDecoder) { self.charsets = charsets }

    @inline(__always)
    static func mayHaveWord(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let sign = bytes.firstIndex(of: UInt8(ascii: "="), from: 0) else { return false }
        return bytes.firstIndex(of: "=?", from: sign) != nil
    }

    /// Whether the bytes are their own text.
    static func hasNothing(toDecodeIn bytes: UnsafeBufferPointer<UInt8>) -> Bool { !mayHaveWord(bytes) && CharsetDecoder.isUTF8(bytes) }

    /// Appends `bytes` as UTF-8 with all encoded words decoded. Blanks between two of them are no text (RFC 2047, 6.2).
    ///
    /// The bytes of neighbours in one charset are put together before they are decoded: programs cut characters.
    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) {
        var pending = OutputBuffer(capacity: 256)
        var plainStart = 0
        var index = 0
        let limit = Self.endOfLastWord(bytes)
        while let start = bytes.firstIndex(of: "=?", from: index), start < limit {
            guard let word = EncodedWord(bytes, at: start, to: limit) else {
                index = start + 2
                continue
            }
            let between = bytes.slice(plainStart..<start)
            if pendingCharset == nil || !between.allSatisfy({ $0.isBlank || $0.isLineEnd }) {
                flush(&pending, to: &output)
                note(charsets.append(between, from: .undeclared, to: &output))
            }
            let charset = Charset(label: bytes.slice(word.charset))
            if let pendingCharset, pendingCharset != charset { flush(&pending, to: &output) }
            pendingCharset = charset
            word.append(bytes, to: &pending)
            index = word.end
            plainStart = index
        }
        flush(&pending, to: &output)
        note(charsets.append(bytes.slice(plainStart..<bytes.count), from: .undeclared, to: &output))
    }

    /// Where the last `?=` ends: no word is behind it, so nothing is searched there.
    private static func endOfLastWord(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var end = bytes.count
        while end >= 2 {
            if bytes[end - 1] == UInt8(ascii: "="), bytes[end - 2] == UInt8(ascii: "?") { return end }
            end -= 1
        }
        return 0
    }

    private mutating func flush(_ pending: inout OutputBuffer, to output: inout OutputBuffer) {
        guard let charset = pendingCharset else { return }
        note(pending.withBytes { charsets.append($0, from: charset, to: &output) })
        pending.removeAll()
        pendingCharset = nil
    }

    private mutating func note(_ found: CharsetDecoder.Problem?) { problem = problem ?? found }
}

// MARK: Writing

extension OutputBuffer {
    /// Appends `text` as encoded words, each on a line of its own after the first.
    mutating func appendEncodedWords(_ text: UnsafeBufferPointer<UInt8>) {
        let usesBase64 = Self.isShorterAsBase64(text)
        var start = 0
        repeat {
            if start > 0 { append("\n ") }
            let end = Self.endOfWord(text, from: start, usesBase64)
            append(usesBase64 ? "=?utf-8?b?" : "=?utf-8?q?")
            let part = text.slice(start..<end)
            if usesBase64 {
                Base64.encode(part, lineBreak: "", to: &self)
            } else {
                for byte in part { appendInWord(byte) }
            }
            append("?=")
            start = end
        } while start < text.count
    }

    private mutating func appendInWord(_ byte: UInt8) {
        if byte == MboxSyntax.space {
            append(UInt8(ascii: "_"))
        } else if Self.isPlainInWord(byte) {
            append(byte)
        } else {
            QuotedPrintable.appendEscape(of: byte, to: &self)
        }
    }

    /// What may stand in an encoded word of any place, also in a phrase (RFC 2047, 5).
    private static func isPlainInWord(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "!")
            || byte == UInt8(ascii: "*") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
    }

    /// Whether base64 is shorter by a fifth: what is nearly as short in the other form can be read by people.
    private static func isShorterAsBase64(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let escaped = text.count { !isPlainInWord($0) && $0 != MboxSyntax.space }
        let base64 = (text.count + 2) / 3 * 4
        return text.count + 2 * escaped > base64 + base64 / 4
    }

    /// Where a word of at most 75 bytes ends, between two characters.
    private static func endOfWord(_ text: UnsafeBufferPointer<UInt8>, from start: Int, _ usesBase64: Bool) -> Int {
        let room = 60
        var end = start
        var used = 0
        while end < text.count {
            var next = end + 1
            while next < text.count, text[next] & 0xC0 == 0x80 { next += 1 }
            let size = (end..<next).reduce(0) { $0 + (isPlainInWord(text[$1]) || text[$1] == 0x20 ? 1 : 3) }
            if usesBase64 ? (next - start + 2) / 3 * 4 > room : used + size > room { break }
            used += size
            end = next
        }
        return max(end, min(start + 1, text.count))
    }
}
