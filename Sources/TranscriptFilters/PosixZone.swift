/// A zone as a POSIX TZ string says it (POSIX 8.3, RFC 9636 3.3.1): `CET-1CEST,M3.5.0,M10.5.0/3`.
struct PosixZone {
    /// Without summer time, in seconds east of Greenwich.
    let offset: Int
    /// nil where there is no summer time.
    let rule: YearlyZoneRule?

    init?(_ text: String) {
        var parser = Parser(rest: text.utf8[...])
        guard parser.takeName(), let offset = parser.takeTime() else { return nil }
        self.offset = -offset
        if parser.rest.isEmpty {
            rule = nil
            return
        }
        guard parser.takeName() else { return nil }
        // Without an offset of its own, summer is an hour ahead.
        var summerOffset = self.offset + 3600
        if parser.rest.first != UInt8(ascii: ",") {
            guard let given = parser.takeTime() else { return nil }
            summerOffset = -given
        }
        guard let start = parser.takeMoment(), let end = parser.takeMoment(), parser.rest.isEmpty else { return nil }
        rule = YearlyZoneRule(standardOffset: self.offset, summerOffset: summerOffset, summerStart: start, summerEnd: end)
    }

    private struct Parser {
        var rest: Substring.UTF8View

        mutating func take(_ byte: UInt8) -> Bool {
            guard rest.first == byte else { return false }
            rest.removeFirst()
            return true
        }

        /// Letters, or anything between angle brackets.
        mutating func takeName() -> Bool {
            if take(UInt8(ascii: "<")) {
                while let next = rest.popFirst() { if next == UInt8(ascii: ">") { return true } }
                return false
            }
            var count = 0
            while let next = rest.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(next | 0x20) {
                rest.removeFirst()
                count += 1
            }
            return count >= 3
        }

        mutating func takeNumber(_ range: ClosedRange<Int>) -> Int? {
            var number = 0
            var count = 0
            while let next = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next), count < 4 {
                number = number * 10 + Int(next - UInt8(ascii: "0"))
                rest.removeFirst()
                count += 1
            }
            return count > 0 && range.contains(number) ? number : nil
        }

        /// `hh[:mm[:ss]]` with a sign, in seconds. RFC 9636 allows up to 167 hours.
        mutating func takeTime() -> Int? {
            let isNegative = take(UInt8(ascii: "-"))
            if !isNegative { _ = take(UInt8(ascii: "+")) }
            guard let hours = takeNumber(0...167) else { return nil }
            var seconds = hours * 3600
            if take(UInt8(ascii: ":")) {
                guard let minutes = takeNumber(0...59) else { return nil }
                seconds += minutes * 60
                if take(UInt8(ascii: ":")) {
                    guard let rest = takeNumber(0...59) else { return nil }
                    seconds += rest
                }
            }
            return isNegative ? -seconds : seconds
        }

        /// `,M3.5.0/2`, `,J60`, `,59`.
        mutating func takeMoment() -> YearlyZoneRule.Moment? {
            guard take(UInt8(ascii: ",")), let day = takeDay() else { return nil }
            var seconds = 2 * 3600
            if take(UInt8(ascii: "/")) {
                guard let time = takeTime() else { return nil }
                seconds = time
            }
            return YearlyZoneRule.Moment(day: day, seconds: seconds)
        }

        private mutating func takeDay() -> YearlyZoneRule.Moment.Day? {
            if take(UInt8(ascii: "M")) {
                guard let month = takeNumber(1...12), take(UInt8(ascii: ".")), let week = takeNumber(1...5),
                    take(UInt8(ascii: ".")), let weekday = takeNumber(0...6)
                else { return nil }
                return .ofWeek(month: month, week: week, weekday: weekday)
            }
            if take(UInt8(ascii: "J")) { return takeNumber(1...365).map { .ofYearWithoutLeapDay($0) } }
            return takeNumber(0...365).map { .ofYear($0) }
        }
    }
}
