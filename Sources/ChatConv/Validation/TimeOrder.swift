import TranscriptCoding

extension DiagnosticCode {
    public static let timesRunBackwards = DiagnosticCode(
        "message.time-order", "a message is earlier than the one before it",
        Explanation(
            """
            A transcript is in the order in which things were said. A time that goes back is a slip, a day that is not told, or \
            a piece of another transcript. Times are compared in UTC where both tell their offset, and as they stand elsewhere.
            """,
            fails: """
                ---
                date: 2018-01-23
                ---
                > 10:27:03  Ann  \n   \nhello  \n   \n> 09:59:59  Bob  \n   \nhello  \n   \n
                """,
            passes: """
                ---
                date: 2018-01-23
                ---
                > 10:27:03  Ann  \n   \nhello  \n   \n> 10:28:12  Bob  \n   \nhello  \n   \n
                """))
}

/// Looks for messages that are earlier than the one before.
struct TimeOrder {
    private var last: Moment?

    @inline(__always)
    mutating func check(_ timestamp: Timestamp, at index: Int, _ findings: Findings) {
        let moment = Moment(timestamp)
        defer { last = moment }
        guard let last, moment.isEarlier(than: last) else { return }
        findings.report(
            .warning, .timesRunBackwards, "the message is earlier than the one before it, which is of \(last.clock)",
            help: "put messages in order, or tell their dates", at: .message(index))
    }
}

/// A timestamp as far as the order of messages goes: without the zone's name, and so without a reference to anything.
private struct Moment {
    let date: CalendarDate?
    let seconds: UInt32
    let nanoseconds: UInt32
    let utcOffset: Int32?
    let isDay: Bool

    @inline(__always)
    init(_ timestamp: Timestamp) {
        date = timestamp.date
        seconds = timestamp.seconds
        nanoseconds = timestamp.nanoseconds
        utcOffset = timestamp.utcOffset
        isDay = timestamp.precision == .day
    }

    /// Whether this is earlier, as far as the two can be compared.
    @inline(__always)
    func isEarlier(than other: Moment) -> Bool {
        if let mine = utcOffset, let others = other.utcOffset, mine != others {
            return (instant(offset: mine), nanoseconds) < (other.instant(offset: others), other.nanoseconds)
        }
        switch (date, other.date) {
        case (let mine?, let others?):
            if mine != others { return mine < others }
            // A day without a time is all of it.
            if isDay || other.isDay { return false }
        case (nil, nil): break
        default: return false
        }
        return (seconds, nanoseconds) < (other.seconds, other.nanoseconds)
    }

    /// Seconds in UTC since 0000-01-01.
    private func instant(offset: Int32) -> Int {
        (date?.dayNumber ?? 0) * 86_400 + Int(seconds) - Int(offset)
    }

    /// `10:27:03`, with the date where there is one.
    var clock: String {
        func two(_ value: UInt32) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let time = "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
        guard let date else { return time }
        let year = String(date.year)
        let day = String(repeating: "0", count: max(0, 4 - year.count)) + "\(year)-\(two(UInt32(date.month)))-\(two(UInt32(date.day)))"
        return isDay ? day : "\(day) \(time)"
    }
}

extension CalendarDate {
    /// Days since 0000-03-01, by counting years from March so that the leap day comes last.
    fileprivate var dayNumber: Int {
        let months = (Int(month) + 9) % 12
        let years = Int(year) - (month <= 2 ? 1 : 0)
        let leapDays = years >= 0 ? years / 4 - years / 100 + years / 400 : -1
        return years * 365 + leapDays + (months * 153 + 2) / 5 + Int(day) - 1
    }
}
