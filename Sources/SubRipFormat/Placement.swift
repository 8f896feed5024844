import SubtitleCues
import TranscriptModel

/// Where messages are on the clock of a file that has no dates: since the midnight of the first day, or since the start.
///
/// It does what `TranscriptProjection` does with times for what an SRT file can hold.
struct Placement {
    /// Whether the first message is at zero.
    let startsAtFirst: Bool
    private var firstDate: CalendarDate?
    /// The day of the message that was placed last, and where its midnight is: those of a day follow each other.
    private var lastDay: (date: CalendarDate, midnight: Int)?
    private var first: Int?
    private var last: Int?

    init(_ epoch: CueEpoch) { startsAtFirst = epoch == .first }

    /// Where a message with these times starts and ends, in milliseconds. One without a time is where the one before it is, or at
    /// the start.
    @inline(__always)
    mutating func place(_ timestamp: Timestamp?, end: Timestamp?) -> (start: Int, end: Int?) {
        if let date = timestamp?.date { passDay(date) }
        let own = timestamp.flatMap { position(of: $0, since: firstDate) }
        let start = own ?? last ?? 0
        last = start
        if startsAtFirst, first == nil { first = own }
        return (sinceFirst(start), end.flatMap { position(of: $0, since: firstDate) }.map { sinceFirst($0) })
    }

    /// Where the message after the one that was placed last starts, if it has this time.
    @inline(__always)
    func start(ofNext timestamp: Timestamp?) -> Int? {
        (timestamp.flatMap { position(of: $0, since: firstDate ?? $0.date) } ?? last).map { sinceFirst($0) }
    }

    private mutating func passDay(_ date: CalendarDate) {
        if date == lastDay?.date { return }
        let first = firstDate ?? date
        firstDate = first
        lastDay = (date, Self.midnight(of: date, since: first))
    }

    private static func midnight(of date: CalendarDate, since first: CalendarDate) -> Int {
        (date.dayNumber - first.dayNumber) * 86_400_000
    }

    private func sinceFirst(_ position: Int) -> Int { first.map { max(0, position - $0) } ?? position }

    @inline(__always)
    private func position(of timestamp: Timestamp, since firstDate: CalendarDate?) -> Int? {
        let milliseconds = Int(timestamp.seconds) * 1000 + Int(timestamp.nanoseconds) / 1_000_000
        guard let date = timestamp.date else { return milliseconds }
        guard let firstDate else { return nil }
        if date == firstDate { return milliseconds }
        let known = lastDay.flatMap { $0.date == date ? $0.midnight : nil }
        let midnight = known ?? Self.midnight(of: date, since: firstDate)
        let total = midnight + milliseconds
        return midnight >= 0 && total / 1000 <= Int(UInt32.max) ? total : nil
    }
}
