package import TranscriptModel

/// How far the strings of JSON are escaped.
public enum JSONEscaping: Sendable, Hashable {
    /// What RFC 8259, section 7, demands: quotation marks, backslashes and control characters.
    case minimal
    /// So that the JSON can stand in an HTML comment: also `>`, and the second of two hyphens, which leaves nothing
    /// that could end the comment. The JSON stays on one line either way.
    case htmlComment
}

/// Some of the members that a message has in the notation.
public struct MessageMembers: OptionSet, Sendable, Hashable {
    public let rawValue: UInt32

    public init(rawValue: UInt32) { self.rawValue = rawValue }

    public static let id = MessageMembers(rawValue: 1 << 0)
    public static let timestamp = MessageMembers(rawValue: 1 << 1)
    public static let end = MessageMembers(rawValue: 1 << 2)
    public static let sender = MessageMembers(rawValue: 1 << 3)
    public static let event = MessageMembers(rawValue: 1 << 4)
    public static let body = MessageMembers(rawValue: 1 << 5)
    public static let attachments = MessageMembers(rawValue: 1 << 6)
    public static let replyTo = MessageMembers(rawValue: 1 << 7)
    public static let quote = MessageMembers(rawValue: 1 << 8)
    public static let forwardedFrom = MessageMembers(rawValue: 1 << 9)
    public static let reactions = MessageMembers(rawValue: 1 << 10)
    public static let edited = MessageMembers(rawValue: 1 << 11)
    public static let revisions = MessageMembers(rawValue: 1 << 12)
    public static let deleted = MessageMembers(rawValue: 1 << 13)
    public static let generatedBy = MessageMembers(rawValue: 1 << 14)
    /// All extensions, also those that are written as plain members.
    public static let extensions = MessageMembers(rawValue: 1 << 15)

    public static let all = MessageMembers(rawValue: (1 << 16) - 1)
}

extension MessageMembers {
    /// What a message has beside what formats can show in ways of their own: time, end, sender, body, attachments, extensions.
    package init(rareIn details: MessageDetails) {
        self = []
        insert(.id, if: details.id != nil)
        insert(.event, if: details.event != nil)
        insert(.replyTo, if: details.replyTo != nil)
        insert(.quote, if: details.quote != nil)
        insert(.forwardedFrom, if: details.forwardedFrom != nil)
        insert(.reactions, if: !details.reactions.isEmpty)
        insert(.edited, if: details.edited != nil)
        insert(.revisions, if: !details.revisions.isEmpty)
        insert(.deleted, if: details.isDeleted)
        insert(.generatedBy, if: details.generatedBy != nil)
    }

    private mutating func insert(_ member: MessageMembers, if isUsed: Bool) {
        if isUsed { insert(member) }
    }
}

/// Some of the members that a transcript's header has in the notation.
public struct HeaderMembers: OptionSet, Sendable, Hashable {
    public let rawValue: UInt32

    public init(rawValue: UInt32) { self.rawValue = rawValue }

    public static let kind = HeaderMembers(rawValue: 1 << 0)
    public static let id = HeaderMembers(rawValue: 1 << 1)
    public static let title = HeaderMembers(rawValue: 1 << 2)
    public static let participants = HeaderMembers(rawValue: 1 << 3)
    public static let metadata = HeaderMembers(rawValue: 1 << 4)
    /// All extensions, also those that are written as plain members.
    public static let extensions = HeaderMembers(rawValue: 1 << 5)

    public static let all = HeaderMembers(rawValue: (1 << 6) - 1)
}

/// What becomes of a member that is to be written and that the message or header does not have.
public enum AbsentMembers: Sendable, Hashable {
    case omitted
    /// It is written as `null`, so that applying it erases what was there.
    case null
}
