import TextScanning
package import TranscriptModel

extension JSONCursor {
    /// Takes a message: applies the members of the object that comes next to `message`.
    ///
    /// Time, sender and body are taken here; all else, which most messages do not have, out of line.
    package mutating func takeMessage(into message: inout Message) throws(JSONFailure) {
        if takePlainMessage(into: &message) { return }
        if try significantByte() != UInt8(ascii: "{") { throw mismatch("an object") }
        index &+= 1
        if try significantByte() == UInt8(ascii: "}") {
            index &+= 1
            return
        }
        var seen: UInt32 = 0
        repeat {
            let name = try takeName()
            let member = withBytes(of: name) { MessageName($0) }
            do throws(JSONFailure) {
                if member != .unknown { try note(member.rawValue, in: &seen, name) }
                switch member {
                case .timestamp: message.timestamp = try takeNull() ? nil : try takeTimestamp()
                case .sender: message.sender = try takeNull() ? Sender() : try takeSender("sender")
                case .body: message.body = try takeNull() ? nil : try takeText()
                case .extensions: try takeExtensions(into: &rareMembers().extensions)
                case .unknown: try takeUnknownMember(name)
                default: try takeDetail(member, of: message)
                }
            } catch {
                throw error.inside(string(of: name))
            }
        } while try takeSeparator(or: UInt8(ascii: "}"))
        if let rare { finish(&message, rare) }
    }

    mutating func rareMembers() -> RareMembers {
        let members = rare ?? RareMembers()
        rare = members
        return members
    }

    @inline(never)
    private mutating func finish(_ message: inout Message, _ members: RareMembers) {
        var details = members.details ?? message.details
        details.extensions = members.extensions.applied(to: details.extensions)
        message.details = details
        rare = nil
    }

    @inline(never)
    private mutating func takeDetail(_ member: MessageName, of message: Message) throws(JSONFailure) {
        var details = rareMembers().details ?? message.details
        switch member {
        case .id: details.id = try takeOptionalText()
        case .end: details.end = try takeOptionalTimestamp()
        case .event: details.event = try takeUnlessNull { cursor throws(JSONFailure) in try cursor.takeEvent() }
        case .attachments: details.attachments = try takeAttachments()
        case .replyTo: details.replyTo = try takeOptionalText()
        case .quote: details.quote = try takeUnlessNull { cursor throws(JSONFailure) in try cursor.takeQuote() }
        case .forwardedFrom:
            details.forwardedFrom = try takeUnlessNull { cursor throws(JSONFailure) in try cursor.takeForwardOrigin() }
        case .reactions:
            details.reactions = try takeParts { cursor, index throws(JSONFailure) in try cursor.takeReaction(index) }
        case .edited: details.edited = try takeEdit()
        case .revisions:
            details.revisions = try takeParts { cursor, index throws(JSONFailure) in try cursor.takeRevision(index) }
        case .deleted:
            details.isDeleted = try takeFlag()
        case .generatedBy: details.generatedBy = try takeOptionalChoice()
        case .timestamp, .sender, .body, .extensions, .unknown: break
        }
        rareMembers().details = details
    }

    @inline(never)
    private mutating func takeUnknownMember(_ name: JSONName) throws(JSONFailure) {
        if isLine, withBytes(of: name, { $0.equals("chatconv") }) {
            throw JSONFailure(.model, at: name.start, .jsonSecondHeader, "only the first line can be a header")
        }
        try takeUnknown(name, into: &rareMembers().extensions)
    }

    /// Takes an array of parts, each of which knows its place in it; `null` is none.
    private mutating func takeParts<Part>(
        _ take: (inout JSONCursor, Int) throws(JSONFailure) -> Part
    ) throws(JSONFailure) -> [Part] {
        if try takeNull() { return [] }
        var count = 0
        return try takeArray { cursor throws(JSONFailure) in
            defer { count += 1 }
            return try take(&cursor, count)
        }
    }

    /// `true`, or the time of the last change; `false` and `null` are none.
    private mutating func takeEdit() throws(JSONFailure) -> Edit? {
        switch JSONValueKind(try significantByte()) {
        case .bool: try takeBool() ? Edit() : nil
        case .string: Edit(timestamp: try takeTimestamp())
        case .null: try takeNull() ? nil : nil
        default: throw mismatch("true or a timestamp")
        }
    }
}

/// What a message has beside time, sender and body, while its members come in. An object of its own, so that the many
/// messages that have nothing of the kind pay for a pointer only.
final class RareMembers {
    fileprivate(set) var details: MessageDetails?
    var extensions = ExtensionCollector()
}
