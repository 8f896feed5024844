import ChatConv

/// What `info` tells of one input, gathered as it streams: memory grows with the number of senders alone.
struct TranscriptSummary {
    /// A sender and how many messages are theirs.
    struct Participant {
        var name: Text?
        var id: Text?
        var messages: Int
    }

    var header: TranscriptHeader
    private(set) var messages = 0
    private(set) var textMessages = 0
    private(set) var events = 0
    private(set) var deleted = 0
    private(set) var attachments: [Attachment.Kind: Int] = [:]
    private(set) var first: Timestamp?
    private(set) var last: Timestamp?
    private var senders: [Sender: Participant] = [:]

    init(header: TranscriptHeader) { self.header = header }

    mutating func add(_ message: Message) {
        messages += 1
        if let timestamp = message.timestamp { extendPeriod(to: timestamp) }
        if message.isPlain {
            if message.body != nil { textMessages += 1 }
        } else {
            addDetails(of: message)
        }
        addSender(message.sender)
    }

    /// Adds what another summary counts. The header stays.
    mutating func add(_ other: TranscriptSummary) {
        messages += other.messages
        textMessages += other.textMessages
        events += other.events
        deleted += other.deleted
        attachments.merge(other.attachments, uniquingKeysWith: +)
        for timestamp in [other.first, other.last] { if let timestamp { extendPeriod(to: timestamp) } }
        senders.merge(other.senders) { mine, others in
            Participant(name: mine.name, id: mine.id, messages: mine.messages + others.messages)
        }
    }

    /// Who wrote, those who wrote most first.
    var participants: [Participant] {
        senders.values.sorted { left, right in
            left.messages == right.messages
                ? (left.name ?? Text(), left.id ?? Text()) < (right.name ?? Text(), right.id ?? Text())
                : left.messages > right.messages
        }
    }

    private mutating func addDetails(of message: Message) {
        let details = message.details
        if details.event != nil {
            events += 1
        } else if message.body != nil {
            textMessages += 1
        }
        if details.isDeleted { deleted += 1 }
        for attachment in details.attachments { attachments[attachment.kind, default: 0] += 1 }
    }

    /// Counts by the sender's id where there is one: names change.
    private mutating func addSender(_ sender: Sender) {
        if sender == .none { return }
        let key = sender.id == nil ? sender : Sender(id: sender.id)
        if (senders[key]?.messages += 1) != nil { return }
        // Copies, so that a name does not keep the whole chunk it was read from.
        let kept = Sender(name: key.name?.detached(), id: key.id?.detached())
        senders[kept] = Participant(name: sender.name?.detached(), id: kept.id, messages: 1)
    }

    /// By local time: a transcript that changes its zone on the way has no other order that needs no zone database.
    private mutating func extendPeriod(to timestamp: Timestamp) {
        if first.map({ timestamp.isEarlier(than: $0) }) ?? true { first = timestamp.detached }
        if last.map({ $0.isEarlier(than: timestamp) }) ?? true { last = timestamp.detached }
    }
}

extension Timestamp {
    fileprivate func isEarlier(than other: Timestamp) -> Bool {
        switch (date, other.date) {
        case (let mine?, let others?) where mine != others: mine < others
        // What has no date counts from the start.
        case (nil, .some): true
        case (.some, nil): false
        default: (seconds, nanoseconds) < (other.seconds, other.nanoseconds)
        }
    }

    /// Without a reference to the chunk that the zone's name was read from.
    fileprivate var detached: Timestamp {
        guard let zone else { return self }
        return Timestamp(
            date: date, seconds: Int(seconds), nanoseconds: Int(nanoseconds), precision: precision,
            utcOffset: utcOffset.map { Int($0) }, zone: zone.detached()) ?? self
    }
}
