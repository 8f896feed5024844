import SubtitleCues
import TranscriptModel

/// Where messages are on the clock of a file that has no dates: since the midnight of the first day, or since the start.
///
/// It does what `TranscriptProjection` does with times for what an SRT file can hold.
struct Placement {
    /// Whether the first message is at zero.
    let startsAtFirst: Bool
    private var firstDate: CalendarDate?
    private var first: Int?
    private var last: Int?

    init(_ epoch: CueEpoch) { startsAtFirst = epoch == .first }

    /// Where a message starts and ends, in milliseconds; nil when it has no time and none before it has.
    mutating func place(_ message: Message) -> (start: Int, end: Int?)? {
        if firstDate == nil { firstDate = message.timestamp?.date }
        guard let start = message.timestamp.flatMap({ position(of: $0) }) ?? last else { return nil }
        last = start
        let end = message.end.flatMap { position(of: $0) }
        if !startsAtFirst { return (start, end) }
        let zero = first ?? start
        first = zero
        return (max(0, start - zero), end.map { max(0, $0 - zero) })
    }

    /// Where a message is that tells just what a cue does, times included; nil for any other.
    @inline(__always)
    mutating func placeDirectly(_ message: Message) -> CueTimes? {
        guard !startsAtFirst, let start = message.timestamp?.millisecondsSinceStart,
            let end = message.end?.millisecondsSinceStart
        else { return nil }
        last = start
        return CueTimes(start: start, end: end)
    }

    @inline(__always)
    private func position(of timestamp: Timestamp) -> Int? {
        let milliseconds = Int(timestamp.seconds) * 1000 + Int(timestamp.nanoseconds) / 1_000_000
        guard let date = timestamp.date else { return milliseconds }
        guard let firstDate else { return nil }
        if date == firstDate { return milliseconds }
        let days = date.dayNumber - firstDate.dayNumber
        let total = days * 86_400_000 + milliseconds
        return days >= 0 && total / 1000 <= Int(UInt32.max) ? total : nil
    }
}
