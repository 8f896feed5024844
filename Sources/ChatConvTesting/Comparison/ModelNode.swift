import TextScanning
import TranscriptCoding
import TranscriptModel

/// A transcript as a tree of named parts: what is printed of it, and what two of them are compared by.
///
/// Absent parts and parts at their defaults are left out. Names are those of the model's properties.
indirect enum ModelNode: Equatable {
    case text(Text)
    /// What is printed as it is: a number, a truth value, a time, the name of an enumeration's case.
    case symbol(String)
    case list([ModelNode])
    case record([Field])
    /// Named values whose names come from the transcript.
    case members([Member])

    struct Field: Equatable {
        var name: String
        var node: ModelNode
    }

    struct Member: Equatable {
        var name: Text
        var node: ModelNode
    }
}

/// What a record is built from, field by field.
private struct RecordBuilder {
    var fields: [ModelNode.Field] = []

    mutating func add(_ name: String, _ node: ModelNode?) {
        if let node { fields.append(ModelNode.Field(name: name, node: node)) }
    }

    mutating func add(_ name: String, text: Text?) { add(name, text.map { .text($0) }) }
    mutating func add(_ name: String, symbol: String?) { add(name, symbol.map { .symbol($0) }) }
    mutating func add(_ name: String, time: Timestamp?) { add(name, time.map { .symbol($0.written) }) }

    mutating func add(_ name: String, list: [ModelNode]) {
        if !list.isEmpty { add(name, .list(list)) }
    }

    mutating func add(_ name: String, sender: Sender) {
        if sender != .none { add(name, ModelNode(sender)) }
    }

    mutating func add(_ name: String, members: Members) {
        if !members.isEmpty { add(name, ModelNode(members)) }
    }

    var node: ModelNode { .record(fields) }
}

extension Timestamp {
    /// The written form that all formats of our own share.
    var written: String {
        var buffer = OutputBuffer(capacity: 64)
        buffer.append(self)
        return buffer.withBytes { String(decoding: $0, as: UTF8.self) }
    }
}

extension ModelNode {
    init(_ transcript: Transcript) {
        var record = RecordBuilder()
        let header = ModelNode(transcript.header)
        if header != .record([]) { record.add("header", header) }
        record.add("messages", .list(transcript.messages.map { ModelNode($0) }))
        self = record.node
    }

    init(_ header: TranscriptHeader) {
        var record = RecordBuilder()
        record.add("kind", symbol: header.kind.map { "\($0)" })
        record.add("id", text: header.id)
        record.add("title", text: header.title)
        record.add("participants", list: header.participants.map { ModelNode($0) })
        record.add("metadata", members: header.metadata)
        record.add("extensions", members: header.extensions)
        self = record.node
    }

    private init(_ participant: Participant) {
        var record = RecordBuilder()
        record.add("id", text: participant.id)
        record.add("displayName", text: participant.displayName)
        record.add("aliases", list: participant.aliases.map { .text($0) })
        record.add("isSelf", symbol: participant.isSelf ? "true" : nil)
        record.add("role", symbol: participant.role.map { "\($0)" })
        record.add("extensions", members: participant.extensions)
        self = record.node
    }

    init(_ message: Message) {
        let details = message.details
        var record = RecordBuilder()
        record.add("id", text: details.id)
        record.add("timestamp", time: message.timestamp)
        record.add("end", time: details.end)
        record.add("sender", sender: message.sender)
        record.add("event", details.event.map { ModelNode($0) })
        record.add("body", text: message.body)
        record.add("attachments", list: details.attachments.map { ModelNode($0) })
        record.add("replyTo", text: details.replyTo)
        record.add("quote", details.quote.map { ModelNode($0) })
        record.add("forwardedFrom", details.forwardedFrom.map { ModelNode($0) })
        record.add("reactions", list: details.reactions.map { ModelNode($0) })
        record.add("edited", symbol: details.edited.map { $0.timestamp?.written ?? "true" })
        record.add("revisions", list: details.revisions.map { ModelNode($0) })
        record.add("isDeleted", symbol: details.isDeleted ? "true" : nil)
        record.add("generatedBy", symbol: details.generatedBy.map { "\($0)" })
        record.add("extensions", members: details.extensions)
        self = record.node
    }

    fileprivate init(_ sender: Sender) {
        var record = RecordBuilder()
        record.add("name", text: sender.name)
        record.add("id", text: sender.id)
        self = record.node
    }

    private init(_ event: Event) {
        var record = RecordBuilder()
        record.add("action", text: event.action)
        record.add("actor", sender: event.actor)
        self = record.node
    }

    private init(_ attachment: Attachment) {
        var record = RecordBuilder()
        record.add("kind", symbol: "\(attachment.kind)")
        record.add("url", text: attachment.url)
        record.add("path", text: attachment.path)
        record.add("title", text: attachment.title)
        record.add("mediaType", text: attachment.mediaType)
        record.add("size", symbol: attachment.size.map { String($0) })
        record.add("state", symbol: attachment.state.map { "\($0)" })
        record.add("extensions", members: attachment.extensions)
        self = record.node
    }

    private init(_ quote: Quote) {
        var record = RecordBuilder()
        record.add("timestamp", time: quote.timestamp)
        record.add("sender", sender: quote.sender)
        record.add("body", text: quote.body)
        record.add("attachments", list: quote.attachments.map { ModelNode($0) })
        self = record.node
    }

    private init(_ origin: ForwardOrigin) {
        var record = RecordBuilder()
        record.add("sender", sender: origin.sender)
        record.add("timestamp", time: origin.timestamp)
        record.add("messageID", text: origin.messageID)
        record.add("transcript", text: origin.transcript)
        self = record.node
    }

    private init(_ reaction: Reaction) {
        var record = RecordBuilder()
        record.add("emoji", text: reaction.emoji)
        record.add("participants", list: reaction.participants.map { ModelNode($0) })
        record.add("count", symbol: reaction.count.map { String($0) })
        self = record.node
    }

    private init(_ revision: Revision) {
        var record = RecordBuilder()
        record.add("timestamp", time: revision.timestamp)
        record.add("body", text: revision.body)
        record.add("attachments", list: revision.attachments.map { ModelNode($0) })
        self = record.node
    }

    fileprivate init(_ members: Members) {
        self = .members(members.map { Member(name: $0.name, node: ModelNode($0.value)) })
    }

    private init(_ value: Value) {
        switch value {
        case .null: self = .symbol("null")
        case .bool(let truth): self = .symbol(truth ? "true" : "false")
        case .number(let number): self = .symbol(String(number.text))
        case .string(let text): self = .text(text)
        case .array(let values): self = .list(values.map { ModelNode($0) })
        case .object(let members): self = ModelNode(members)
        }
    }
}
