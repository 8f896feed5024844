public import TranscriptModel

/// Messages from one time on, and before another.
///
/// Where a bound and a message both tell their offset from UTC, instants are compared; otherwise what the clocks on the
/// wall showed. A bound without a date is compared with times since the start of a transcript, one with a date with times
/// on a date. A message that has no time of that kind is in no range.
public struct TimeRange: MessageFilter, Sendable {
    /// The first moment inside.
    public var start: Timestamp?
    /// The first moment after.
    public var end: Timestamp?

    public init(start: Timestamp? = nil, end: Timestamp? = nil) {
        self.start = start
        self.end = end
    }

    public mutating func filter(_ messages: inout [Message]) -> Bool {
        let range = self
        messages.removeAll { !range.contains($0.timestamp) }
        return true
    }

    /// Whether no time can be inside, as the end is not after the start, or only one of them has a date.
    public var isEmpty: Bool {
        guard let start, let end else { return false }
        return !(start.isEarlier(than: end) ?? false)
    }

    public func contains(_ time: Timestamp?) -> Bool {
        guard let time else { return start == nil && end == nil }
        if let start, time.isEarlier(than: start) ?? true { return false }
        if let end, !(time.isEarlier(than: end) ?? false) { return false }
        return true
    }
}

extension Timestamp {
    /// Whether this time is before another; nil when one has a date and the other has none.
    func isEarlier(than other: Timestamp) -> Bool? {
        guard (date == nil) == (other.date == nil) else { return nil }
        var (mine, others) = (localSeconds, other.localSeconds)
        if let offset = utcOffset, let othersOffset = other.utcOffset {
            mine -= Int(offset)
            others -= Int(othersOffset)
        }
        return (mine, nanoseconds) < (others, other.nanoseconds)
    }

    /// Seconds since the local midnight of 1970-01-01, or since the transcript's start.
    package var localSeconds: Int { (date?.daysSince1970 ?? 0) * 86_400 + Int(seconds) }
}
