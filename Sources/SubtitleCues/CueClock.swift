public import TranscriptModel

/// What the times of a subtitle file mean: the time at its `00:00:00.000`, in the manner in which all are told.
///
/// A position in the file, in milliseconds, stands for the origin plus that long, with the origin's precision, offset
/// and zone. Files that do not say otherwise are on the standard clock: milliseconds since the start.
public struct CueClock: Sendable, Hashable {
    /// The time at position 0.
    public let origin: Timestamp
    /// What the origin's date counts from, in days; nil where it has no date.
    private let originDay: Int?
    /// The origin's time of day, or since the start, in milliseconds, and what is finer than that.
    private let originMilliseconds: Int
    private let originRest: Int
    /// Whether this is the standard clock.
    public let isStandard: Bool

    /// The latest position that a clock without a date can tell.
    @inlinable public static var latest: Int { Int(UInt32.max) * 1000 + 999 }

    /// The clock of a file that says nothing of its times.
    public static let standard = CueClock(Manner.standard.timestamp(date: nil, seconds: 0) ?? Timestamp(sinceStart: 0))

    public init(_ origin: Timestamp) {
        self.origin = origin
        originDay = origin.date?.dayNumber
        originMilliseconds = Int(origin.seconds) * 1000 + Int(origin.nanoseconds) / 1_000_000
        originRest = Int(origin.nanoseconds) % 1_000_000
        isStandard = origin.millisecondsSinceStart == 0
    }

    /// The clock on which `timestamp` is told: since its day's midnight, or since the start. Nil for a whole day.
    public init?(ofDayOf timestamp: Timestamp) {
        guard let origin = Manner(timestamp)?.timestamp(date: timestamp.date, seconds: 0) else { return nil }
        self.init(origin)
    }

    /// The time at a position, as far as the model can tell it. O(1).
    ///
    /// A position that is finer than the clock's precision gives a time that is known as finely as that.
    @inlinable @inline(__always)
    public func timestamp(at milliseconds: Int) -> Timestamp? {
        if isStandard {
            return milliseconds >= 0 && milliseconds <= Self.latest
                ? Timestamp(sinceStartMilliseconds: UInt(milliseconds)) : nil
        }
        return otherTimestamp(at: milliseconds)
    }

    @usableFromInline
    func otherTimestamp(at milliseconds: Int) -> Timestamp? {
        let (sum, overflow) = originMilliseconds.addingReportingOverflow(milliseconds)
        guard sum >= 0, !overflow else { return nil }
        var seconds = sum / 1000
        let nanoseconds = sum % 1000 * 1_000_000 + originRest
        var date: CalendarDate?
        if let originDay {
            let (days, tooFar) = originDay.addingReportingOverflow(seconds / 86_400)
            if tooFar { return nil }
            date = days == originDay ? origin.date : CalendarDate(dayNumber: days)
            if date == nil { return nil }
            seconds %= 86_400
        }
        let timestamp = Timestamp(
            date: date, seconds: seconds, nanoseconds: nanoseconds, precision: origin.precision,
            utcOffset: origin.utcOffset.map { Int($0) }, zone: origin.zone)
        if let timestamp { return timestamp }
        return Timestamp(
            date: date, seconds: seconds, nanoseconds: nanoseconds,
            precision: nanoseconds == 0 ? .second : .fraction(digits: nanoseconds % 1_000_000 == 0 ? 3 : 9),
            utcOffset: origin.utcOffset.map { Int($0) }, zone: origin.zone)
    }

    /// Where a time is on this clock, in milliseconds, rounded down; negative before its origin. O(1).
    ///
    /// A time on a date and a clock without one, or the other way round, have nothing to do with each other: nil.
    public func position(of timestamp: Timestamp) -> Int? {
        var milliseconds = Int(timestamp.seconds) * 1000 + Int(timestamp.nanoseconds) / 1_000_000 - originMilliseconds
        if Int(timestamp.nanoseconds) % 1_000_000 < originRest { milliseconds -= 1 }
        switch (timestamp.date, originDay) {
        case (nil, nil): return milliseconds
        case (let date?, let originDay?):
            return date == origin.date ? milliseconds : milliseconds + (date.dayNumber - originDay) * 86_400_000
        default: return nil
        }
    }

    /// The origin of the clock on which `timestamp` is at a position, told as it is; nil where there is none.
    public static func origin(of timestamp: Timestamp, at milliseconds: Int) -> Timestamp? {
        guard let manner = Manner(timestamp) else { return nil }
        let total = Int(timestamp.seconds) * 1000 + Int(timestamp.nanoseconds) / 1_000_000 - milliseconds
        let rest = Int(timestamp.nanoseconds) % 1_000_000
        var date: CalendarDate?
        var sinceMidnight = total
        if let day = timestamp.date {
            let days = total >= 0 ? total / 86_400_000 : (total - 86_399_999) / 86_400_000
            date = days == 0 ? day : CalendarDate(dayNumber: day.dayNumber + days)
            if date == nil { return nil }
            sinceMidnight = total - days * 86_400_000
        }
        guard sinceMidnight >= 0 else { return nil }
        return manner.timestamp(
            date: date, seconds: sinceMidnight / 1000, nanoseconds: sinceMidnight % 1000 * 1_000_000 + rest)
    }

    /// How the times of this clock are told.
    public var manner: Manner? { Manner(origin) }

    /// How a time is told, apart from which it is.
    public struct Manner: Sendable, Hashable {
        let hasDate: Bool
        let precision: Timestamp.Precision
        let utcOffset: Int32?
        let zone: Text?

        static let standard = Manner(hasDate: false, precision: .fraction(digits: 3), utcOffset: nil, zone: nil)

        private init(hasDate: Bool, precision: Timestamp.Precision, utcOffset: Int32?, zone: Text?) {
            self.hasDate = hasDate
            self.precision = precision
            self.utcOffset = utcOffset
            self.zone = zone
        }

        /// Nil for a whole day, which is no time.
        public init?(_ timestamp: Timestamp) {
            if timestamp.precision == .day { return nil }
            self.init(
                hasDate: timestamp.date != nil, precision: timestamp.precision, utcOffset: timestamp.utcOffset,
                zone: timestamp.zone)
        }

        /// The time that is told in this manner; nil where it cannot be.
        public func timestamp(date: CalendarDate?, seconds: Int, nanoseconds: Int = 0) -> Timestamp? {
            guard (date != nil) == hasDate else { return nil }
            return Timestamp(
                date: date, seconds: seconds, nanoseconds: nanoseconds, precision: precision,
                utcOffset: utcOffset.map { Int($0) }, zone: zone)
        }
    }
}
