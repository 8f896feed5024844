public import TextScanning
import TranscriptCoding
public import TranscriptModel

extension OutputBuffer {
    /// Appends those of `members` that `message` has as a JSON object on one line.
    ///
    /// The order of members is fixed, so that the same message always gives the same bytes. Senders, quotes and all
    /// other parts are written whole.
    public mutating func appendJSON(
        _ message: Message, members: MessageMembers = .all, absent: AbsentMembers = .omitted,
        escaping: JSONEscaping = .minimal
    ) {
        appendObject { output in
            MessageWriting(members: members, absent: absent, escaping: escaping).append(message, to: &output)
        }
    }

    /// Appends all that a message has as a JSON object on one line.
    public mutating func appendJSON(_ message: MessageInPlace) {
        if let plain = message.plain { appendPlain(plain) } else { appendJSON(message.message) }
    }

    /// The same bytes, for nearly all messages of a chat.
    private mutating func appendPlain(_ parts: MessageInPlace.PlainParts) {
        append(UInt8(ascii: "{"))
        let start = count
        appendPlainTime("\"timestamp\":", parts.timestamp)
        appendPlainTime("\"end\":", parts.end)
        appendPlainSender(parts.senderName, parts.senderID)
        if let body = parts.body {
            append("\"body\":")
            appendJSONString(body)
            append(UInt8(ascii: ","))
        }
        if count > start { truncate(to: count - 1) }
        append(UInt8(ascii: "}"))
    }

    @inline(__always)
    private mutating func appendPlainTime(_ name: StaticString, _ time: Timestamp?) {
        guard let time else { return }
        append(name)
        appendJSON(time)
        append(UInt8(ascii: ","))
    }

    @inline(__always)
    private mutating func appendPlainSender(_ name: UnsafeBufferPointer<UInt8>?, _ id: UnsafeBufferPointer<UInt8>?) {
        if name == nil, id == nil { return }
        append("\"sender\":{")
        if let name {
            append("\"name\":")
            appendJSONString(name)
            append(UInt8(ascii: ","))
        }
        if let id {
            append("\"id\":")
            appendJSONString(id)
            append(UInt8(ascii: ","))
        }
        truncate(to: count - 1)
        append("},")
    }
}

/// One way to write messages: which members, and how.
private struct MessageWriting {
    let members: MessageMembers
    let absent: AbsentMembers
    let escaping: JSONEscaping

    func append(_ message: Message, to output: inout OutputBuffer) {
        let details = message.details
        let escaping = escaping
        append(.id, "\"id\":", details.id, to: &output) { $0.appendJSON($1, escaping: escaping) }
        append(.timestamp, "\"timestamp\":", message.timestamp, to: &output) { $0.appendJSON($1) }
        append(.end, "\"end\":", details.end, to: &output) { $0.appendJSON($1) }
        append(.sender, "\"sender\":", message.sender == Sender.none ? nil : message.sender, to: &output) {
            $0.appendSender($1, escaping)
        }
        append(.event, "\"event\":", details.event, to: &output) { $0.appendEvent($1, escaping) }
        append(.body, "\"body\":", message.body, to: &output) { $0.appendJSON($1, escaping: escaping) }
        if members.contains(.attachments) {
            output.appendMember("\"attachments\":", details.attachments, escaping)
            if details.attachments.isEmpty { appendNull("\"attachments\":", to: &output) }
        }
        appendReferences(of: details, to: &output)
        appendHistory(of: details, to: &output)
        append(.generatedBy, "\"generatedBy\":", details.generatedBy, to: &output) {
            $0.appendJSON($1.rawValue, escaping: escaping)
        }
        if members.contains(.extensions) {
            output.appendExtensions(details.extensions, of: .message, absent: absent, escaping)
        }
    }

    private func appendReferences(of details: MessageDetails, to output: inout OutputBuffer) {
        let escaping = escaping
        append(.replyTo, "\"replyTo\":", details.replyTo, to: &output) { $0.appendJSON($1, escaping: escaping) }
        append(.quote, "\"quote\":", details.quote, to: &output) { $0.appendQuote($1, escaping) }
        append(.forwardedFrom, "\"forwardedFrom\":", details.forwardedFrom, to: &output) {
            $0.appendForwardOrigin($1, escaping)
        }
    }

    private func appendHistory(of details: MessageDetails, to output: inout OutputBuffer) {
        let escaping = escaping
        append(.reactions, "\"reactions\":", details.reactions.nonEmpty, to: &output) {
            $0.appendArray($1) { output, reaction in output.appendReaction(reaction, escaping) }
        }
        append(.edited, "\"edited\":", details.edited, to: &output) { output, edit in
            if let timestamp = edit.timestamp { output.appendJSON(timestamp) } else { output.append("true") }
        }
        append(.revisions, "\"revisions\":", details.revisions.nonEmpty, to: &output) {
            $0.appendArray($1) { output, revision in output.appendRevision(revision, escaping) }
        }
        append(.deleted, "\"deleted\":", details.isDeleted ? true : nil, to: &output) { $0.appendJSON($1) }
    }

    private func append<Part>(
        _ member: MessageMembers, _ name: StaticString, _ part: Part?, to output: inout OutputBuffer,
        _ body: (inout OutputBuffer, Part) -> Void
    ) {
        guard members.contains(member) else { return }
        guard let part else { return appendNull(name, to: &output) }
        output.append(name)
        body(&output, part)
        output.append(UInt8(ascii: ","))
    }

    private func appendNull(_ name: StaticString, to output: inout OutputBuffer) {
        guard absent == .null else { return }
        output.append(name)
        output.append("null,")
    }
}

extension Array {
    /// The array, or nil when there is nothing in it.
    var nonEmpty: [Element]? { isEmpty ? nil : self }
}
