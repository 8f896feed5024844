/// A day in the proleptic Gregorian calendar (ISO 8601), without time or zone. Range: 0000-01-01 to 9999-12-31.
public struct CalendarDate: Sendable, Hashable {
    public let year: Int16
    public let month: UInt8
    public let day: UInt8

    /// Makes the day, or nil when the calendar has none of that name.
    public init?(year: Int, month: Int, day: Int) {
        guard (0...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.days(inMonth: month, of: year)
        else { return nil }
        self.year = Int16(year)
        self.month = UInt8(month)
        self.day = UInt8(day)
    }

    private init(knownYear year: Int16, _ month: UInt8, _ day: UInt8) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// 1970-01-01, from which systems count.
    package static let unixEpoch = CalendarDate(knownYear: 1970, 1, 1)
    /// The last day there is.
    package static let last = CalendarDate(knownYear: 9999, 12, 31)

    /// The number of days in a month of a year.
    public static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }
}

extension CalendarDate: Comparable {
    public static func < (left: CalendarDate, right: CalendarDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }
}
