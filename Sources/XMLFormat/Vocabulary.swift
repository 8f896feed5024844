/// Every name of our vocabulary, of elements and of attributes. The parser finds a name by walking the list, so the
/// names of a plain chat line come first.
enum Name: UInt8, CaseIterable {
    case message, body, timestamp, sender
    case senderID, id, replyTo, attachment, type, url, path, title, mediaType, size, state
    case event, action, actor, actorID, quote, forwardedFrom, messageID
    case reaction, emoji, count, edited, revision, deleted, generatedBy, end
    case extensions, metadata, name, key, null, boolean, number, string, array, object, char, code
    case transcript, kind, participant, displayName, alias, isSelf, role

    /// The name as it is written.
    var spelling: String { String(describing: self) }
}

/// The fields and elements of one parent that were met already.
struct NameSet {
    private var bits: UInt64 = 0

    /// Adds `name`; returns false when it was in the set.
    mutating func insert(_ name: Name) -> Bool {
        let bit: UInt64 = 1 << UInt64(name.rawValue)
        defer { bits |= bit }
        return bits & bit == 0
    }

    func contains(_ name: Name) -> Bool { bits & 1 << UInt64(name.rawValue) != 0 }
}

/// What an element of our namespace is, which its name alone does not tell: `participant` under `transcript` lists
/// somebody, under `reaction` it says who reacted.
enum Context {
    case transcript, participant, message, event, attachment, quote, forwardedFrom, reaction, reactor, edited, revision
    /// Named values: `metadata`, `extensions`, `object`.
    case members
    case array, null
    /// A text and nothing else, in which `char` may stand.
    case text
    case char
}

/// The grammar of the schema as the reader follows it: which element may stand where, and what it is there.
enum Grammar {
    /// What `child` is under `parent`; nil where it may not stand.
    static func context(of child: Name, in parent: Context) -> Context? {
        switch parent {
        case .message:
            switch child {
            case .body, .sender, .senderID, .id, .replyTo: .text
            case .event: .event
            case .attachment: .attachment
            case .quote: .quote
            case .forwardedFrom: .forwardedFrom
            case .reaction: .reaction
            case .edited: .edited
            case .revision: .revision
            case .extensions: .members
            default: nil
            }
        case .transcript:
            switch child {
            case .message: .message
            case .participant: .participant
            case .metadata, .extensions: .members
            case .id, .title: .text
            default: nil
            }
        case .members:
            child == .key ? .text : value(child)
        case .array: value(child)
        case .attachment: child == .extensions ? .members : isField(child, of: parent) ? .text : nil
        case .participant:
            child == .extensions ? .members : child == .alias || isField(child, of: parent) ? .text : nil
        case .quote, .revision:
            child == .attachment ? .attachment : child == .body || isField(child, of: parent) ? .text : nil
        case .reaction: child == .participant ? .reactor : child == .emoji ? .text : nil
        case .event, .forwardedFrom, .reactor: isField(child, of: parent) ? .text : nil
        case .text: child == .char ? .char : nil
        case .edited, .null, .char: nil
        }
    }

    private static func value(_ name: Name) -> Context? {
        switch name {
        case .string, .number, .boolean: .text
        case .null: .null
        case .array: .array
        case .object: .members
        default: nil
        }
    }

    /// Whether `name` is a short text of `context`, which is written as an attribute, or as an element where an
    /// attribute cannot hold it.
    static func isField(_ name: Name, of context: Context) -> Bool {
        switch (context, name) {
        case (.transcript, .id), (.transcript, .title): true
        case (.participant, .id), (.participant, .displayName): true
        case (.message, .id), (.message, .sender), (.message, .senderID), (.message, .replyTo): true
        case (.event, .action), (.event, .actor), (.event, .actorID): true
        case (.attachment, .url), (.attachment, .path), (.attachment, .title), (.attachment, .mediaType): true
        case (.quote, .sender), (.quote, .senderID): true
        case (.forwardedFrom, .sender), (.forwardedFrom, .senderID): true
        case (.forwardedFrom, .messageID), (.forwardedFrom, .transcript): true
        case (.reaction, .emoji): true
        case (.reactor, .name), (.reactor, .id): true
        default: false
        }
    }

    /// Whether `name` is an attribute of `context` that is no text: a time, a number, a word of a list.
    static func isTyped(_ name: Name, of context: Context) -> Bool {
        switch (context, name) {
        case (.message, .timestamp), (.message, .end), (.message, .deleted), (.message, .generatedBy): true
        case (.transcript, .kind), (.participant, .isSelf), (.participant, .role): true
        case (.attachment, .type), (.attachment, .state), (.attachment, .size): true
        case (.quote, .timestamp), (.forwardedFrom, .timestamp), (.revision, .timestamp), (.edited, .timestamp): true
        case (.reaction, .count), (.char, .code): true
        default: false
        }
    }

    /// The elements that may stand in `parent`, for who wrote another one.
    static func elements(in parent: Context) -> [Name] { Name.allCases.filter { context(of: $0, in: parent) != nil } }

    /// The attributes of `context`, but for the names of values.
    static func attributes(of context: Context) -> [Name] {
        Name.allCases.filter { isField($0, of: context) || isTyped($0, of: context) }
    }

    /// Whether `parent` may hold any number of `child`.
    static func isRepeatable(_ child: Name, in parent: Context) -> Bool {
        switch (parent, child) {
        case (.members, _), (.array, _), (.text, _): true
        case (_, .message), (_, .participant), (_, .attachment), (_, .reaction), (_, .revision), (_, .alias): true
        default: false
        }
    }
}
