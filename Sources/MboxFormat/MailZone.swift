import TextScanning
import TranscriptModel

/// A zone that mail names by letters: those of RFC 5322, 4.3, those of old Unix (POSIX TZ: `EST5EDT`), and more that are seen
/// often and mean one thing. Names that mean several (`IST`: in India, Israel and Ireland) are not known, and neither are the
/// military letters, which RFC 822 had the wrong way round.
struct MailZone: Equatable {
    private enum Rule: Equatable {
        case fixed
        /// An hour more in the summers of the United States.
        case american
        /// An hour more from 2011-03-27 to 2014-10-26.
        case moscow
    }

    /// Minutes east of UTC.
    private var minutes: Int
    private var rule: Rule

    /// The zone that a word names.
    init?(_ name: UnsafeBufferPointer<UInt8>) {
        if let known = Self.fixed.first(where: { name.equalsIgnoringCase($0.0) }) {
            (minutes, rule) = (known.1, .fixed)
        } else if let known = Self.american.first(where: { name.equalsIgnoringCase($0.0) || name.equalsIgnoringCase($0.1) }) {
            (minutes, rule) = (known.2 * 60, .american)
        } else if name.equalsIgnoringCase("msk") {
            (minutes, rule) = (180, .moscow)
        } else {
            return nil
        }
    }

    /// Takes a word behind the name: `MET DST`, `Pacific Daylight Time`, `Central European Time`. Returns false for any other.
    mutating func take(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
        if word.equalsIgnoringCase("time") { return true }
        if word.equalsIgnoringCase("european"), rule == .american {
            // Eastern European Time is two hours east, Central European Time one.
            (minutes, rule) = (minutes == -300 ? 120 : 60, .fixed)
            return true
        }
        if word.equalsIgnoringCase("standard") {
            rule = .fixed
        } else if word.equalsIgnoringCase("dst") || word.equalsIgnoringCase("daylight") || word.equalsIgnoringCase("summer") {
            (minutes, rule) = (minutes + 60, .fixed)
        } else {
            return false
        }
        return true
    }

    /// Minutes east of UTC on a day.
    func offset(on date: CalendarDate) -> Int {
        switch rule {
        case .fixed: minutes
        case .american: minutes + (Self.isAmericanSummer(date) ? 60 : 0)
        case .moscow: minutes + (date >= Self.day(2011, 3, 27) && date < Self.day(2014, 10, 26) ? 60 : 0)
        }
    }

    private static func day(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate {
        CalendarDate(year: year, month: month, day: day) ?? .unixEpoch
    }

    /// The summers of the Uniform Time Act and its changes of 1986 and 2005. The clocks change on a Sunday at 2 in the morning;
    /// the hours before that count as the day's others.
    private static func isAmericanSummer(_ date: CalendarDate) -> Bool {
        let year = Int(date.year)
        let number = date.dayNumber
        if year >= 2007 { return number >= sunday(1, in: 3, year) + 7 && number < sunday(1, in: 11, year) }
        let end = sunday(25, in: 10, year)
        return number >= (year >= 1987 ? sunday(1, in: 4, year) : sunday(24, in: 4, year)) && number < end
    }

    /// The number of the first Sunday on a day of a month or after it.
    private static func sunday(_ first: Int, in month: Int, _ year: Int) -> Int {
        let start = day(year, month, first)
        return start.dayNumber + (7 - start.weekday) % 7
    }

    /// The second name is that of a clock of Windows: `Eastern Standard Time`.
    private static let american: [(StaticString, StaticString, Int)] = [
        ("est5edt", "eastern", -5), ("cst6cdt", "central", -6), ("mst7mdt", "mountain", -7), ("pst8pdt", "pacific", -8),
    ]

    private static let fixed: [(StaticString, Int)] = [
        ("gmt", 0), ("ut", 0), ("utc", 0), ("z", 0), ("wet", 0), ("west", 60), ("bst", 60), ("cet", 60), ("cest", 120),
        ("met", 60), ("mest", 120), ("mez", 60), ("mesz", 120), ("mewt", 60), ("eet", 120), ("eest", 180), ("sast", 120),
        ("msd", 240), ("est", -300), ("edt", -240), ("cst", -360), ("cdt", -300), ("mst", -420), ("mdt", -360),
        ("pst", -480), ("pdt", -420), ("ast", -240), ("adt", -180), ("nst", -210), ("ndt", -150), ("akst", -540), ("akdt", -480),
        ("hst", -600), ("jst", 540), ("kst", 540), ("hkt", 480), ("sgt", 480), ("pkt", 300), ("ict", 420), ("awst", 480),
        ("acst", 570), ("acdt", 630), ("aest", 600), ("aedt", 660), ("nzst", 720), ("nzdt", 780), ("brt", -180),
    ]
}
