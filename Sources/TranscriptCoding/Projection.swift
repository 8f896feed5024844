public import TranscriptModel

/// Takes out of a transcript, part by part as it passes, what a set of capabilities does not hold.
///
/// What stays is what a format with these capabilities has to give back: for a transcript `t` that was projected to
/// them, `read(write(t)) == t`. Projecting twice changes nothing more, and projecting to the whole model changes
/// nothing at all.
///
/// What stands inside a quote, a revision, a forward or a reaction goes with it, but for the names and ids of senders,
/// times, texts of bodies, attachments and extensions: they are taken out wherever they stand.
///
/// Parts that are not held are taken out; nothing is put in their place, with these exceptions:
///
/// - Without `dates` but with `timesSinceStart`, a time on a date becomes the time since midnight of the first date
///   that a message has. A time before that midnight, or 136 years after it, is taken out.
/// - Without `messagesWithoutTime`, a message that has no time, or that loses it, gets the time of the message before
///   it; as the first of its transcript, that of the start. Where times since the start are not held either, it is taken out.
/// - Without `subseconds`, a time is cut to whole seconds.
/// - Without `precisions`, a time is told to the millisecond, or to the second without `subseconds`: what is finer is
///   cut, what is known less exactly is taken to be exact.
/// - Without `messagesWithoutBody`, a message without text has an empty one.
///
/// What a message gets that has no end, for want of `messagesWithoutEnd`, only the format knows: see `MessageCompletion`.
public struct TranscriptProjection {
    public let capabilities: Set<Capability>
    /// The first date of a message so far.
    private var firstDate: CalendarDate?
    /// The time of the message before.
    private var lastTime: Timestamp?

    public init(to capabilities: Set<Capability>) { self.capabilities = capabilities }

    private func holds(_ capability: Capability) -> Bool { capabilities.contains(capability) }

    // MARK: Header

    public func project(_ header: TranscriptHeader) -> TranscriptHeader {
        var result = header
        if !holds(.transcriptKind) { result.kind = nil }
        if !holds(.transcriptID) { result.id = nil }
        if !holds(.title) { result.title = nil }
        if !holds(.metadata) { result.metadata = Members() }
        if !holds(.extensions) {
            result.extensions = Members()
            for index in result.participants.indices { result.participants[index].extensions = Members() }
        }
        if !holds(.participants) { result.participants = [] }
        return result
    }

    // MARK: Messages

    /// The next message as far as it is held; nil when nothing of it can be, for want of a time.
    ///
    /// The messages of a transcript are projected in their order, by one value.
    public mutating func project(_ message: Message) -> Message? {
        if firstDate == nil { firstDate = message.timestamp?.date }
        var result = message
        result.timestamp = project(message.timestamp)
        if result.timestamp == nil, !holds(.messagesWithoutTime) {
            guard let time = lastTime ?? start else { return nil }
            result.timestamp = time
        }
        lastTime = result.timestamp
        result.sender = project(message.sender)
        if !holds(.bodies) { result.body = nil } else if !holds(.messagesWithoutBody) { result.body = result.body ?? Text() }
        if !message.isPlain { result.details = project(message.details) }
        return result
    }

    private func project(_ details: MessageDetails) -> MessageDetails {
        var result = MessageDetails()
        if holds(.messageIDs) { result.id = details.id }
        if holds(.ends) { result.end = project(details.end) }
        result.attachments = project(details.attachments)
        if holds(.replies) { result.replyTo = details.replyTo }
        if holds(.quotes) { result.quote = details.quote.map { project($0) } }
        if holds(.forwards) { result.forwardedFrom = details.forwardedFrom.map { project($0) } }
        if holds(.reactions) { result.reactions = details.reactions.map { project($0) } }
        if holds(.edits) { result.edited = details.edited.map { Edit(timestamp: project($0.timestamp)) } }
        if holds(.revisions) { result.revisions = details.revisions.map { project($0) } }
        if holds(.deletions) { result.isDeleted = details.isDeleted }
        if holds(.events) {
            result.event = details.event.map { Event(action: $0.action, actor: project($0.actor)) }
        }
        if holds(.origins) { result.generatedBy = details.generatedBy }
        if holds(.extensions) { result.extensions = details.extensions }
        return result
    }

    private func project(_ sender: Sender) -> Sender {
        Sender(name: holds(.senderNames) ? sender.name : nil, id: holds(.senderIDs) ? sender.id : nil)
    }

