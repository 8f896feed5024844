import SubtitleCues
import TranscriptModel

/// What the head and the cues before one say about it. Reader and writer follow it alike.
struct CueState: Equatable {
    /// What the times of cues mean.
    private(set) var clock: CueClock
    /// Whether the ends of cues were made by the writer.
    private(set) var endsAreMade: Bool
    /// The clock of the head, by which messages are placed.
    private let base: CueClock
    /// The latest start of a cue so far: no cue starts before the one before it (W3C WebVTT, section 4.2).
    private(set) var lastStart = 0
    /// The first date of a message so far.
    private var firstDate: CalendarDate?
    /// How the last message told its time, and whether it had an end, where that was not what the state says: if the
    /// next does so as well, the state changes.
    private var otherManner: CueClock.Manner?
    private var otherEnds = false

    init(clock: CueClock = .standard, endsAreMade: Bool = false) {
        self.clock = clock
        self.endsAreMade = endsAreMade
        base = clock
    }

    /// The state that a file starts with whose first message this is.
    init(for first: Message, epoch: CueEpoch) {
        var clock: CueClock?
        if let timestamp = first.timestamp {
            switch epoch {
            case .own: clock = CueClock(ofDayOf: timestamp)
            case .first: clock = timestamp.precision == .day ? nil : CueClock(timestamp)
            }
        }
        self.init(clock: clock ?? .standard, endsAreMade: first.end == nil)
    }

    mutating func apply(_ note: Note) {
        if let origin = note.clock { clock = CueClock(origin) }
        if let made = note.endsAreMade { endsAreMade = made }
    }

    mutating func pass(_ message: Message, start: Int) {
        if start > lastStart { lastStart = start }
        if firstDate == nil { firstDate = message.timestamp?.date }
    }

    /// The same for a message whose times are just what the state says.
    @inline(__always)
    mutating func pass(toldAsIs timestamp: Timestamp?, start: Int) {
        if start > lastStart { lastStart = start }
        if firstDate == nil { firstDate = timestamp?.date }
        if otherManner != nil { otherManner = nil }
        otherEnds = false
    }

    // MARK: Reading

    /// What a cue's times mean, where no note says otherwise.
    @inline(__always)
    func timestamp(at start: Int) -> Timestamp? { clock.timestamp(at: start) }
    @inline(__always)
    func end(at end: Int) -> Timestamp? { endsAreMade ? nil : clock.timestamp(at: end) }

    // MARK: Writing

    /// Where a message is shown: at its time, but not before the one before it.
    func start(of message: Message) -> Int { start(of: message.timestamp, after: message.timestamp) }

    /// Where a message is shown that has a time, if all before it have been passed but one, which has the time `previous`.
    func start(of timestamp: Timestamp?, after previous: Timestamp?) -> Int {
        guard let timestamp else { return lastStart }
        return max(lastStart, position(of: timestamp, firstDay: previous?.date ?? timestamp.date))
    }

    /// Whether a cue that starts at `start` shows a message: it is placed there, or it tells its time as it is. The latter
    /// matters where cues were put into another order, and a cue before it starts later.
    func shows(_ message: Message, from start: Int) -> Bool {
        if self.start(of: message) == start { return true }
        guard let timestamp = message.timestamp else { return false }
        return position(of: timestamp, firstDay: timestamp.date) == start
    }

    /// Where the end of a message that starts at `start` is shown; nil when it has none.
    func end(of message: Message, from start: Int) -> Int? {
        message.end.map { max(start + 1, position(of: $0, firstDay: message.timestamp?.date)) }
    }

    /// Where a message is shown of which the state tells the time as it is; nil for any other.
    @inline(__always)
    func exactStart(of timestamp: Timestamp) -> Int? {
        if clock.isStandard, base.isStandard {
            return timestamp.millisecondsSinceStart.flatMap { $0 >= lastStart ? $0 : nil }
        }
        let start = start(of: timestamp, after: timestamp)
        return self.timestamp(at: start) == timestamp ? start : nil
    }

    /// Where a time of a message is shown. On a clock that has nothing to do with it, that is since the first day's
    /// midnight, or since the start. The first day is `firstDay` if no message before had one.
    private func position(of timestamp: Timestamp, firstDay: CalendarDate?) -> Int {
        if let position = base.position(of: timestamp) { return position }
        let milliseconds = Int(timestamp.seconds) * 1000 + Int(timestamp.nanoseconds) / 1_000_000
        guard let date = timestamp.date, let first = firstDate ?? firstDay else { return milliseconds }
        return milliseconds + (date.dayNumber - first.dayNumber) * 86_400_000
    }

    /// What the writer changes before a message that is shown at `times`: a manner of telling time, or the lack of an
    /// end, that it shares with the message before it.
    mutating func takeChange(for message: Message, _ times: CueTimes) -> Note {
        var change = Note()
        if let timestamp = message.timestamp, self.timestamp(at: times.start) != timestamp {
            change.clock = otherClock(for: timestamp, message, times)
        } else {
            otherManner = nil
        }
        if (message.end == nil) != endsAreMade {
            if otherEnds { change.endsAreMade = message.end == nil }
            otherEnds = !otherEnds
        } else {
            otherEnds = false
        }
        return change
    }

    private mutating func otherClock(for timestamp: Timestamp, _ message: Message, _ times: CueTimes) -> Timestamp? {
        guard let manner = CueClock.Manner(timestamp), manner != clock.manner,
            position(of: timestamp, firstDay: message.timestamp?.date) == times.start
        else {
            otherManner = nil
            return nil
        }
        defer { otherManner = otherManner == manner ? nil : manner }
        return otherManner == manner ? CueClock.origin(of: timestamp, at: times.start) : nil
    }
}
