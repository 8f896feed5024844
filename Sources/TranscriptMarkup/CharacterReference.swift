import TextScanning

/// A character reference as HTML has them (HTML Standard, sections 13.2.5.72 to 80).
package struct CharacterReference {
    /// The place after it.
    package let end: Int
    /// What it stands for, nearly always one character.
    package let first: Unicode.Scalar
    package let second: Unicode.Scalar?
    /// Whether it numbers no character, so that it stands for U+FFFD.
    package private(set) var isDamaged = false

    /// Reads the reference whose `&` is at `start`; nil when there is none, and the `&` is text.
    ///
    /// In an attribute, a name without its semicolon is none where it may go on: `?a=1&copy=2` has no copyright sign.
    package init?(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int, inAttribute: Bool = false) {
        guard start + 1 < bytes.count else { return nil }
        if bytes[start + 1] == UInt8(ascii: "#") {
            guard let (end, value) = Self.number(bytes, from: start + 2) else { return nil }
            (self.end, first, second) = (end, Self.scalar(Self.replacement(of: value)), nil)
            isDamaged = first == "\u{FFFD}" && value != 0xFFFD
        } else if let (end, value) = NamedCharacters.common(bytes, at: start + 1) {
            (self.end, first, second) = (end, Self.scalar(value), nil)
        } else {
            guard let (end, values) = NamedCharacters.match(bytes, at: start + 1), let value = values.first else { return nil }
            if inAttribute, bytes[end - 1] != UInt8(ascii: ";"), Self.mayGoOn(bytes, at: end) { return nil }
            (self.end, first) = (end, Self.scalar(value))
            second = values.dropFirst().first.map { Self.scalar($0) }
        }
    }

    /// The place after the reference whose `&` is at `start`, if it is one that texts are escaped with.
    package static func endOfCommon(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Int? {
        NamedCharacters.common(bytes, at: start + 1)?.end
    }

    private static func mayGoOn(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        guard index < bytes.count else { return false }
        return bytes[index] == UInt8(ascii: "=") || bytes[index].isASCIIDigit || bytes[index].isASCIILetter
    }

    private static func scalar(_ value: UInt32) -> Unicode.Scalar { Unicode.Scalar(value) ?? "\u{FFFD}" }

    private static func number(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> (end: Int, value: UInt32)? {
        var position = start
        var radix: UInt32 = 10
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "x") {
            radix = 16
            position += 1
        }
        let first = position
        var value: UInt32 = 0
        while position < bytes.count, let digit = digit(bytes[position]), digit < radix {
            value = min(value * radix + digit, 0x11_0000)
            position += 1
        }
        if position == first { return nil }
        if position < bytes.count, bytes[position] == UInt8(ascii: ";") { position += 1 }
        return (position, value)
    }

    private static func digit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - 0x30)
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }

    /// What a number stands for: for some controls, what windows-1252 has there (13.2.5.80).
    private static func replacement(of value: UInt32) -> UInt32 {
        switch value {
        case 0, 0x11_0000...: 0xFFFD
        case 0x80...0x9F: windows1252[Int(value) - 0x80] ?? value
        default: value
        }
    }

    private static let windows1252: [UInt32?] = [
        0x20AC, nil, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, nil, 0x017D,
        nil, nil, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, nil,
        0x017E, 0x0178,
    ]
}
