import TextScanning
import TranscriptCoding
import TranscriptModel

/// A date with the ten bytes it was read from.
struct KnownDate {
    fileprivate var bytes: (UInt64, UInt16) = (0, 0)
    fileprivate var date: CalendarDate?
}

extension JSONCursor {
    /// Takes a timestamp in its written form (`2018-01-23T10:27:03`, `10:27:03`, …).
    @inline(__always)
    mutating func takeTimestamp() throws(JSONFailure) -> Timestamp {
        if let timestamp = takePlainTimestamp() { return timestamp }
        return try takeAnyTimestamp()
    }

    /// Takes `"YYYY-MM-DDTHH:MM:SS"`, which nearly all timestamps are; else takes nothing and gives nil.
    @inline(__always)
    mutating func takePlainTimestamp() -> Timestamp? {
        guard end &- index >= 21 else { return nil }
        let quote = base + index
        guard quote[0] == UInt8(ascii: "\""), quote[20] == UInt8(ascii: "\""), quote[11] == UInt8(ascii: "T"),
            quote[14] == UInt8(ascii: ":"), quote[17] == UInt8(ascii: ":"),
            let hours = twoDigits(quote[12], quote[13]), let minutes = twoDigits(quote[15], quote[16]),
            let seconds = twoDigits(quote[18], quote[19]), hours < 24, minutes < 60, seconds < 60,
            let date = plainDate(quote + 1)
        else { return nil }
        index &+= 21
        return Timestamp(date, secondsOfDay: hours &* 3600 &+ minutes &* 60 &+ seconds)
    }

    /// The date in the ten bytes from `start` on.
    @inline(__always)
    private mutating func plainDate(_ start: UnsafePointer<UInt8>) -> CalendarDate? {
        let raw = UnsafeRawPointer(start)
        let bytes = (raw.loadUnaligned(as: UInt64.self), raw.loadUnaligned(fromByteOffset: 8, as: UInt16.self))
        if let date = knownDate.date, bytes == knownDate.bytes { return date }
        return newDate(start, bytes)
    }

    @inline(never)
    private mutating func newDate(_ start: UnsafePointer<UInt8>, _ bytes: (UInt64, UInt16)) -> CalendarDate? {
        guard start[4] == UInt8(ascii: "-"), start[7] == UInt8(ascii: "-"),
            let century = twoDigits(start[0], start[1]), let year = twoDigits(start[2], start[3]),
            let month = twoDigits(start[5], start[6]), let day = twoDigits(start[8], start[9]),
            let date = CalendarDate(year: century * 100 + year, month: month, day: day)
        else { return nil }
        knownDate = KnownDate(bytes: bytes, date: date)
        return date
    }

    @inline(never)
    private mutating func takeAnyTimestamp() throws(JSONFailure) -> Timestamp {
        if try significantByte() != UInt8(ascii: "\"") { throw mismatch("a timestamp") }
        let place = index
        let text = try takeText()
        if let timestamp = Timestamp(text) { return timestamp }
        throw JSONFailure(
            .model, at: place, .jsonValue,
            "\(String(text).quoted) is no timestamp such as 2018-01-23T10:27:03+08:00 or, without a date, 10:27:03")
    }
}
