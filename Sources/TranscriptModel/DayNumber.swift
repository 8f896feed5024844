extension CalendarDate {
    /// The number of days since 0000-01-01.
    public var dayNumber: Int {
        let year = Int(year)
        var days = Self.firstDay(of: year) + Int(day) - 1
        for earlier in 1..<Int(month) { days += Self.days(inMonth: earlier, of: year) }
        return days
    }

    /// The day that many days after 0000-01-01; nil outside the years 0 to 9999.
    package init?(dayNumber: Int) {
        guard (0..<Self.firstDay(of: 10_000)).contains(dayNumber) else { return nil }
        var year = dayNumber / 366
        while Self.firstDay(of: year + 1) <= dayNumber { year += 1 }
        var rest = dayNumber - Self.firstDay(of: year)
        var month = 1
        while rest >= Self.days(inMonth: month, of: year) {
            rest -= Self.days(inMonth: month, of: year)
            month += 1
        }
        self.init(year: year, month: month, day: rest + 1)
    }

    /// The number of a year's first day. The year 0 is a leap year.
    private static func firstDay(of year: Int) -> Int {
        year == 0 ? 0 : year * 365 + (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400 + 1
    }
}
