/// A person or bot that takes part in a transcript, as its source lists them.
public struct Participant: Sendable, Hashable {
    /// What a participant is there for, where the source says it.
    public enum Role: Text, Sendable, Hashable, CaseIterable {
        case owner, admin, moderator, member, guest, bot
    }

    /// The source's own name for the participant, unique in the transcript.
    public var id: Text?
    public var displayName: Text?
    /// Other names that the source knows the participant by.
    public var aliases: [Text]
    /// Whether this is the person whose archive it is.
    public var isSelf: Bool
    public var role: Role?
    public var extensions: Members

    public init(
        id: Text? = nil, displayName: Text? = nil, aliases: [Text] = [], isSelf: Bool = false, role: Role? = nil,
        extensions: Members = Members()
    ) {
        self.id = id
        self.displayName = displayName
        self.aliases = aliases
        self.isSelf = isSelf
        self.role = role
        self.extensions = extensions
    }
}

/// Who sent a message: the name shown on it, and which participant that is, where the source says it.
public struct Sender: Sendable, Hashable {
    /// The name as shown on this message. Empty is a name; nil is none.
    public var name: Text?
    /// The `id` of a participant.
    public var id: Text?

    @inlinable
    public init(name: Text? = nil, id: Text? = nil) {
        self.name = name
        self.id = id
    }

    /// No sender at all, as on an event.
    public static let none = Sender()
}
