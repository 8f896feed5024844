public import TranscriptModel

/// The offsets of one zone of the IANA time zone database, from its start to the end of time.
public struct TimeZoneRules: Sendable, Hashable {
    /// The zone's name in the database.
    public let name: Text
    /// When an offset began, in seconds since 1970-01-01T00:00:00Z, ascending.
    let starts: [Int]
    /// The offset from each of `starts` on, in seconds east of Greenwich.
    let offsets: [Int]
    /// The offset before the first of `starts`.
    let firstOffset: Int
    /// What holds after the last of `starts`; nil where that does not change any more.
    let rule: YearlyZoneRule?

    /// The offset at an instant, in seconds since 1970-01-01T00:00:00Z. O(log n).
    public func offset(at instant: Int) -> Int {
        guard let last = starts.last, instant < last else {
            return rule?.offset(at: instant) ?? offsets.last ?? firstOffset
        }
        // The number of starts that are not after the instant.
        var (lower, upper) = (0, starts.count)
        while lower < upper {
            let middle = (lower + upper) / 2
            if starts[middle] <= instant { lower = middle + 1 } else { upper = middle }
        }
        return lower == 0 ? firstOffset : offsets[lower - 1]
    }

    /// The offset when the zone's clocks show a time, given as if they were at Greenwich.
    ///
    /// Where they show it twice, it is the offset of the first time; where they leave it out, that from before.
    public func offset(atLocal local: Int) -> Int {
        // Clocks are never a day or more from Greenwich, and hardly ever put twice in two days.
        let before = offset(at: local - 86_400)
        if offset(at: local - before) == before { return before }
        let after = offset(at: local + 86_400)
        return offset(at: local - after) == after ? after : before
    }

    /// The offset of the second time that the zone's clocks show a time; nil where they show it once or never.
    public func secondOffset(atLocal local: Int) -> Int? {
        let first = offset(atLocal: local)
        let after = offset(at: local + 86_400)
        return after != first && offset(at: local - first) == first && offset(at: local - after) == after ? after : nil
    }
}

/// A zone's rule for the years to come, as a POSIX TZ string says it: two offsets, and when in a year each begins.
struct YearlyZoneRule: Sendable, Hashable {
    /// A moment of a year, by the clock that is shown before it.
    struct Moment: Sendable, Hashable {
        enum Day: Sendable, Hashable {
            /// 1 to 365; 29 February is not counted.
            case ofYearWithoutLeapDay(Int)
            /// 0 to 365.
            case ofYear(Int)
            /// A day of a week of a month; the week 5 is the last. Sunday is 0.
            case ofWeek(month: Int, week: Int, weekday: Int)
        }
        var day: Day
        /// Seconds from midnight, which may be before it or after the day.
        var seconds: Int
    }

    var standardOffset: Int
    var summerOffset: Int
    var summerStart: Moment
    var summerEnd: Moment

    func offset(at instant: Int) -> Int {
        let days = floorDivision(instant + standardOffset, by: 86_400)
        // Past the years that can be told, the last of them stands for all.
        let year = min(CalendarDate(daysSince1970: days).map { Int($0.year) } ?? 9999, 9998)
        let start = summerStart.secondsSince1970(in: year) - standardOffset
        let end = summerEnd.secondsSince1970(in: year) - summerOffset
        let isSummer = start < end ? (start..<end).contains(instant) : !(end..<start).contains(instant)
        return isSummer ? summerOffset : standardOffset
    }
}

extension YearlyZoneRule.Moment {
    fileprivate func secondsSince1970(in year: Int) -> Int {
        let isLeap = CalendarDate.days(inMonth: 2, of: year) == 29
        let newYear = CalendarDate(year: year, month: 1, day: 1)?.daysSince1970 ?? 0
        let days = switch day {
        case .ofYearWithoutLeapDay(let number): newYear + number - 1 + (isLeap && number >= 60 ? 1 : 0)
        case .ofYear(let number): newYear + number
        case .ofWeek(let month, let week, let weekday): Self.day(of: year, month, week, weekday)
        }
        return days * 86_400 + seconds
    }

    private static func day(of year: Int, _ month: Int, _ week: Int, _ weekday: Int) -> Int {
        let first = CalendarDate(year: year, month: month, day: 1)?.daysSince1970 ?? 0
        // 1970-01-01 was a Thursday, 4.
        let firstWeekday = ((first + 4) % 7 + 7) % 7
        var day = (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
        if day >= CalendarDate.days(inMonth: month, of: year) { day -= 7 }
        return first + day
    }
}
