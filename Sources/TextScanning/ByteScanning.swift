#if canImport(Glibc)
    public import Glibc
#elseif canImport(Musl)
    public import Musl
#elseif canImport(Darwin)
    public import Darwin
#endif

extension UnsafeBufferPointer<UInt8> {
    /// The index of the first `byte` at or after `start`, found at memory speed (`memchr`); nil when there is none.
    @inlinable @inline(__always)
    public func firstIndex(of byte: UInt8, from start: Int) -> Int? {
        guard let base = baseAddress, start >= 0, start < count,
            let found = memchr(base + start, Int32(byte), count &- start)
        else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    /// The index of the first `first` at or after `start` that `second` follows; nil when there is none. O(n), many bytes
    /// at a time, however often either stands alone.
    public func firstIndex(ofPair first: UInt8, _ second: UInt8, from start: Int) -> Int? {
        guard let base = baseAddress, start >= 0 else { return nil }
        @inline(__always)
        func pairs(_ place: Int) -> ByteMarks {
            EightBytes(base + place).equal(to: first, and: second, in: EightBytes(base + (place &+ 1)))
        }
        var index = start
        while count &- index > 32, (pairs(index) | pairs(index &+ 8) | pairs(index &+ 16) | pairs(index &+ 24)).isEmpty { index &+= 32 }
        while index &+ 1 < count {
            if base[index] == first, base[index &+ 1] == second { return index }
            index &+= 1
        }
        return nil
    }

    /// The bytes in `range`; empty where the range is not inside.
    @inlinable @inline(__always)
    public func slice(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
        guard let base = baseAddress, range.lowerBound >= 0, range.upperBound <= count else {
            return UnsafeBufferPointer(start: nil, count: 0)
        }
        return UnsafeBufferPointer(start: base + range.lowerBound, count: range.count)
    }

    /// Whether the bytes from `start` on begin with `literal`.
    @inlinable @inline(__always)
    public func starts(with literal: StaticString, at start: Int = 0) -> Bool {
        let length = literal.utf8CodeUnitCount
        guard let base = baseAddress, start >= 0, count &- start >= length else { return false }
        return memcmp(base + start, literal.utf8Start, length) == 0
    }

    /// Whether the bytes are those of `other`.
    @inlinable
    public func hasSameBytes(as other: UnsafeBufferPointer<UInt8>) -> Bool {
        guard count == other.count else { return false }
        guard let base = baseAddress, let otherBase = other.baseAddress else { return true }
        return memcmp(base, otherBase, count) == 0
    }

    /// Whether the bytes are those of `literal`.
    @inlinable @inline(__always)
    public func equals(_ literal: StaticString) -> Bool {
        count == literal.utf8CodeUnitCount && starts(with: literal)
    }

    /// The last byte that equals `byte`. O(distance from the end), eight bytes at a time.
    public func lastIndex(of byte: UInt8) -> Int? {
        guard let base = baseAddress else { return nil }
        var end = count
        let pattern = 0x0101_0101_0101_0101 &* UInt64(byte)
        while end >= 8 {
            let other = UnsafeRawPointer(base + (end &- 8)).loadUnaligned(as: UInt64.self) ^ pattern
            // As below: the high bit of each byte that is equal.
            let equal = ~(((other & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7F7F_7F7F_7F7F_7F7F) | other) & 0x8080_8080_8080_8080
            if equal != 0 { return end &- 1 &- UInt64(littleEndian: equal).leadingZeroBitCount / 8 }
            end &-= 8
        }
        while end > 0 {
            end &-= 1
            if base[end] == byte { return end }
        }
        return nil
    }

    /// The number of line feeds. O(n), eight bytes at a time.
    public func countOfLineFeeds() -> Int {
        count { word in
            // A byte of `other` is zero where the word has a line feed; adding 0x7F sets the high bit of all others.
            let other = word ^ 0x0A0A_0A0A_0A0A_0A0A
            return ~(((other & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7F7F_7F7F_7F7F_7F7F) | other) & 0x8080_8080_8080_8080
        }
    }

    /// The number of Unicode scalars in bytes that are known to be UTF-8: all that are no continuation byte.
    /// O(n), eight bytes at a time.
    public func countOfScalars() -> Int {
        count - count { word in word & ~(word &<< 1) & 0x8080_8080_8080_8080 }
    }

    /// Counts the bytes whose high bits `mark` sets in a word of eight.
    @inline(__always)
    private func count(_ mark: (UInt64) -> UInt64) -> Int {
        guard let base = baseAddress else { return 0 }
        var total = 0
        var index = 0
        while count &- index >= 8 {
            // One sum for each of the eight places: it fits a byte for so many words, and needs no count of bits.
            let words = Swift.min((count &- index) / 8, 255)
            var sums: UInt64 = 0
            for place in 0..<words {
                let word = UnsafeRawPointer(base + (index &+ place &* 8)).loadUnaligned(as: UInt64.self)
                sums &+= mark(word) &>> 7
            }
            let pairs = (sums & 0x00FF_00FF_00FF_00FF) &+ (sums &>> 8 & 0x00FF_00FF_00FF_00FF)
            total &+= Int(truncatingIfNeeded: (pairs &* 0x0001_0001_0001_0001) &>> 48)
            index &+= words &* 8
        }
        while index < count {
            total &+= mark(UInt64(base[index])).nonzeroBitCount
            index &+= 1
        }
        return total
    }
}

extension UInt8 {
    /// Whether this is an ASCII digit.
    @inlinable public var isASCIIDigit: Bool { self &- 0x30 < 10 }
}

/// The value of two ASCII digits, or nil where one of them is no digit.
@inlinable @inline(__always)
public func twoDigits(_ tens: UInt8, _ ones: UInt8) -> Int? {
    guard tens.isASCIIDigit, ones.isASCIIDigit else { return nil }
    return Int(tens &- 0x30) * 10 + Int(ones &- 0x30)
}

extension OutputBuffer {
    /// Appends `value` as two decimal digits. Range: 0 to 99; more is cut to the last two digits.
    @inlinable @inline(__always)
    public mutating func appendTwoDigits(_ value: Int) {
        append(0x30 &+ UInt8(truncatingIfNeeded: value / 10 % 10))
        append(0x30 &+ UInt8(truncatingIfNeeded: value % 10))
    }

    /// Appends `value` in decimal digits, with leading zeros up to `width` digits.
    public mutating func appendDecimal(_ value: Int, width: Int = 1) {
        if value < 0 { append(UInt8(ascii: "-")) }
        let magnitude = value.magnitude
        let digits = Self.countOfDigits(magnitude)
        var missing = width - digits
        while missing > 0 {
            append(0x30)
            missing -= 1
        }
        appendUpTo(digits) { out in
            var rest = magnitude
            var index = digits
            while index > 0 {
                index &-= 1
                let tenth = rest / 10
                out[index] = 0x30 &+ UInt8(truncatingIfNeeded: rest &- tenth &* 10)
                rest = tenth
            }
            return digits
        }
    }

    private static func countOfDigits(_ value: UInt) -> Int {
        var count = 1
        var rest = value / 10
        while rest > 0 {
            count += 1
            rest /= 10
        }
        return count
    }
}
