import TextScanning

/// How the bytes of a part are written so that mail can carry them (RFC 2045, 6).
enum TransferEncoding {
    /// As they are: 7bit, 8bit, binary, and what nobody knows.
    case identity
    case quotedPrintable
    case base64
    /// No standard of mail; what old programs call x-uuencode.
    case uuencode

    /// Reads the value of the field, as programs write it: `"base64"`, `quoted-printable;`, `Quoted Printable`.
    init(name: UnsafeBufferPointer<UInt8>) {
        if name.equalsIgnoringCase("base64") {
            self = .base64
        } else if name.equalsIgnoringCase("quoted-printable") {
            self = .quotedPrintable
        } else if Self.isIdentity(name) {
            self = .identity
        } else {
            let letters = name.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: "(") }
                .filter { $0.isASCIILetter || $0.isASCIIDigit }
            self = letters.withUnsafeBufferPointer { letters in
                if letters.equalsIgnoringCase("base64") { return .base64 }
                if letters.equalsIgnoringCase("quotedprintable") { return .quotedPrintable }
                let isUuencode = Self.namesOfUuencode.contains { letters.equalsIgnoringCase($0) }
                return isUuencode ? .uuencode : .identity
            }
        }
    }

    private static let namesOfUuencode: [StaticString] = ["xuuencode", "uuencode", "xuue", "uue"]

    /// Whether `name` is a name and nothing else, so that nothing is lost where only its meaning is kept.
    static func isName(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        isIdentity(name) || name.equalsIgnoringCase("base64") || name.equalsIgnoringCase("quoted-printable")
            || name.equalsIgnoringCase("x-uuencode") || name.equalsIgnoringCase("uuencode")
    }

    /// Whether `name` says that bytes stand for themselves.
    static func isIdentity(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        name.equalsIgnoringCase("8bit") || name.equalsIgnoringCase("7bit") || name.equalsIgnoringCase("binary")
    }

    /// Appends what `bytes` stand for. Returns the place of the first byte that cannot be; all others are decoded.
    func append(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) -> Int? {
        switch self {
        case .identity:
            output.append(bytes)
            return nil
        case .quotedPrintable: return QuotedPrintable.append(bytes, to: &output)
        case .base64: return Base64.append(bytes, to: &output)
        case .uuencode:
            var decoder = UuencodeDecoder()
            let damage = decoder.append(bytes, to: &output)
            return damage ?? (decoder.isWhole ? nil : bytes.count)
        }
    }

    /// How many bytes `bytes` stand for. O(n), without decoding base64.
    func decodedCount(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        switch self {
        case .identity: return bytes.count
        case .base64: return Base64.decodedCount(bytes)
        case .uuencode: return Uuencode.decodedCount(bytes)
        case .quotedPrintable:
            var output = OutputBuffer(capacity: bytes.count)
            _ = QuotedPrintable.append(bytes, to: &output)
            return output.count
        }
    }
}

/// Base64 (RFC 2045, 6.8), in lines.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    /// The value of each byte; 0xFF for those that have none.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 0xFF, count: 256)
        for (value, byte) in alphabet.enumerated() { values[Int(byte)] = UInt8(value) }
        return values
    }()

    /// Appends what `bytes` stand for, skipping bytes that are not of the alphabet. Returns the place of the first one
    /// that should not be there, or the end when what is there is cut.
    static func append(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) -> Int? {
        var damage: Int?
        var bits: UInt32 = 0
        var count = 0
        var padding = 0
        var goesOn = false
        values.withUnsafeBufferPointer { values in
            for index in bytes.indices {
                let byte = bytes[index]
                let value = values[Int(byte)]
                if padding > 0, byte != UInt8(ascii: "="), !byte.isBlank, !byte.isLineEnd {
                    // RFC 2045, 6.8: padding is at the end. What servers of lists add behind it is no base64; but some
                    // programs put the base64 of several pieces behind one another.
                    guard goesOn || isWhole(bytes.slice(index..<bytes.count)) else {
                        damage = damage ?? index
                        return
                    }
                    (bits, count, padding, goesOn) = (0, 0, 0, true)
                }
                if value != 0xFF {
                    bits = bits << 6 | UInt32(value)
                    count += 1
                    if count == 4 {
                        append(bits, 3, to: &output)
                        (bits, count) = (0, 0)
                    }
                } else if byte == UInt8(ascii: "=") {
                    padding += 1
                    if count >= 2 { append(bits << UInt32(6 * (4 - count)), count - 1, to: &output) }
                    if count == 1 { damage = damage ?? index }
                    (bits, count) = (0, 0)
                } else if !byte.isBlank, !byte.isLineEnd {
                    damage = damage ?? index
                }
            }
        }
        if count > 0 {
            damage = damage ?? bytes.count
            if count >= 2 { append(bits << UInt32(6 * (4 - count)), count - 1, to: &output) }
        }
        return damage
    }

    /// Whether bytes are lines of base64 and nothing else.
    private static func isWhole(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var count = 0
        for byte in bytes where !byte.isLineEnd {
            guard isDigit(byte) == 1 || byte == UInt8(ascii: "=") else { return false }
            count += 1
        }
        return count % 4 == 0
    }

    @inline(__always)
    private static func append(_ bits: UInt32, _ count: Int, to output: inout OutputBuffer) {
        output.append(UInt8(truncatingIfNeeded: bits >> 16))
        if count > 1 { output.append(UInt8(truncatingIfNeeded: bits >> 8)) }
        if count > 2 { output.append(UInt8(truncatingIfNeeded: bits)) }
    }

    /// 1 for a byte of the alphabet, 0 for others.
    @inline(__always)
    static func isDigit(_ byte: UInt8) -> UInt8 {
        let letter: UInt8 = (byte | 0x20) &- 0x61 < 26 ? 1 : 0
        let digit: UInt8 = byte &- 0x30 < 10 ? 1 : 0
        let plus: UInt8 = byte == UInt8(ascii: "+") ? 1 : 0
        let slash: UInt8 = byte == UInt8(ascii: "/") ? 1 : 0
        return letter | digit | plus | slash
    }

    /// How many bytes `append` appends, where nothing is damaged.
    static func decodedCount(_ bytes: UnsafeBufferPointer<UInt8>) -> Int { decodedCount(ofDigits: digitCount(bytes)) }

    static func decodedCount(ofDigits digits: Int) -> Int { digits / 4 * 3 + max(0, digits % 4 - 1) }

    /// How many of the bytes are digits.
    static func digitCount(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        var digits = 0
        var index = 0
        // Blocks whose count fits a byte, without branches: so the compiler looks at many bytes at a time.
        while index < bytes.count {
            let end = min(index + 128, bytes.count)
            var block: UInt8 = 0
            for place in index..<end { block &+= isDigit(base[place]) }
            digits += Int(block)
            index = end
        }
        return digits
    }

    /// Appends `bytes` as base64 in lines of at most `lineLength` digits, which is a multiple of 4; each line but the
    /// last has `lineBreak` after it.
    static func encode(
        _ bytes: UnsafeBufferPointer<UInt8>, lineLength: Int = 76, lineBreak: StaticString,
        to output: inout OutputBuffer
    ) {
        alphabet.withUnsafeBufferPointer { alphabet in
            var column = 0
            var index = 0
            while index < bytes.count {
                if column == lineLength {
                    output.append(lineBreak)
                    column = 0
                }
                let count = min(3, bytes.count - index)
                var bits = UInt32(bytes[index]) << 16
                if count > 1 { bits |= UInt32(bytes[index + 1]) << 8 }
                if count > 2 { bits |= UInt32(bytes[index + 2]) }
                output.append(alphabet[Int(bits >> 18)])
                output.append(alphabet[Int(bits >> 12 & 63)])
                output.append(count > 1 ? alphabet[Int(bits >> 6 & 63)] : UInt8(ascii: "="))
                output.append(count > 2 ? alphabet[Int(bits & 63)] : UInt8(ascii: "="))
                index += count
                column += 4
            }
        }
    }
}

