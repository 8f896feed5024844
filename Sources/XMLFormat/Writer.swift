import TextScanning
import TranscriptCoding
import TranscriptModel

/// Writes a transcript as XML, one message after the other; it holds no document and no message.
struct XMLWriter: TranscriptWriter {
    mutating func begin(_ header: TranscriptHeader, into output: inout OutputBuffer) {
        output.append(XMLSyntax.declaration)
        output.append("<transcript xmlns=\"")
        output.append(utf8: XMLSyntax.namespace)
        output.append("\"")
        if let kind = header.kind { output.appendWord(" kind=\"", kind.rawValue) }
        let id = Field(" id=\"", "id", header.id, into: &output)
        let title = Field(" title=\"", "title", header.title, into: &output)
        output.append(">\n")
        output.append(id, onLine: true)
        output.append(title, onLine: true)
        for participant in header.participants { output.append(participant) }
        output.appendMembers("metadata", header.metadata, onLines: true)
        output.appendMembers("extensions", header.extensions, onLines: true)
    }

    mutating func write(_ messages: [Message], into output: inout OutputBuffer) {
        for index in messages.indices { output.append(messages[index]) }
    }

    mutating func finish(into output: inout OutputBuffer) { output.append("</transcript>\n") }
}

/// A short text: written as an attribute by its initialiser, or held for an element where an attribute cannot have it.
private struct Field {
    let name: StaticString
    /// The text that is still to be written.
    let pending: Text?

    init(_ opening: StaticString, _ name: StaticString, _ text: Text?, into output: inout OutputBuffer) {
        self.name = name
        guard let text else {
            pending = nil
            return
        }
        pending = output.appendAttribute(opening, text) ? nil : text
    }
}

extension OutputBuffer {
    fileprivate mutating func append(_ message: Message) {
        append("<message")
        let details = message.isPlain ? nil : message.details
        let id = Field(" id=\"", "id", details?.id, into: &self)
        appendTime(" timestamp=\"", message.timestamp)
        appendTime(" end=\"", details?.end)
        let sender = Field(" sender=\"", "sender", message.sender.name, into: &self)
        let senderID = Field(" senderID=\"", "senderID", message.sender.id, into: &self)
        let replyTo = Field(" replyTo=\"", "replyTo", details?.replyTo, into: &self)
        if let details {
            if let origin = details.generatedBy { appendWord(" generatedBy=\"", origin.rawValue) }
            if details.isDeleted { append(" deleted=\"true\"") }
        }
        let content = beginContent()
        append(id)
        append(sender)
        append(senderID)
        append(replyTo)
        if let event = details?.event { append(event) }
        appendBody(message.body)
        if let details { appendParts(of: details) }
        end("message", content)
        append(UInt8(ascii: "\n"))
    }

    private mutating func appendParts(of details: MessageDetails) {
        for attachment in details.attachments { append(attachment) }
        if let quote = details.quote { append(quote) }
        if let origin = details.forwardedFrom { append(origin) }
        for reaction in details.reactions { append(reaction) }
        if let edited = details.edited {
            append("<edited")
            appendTime(" timestamp=\"", edited.timestamp)
            append("/>")
        }
        for revision in details.revisions { append(revision) }
        appendMembers("extensions", details.extensions, onLines: false)
    }

    private mutating func append(_ event: Event) {
        append("<event")
        let action = Field(" action=\"", "action", event.action, into: &self)
        let actor = Field(" actor=\"", "actor", event.actor.name, into: &self)
        let actorID = Field(" actorID=\"", "actorID", event.actor.id, into: &self)
        let content = beginContent()
        append(action)
        append(actor)
        append(actorID)
        end("event", content)
    }

    private mutating func append(_ attachment: Attachment) {
        append("<attachment")
        appendWord(" type=\"", attachment.kind.rawValue)
        let url = Field(" url=\"", "url", attachment.url, into: &self)
        let path = Field(" path=\"", "path", attachment.path, into: &self)
        let title = Field(" title=\"", "title", attachment.title, into: &self)
        let mediaType = Field(" mediaType=\"", "mediaType", attachment.mediaType, into: &self)
        appendNumber(" size=\"", attachment.size)
        if let state = attachment.state { appendWord(" state=\"", state.rawValue) }
        let content = beginContent()
        append(url)
        append(path)
        append(title)
        append(mediaType)
        appendMembers("extensions", attachment.extensions, onLines: false)
        end("attachment", content)
    }

    private mutating func append(_ quote: Quote) {
        append("<quote")
        appendTime(" timestamp=\"", quote.timestamp)
        let sender = Field(" sender=\"", "sender", quote.sender.name, into: &self)
        let senderID = Field(" senderID=\"", "senderID", quote.sender.id, into: &self)
        let content = beginContent()
        append(sender)
        append(senderID)
        appendBody(quote.body)
        for attachment in quote.attachments { append(attachment) }
        end("quote", content)
    }

