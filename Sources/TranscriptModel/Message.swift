/// One thing said, or one thing that happened.
///
/// What a plain chat line has (time, sender, text) is stored in place; all else sits behind one optional reference, so
/// that a plain line stays small and costs no heap object.
public struct Message: Sendable, Hashable {
    public var timestamp: Timestamp?
    public var sender: Sender
    /// The text. Empty is a text; nil is none, as in a message that is only an image.
    public var body: Text?
    @usableFromInline var rare: RareParts?
}

// Made by the initializer that comes with the structure: where one assigns the members itself, the message is made, copied,
// and released again, with a reference count for each text of it.
extension Message {
    public init(timestamp: Timestamp? = nil, sender: Sender = Sender(), body: Text? = nil) {
        self.init(timestamp: timestamp, sender: sender, body: body, rare: nil)
    }

    /// A message that has an end beside time, sender and body: a cue of a subtitle file. Cheaper than by `details`.
    public init(timestamp: Timestamp?, sender: Sender, body: Text?, end: Timestamp?) {
        self.init(timestamp: timestamp, sender: sender, body: body, rare: end.map { RareParts(end: $0) })
    }

    /// When it ended, where that is known: `details.end`, at less cost. O(1).
    @inlinable public var end: Timestamp? { rare?.end }

    /// Whether the message has nothing beside time, sender, body and perhaps an end. O(1).
    @inlinable public var isPlainButForEnd: Bool {
        switch rare {
        case nil, .cueEnd, .end: true
        case .all: false
        }
    }

    /// Makes a message with `details`, of which something beside the end is not at its default.
    package init(timestamp: Timestamp?, sender: Sender, body: Text?, notPlain details: consuming MessageDetails) {
        self.init(timestamp: timestamp, sender: sender, body: body, rare: .all(details))
    }

    /// All that a plain chat line does not have. Reading it costs nothing; what is set back to its default is forgotten.
    public var details: MessageDetails {
        get { rare?.details ?? MessageDetails.none }
        set { rare = RareParts(newValue) }
    }

    /// Whether the message is only a time, a sender and a body. O(1).
    @inlinable public var isPlain: Bool { rare == nil }

    /// The record that the message was read from, where its reader tells: `details.source`, at less cost. O(1).
    public var source: (any SourceRecord)? {
        if case .all(let details) = rare { details.source } else { nil }
    }

    /// The message alone, without the record that it was read from.
    public var withoutSource: Message {
        guard source != nil else { return self }
        return Message(timestamp: timestamp, sender: sender, body: body, rare: RareParts.model(rare))
    }

    // Written out, because a message that has nothing but a source equals one that has nothing.

    public static func == (left: Message, right: Message) -> Bool {
        left.timestamp == right.timestamp && left.sender == right.sender && left.body == right.body
            && (left.rare == nil && right.rare == nil || RareParts.model(left.rare) == RareParts.model(right.rare))
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(timestamp)
        hasher.combine(sender)
        hasher.combine(body)
        hasher.combine(RareParts.model(rare))
    }
}

/// What a message can have beside time, sender and body. All of it is absent by default.
public struct MessageDetails: Sendable, Hashable {
    /// The source's own identifier of the message.
    public var id: Text?
    /// When it ended, where that is known: a subtitle's end.
    public var end: Timestamp?
    public var attachments: [Attachment] = []
    /// The `id` of the message that the source says this one answers.
    public var replyTo: Text?
    /// What is replied to, as it was when it was replied to.
    public var quote: Quote?
    public var forwardedFrom: ForwardOrigin?
    public var reactions: [Reaction] = []
    public var edited: Edit?
    /// Earlier states of the message, oldest first.
    public var revisions: [Revision] = []
    /// Whether this marks the place of a message that was deleted.
    public var isDeleted = false
    /// What happened, when the message is an event and nothing was said.
    public var event: Event?
    public var generatedBy: Origin?
    /// What the source says that the model has no field for, under `format:name`.
    public var extensions = Members()
    private var sourceReference = SourceReference()

    public init() {}

    /// The record that the message was read from, where its reader tells. No part of the model: comparing passes over it.
    public var source: (any SourceRecord)? {
        get { sourceReference.record }
        set { sourceReference.record = newValue }
    }

    static let none = MessageDetails()
}

/// A snapshot of the message that is replied to.
public struct Quote: Sendable, Hashable {
    public var timestamp: Timestamp?
    public var sender: Sender
    public var body: Text?
    public var attachments: [Attachment]

    public init(
        timestamp: Timestamp? = nil, sender: Sender = Sender(), body: Text? = nil, attachments: [Attachment] = []
    ) {
        self.timestamp = timestamp
        self.sender = sender
        self.body = body
        self.attachments = attachments
    }
}

