import TextScanning
import TranscriptModel

// The parts of messages and headers, as objects.

extension OutputBuffer {
    mutating func appendSender(_ sender: Sender, _ escaping: JSONEscaping) {
        appendObject { output in
            output.appendMember("\"name\":", sender.name, escaping)
            output.appendMember("\"id\":", sender.id, escaping)
        }
    }

    /// Appends a member with a sender, and a comma; nothing when nothing is known of the sender.
    mutating func appendMember(_ name: StaticString, _ sender: Sender, _ escaping: JSONEscaping) {
        if sender == Sender.none { return }
        append(name)
        appendSender(sender, escaping)
        append(UInt8(ascii: ","))
    }

    /// Appends a member with attachments, and a comma; nothing when there are none.
    mutating func appendMember(_ name: StaticString, _ attachments: [Attachment], _ escaping: JSONEscaping) {
        if attachments.isEmpty { return }
        append(name)
        appendArray(attachments) { output, attachment in output.appendAttachment(attachment, escaping) }
        append(UInt8(ascii: ","))
    }

    private mutating func appendAttachment(_ attachment: Attachment, _ escaping: JSONEscaping) {
        appendObject { output in
            output.appendMember("\"type\":", attachment.kind.rawValue, escaping)
            output.appendMember("\"url\":", attachment.url, escaping)
            output.appendMember("\"path\":", attachment.path, escaping)
            output.appendMember("\"title\":", attachment.title, escaping)
            output.appendMember("\"mediaType\":", attachment.mediaType, escaping)
            output.appendMember("\"size\":", attachment.size)
            output.appendMember("\"state\":", attachment.state?.rawValue, escaping)
            output.appendExtensions(attachment.extensions, of: .attachment, absent: .omitted, escaping)
        }
    }

    mutating func appendEvent(_ event: Event, _ escaping: JSONEscaping) {
        appendObject { output in
            output.appendMember("\"action\":", event.action, escaping)
            output.appendMember("\"actor\":", event.actor, escaping)
        }
    }

    mutating func appendQuote(_ quote: Quote, _ escaping: JSONEscaping) {
        appendObject { output in
            output.appendMember("\"timestamp\":", quote.timestamp)
            output.appendMember("\"sender\":", quote.sender, escaping)
            output.appendMember("\"body\":", quote.body, escaping)
            output.appendMember("\"attachments\":", quote.attachments, escaping)
        }
    }

    mutating func appendForwardOrigin(_ origin: ForwardOrigin, _ escaping: JSONEscaping) {
        appendObject { output in
            output.appendMember("\"sender\":", origin.sender, escaping)
            output.appendMember("\"timestamp\":", origin.timestamp)
            output.appendMember("\"messageID\":", origin.messageID, escaping)
            output.appendMember("\"transcript\":", origin.transcript, escaping)
        }
    }

    mutating func appendReaction(_ reaction: Reaction, _ escaping: JSONEscaping) {
        appendObject { output in
            output.appendMember("\"emoji\":", reaction.emoji, escaping)
            if !reaction.participants.isEmpty {
                output.appendMember("\"participants\":") { output in
                    output.appendArray(reaction.participants) { $0.appendSender($1, escaping) }
                }
            }
            output.appendMember("\"count\":", reaction.count)
        }
    }

    mutating func appendRevision(_ revision: Revision, _ escaping: JSONEscaping) {
        appendObject { output in
            output.appendMember("\"timestamp\":", revision.timestamp)
            output.appendMember("\"body\":", revision.body, escaping)
            output.appendMember("\"attachments\":", revision.attachments, escaping)
        }
    }

    mutating func appendParticipant(_ participant: Participant, _ escaping: JSONEscaping) {
        appendObject { output in
            output.appendMember("\"id\":", participant.id, escaping)
            output.appendMember("\"displayName\":", participant.displayName, escaping)
            if !participant.aliases.isEmpty {
                output.appendMember("\"aliases\":") { output in
                    output.appendArray(participant.aliases) { $0.appendJSON($1, escaping: escaping) }
                }
            }
            if participant.isSelf { output.append("\"isSelf\":true,") }
            output.appendMember("\"role\":", participant.role?.rawValue, escaping)
            output.appendExtensions(participant.extensions, of: .participant, absent: .omitted, escaping)
        }
    }
}
