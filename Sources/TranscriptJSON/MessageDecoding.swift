import TextScanning
package import TranscriptModel

extension JSONCursor {
    /// Takes a message: applies the members of the object that comes next to `message`.
    ///
    /// Time, sender and body are taken here; all else, which most messages do not have, out of line.
    package mutating func takeMessage(into message: inout Message) throws(JSONFailure) {
        if try significantByte() != UInt8(ascii: "{") { throw mismatch("an object") }
        index &+= 1
        if try significantByte() == UInt8(ascii: "}") {
            index &+= 1
            return
        }
        var seen: UInt32 = 0
        var details: MessageDetails?
        repeat {
            let name = try takeName()
            let member = withBytes(of: name) { MessageName($0) }
            do throws(JSONFailure) {
                if member != .unknown { try note(member.rawValue, in: &seen, name) }
                switch member {
                case .timestamp: message.timestamp = try takeNull() ? nil : try takeTimestamp()
                case .sender: message.sender = try takeNull() ? Sender() : try takeSender("sender")
                case .body: message.body = try takeNull() ? nil : try takeText()
                default:
                    var changed = details ?? message.details
                    try takeDetail(member, name, into: &changed)
                    details = changed
                }
            } catch {
                throw error.inside(string(of: name))
            }
        } while try takeSeparator(or: UInt8(ascii: "}"))
        if details != nil || unknownMembers != nil { finish(&message, details) }
    }

    @inline(never)
    private mutating func finish(_ message: inout Message, _ details: MessageDetails?) {
        var details = details ?? message.details
        details.extensions = unknownMembers.applied(to: details.extensions)
        unknownMembers = nil
        message.details = details
    }

    @inline(never)
    private mutating func takeDetail(
        _ member: MessageName, _ name: JSONName, into details: inout MessageDetails
    ) throws(JSONFailure) {
        switch member {
        case .id: details.id = try takeUnlessNull { cursor throws(JSONFailure) in try cursor.takeText() }
        case .end: details.end = try takeUnlessNull { cursor throws(JSONFailure) in try cursor.takeTimestamp() }
        case .event: details.event = try takeUnlessNull { cursor throws(JSONFailure) in try cursor.takeEvent() }
        case .attachments: details.attachments = try takeAttachments()
        case .replyTo: details.replyTo = try takeUnlessNull { cursor throws(JSONFailure) in try cursor.takeText() }
        case .quote: details.quote = try takeUnlessNull { cursor throws(JSONFailure) in try cursor.takeQuote() }
        case .forwardedFrom:
            details.forwardedFrom = try takeUnlessNull { cursor throws(JSONFailure) in try cursor.takeForwardOrigin() }
        case .reactions: details.reactions = try takeParts { cursor, index throws(JSONFailure) in try cursor.takeReaction(index) }
        case .edited: details.edited = try takeEdit()
        case .revisions: details.revisions = try takeParts { cursor, index throws(JSONFailure) in try cursor.takeRevision(index) }
        case .deleted:
            details.isDeleted = try takeUnlessNull { cursor throws(JSONFailure) in try cursor.takeBool() } ?? false
        case .generatedBy: details.generatedBy = try takeUnlessNull { cursor throws(JSONFailure) in try cursor.takeChoice() }
        case .extensions:
            var collector = unknownMembers
            try takeExtensions(into: &collector)
            unknownMembers = collector
        default: try takeUnknownMember(name)
        }
    }

    private mutating func takeUnknownMember(_ name: JSONName) throws(JSONFailure) {
        if isLine, withBytes(of: name, { $0.equals("chatconv") }) {
            throw JSONFailure(.model, at: name.start, .jsonSecondHeader, "only the first line can be a header")
        }
        var collector = unknownMembers
        try takeUnknown(name, into: &collector)
        unknownMembers = collector
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
