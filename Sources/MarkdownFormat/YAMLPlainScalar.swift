import TextScanning

/// What can stand in YAML without quotes, on one line, and be taken for nothing else (YAML 1.2.2, 7.3.3).
enum YAMLPlainScalar {
    /// Whether `text` is one scalar in a block mapping. It begins with a letter or a digit, so that no indicator and no
    /// marker of a document begins it. O(n).
    static func isOne(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = text.first, let last = text.last, isLetter(first) || first.isASCIIDigit else { return false }
        if last == UInt8(ascii: " ") || last == UInt8(ascii: ":") { return false }
        for index in text.indices {
            switch text[index] {
            case UInt8(ascii: ":") where text[safely: index + 1] == UInt8(ascii: " "): return false
            case UInt8(ascii: "#") where text[safely: index - 1] == UInt8(ascii: " "): return false
            case let byte where !isPrintable(byte): return false
            default: break
            }
        }
        return true
    }

    /// Whether a byte of UTF-8 belongs to what libyaml takes as it is and for no end of a line (YAML 1.2.2, 5.1 and 5.4).
    ///
    /// C1 controls and U+0085, U+2028, U+2029, U+FEFF, U+FFFE, U+FFFF start with one of the three bytes that are not; much
    /// else does too, and is told apart by nobody here.
    static func isPrintable(_ byte: UInt8) -> Bool {
        switch byte {
        case 0..<0x20, 0x7F, 0xC2, 0xE2, 0xEF: false
        default: true
        }
    }

    /// Whether a byte is an ASCII letter, or of a character that is not ASCII.
    static func isLetter(_ byte: UInt8) -> Bool {
        byte >= 0x80 || (byte | 0x20) &- UInt8(ascii: "a") < 26
    }
}
