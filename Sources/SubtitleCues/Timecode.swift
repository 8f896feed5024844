public import TextScanning

extension OutputBuffer {
    /// Appends a position as `HH:MM:SS`, `separator` and three digits; hours past 99 take as many digits as they need.
    @inlinable @inline(__always)
    public mutating func appendTimecode(_ milliseconds: Int, separator: UInt8) {
        let hours = milliseconds / 3_600_000
        let rest = milliseconds % 3_600_000
        if hours < 100 {
            return appendUpTo(12) { OutputBuffer.writeTimecode(UInt32(hours), UInt32(rest), separator, to: $0) }
        }
        appendDecimal(hours)
        append(UInt8(ascii: ":"))
        appendTwoDigits(rest / 60_000)
        append(UInt8(ascii: ":"))
        appendTwoDigits(rest / 1000 % 60)
        append(separator)
        let fraction = rest % 1000
        append(0x30 &+ UInt8(truncatingIfNeeded: fraction / 100))
        appendTwoDigits(fraction % 100)
    }
}

extension OutputBuffer {
    /// Writes two digits of hours, and the milliseconds of one, to the twelve bytes at `out`; returns how many.
    @inlinable @inline(__always)
    static func writeTimecode(
        _ hours: UInt32, _ rest: UInt32, _ separator: UInt8, to out: UnsafeMutablePointer<UInt8>
    ) -> Int {
        func write(_ value: UInt32, at index: Int) {
            out[index] = 0x30 &+ UInt8(truncatingIfNeeded: value / 10)
            out[index &+ 1] = 0x30 &+ UInt8(truncatingIfNeeded: value % 10)
        }
        write(hours, at: 0)
        out[2] = UInt8(ascii: ":")
        write(rest / 60_000, at: 3)
        out[5] = UInt8(ascii: ":")
        write(rest / 1000 % 60, at: 6)
        out[8] = separator
        let fraction = rest % 1000
        out[9] = 0x30 &+ UInt8(truncatingIfNeeded: fraction / 100)
        write(fraction % 100, at: 10)
        return 12
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The position that the twelve bytes at `start` tell as `HH:MM:SS`, `separator` and three digits: the form that
    /// nearly all files have. Nil for anything else.
    @inlinable @inline(__always)
    public func plainTimecode(at start: Int, separator: UInt8) -> Int? {
        guard start >= 0, count &- start >= 12, self[start &+ 2] == UInt8(ascii: ":"),
            self[start &+ 5] == UInt8(ascii: ":"), self[start &+ 8] == separator,
            let hours = twoDigits(self[start], self[start &+ 1]),
            let minutes = twoDigits(self[start &+ 3], self[start &+ 4]), minutes < 60,
            let seconds = twoDigits(self[start &+ 6], self[start &+ 7]), seconds < 60,
            self[start &+ 9].isASCIIDigit,
            let low = twoDigits(self[start &+ 10], self[start &+ 11])
        else { return nil }
        let whole = (hours &* 60 &+ minutes) &* 60 &+ seconds
        return whole &* 1000 &+ Int(self[start &+ 9] &- 0x30) &* 100 &+ low
    }
}
