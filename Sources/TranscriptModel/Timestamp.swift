/// When something was said: a local date and time as the source gives it, or a time since the transcript's start.
///
/// A time that the source gives without a zone stays without: nothing here invents one. The date is absent where the
/// source has none (a subtitle, a page without `date:`); then the time is a duration since the start of the
/// transcript and may pass 24 hours.
public struct Timestamp: Sendable, Hashable {
    /// How exactly the source tells the time. What is finer than the precision is zero.
    public enum Precision: Sendable, Hashable {
        case day
        case minute
        case second
        /// Fractions of a second in this many decimal digits, 1 to 9.
        case fraction(digits: UInt8)
    }

    /// The local day; nil when the time counts from the start of the transcript.
    public let date: CalendarDate?
    /// Whole seconds since the day's midnight (under 86,400), or since the start when there is no date.
    public let seconds: UInt32
    /// The part of a second, in nanoseconds. Range: 0 to 999,999,999.
    ///
    /// A leap second (23:59:60 in UTC, ISO 8601 and RFC 3339, 5.7) is told as the second before it, and of that the nanoseconds
    /// from 1,000,000,000 to 1,999,999,999: so it is after the one and before the other, and is written as it was read.
    public let nanoseconds: UInt32
    public let precision: Precision
    /// What was added to UTC to give this local time, in seconds east of Greenwich; nil when not known.
    public let utcOffset: Int32?
    /// The zone's name in the IANA time zone database, where known.
    public let zone: Text?

    /// Makes a timestamp, or nil when its parts contradict each other: a time of day past 23:59:59 on a date, a zone,
    /// an offset or a leap second without a date, a leap second inside a minute, parts finer than the precision, an offset of a day or more, a zone that is no name of
    /// the database's form.
    public init?(
        date: CalendarDate?, seconds: Int, nanoseconds: Int = 0, precision: Precision = .second,
        utcOffset: Int? = nil, zone: Text? = nil
    ) {
        guard seconds >= 0, seconds <= UInt32.max, (0..<2_000_000_000).contains(nanoseconds) else { return nil }
        if nanoseconds >= 1_000_000_000 { guard date != nil, seconds % 60 == 59 else { return nil } }
        if date != nil {
            guard seconds < 86_400 else { return nil }
        } else {
            guard utcOffset == nil, zone == nil, precision != .day else { return nil }
        }
        if let utcOffset, utcOffset.magnitude >= 86_400 { return nil }
        if let zone, !Self.isZoneName(zone) { return nil }
        guard Self.isWhole(seconds, nanoseconds, at: precision) else { return nil }
        self.date = date
        self.seconds = UInt32(seconds)
        self.nanoseconds = UInt32(nanoseconds)
        self.precision = precision
        self.utcOffset = utcOffset.map { Int32($0) }
        self.zone = zone
    }

    /// A local date and time of whole seconds without zone: what a plain chat line has. The caller knows that
    /// `secondsOfDay` is under 86,400; what is not is cut to the day.
    @inlinable
    public init(_ date: CalendarDate, secondsOfDay: Int) {
        self.date = date
        seconds = UInt32(truncatingIfNeeded: max(0, min(secondsOfDay, 86_399)))
        nanoseconds = 0
        precision = .second
        utcOffset = nil
        zone = nil
    }

    /// A time in whole seconds since the start of a transcript that has no dates.
    @inlinable
    public init(sinceStart seconds: UInt32) {
        date = nil
        self.seconds = seconds
        nanoseconds = 0
        precision = .second
        utcOffset = nil
        zone = nil
    }

    /// A time in milliseconds since the start of a transcript that has no dates: what a subtitle has. Past the latest
    /// time that can be told, it is that.
    @inlinable
    public init(sinceStartMilliseconds milliseconds: UInt) {
        date = nil
        seconds = UInt32(clamping: milliseconds / 1000)
        nanoseconds = UInt32(truncatingIfNeeded: milliseconds % 1000) &* 1_000_000
        precision = .fraction(digits: 3)
        utcOffset = nil
        zone = nil
    }

    /// The milliseconds of a time that `init(sinceStartMilliseconds:)` makes; nil for any other.
    @inlinable
    public var millisecondsSinceStart: Int? {
        guard date == nil, utcOffset == nil, zone == nil, case .fraction(digits: 3) = precision else { return nil }
        return Int(seconds) &* 1000 &+ Int(nanoseconds / 1_000_000)
    }

    /// Whether this is a leap second, which a clock shows as `:60`.
    @inlinable
    public var isLeapSecond: Bool { nanoseconds >= 1_000_000_000 }

    /// The number of decimal digits of the second's fraction: 0 to 9.
    public var fractionDigits: Int {
        if case .fraction(let digits) = precision { Int(digits) } else { 0 }
    }

    /// Letters, digits and what else the database's names are made of.
    private static func isZoneName(_ name: Text) -> Bool {
        !name.isEmpty
            && name.withUTF8 { utf8 in
                utf8.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"):
                        true
                    case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "/"): true
                    default: false
                    }
                }
            }
    }

    private static func isWhole(_ seconds: Int, _ nanoseconds: Int, at precision: Precision) -> Bool {
        switch precision {
        case .day: return seconds == 0 && nanoseconds == 0
        case .minute: return seconds % 60 == 0 && nanoseconds == 0
        case .second: return nanoseconds % 1_000_000_000 == 0
        case .fraction(let digits):
            guard (1...9).contains(digits) else { return false }
            var unit = 1
            for _ in digits..<9 { unit *= 10 }
            return nanoseconds % unit == 0
        }
    }
}