    private func project(_ attachments: [Attachment]) -> [Attachment] {
        guard holds(.attachments) else { return [] }
        guard !holds(.extensions) else { return attachments }
        return attachments.map { attachment in
            var result = attachment
            result.extensions = Members()
            return result
        }
    }

    private func project(_ quote: Quote) -> Quote {
        Quote(
            timestamp: project(quote.timestamp), sender: project(quote.sender), body: holds(.bodies) ? quote.body : nil,
            attachments: project(quote.attachments))
    }

    private func project(_ origin: ForwardOrigin) -> ForwardOrigin {
        ForwardOrigin(
            sender: project(origin.sender), timestamp: project(origin.timestamp), messageID: origin.messageID,
            transcript: origin.transcript)
    }

    private func project(_ reaction: Reaction) -> Reaction {
        Reaction(
            emoji: reaction.emoji, participants: reaction.participants.map { project($0) }, count: reaction.count)
    }

    private func project(_ revision: Revision) -> Revision {
        Revision(
            timestamp: project(revision.timestamp), body: holds(.bodies) ? revision.body : nil,
            attachments: project(revision.attachments))
    }

    // MARK: Times

    private func project(_ timestamp: Timestamp?) -> Timestamp? {
        guard let timestamp else { return nil }
        if timestamp.date == nil { return holds(.timesSinceStart) ? cut(timestamp, to: nil, timestamp.seconds) : nil }
        if holds(.dates) { return cut(timestamp, to: timestamp.date, timestamp.seconds) }
        guard holds(.timesSinceStart), let seconds = timestamp.seconds(sinceMidnightOf: firstDate) else { return nil }
        return cut(timestamp, to: nil, seconds)
    }

    /// The time of the start, where it is held.
    private var start: Timestamp? {
        holds(.timesSinceStart)
            ? Timestamp(date: nil, seconds: 0, nanoseconds: 0, precision: capabilities.commonPrecision, utcOffset: nil, zone: nil) : nil
    }

    /// `timestamp` on another date or none, without what is not held of its fraction, its offset and its zone.
    private func cut(_ timestamp: Timestamp, to date: CalendarDate?, _ seconds: UInt32) -> Timestamp? {
        var precision = timestamp.precision
        var nanoseconds = Int(timestamp.nanoseconds)
        var seconds = Int(seconds)
        if timestamp.fractionDigits > 0, !holds(.subseconds) {
            (precision, nanoseconds) = (.second, timestamp.isLeapSecond ? 1_000_000_000 : 0)
        }
        if !holds(.precisions) {
            precision = capabilities.commonPrecision
            nanoseconds -= nanoseconds % 1_000_000
        }
        // A whole day has no time since the start; its midnight has.
        if date == nil, precision == .day { precision = .second }
        // A leap second is one second more since the start.
        if date == nil, timestamp.isLeapSecond { (seconds, nanoseconds) = (seconds + 1, nanoseconds - 1_000_000_000) }
        return Timestamp(
            date: date, seconds: seconds, nanoseconds: nanoseconds, precision: precision,
            utcOffset: date != nil && holds(.offsets) ? timestamp.utcOffset.map { Int($0) } : nil,
            zone: date != nil && holds(.zones) ? timestamp.zone : nil)
    }
}

extension Timestamp {
    /// The time on its date as whole seconds since the midnight of another; nil before that, and where it is too late to be told.
    func seconds(sinceMidnightOf first: CalendarDate?) -> UInt32? {
        guard let date, let first else { return nil }
        let days = date.dayNumber - first.dayNumber
        return days >= 0 ? UInt32(exactly: days * 86_400 + Int(seconds)) : nil
    }
}

extension CalendarDate {
    /// The dates each second of which can be told as a time since the midnight of this one.
    var datesCountedFromIt: ClosedRange<CalendarDate> {
        let days = Int(UInt32.max) / 86_400 - 1
        return self...(CalendarDate(dayNumber: dayNumber + days) ?? .last)
    }
}

extension Set<Capability> {
    /// The precision that all times have where `precisions` is not among the capabilities.
    var commonPrecision: Timestamp.Precision { contains(.subseconds) ? .fraction(digits: 3) : .second }
}

extension Transcript {
    /// The transcript without what `capabilities` do not hold: see `TranscriptProjection`. O(n).
    public func projected(to capabilities: Set<Capability>) -> Transcript {
        var projection = TranscriptProjection(to: capabilities)
        return Transcript(
            header: projection.project(header), messages: messages.compactMap { projection.project($0) })
    }
}
