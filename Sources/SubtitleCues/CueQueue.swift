import TextScanning
public import TranscriptModel

/// Messages on their way into a file, each held until its end is known.
///
/// A message without an end is shown until it is read, or until the next one begins. Several that begin at the same
/// time all last until one begins later. What is held is bounded: past a bound, ends are made without what follows.
public struct CueQueue {
    /// A message with its place in the file.
    public struct Cue {
        public var message: Message
        public var times: CueTimes
        /// Whether the end was made because the message has none.
        public var hasMadeEnd: Bool
    }

    private let rule: DurationRule
    private var held: [Cue] = []
    private static let mostHeld = 256

    public init(_ rule: DurationRule) { self.rule = rule }

    public var isEmpty: Bool { held.isEmpty }
    /// How many cues are held.
    public var count: Int { held.count }

    /// When a message that has no end, and nothing held before it, is no longer shown: `next` is where the one after it starts.
    /// Nil where the two start together, so that it has to be held.
    public func madeEnd(of body: UnsafeBufferPointer<UInt8>?, start: Int, next: Int) -> Int? {
        next == start ? nil : end(start, duration: rule.duration(ofCharacters: body?.countOfScalars() ?? 0), next: next)
    }

    private func end(_ start: Int, duration: Int, next: Int?) -> Int {
        guard let next, next > start else { return start + duration }
        return max(min(next, start + duration), rule.overlaps ? start + rule.minimum : 0)
    }

    /// Hands over what is held, as far as a message that starts at `start` says when it ends.
    @inline(__always)
    public mutating func passOn(to start: Int, _ take: (consuming Cue) -> Void) {
        guard let last = held.last?.times.start, last != start || held.count >= Self.mostHeld else { return }
        release(before: start > last ? start : nil, take)
    }

    /// Adds the message that starts at `start`, not before the one that was added last where `keepsOrder` says so.
    /// `end` is where it says that it ends. Hands over the cues whose ends are then known; among them this one only if
    /// it has nothing beside its end, as whatever has more may be written differently where it is the last.
    @inline(__always)
    public mutating func append(
        _ message: Message, start: Int, end: Int?, _ take: (consuming Cue) -> Void
    ) {
        passOn(to: start, take)
        let cue = Cue(message: message, times: CueTimes(start: start, end: end ?? start), hasMadeEnd: end == nil)
        if held.isEmpty, end != nil, message.isPlainButForEnd { take(cue) } else { held.append(cue) }
    }

    /// Hands over all that is held. `next` is where the next cue begins, if that cuts them short.
    @inline(__always)
    public mutating func release(before next: Int? = nil, _ take: (consuming Cue) -> Void) {
        for index in held.indices {
            if held[index].hasMadeEnd {
                held[index].times.end = end(
                    held[index].times.start, duration: rule.duration(of: held[index].message.body), next: next)
            }
            take(held[index])
        }
        held.removeAll(keepingCapacity: true)
    }
}
