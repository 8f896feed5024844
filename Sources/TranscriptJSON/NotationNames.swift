import TextScanning

/// The members that a message has in the notation, recognised by length and bytes.
enum MessageName: UInt8 {
    case id, timestamp, end, sender, event, body, attachments, replyTo, quote, forwardedFrom, reactions, edited
    case revisions, deleted, generatedBy, extensions
    case unknown

    @inline(__always)
    init(_ name: UnsafeBufferPointer<UInt8>) {
        switch name.count {
        case 4 where name.equals("body"): self = .body
        case 6 where name.equals("sender"): self = .sender
        case 9 where name.equals("timestamp"): self = .timestamp
        default: self = Self.rareName(name)
        }
    }

    @inline(never)
    private static func rareName(_ name: UnsafeBufferPointer<UInt8>) -> MessageName {
        switch name.count {
        case 2 where name.equals("id"): .id
        case 3 where name.equals("end"): .end
        case 5 where name.equals("event"): .event
        case 5 where name.equals("quote"): .quote
        case 6 where name.equals("edited"): .edited
        case 7 where name.equals("replyTo"): .replyTo
        case 7 where name.equals("deleted"): .deleted
        case 9 where name.equals("reactions"): .reactions
        case 9 where name.equals("revisions"): .revisions
        case 10 where name.equals("extensions"): .extensions
        case 11 where name.equals("attachments"): .attachments
        case 11 where name.equals("generatedBy"): .generatedBy
        case 13 where name.equals("forwardedFrom"): .forwardedFrom
        default: .unknown
        }
    }
}

/// Whether a message has a member of this name in the notation.
package func isNameOfMessageMember(_ name: String) -> Bool {
    var name = name
    return name.withUTF8 { MessageName($0) != .unknown }
}

/// The members that a transcript's header has in the notation.
package enum HeaderName: UInt8 {
    case chatconv, kind, id, title, participants, metadata, extensions, messages
    case unknown

    package init(_ name: UnsafeBufferPointer<UInt8>) {
        switch name.count {
        case 2 where name.equals("id"): self = .id
        case 4 where name.equals("kind"): self = .kind
        case 5 where name.equals("title"): self = .title
        case 8 where name.equals("chatconv"): self = .chatconv
        case 8 where name.equals("messages"): self = .messages
        case 8 where name.equals("metadata"): self = .metadata
        case 10 where name.equals("extensions"): self = .extensions
        case 12 where name.equals("participants"): self = .participants
        default: self = .unknown
        }
    }
}

/// The members that an attachment has in the notation.
enum AttachmentName: UInt8 {
    case type, url, path, title, mediaType, size, state, extensions
    case unknown

    init(_ name: UnsafeBufferPointer<UInt8>) {
        switch name.count {
        case 3 where name.equals("url"): self = .url
        case 4 where name.equals("type"): self = .type
        case 4 where name.equals("path"): self = .path
        case 4 where name.equals("size"): self = .size
        case 5 where name.equals("title"): self = .title
        case 5 where name.equals("state"): self = .state
        case 9 where name.equals("mediaType"): self = .mediaType
        case 10 where name.equals("extensions"): self = .extensions
        default: self = .unknown
        }
    }
}

/// The members that a participant has in the notation.
enum ParticipantName: UInt8 {
    case id, displayName, aliases, isSelf, role, extensions
    case unknown

    init(_ name: UnsafeBufferPointer<UInt8>) {
        switch name.count {
        case 2 where name.equals("id"): self = .id
        case 4 where name.equals("role"): self = .role
        case 6 where name.equals("isSelf"): self = .isSelf
        case 7 where name.equals("aliases"): self = .aliases
        case 10 where name.equals("extensions"): self = .extensions
        case 11 where name.equals("displayName"): self = .displayName
        default: self = .unknown
        }
    }
}

/// The four objects of the notation that keep members they do not know, as extensions called `json:NAME`.
enum ExtensibleObject {
    case header, message, attachment, participant

    /// Whether the object of the notation gives the name a meaning, so that no extension can be written under it.
    func reserves(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        switch self {
        case .header: HeaderName(name) != .unknown
        // A line of JSON Lines that has a "chatconv" is a header.
        case .message: MessageName(name) != .unknown || name.equals("chatconv")
        case .attachment: AttachmentName(name) != .unknown
        case .participant: ParticipantName(name) != .unknown
        }
    }
}
