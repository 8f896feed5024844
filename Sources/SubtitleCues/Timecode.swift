public import TextScanning

extension OutputBuffer {
    /// Appends a position as `HH:MM:SS`, `separator` and three digits; hours past 99 take as many digits as they need.
    @inlinable @inline(__always)
    public mutating func appendTimecode(_ milliseconds: Int, separator: UInt8) {
        if UInt(bitPattern: milliseconds) < Timecode.end {
            return appendUpTo(Timecode.length) {
                Timecode.write(UInt32(truncatingIfNeeded: milliseconds), separator, to: $0)
                return Timecode.length
            }
        }
        let hours = milliseconds / 3_600_000
        let rest = milliseconds % 3_600_000
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

    /// Appends start and end with an arrow between.
    @inlinable @inline(__always)
    public mutating func append(_ times: CueTimes, separator: UInt8) {
        if UInt(bitPattern: times.start) < Timecode.end, UInt(bitPattern: times.end) < Timecode.end {
            return appendUpTo(2 * Timecode.length + 5) { out in
                Timecode.write(UInt32(truncatingIfNeeded: times.start), separator, to: out)
                (" --> " as StaticString).withUTF8Buffer { arrow in
                    for index in 0..<5 { out[Timecode.length &+ index] = arrow[index] }
                }
                Timecode.write(UInt32(truncatingIfNeeded: times.end), separator, to: out + Timecode.length + 5)
                return 2 * Timecode.length + 5
            }
        }
        appendTimecode(times.start, separator: separator)
        append(" --> " as StaticString)
        appendTimecode(times.end, separator: separator)
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The position that the twelve bytes at `start` tell as `HH:MM:SS`, `separator` and three digits: the form that
    /// nearly all files have. Nil for anything else.
    @inlinable @inline(__always)
    public func plainTimecode(at start: Int, separator: UInt8) -> Int? {
        guard start >= 0, count &- start >= Timecode.length, let base = baseAddress else { return nil }
        return Timecode.read(base + start, separator)
    }

    /// The same with hours past 99, written in as many digits as they need, and the place after it.
    @inlinable @inline(__always)
    public func timecode(at start: Int, separator: UInt8) -> (position: Int, end: Int)? {
        if let position = plainTimecode(at: start, separator: separator) { return (position, start &+ Timecode.length) }
        return longTimecode(at: start, separator: separator)
    }

    /// The times at `start` as writers tell them, with an arrow between, and the place after them.
    @inlinable @inline(__always)
    public func plainTimes(at start: Int, separator: UInt8) -> (times: CueTimes, end: Int)? {
        guard let from = timecode(at: start, separator: separator), starts(with: " --> ", at: from.end),
            let to = timecode(at: from.end &+ 5, separator: separator)
        else { return nil }
        return (CueTimes(start: from.position, end: to.position), to.end)
    }

    /// Hundreds of hours before a plain timecode: of no more than seven digits, which is what readers take at most, and more than
    /// lie between any two dates.
    @usableFromInline
    func longTimecode(at start: Int, separator: UInt8) -> (position: Int, end: Int)? {
        guard start >= 0, start < count, self[start] != 0x30 else { return nil }
        var hundreds = 0
        var index = start
        while index < count, index - start < 7, self[index].isASCIIDigit {
            hundreds = hundreds * 10 + Int(self[index] - 0x30)
            index += 1
            if let rest = plainTimecode(at: index, separator: separator) {
                return (hundreds * Int(Timecode.end) + rest, index + Timecode.length)
            }
        }
        return nil
    }
}

/// `HH:MM:SS`, a separator and three digits, read and written eight bytes at a time.
///
/// In a word, the first character is the lowest byte. A digit's byte without its 0x30 is its value, and a colon's
/// without itself is 0, so one comparison with the highest that each may be tells whether all is as it should be.
@usableFromInline
enum Timecode {
    /// The number of characters.
    @inlinable static var length: Int { 12 }
    /// The first position in milliseconds that takes more.
    @inlinable static var end: UInt { 360_000_000 }

    /// `00:00:00`.
    @inlinable static var clock: UInt64 { 0x3030_3A30_303A_3030 }
    /// What is added to a value that is higher than its byte may be, to set the byte's highest bit: 0x7F less 9 for a
    /// digit, less 5 for tens of minutes and seconds, less 0 for colons.
    @inlinable static var clockRoom: UInt64 { 0x767A_7F76_7A7F_7676 }
    @inlinable static var fractionRoom: UInt32 { 0x7676_767F }

    /// - Precondition: twelve bytes can be read at `start`.
    @inlinable @inline(__always)
    static func read(_ start: UnsafePointer<UInt8>, _ separator: UInt8) -> Int? {
        let raw = UnsafeRawPointer(start)
        let time = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self)) ^ clock
        let part = UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
            ^ (0x3030_3000 | UInt32(separator))
        // A carry out of a byte comes only from one whose highest bit is set, which is refused as it is.
        let timeIsOdd = (time | (time &+ clockRoom)) & 0x8080_8080_8080_8080
        let partIsOdd = (part | (part &+ fractionRoom)) & 0x8080_8080
        if timeIsOdd | UInt64(partIsOdd) != 0 { return nil }
        let pairs = time &* 10 &+ time &>> 8
        let minutes = (pairs & 0xFF) &* 60 &+ (pairs &>> 24 & 0xFF)
        let seconds = minutes &* 60 &+ (pairs &>> 48 & 0xFF)
        let fraction = (part &>> 8 & 0xFF) &* 100 &+ (part &>> 16 & 0xFF) &* 10 &+ part &>> 24
        return Int(truncatingIfNeeded: seconds &* 1000 &+ UInt64(fraction))
    }

    /// - Precondition: twelve bytes can be written at `start`, and `milliseconds` is under `end`.
    @inlinable @inline(__always)
    static func write(_ milliseconds: UInt32, _ separator: UInt8, to start: UnsafeMutablePointer<UInt8>) {
        let seconds = milliseconds / 1000
        let minutes = seconds / 60
        let hours = minutes / 60
        let parts =
            UInt64(hours) | UInt64(minutes &- hours &* 60) &<< 24 | UInt64(seconds &- minutes &* 60) &<< 48
        // A tenth of each, which is right for values under 100.
        let tens = (parts &* 103) &>> 10 & 0x000F_0000_0F00_000F
        let ones = parts &- tens &* 10
        let fraction = milliseconds &- seconds &* 1000
        let hundreds = fraction / 100
        let rest = fraction &- hundreds &* 100
        let part =
            0x3030_3000 | UInt32(separator) | hundreds &<< 8 | (rest / 10) &<< 16 | (rest % 10) &<< 24
        let raw = UnsafeMutableRawPointer(start)
        raw.storeBytes(of: (clock | tens | ones &<< 8).littleEndian, as: UInt64.self)
        raw.storeBytes(of: part.littleEndian, toByteOffset: 8, as: UInt32.self)
    }
}
