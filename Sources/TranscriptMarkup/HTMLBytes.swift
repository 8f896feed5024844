import TextScanning

extension UInt8 {
    /// What HTML calls ASCII white space.
    @inline(__always)
    var isHTMLSpace: Bool { self == 0x20 || self &- 0x09 < 2 || self == 0x0C || self == 0x0D }

    @inline(__always)
    var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }

    /// The letter in lower case; other bytes as they are.
    @inline(__always)
    var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether the bytes are those of `literal`, which is in lower case, whatever the case of their letters.
    func equalsIgnoringCase(_ literal: StaticString) -> Bool {
        count == literal.utf8CodeUnitCount && startsIgnoringCase(with: literal, at: 0)
    }

    /// The same for the bytes from `start` on.
    func startsIgnoringCase(with literal: StaticString, at start: Int) -> Bool {
        let length = literal.utf8CodeUnitCount
        guard start >= 0, count - start >= length else { return false }
        for index in 0..<length where self[start + index].lowercased != literal.utf8Start[index] { return false }
        return true
    }

    func containsIgnoringCase(_ literal: StaticString) -> Bool {
        count >= literal.utf8CodeUnitCount
            && (0...count - literal.utf8CodeUnitCount).contains { startsIgnoringCase(with: literal, at: $0) }
    }

    /// The bytes without white space at either end.
    var trimmed: UnsafeBufferPointer<UInt8> {
        var (lower, upper) = (0, count)
        while lower < upper, self[lower].isHTMLSpace { lower += 1 }
        while upper > lower, self[upper - 1].isHTMLSpace { upper -= 1 }
        return slice(lower..<upper)
    }
}
