public import TranscriptModel

/// What a message is, for filters: one message can be several things, such as a reply with an image.
public enum MessageKind: String, Sendable, Hashable, CaseIterable {
    /// It has a text, and is no event.
    case text
    case event, deleted, edited, reply, forward
    case image, video, audio, file, link, sticker, place, contact, poll
}

/// Messages that are one of several kinds of thing.
public struct KindFilter: MessageFilter, Sendable {
    private let kinds: Set<MessageKind>

    public init(_ kinds: Set<MessageKind>) { self.kinds = kinds }

    public mutating func filter(_ messages: inout [Message]) -> Bool {
        let kinds = kinds
        messages.removeAll { $0.kinds.isDisjoint(with: kinds) }
        return true
    }
}

extension Message {
    /// All that the message is.
    public var kinds: Set<MessageKind> {
        if isPlain { return body == nil ? [] : [.text] }
        let details = details
        var kinds: Set<MessageKind> = []
        if details.event != nil { kinds.insert(.event) } else if body != nil { kinds.insert(.text) }
        if details.isDeleted { kinds.insert(.deleted) }
        if details.edited != nil { kinds.insert(.edited) }
        if details.replyTo != nil || details.quote != nil { kinds.insert(.reply) }
        if details.forwardedFrom != nil { kinds.insert(.forward) }
        for attachment in details.attachments { kinds.insert(MessageKind(attachment.kind)) }
        return kinds
    }
}

extension MessageKind {
    init(_ kind: Attachment.Kind) {
        switch kind {
        case .image: self = .image
        case .video: self = .video
        case .audio: self = .audio
        case .file: self = .file
        case .link: self = .link
        case .sticker: self = .sticker
        case .place: self = .place
        case .contact: self = .contact
        case .poll: self = .poll
        }
    }
}
