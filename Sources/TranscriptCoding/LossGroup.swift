/// What kinds of loss have in common: a name for several of them at once, for who allows some losses and not others.
public enum LossGroup: String, Sendable, Hashable, CaseIterable {
    /// What was said, sent or done.
    case content
    /// Who took part.
    case people
    /// When.
    case times
    /// What tells one message from another, and which it answers.
    case identifiers
    /// How it looked: other forms of a text that is kept, formatting, positions on a screen.
    case presentation
    /// What is said about the transcript or a message beside all that.
    case description
    /// What cannot be read, since it is damaged or not of the format.
    case damage
}

extension Capability {
    public var group: LossGroup {
        switch self {
        case .bodies, .messagesWithoutBody, .attachments, .quotes, .forwards, .reactions, .revisions, .deletions, .events: .content
        case .participants, .senderNames, .senderIDs: .people
        case .dates, .timesSinceStart, .messagesWithoutTime, .timesOutOfRange, .subseconds, .precisions, .offsets, .zones, .ends,
            .messagesWithoutEnd:
            .times
        case .transcriptID, .messageIDs, .replies: .identifiers
        case .transcriptKind, .title, .metadata, .edits, .origins, .extensions: .description
        }
    }
}

/// What can be lost: something that a reader leaves out, or that the output's format does not hold.
public enum LossKind: Sendable, Hashable {
    case omission(OmissionKind)
    case capability(Capability)

    /// Its name in reports. Something that is lost on reading may have the name of a capability: attachments, of which the
    /// contents are left out in the one case and all in the other.
    public var name: String {
        switch self {
        case .omission(let kind): kind.name
        case .capability(let capability): capability.rawValue
        }
    }

    public var group: LossGroup {
        switch self {
        case .omission(let kind): kind.group
        case .capability(let capability): capability.group
        }
    }

    public var stage: LossStage {
        switch self {
        case .omission: .reading
        case .capability: .writing
        }
    }
}

/// Where in a conversion something is lost.
public enum LossStage: String, Sendable, Hashable, CaseIterable {
    /// The reader leaves it out.
    case reading
    /// The output's format does not hold it.
    case writing
}
