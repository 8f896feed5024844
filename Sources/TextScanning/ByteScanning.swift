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

    /// Whether the bytes are those of `literal`.
    @inlinable @inline(__always)
    public func equals(_ literal: StaticString) -> Bool {
        count == literal.utf8CodeUnitCount && starts(with: literal)
    }

    /// The number of line feeds. O(n); a loop without branches, which the compiler makes wide.
    public func countOfLineFeeds() -> Int {
        var total = 0
        for byte in self { total &+= byte == 0x0A ? 1 : 0 }
        return total
    }

    /// The number of Unicode scalars in bytes that are known to be UTF-8: all that are no continuation byte.
    public func countOfScalars() -> Int {
        var total = 0
        for byte in self { total &+= byte & 0xC0 != 0x80 ? 1 : 0 }
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
        var divisor: UInt = 1
        var digits = 1
        while magnitude / divisor >= 10 {
            divisor *= 10
            digits += 1
        }
        while digits < width {
            append(0x30)
            digits += 1
        }
        while divisor > 0 {
            append(0x30 &+ UInt8(truncatingIfNeeded: magnitude / divisor % 10))
            divisor /= 10
        }
    }
}