    private mutating func append(_ origin: ForwardOrigin) {
        append("<forwardedFrom")
        appendTime(" timestamp=\"", origin.timestamp)
        let sender = Field(" sender=\"", "sender", origin.sender.name, into: &self)
        let senderID = Field(" senderID=\"", "senderID", origin.sender.id, into: &self)
        let messageID = Field(" messageID=\"", "messageID", origin.messageID, into: &self)
        let transcript = Field(" transcript=\"", "transcript", origin.transcript, into: &self)
        let content = beginContent()
        append(sender)
        append(senderID)
        append(messageID)
        append(transcript)
        end("forwardedFrom", content)
    }

    private mutating func append(_ reaction: Reaction) {
        append("<reaction")
        let emoji = Field(" emoji=\"", "emoji", reaction.emoji, into: &self)
        appendNumber(" count=\"", reaction.count)
        let content = beginContent()
        append(emoji)
        for participant in reaction.participants {
            append("<participant")
            let name = Field(" name=\"", "name", participant.name, into: &self)
            let id = Field(" id=\"", "id", participant.id, into: &self)
            let content = beginContent()
            append(name)
            append(id)
            end("participant", content)
        }
        end("reaction", content)
    }

    private mutating func append(_ revision: Revision) {
        append("<revision")
        appendTime(" timestamp=\"", revision.timestamp)
        let content = beginContent()
        appendBody(revision.body)
        for attachment in revision.attachments { append(attachment) }
        end("revision", content)
    }

    fileprivate mutating func append(_ participant: Participant) {
        append("<participant")
        let id = Field(" id=\"", "id", participant.id, into: &self)
        let displayName = Field(" displayName=\"", "displayName", participant.displayName, into: &self)
        if participant.isSelf { append(" isSelf=\"true\"") }
        if let role = participant.role { appendWord(" role=\"", role.rawValue) }
        let content = beginContent()
        append(id)
        append(displayName)
        for alias in participant.aliases { appendElement("alias", alias) }
        appendMembers("extensions", participant.extensions, onLines: false)
        end("participant", content)
        append(UInt8(ascii: "\n"))
    }

    // MARK: Values

    /// Appends an element of named values, if there are any.
    fileprivate mutating func appendMembers(_ element: StaticString, _ members: Members, onLines: Bool) {
        if members.isEmpty { return }
        appendOpening(element)
        let content = beginContent()
        if onLines { append(UInt8(ascii: "\n")) }
        append(members, onLines: onLines)
        end(element, content)
        if onLines { append(UInt8(ascii: "\n")) }
    }

    private mutating func append(_ members: Members, onLines: Bool) {
        for member in members {
            let element = member.value.element
            let mark = count
            appendOpening(element)
            if !appendAttribute(" name=\"", member.name) {
                truncate(to: mark)
                appendElement("key", member.name)
                appendOpening(element)
            }
            appendRest(of: member.value, element)
            if onLines { append(UInt8(ascii: "\n")) }
        }
    }

    /// Appends what follows the name of `element` and its attributes.
    private mutating func appendRest(of value: Value, _ element: StaticString) {
        let content = beginContent()
        switch value {
        case .null: break
        case .bool(let flag): if flag { append("true") } else { append("false") }
        case .number(let number): appendContent(number.text)
        case .string(let text): appendContent(text)
        case .array(let values):
            for value in values {
                appendOpening(value.element)
                appendRest(of: value, value.element)
            }
        case .object(let members): append(members, onLines: false)
        }
        end(element, content)
    }

    // MARK: Pieces

    private mutating func appendOpening(_ element: StaticString) {
        append(UInt8(ascii: "<"))
        append(element)
    }

    /// Ends a start tag. What it returns is for `end`.
    private mutating func beginContent() -> Int {
        append(UInt8(ascii: ">"))
        return count
    }

    /// Ends an element: in its start tag, where nothing came after that.
    private mutating func end(_ element: StaticString, _ content: Int) {
        if count == content {
            truncate(to: content - 1)
            append("/>")
        } else {
            append("</")
            append(element)
            append(UInt8(ascii: ">"))
        }
    }

    private mutating func appendElement(_ element: StaticString, _ text: Text) {
        appendOpening(element)
        let content = beginContent()
        appendContent(text)
        end(element, content)
    }

    private mutating func appendBody(_ body: Text?) {
        if let body { appendElement("body", body) }
    }

    /// Appends the field as an element, if it is still to be written.
    fileprivate mutating func append(_ field: Field, onLine: Bool = false) {
        guard let text = field.pending else { return }
        appendElement(field.name, text)
        if onLine { append(UInt8(ascii: "\n")) }
    }

    /// Appends an attribute whose value is one of our own words.
    fileprivate mutating func appendWord(_ opening: StaticString, _ word: Text) {
        append(opening)
        word.withUTF8 { append($0) }
        append(UInt8(ascii: "\""))
    }

    private mutating func appendTime(_ opening: StaticString, _ time: Timestamp?) {
        guard let time else { return }
        append(opening)
        append(time)
        append(UInt8(ascii: "\""))
    }

    private mutating func appendNumber(_ opening: StaticString, _ number: Int64?) {
        guard let number else { return }
        append(opening)
        appendDecimal(Int(number))
        append(UInt8(ascii: "\""))
    }
}

extension Value {
    /// The element that the value is written as.
    fileprivate var element: StaticString {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}