/// Quoted-printable (RFC 2045, 6.7).
enum QuotedPrintable {
    /// Appends what `bytes` stand for; lines end with line feeds. Returns the place of the first `=` that is no escape,
    /// which is kept as it is.
    static func append(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) -> Int? {
        var damage: Int?
        var index = 0
        while index < bytes.count {
            let line = bytes.line(at: index, to: bytes.count)
            var end = line.end
            // White space at the end of a line was added on the way (rule 3).
            while end > index, bytes[end - 1].isBlank { end -= 1 }
            let isSoft = end > index && bytes[end - 1] == UInt8(ascii: "=")
            if let place = appendLine(bytes.slice(index..<(isSoft ? end - 1 : end)), to: &output) {
                damage = damage ?? index + place
            }
            if !isSoft, line.next > line.end { output.append(MboxSyntax.lineFeed) }
            index = line.next
        }
        return damage
    }

    /// Appends what a line stands for, or a text in which `_` is no space.
    static func appendLine(_ line: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) -> Int? {
        var damage: Int?
        var start = 0
        while let mark = line.firstIndex(of: UInt8(ascii: "="), from: start) {
            output.append(line.slice(start..<mark))
            start = mark + 1
            if mark + 2 < line.count, let high = line[mark + 1].hexadecimalValue,
                let low = line[mark + 2].hexadecimalValue
            {
                output.append(high << 4 | low)
                start = mark + 3
            } else {
                damage = damage ?? mark
                output.append(UInt8(ascii: "="))
            }
        }
        output.append(line.slice(start..<line.count))
        return damage
    }

    /// Appends `text` so that no line is over 76 bytes, none starts with `From ` or a quoted one, and all else is
    /// ASCII that can be printed. Line feeds are line ends; other controls are escaped.
    static func encode(_ text: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) {
        var column = 0
        for index in text.indices {
            let byte = text[index]
            if byte == MboxSyntax.lineFeed {
                output.append(byte)
                column = 0
                continue
            }
            let next = index + 1 < text.count ? text[index + 1] : MboxSyntax.lineFeed
            let endsLine = next == MboxSyntax.lineFeed
            let isPlain = byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "=") || byte.isBlank && !endsLine
            // A line that is full ends in a soft break, which takes a byte itself.
            if column + (isPlain ? 1 : 3) > (endsLine ? 76 : 75) {
                output.append("=\n")
                column = 0
            }
            if isPlain, !(column == 0 && startsSeparator(text.slice(index..<min(index + 76, text.count)), at: 0)) {
                output.append(byte)
                column += 1
            } else {
                appendEscape(of: byte, to: &output)
                column += 3
            }
        }
    }

    /// Whether a line that starts here would be taken for a separator, or for a quoted one.
    static func startsSeparator(_ text: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        var index = start
        while index < text.count, text[index] == UInt8(ascii: ">") { index += 1 }
        return text.starts(with: MboxSyntax.separator, at: index)
    }

    static func appendEscape(of byte: UInt8, to output: inout OutputBuffer) {
        func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x41 + value - 10 }
        output.append(UInt8(ascii: "="))
        output.append(digit(byte >> 4))
        output.append(digit(byte & 0x0F))
    }
}