/// Where a forwarded message comes from.
public struct ForwardOrigin: Sendable, Hashable {
    public var sender: Sender
    public var timestamp: Timestamp?
    /// The message's identifier where it came from.
    public var messageID: Text?
    /// The title of the transcript that it came from.
    public var transcript: Text?

    public init(
        sender: Sender = Sender(), timestamp: Timestamp? = nil, messageID: Text? = nil, transcript: Text? = nil
    ) {
        self.sender = sender
        self.timestamp = timestamp
        self.messageID = messageID
        self.transcript = transcript
    }
}

/// One emoji under a message.
public struct Reaction: Sendable, Hashable {
    public var emoji: Text
    /// Who reacted, as far as the source says.
    public var participants: [Sender]
    /// How many reacted in all; nil where the source only lists who.
    public var count: Int64?

    public init(emoji: Text, participants: [Sender] = [], count: Int64? = nil) {
        self.emoji = emoji
        self.participants = participants
        self.count = count
    }
}

/// That a message was changed after it was sent.
public struct Edit: Sendable, Hashable {
    /// When it was changed last, where known.
    public var timestamp: Timestamp?

    public init(timestamp: Timestamp? = nil) { self.timestamp = timestamp }
}

/// An earlier state of a message.
public struct Revision: Sendable, Hashable {
    /// When the message got this state.
    public var timestamp: Timestamp?
    public var body: Text?
    public var attachments: [Attachment]

    public init(timestamp: Timestamp? = nil, body: Text? = nil, attachments: [Attachment] = []) {
        self.timestamp = timestamp
        self.body = body
        self.attachments = attachments
    }
}

/// Something that happened.
public struct Event: Sendable, Hashable {
    /// What: `joined`, `left`, `renamed` and so on; the source's word where it has one of its own.
    public var action: Text
    /// Who did it.
    public var actor: Sender

    public init(action: Text, actor: Sender = Sender()) {
        self.action = action
        self.actor = actor
    }
}

/// Who wrote a message's text.
public enum Origin: Text, Sendable, Hashable, CaseIterable {
    case human, template, system, bot
}

/// What a message has beside time, sender and body, behind one reference that messages can share.
///
/// Each is the first case that can hold it, so that equal messages have equal parts.
@usableFromInline
enum RareParts: Sendable, Hashable {
    /// Only an end, such as each of the many cues of a subtitle file has. It takes the place of the reference: to allocate an
    /// object for each, and to release it on another thread, took a third of converting them.
    case cueEnd(CueEnd)
    /// Only an end of any other kind.
    indirect case end(Timestamp)
    indirect case all(MessageDetails)

    @inlinable
    init(end: Timestamp) {
        if let cueEnd = CueEnd(end) { self = .cueEnd(cueEnd) } else { self = .end(end) }
    }

    init?(_ details: MessageDetails) {
        // Where there are details, there are nearly always some of these; to look at each of the others takes longer.
        if !details.extensions.isEmpty || !details.attachments.isEmpty || details.source != nil {
            self = .all(details)
            return
        }
        if details == MessageDetails.none { return nil }
        guard let end = details.end else {
            self = .all(details)
            return
        }
        var rest = details
        rest.end = nil
        self = rest == MessageDetails.none ? RareParts(end: end) : .all(details)
    }

    /// The parts without what is not of the model.
    static func model(_ parts: RareParts?) -> RareParts? {
        guard case .all(var details) = parts, details.source != nil else { return parts }
        details.source = nil
        return RareParts(details)
    }

    @usableFromInline
    var end: Timestamp? {
        switch self {
        case .cueEnd(let end): end.timestamp
        case .end(let end): end
        case .all(let details): details.end
        }
    }

    var details: MessageDetails {
        if case .all(let details) = self { return details }
        var details = MessageDetails.none
        details.end = end
        return details
    }
}

/// A time in milliseconds since the start of a transcript, in no more room than a reference leaves.
@usableFromInline
struct CueEnd: Sendable, Hashable {
    @usableFromInline let seconds: UInt32
    /// Under 1000.
    @usableFromInline let milliseconds: UInt16

    /// Nil for a time of another kind.
    @inlinable
    init?(_ timestamp: Timestamp) {
        guard timestamp.millisecondsSinceStart != nil else { return nil }
        seconds = timestamp.seconds
        milliseconds = UInt16(truncatingIfNeeded: timestamp.nanoseconds / 1_000_000)
    }

    @inlinable var timestamp: Timestamp {
        Timestamp(sinceStartMilliseconds: UInt(seconds) &* 1000 &+ UInt(milliseconds))
    }
}
