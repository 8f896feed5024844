import TextScanning

// What programs put around numbers and times beside spaces: spaces of other kinds, marks that nobody sees (a byte order mark
// where files were put together, marks of the direction of writing), and digits of other scripts, as machine translation
// makes them.

extension UnsafeBufferPointer<UInt8> {
    /// The length of the space or invisible mark at `index`; 0 where there is none.
    package func lengthOfBlank(at index: Int) -> Int {
        guard index < count else { return 0 }
        let first = self[index]
        if first < 0x80 { return first == 0x20 || first == 0x09 ? 1 : 0 }
        guard index + 1 < count else { return 0 }
        let second = self[index + 1]
        if first == 0xC2 { return second == 0xA0 ? 2 : 0 }
        guard index + 2 < count else { return 0 }
        return Self.isBlank(first, second, self[index + 2]) ? 3 : 0
    }

    /// Whether three bytes are a space or a mark: U+2000 to 200F, 202A to 202F, 205F, 2060, 2066 to 2069, 3000, FEFF.
    private static func isBlank(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
        switch (first, second) {
        case (0xE2, 0x80): third < 0x90 || (0xAA...0xAF).contains(third)
        case (0xE2, 0x81): third == 0x9F || third == 0xA0 || (0xA6...0xA9).contains(third)
        case (0xE3, 0x80): third == 0x80
        case (0xEF, 0xBB): third == 0xBF
        default: false
        }
    }

    /// `range` without spaces and invisible marks at either end.
    package func withoutBlanks(_ range: Range<Int>) -> Range<Int> {
        let line = slice(0..<range.upperBound)
        var (lower, upper) = (range.lowerBound, range.upperBound)
        while case let length = line.lengthOfBlank(at: lower), length > 0 { lower += length }
        while upper > lower {
            let length = (1...3).first { upper - lower >= $0 && line.lengthOfBlank(at: upper - $0) == $0 }
            guard let length else { break }
            upper -= length
        }
        return lower..<upper
    }

    /// The digit at `index`, in whatever script, and its length.
    package func digit(at index: Int) -> (value: Int, length: Int)? {
        guard index < count else { return nil }
        let first = self[index]
        if first.isASCIIDigit { return (Int(first - 0x30), 1) }
        guard first >= 0xC0, index + 1 < count else { return nil }
        let second = self[index + 1]
        switch first {
        // Arabic, and Arabic of the East.
        case 0xD9: return (0xA0...0xA9).contains(second) ? (Int(second - 0xA0), 2) : nil
        case 0xDB: return (0xB0...0xB9).contains(second) ? (Int(second - 0xB0), 2) : nil
        default: break
        }
        guard index + 2 < count else { return nil }
        let third = self[index + 2]
        switch (first, second) {
        // Full-width, Devanagari, Bengali, Thai.
        case (0xEF, 0xBC): return (0x90...0x99).contains(third) ? (Int(third - 0x90), 3) : nil
        case (0xE0, 0xA5), (0xE0, 0xA7): return (0xA6...0xAF).contains(third) ? (Int(third - 0xA6), 3) : nil
        case (0xE0, 0xB9): return (0x90...0x99).contains(third) ? (Int(third - 0x90), 3) : nil
        default: return nil
        }
    }

    /// Whether the bytes end in a digit, a space or a mark: what does not is no number.
    package var canEndNumber: Bool {
        guard let last else { return false }
        if last < 0x80 { return last.isASCIIDigit || last == 0x20 || last == 0x09 }
        return (2...3).contains { length in
            let start = count - length
            return start >= 0 && (lengthOfBlank(at: start) == length || digit(at: start)?.length == length)
        }
    }
}
