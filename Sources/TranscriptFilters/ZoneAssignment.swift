public import TranscriptModel

/// Puts times into a time zone, as the system's zone database has it at each message's own date.
///
/// A time whose offset from UTC is known becomes the same instant in the zone. A time without one keeps what the clock
/// showed and gets the zone: where a zone's clocks were put back, so that they showed a time twice, it is the first, unless the
/// message would then be older than the one before it; where they were put forward over it, the offset from before holds
/// (RFC 5545, 3.3.5). A time without a date, and a day without a time whose offset is known, stay as they are.
public struct ZoneAssignment: MessageFilter, Sendable {
    private let zone: TimeZoneRules
    /// Whether times whose offset is known stay as they are.
    private let onlyUnknown: Bool
    /// The instant of the message before.
    private var latest = Int.min

    /// Of messages that come in order, clocks that differ a little put some before others: so many seconds are not taken for
    /// a second pass of an hour.
    private static let tolerance = 120

    public init(_ zone: TimeZoneRules, onlyUnknown: Bool = false) {
        self.zone = zone
        self.onlyUnknown = onlyUnknown
    }

    public mutating func filter(_ messages: inout [Message]) -> Bool {
        for index in messages.indices {
            messages[index].timestamp = assigned(messages[index].timestamp)
            if let time = messages[index].timestamp, let date = time.date, let offset = time.utcOffset {
                latest = date.daysSince1970 * 86_400 + Int(time.seconds) - Int(offset)
            }
            if !messages[index].isPlain { assign(&messages[index].details) }
        }
        return true
    }

    /// The offset of a local time: that of its second pass where only that comes after the message before.
    private func offset(atLocal local: Int) -> Int {
        let first = zone.offset(atLocal: local)
        guard latest != Int.min, local - first < latest - Self.tolerance, let second = zone.secondOffset(atLocal: local),
            local - second >= latest - Self.tolerance
        else { return first }
        return second
    }

    private func assign(_ details: inout MessageDetails) {
        details.end = assigned(details.end)
        details.edited = details.edited.map { Edit(timestamp: assigned($0.timestamp)) }
        if let time = assigned(details.quote?.timestamp) { details.quote?.timestamp = time }
        if let time = assigned(details.forwardedFrom?.timestamp) { details.forwardedFrom?.timestamp = time }
        for index in details.revisions.indices {
            details.revisions[index].timestamp = assigned(details.revisions[index].timestamp)
        }
    }

    /// The time in the zone.
    public func assigned(_ time: Timestamp?) -> Timestamp? {
        guard let time, let date = time.date else { return time }
        let local = date.daysSince1970 * 86_400 + Int(time.seconds)
        guard let known = time.utcOffset else {
            return time.with(date: date, seconds: Int(time.seconds), offset: offset(atLocal: local), zone: zone.name)
        }
        if onlyUnknown || time.precision == .day { return time }
        let instant = local - Int(known)
        let offset = zone.offset(at: instant)
        let there = instant + offset
        let day = floorDivision(there, by: 86_400)
        guard let date = CalendarDate(daysSince1970: day) else { return time }
        return time.with(date: date, seconds: there - day * 86_400, offset: offset, zone: zone.name)
    }
}

extension Timestamp {
    fileprivate func with(date: CalendarDate, seconds: Int, offset: Int, zone: Text) -> Timestamp {
        // Offsets of the past were those of the sun, to the second; whole minutes stay whole.
        var precision = precision
        if precision == .minute, seconds % 60 != 0 { precision = .second }
        return Timestamp(
            date: date, seconds: seconds, nanoseconds: Int(nanoseconds), precision: precision, utcOffset: offset,
            zone: zone) ?? self
    }
}
