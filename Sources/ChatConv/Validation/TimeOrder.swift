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
    private var last: Timestamp?

    mutating func check(_ timestamp: Timestamp, at index: Int, _ findings: Findings) {
        defer { last = timestamp }
        guard let last, timestamp.isEarlier(than: last) else { return }
        findings.report(
            .warning, .timesRunBackwards, "the message is earlier than the one before it, which is of \(last.clock)",
            help: "put messages in order, or tell their dates", at: .message(index))
    }

    mutating func endBatch() { last = last?.withoutZone }
}

extension Timestamp {
    /// Whether this is earlier, as far as the two can be compared.
    fileprivate func isEarlier(than other: Timestamp) -> Bool {
        if let mine = utcOffset, let others = other.utcOffset, mine != others {
            return (instant(offset: mine), nanoseconds) < (other.instant(offset: others), other.nanoseconds)
        }
        switch (date, other.date) {
        case (let mine?, let others?):
            if mine != others { return mine < others }
            // A day without a time is all of it.
            if precision == .day || other.precision == .day { return false }
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
    fileprivate var clock: String {
        func two(_ value: UInt32) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let time = "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
        guard let date else { return time }
        let year = String(date.year)
        let day = String(repeating: "0", count: max(0, 4 - year.count)) + "\(year)-\(two(UInt32(date.month)))-\(two(UInt32(date.day)))"
        return precision == .day ? day : "\(day) \(time)"
    }

    /// The same time without the zone's name, which may be a slice of a block.
    fileprivate var withoutZone: Timestamp {
        guard zone != nil else { return self }
        return Timestamp(
            date: date, seconds: Int(seconds), nanoseconds: Int(nanoseconds), precision: precision,
            utcOffset: utcOffset.map { Int($0) }) ?? self
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
