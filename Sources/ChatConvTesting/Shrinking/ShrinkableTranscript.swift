import TranscriptModel

extension Transcript: Shrinkable {
    mutating func simplify(while fails: (Transcript) -> Bool) {
        // What is about the number of messages needs nothing of what they say.
        if messages.count > 1 {
            make(\.messages, messages.map { _ in Message() }, if: fails)
            make(\.messages, messages.map { Message(timestamp: $0.timestamp, sender: $0.sender, body: $0.body) }, if: fails)
        }
        make(\.header, TranscriptHeader(), if: fails)
        simplify(\.messages, while: fails)
        simplify(\.header, while: fails)
    }
}

extension TranscriptHeader: Shrinkable {
    mutating func simplify(while fails: (TranscriptHeader) -> Bool) {
        simplify(\.participants, while: fails)
        simplify(\.metadata, while: fails)
        simplify(\.extensions, while: fails)
        simplify(\.kind, while: fails)
        simplify(\.id, while: fails)
        simplify(\.title, while: fails)
    }
}

extension Participant: Shrinkable {
    mutating func simplify(while fails: (Participant) -> Bool) {
        if become(Participant(), if: fails) { return }
        simplify(\.extensions, while: fails)
        simplify(\.aliases, while: fails)
        simplify(\.isSelf, while: fails)
        simplify(\.role, while: fails)
        simplify(\.id, while: fails)
        simplify(\.displayName, while: fails)
    }
}

extension Message: Shrinkable {
    mutating func simplify(while fails: (Message) -> Bool) {
        if become(Message(), if: fails) { return }
        make(\.details, MessageDetails(), if: fails)
        simplify(\.details, while: fails)
        simplify(\.timestamp, while: fails)
        simplify(\.sender, while: fails)
        simplify(\.body, while: fails)
    }
}

extension MessageDetails: Shrinkable {
    mutating func simplify(while fails: (MessageDetails) -> Bool) {
        simplify(\.extensions, while: fails)
        simplify(\.attachments, while: fails)
        simplify(\.quote, while: fails)
        simplify(\.forwardedFrom, while: fails)
        simplify(\.reactions, while: fails)
        simplify(\.revisions, while: fails)
        simplify(\.edited, while: fails)
        simplify(\.event, while: fails)
        simplify(\.id, while: fails)
        simplify(\.end, while: fails)
        simplify(\.replyTo, while: fails)
        simplify(\.isDeleted, while: fails)
        simplify(\.generatedBy, while: fails)
    }
}

extension Sender: Shrinkable {
    mutating func simplify(while fails: (Sender) -> Bool) {
        simplify(\.id, while: fails)
        simplify(\.name, while: fails)
    }
}

extension Attachment: Shrinkable {
    mutating func simplify(while fails: (Attachment) -> Bool) {
        become(Attachment(kind: kind), if: fails)
        simplify(\.extensions, while: fails)
        simplify(\.path, while: fails)
        simplify(\.mediaType, while: fails)
        simplify(\.size, while: fails)
        simplify(\.state, while: fails)
        simplify(\.title, while: fails)
        simplify(\.url, while: fails)
        simplify(\.kind, while: fails)
    }
}

extension Quote: Shrinkable {
    mutating func simplify(while fails: (Quote) -> Bool) {
        simplify(\.attachments, while: fails)
        simplify(\.timestamp, while: fails)
        simplify(\.sender, while: fails)
        simplify(\.body, while: fails)
    }
}

extension ForwardOrigin: Shrinkable {
    mutating func simplify(while fails: (ForwardOrigin) -> Bool) {
        simplify(\.sender, while: fails)
        simplify(\.timestamp, while: fails)
        simplify(\.messageID, while: fails)
        simplify(\.transcript, while: fails)
    }
}

extension Reaction: Shrinkable {
    mutating func simplify(while fails: (Reaction) -> Bool) {
        simplify(\.participants, while: fails)
        simplify(\.count, while: fails)
        simplify(\.emoji, while: fails)
    }
}

extension Edit: Shrinkable {
    mutating func simplify(while fails: (Edit) -> Bool) {
        simplify(\.timestamp, while: fails)
    }
}

extension Revision: Shrinkable {
    mutating func simplify(while fails: (Revision) -> Bool) {
        simplify(\.attachments, while: fails)
        simplify(\.timestamp, while: fails)
        simplify(\.body, while: fails)
    }
}

extension Event: Shrinkable {
    mutating func simplify(while fails: (Event) -> Bool) {
        simplify(\.actor, while: fails)
        simplify(\.action, while: fails)
    }
}
