/// One conversation's record, whole in memory. Conversions do not use it: they pass messages on as they read them.
public struct Transcript: Sendable, Hashable {
    public var header: TranscriptHeader
    public var messages: [Message]

    public init(header: TranscriptHeader = TranscriptHeader(), messages: [Message] = []) {
        self.header = header
        self.messages = messages
    }
}

/// What a transcript says of itself before its first message.
public struct TranscriptHeader: Sendable, Hashable {
    public enum Kind: Text, Sendable, Hashable, CaseIterable {
        case direct, group, channel, broadcast, meeting
    }

    public var kind: Kind?
    /// The source's own identifier of the conversation.
    public var id: Text?
    public var title: Text?
    /// Those that the source lists; senders of messages need not be among them.
    public var participants: [Participant]
    /// What the source says of the whole, in its order: the front matter of a page.
    public var metadata: Members
    /// What the source says that the model has no field for, under `format:name`.
    public var extensions: Members

    public init(
        kind: Kind? = nil, id: Text? = nil, title: Text? = nil, participants: [Participant] = [],
        metadata: Members = Members(), extensions: Members = Members()
    ) {
        self.kind = kind
        self.id = id
        self.title = title
        self.participants = participants
        self.metadata = metadata
        self.extensions = extensions
    }
}
