import TextScanning
import TranscriptModel

/// A time as nearly every message has it: a day and a time of whole seconds, `YYYY-MM-DDTHH:MM:SS`, or a time since the start of
/// a transcript without days, `HH:MM:SS` or `HH:MM:SS.mmm`.
enum PlainTime {
    case local(CalendarDate, secondsOfDay: Int)
    case seconds(UInt32)
    case milliseconds(UInt)

    /// The most bytes that one has.
    static var longest: Int { 19 }

    var timestamp: Timestamp {
        switch self {
        case .local(let date, let seconds): Timestamp(date, secondsOfDay: seconds)
        case .seconds(let seconds): Timestamp(sinceStart: seconds)
        case .milliseconds(let milliseconds): Timestamp(sinceStartMilliseconds: milliseconds)
        }
    }

    /// Reads a whole value; nil for all else, written well or not.
    init?(whole utf8: UnsafeBufferPointer<UInt8>) {
        var end = 0
        self.init(utf8, at: 0, &end)
        if end != utf8.count { return nil }
    }

    /// Reads the time that stands at `place` and ends at `end`, whatever follows it; nil for all else, or when more bytes decide.
    @inline(__always)
    init?(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int, _ end: inout Int) {
        if bytes.count &- place >= Self.longest, bytes[place &+ 4] == UInt8(ascii: "-") {
            guard let time = Self.local(bytes.slice(place..<place &+ Self.longest)) else { return nil }
            end = place &+ Self.longest
            self = time
        } else {
            guard let time = Self.sinceStart(bytes, at: place, &end) else { return nil }
            self = time
        }
    }

    @inline(__always)
    private static func local(_ utf8: UnsafeBufferPointer<UInt8>) -> PlainTime? {
        guard utf8.count == longest, utf8[7] == UInt8(ascii: "-"),
            utf8[10] == UInt8(ascii: "T"), utf8[13] == UInt8(ascii: ":"), utf8[16] == UInt8(ascii: ":"),
            let century = twoDigits(utf8[0], utf8[1]), let year = twoDigits(utf8[2], utf8[3]),
            let month = twoDigits(utf8[5], utf8[6]), let day = twoDigits(utf8[8], utf8[9]),
            let hour = twoDigits(utf8[11], utf8[12]), let minute = twoDigits(utf8[14], utf8[15]),
            let second = twoDigits(utf8[17], utf8[18]), hour < 24, minute < 60, second < 60,
            let date = CalendarDate(year: century * 100 + year, month: month, day: day)
        else { return nil }
        return .local(date, secondsOfDay: hour * 3600 + minute * 60 + second)
    }

    /// Not to be inlined, where nearly all times are of the other kind. Hours are two digits or more; so many that the model cannot tell the time make none.
    @inline(never)
    private static func sinceStart(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int, _ end: inout Int) -> PlainTime? {
        var index = place
        var hours = 0
        while index < bytes.count, index &- place < 8, bytes[index].isASCIIDigit {
            hours = hours * 10 + Int(bytes[index] &- 0x30)
            index += 1
        }
        guard index - place >= 2, bytes.count - index >= 6, bytes[index] == UInt8(ascii: ":"), bytes[index + 3] == UInt8(ascii: ":"),
            let minute = twoDigits(bytes[index + 1], bytes[index + 2]), let second = twoDigits(bytes[index + 4], bytes[index + 5]),
            minute < 60, second < 60, let seconds = UInt32(exactly: hours * 3600 + minute * 60 + second)
        else { return nil }
        end = index + 6
        guard bytes.count - end >= 4, bytes[end] == UInt8(ascii: "."), bytes[end + 3].isASCIIDigit,
            let hundredths = twoDigits(bytes[end + 1], bytes[end + 2])
        else { return .seconds(seconds) }
        let milliseconds = UInt(hundredths * 10) + UInt(bytes[end + 3] - 0x30)
        end += 4
        return .milliseconds(UInt(seconds) * 1000 + milliseconds)
    }
}
