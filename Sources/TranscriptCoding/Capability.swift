/// Something that a transcript can have and a format may be able to hold. Loss is what a transcript uses and its
/// target does not declare.
public enum Capability: String, Sendable, Hashable, CaseIterable {
    case transcriptKind = "kind"
    case transcriptID = "transcript id"
    case title
    case participants
    case metadata
    case dates
    case timesSinceStart = "times since start"
    /// That a message has no time.
    case messagesWithoutTime = "messages without time"
    /// A time on a date that cannot be told as a time since the midnight of the first: it is before that, or 136 years after it.
    /// Asked for only where times since the start stand for dates.
    case timesOutOfRange = "times out of range"
    case subseconds = "fractions of a second"
    /// How exactly each time is known. Without it, all are told to the millisecond, or to the second without `subseconds`.
    case precisions = "precisions of times"
    case offsets = "UTC offsets"
    case zones = "zone names"
    case ends
    /// Among `ends`, that a message has none.
    case messagesWithoutEnd = "messages without end"
    case senderNames = "sender names"
    case senderIDs = "sender ids"
    case bodies
    /// Among `bodies`, that a message has none, which is not an empty one.
    case messagesWithoutBody = "messages without text"
    case messageIDs = "message ids"
    case attachments
    case replies
    case quotes
    case forwards
    case reactions
    case edits
    case revisions
    case deletions
    case events
    case origins = "generated-by marks"
    case extensions
}

extension Set<Capability> {
    /// The whole model: for formats that can hold every transcript.
    public static var wholeModel: Set<Capability> { allCapabilities }
}

/// Made once: descriptors are asked for often.
private let allCapabilities = Set(Capability.allCases)
