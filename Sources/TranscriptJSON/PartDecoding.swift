import TextScanning
import TranscriptModel

// The parts of messages. A member that the notation does not know becomes an extension of the message with the path
// of the part in its name, or of the attachment it is in. `path` is only made where there is one.

extension JSONCursor {
    @inline(__always)
    mutating func takeSender(_ path: @autoclosure () -> String) throws(JSONFailure) -> Sender {
        if try significantByte() != UInt8(ascii: "{") { throw mismatch("an object") }
        index &+= 1
        var sender = Sender()
        if try significantByte() == UInt8(ascii: "}") {
            index &+= 1
            return sender
        }
        var seen: UInt32 = 0
        repeat {
            let name = try takeName()
            do throws(JSONFailure) {
                if withBytes(of: name, { $0.equals("name") }) {
                    try note(0, in: &seen, name)
                    sender.name = try takeNull() ? nil : try takeText()
                } else if withBytes(of: name, { $0.equals("id") }) {
                    try note(1, in: &seen, name)
                    sender.id = try takeNull() ? nil : try takeText()
                } else {
                    try takeUnknown(name, under: path())
                }
            } catch {
                throw error.inside(string(of: name))
            }
        } while try takeSeparator(or: UInt8(ascii: "}"))
        return sender
    }

    private mutating func takeOptionalSender(_ path: @autoclosure () -> String) throws(JSONFailure) -> Sender {
        try takeNull() ? Sender() : try takeSender(path())
    }

    // MARK: Values that may be null

    mutating func takeOptionalText() throws(JSONFailure) -> Text? { try takeNull() ? nil : try takeText() }

    mutating func takeOptionalTimestamp() throws(JSONFailure) -> Timestamp? {
        try takeNull() ? nil : try takeTimestamp()
    }

    mutating func takeOptionalInteger() throws(JSONFailure) -> Int64? { try takeNull() ? nil : try takeInteger() }

    /// `null` is false.
    mutating func takeFlag() throws(JSONFailure) -> Bool { try takeNull() ? false : try takeBool() }

    mutating func takeOptionalChoice<Choice>() throws(JSONFailure) -> Choice?
    where Choice: RawRepresentable<Text> & CaseIterable {
        try takeNull() ? nil : try takeChoice()
    }

    /// Takes one of an enumeration's names.
    mutating func takeChoice<Choice>() throws(JSONFailure) -> Choice
    where Choice: RawRepresentable<Text> & CaseIterable {
        _ = try significantByte()
        let place = index
        let name = try takeText()
        if let choice = Choice(rawValue: name) { return choice }
        let names = Choice.allCases.map { String($0.rawValue) }.joined(separator: ", ")
        throw JSONFailure(.model, at: place, .jsonValue, "expected one of \(names), found \(String(name).quoted)")
    }

    // MARK: Attachments

    /// `null` is none.
    mutating func takeAttachments() throws(JSONFailure) -> [Attachment] {
        if try takeNull() { return [] }
        return try takeArray { cursor throws(JSONFailure) in try cursor.takeAttachment() }
    }

    private mutating func takeAttachment() throws(JSONFailure) -> Attachment {
        _ = try significantByte()
        let place = index
        var kind: Attachment.Kind?
        var attachment = Attachment(kind: .file)
        var collector = ExtensionCollector()
        var seen: UInt32 = 0
        try takeObject { cursor, name throws(JSONFailure) in
            let member = cursor.withBytes(of: name) { AttachmentName($0) }
            if member == .unknown { return try cursor.takeUnknown(name, into: &collector) }
            try cursor.note(member.rawValue, in: &seen, name)
            switch member {
            case .type: kind = try cursor.takeOptionalChoice()
            case .size: attachment.size = try cursor.takeOptionalInteger()
            case .state: attachment.state = try cursor.takeOptionalChoice()
            case .extensions: try cursor.takeExtensions(into: &collector)
            default:
                let text = try cursor.takeOptionalText()
                attachment.set(member, to: text)
            }
        }
        guard let kind else { throw missing("type", at: place) }
        attachment.kind = kind
        attachment.extensions = collector.applied(to: Members())
        return attachment
    }

    // MARK: Events, quotes, forwards

    mutating func takeEvent() throws(JSONFailure) -> Event {
        _ = try significantByte()
        let place = index
        var action: Text?
        var actor = Sender()
        var seen: UInt32 = 0
        try takeObject { cursor, name throws(JSONFailure) in
            if cursor.withBytes(of: name, { $0.equals("action") }) {
                try cursor.note(0, in: &seen, name)
                action = try cursor.takeOptionalText()
            } else if cursor.withBytes(of: name, { $0.equals("actor") }) {
                try cursor.note(1, in: &seen, name)
                actor = try cursor.takeOptionalSender("event/actor")
            } else {
                try cursor.takeUnknown(name, under: "event")
            }
        }
        guard let action else { throw missing("action", at: place) }
        return Event(action: action, actor: actor)
    }

    mutating func takeQuote() throws(JSONFailure) -> Quote {
        var quote = Quote()
        var seen: UInt32 = 0
        try takeObject { cursor, name throws(JSONFailure) in
            let member = cursor.withBytes(of: name) { MessageName($0) }
            switch member {
            case .timestamp, .sender, .body, .attachments: try cursor.note(member.rawValue, in: &seen, name)
            default: return try cursor.takeUnknown(name, under: "quote")
            }
            switch member {
            case .timestamp:
                quote.timestamp = try cursor.takeOptionalTimestamp()
            case .sender: quote.sender = try cursor.takeOptionalSender("quote/sender")
            case .body: quote.body = try cursor.takeOptionalText()
            default: quote.attachments = try cursor.takeAttachments()
            }
        }
        return quote
    }

    mutating func takeForwardOrigin() throws(JSONFailure) -> ForwardOrigin {
        var origin = ForwardOrigin()
        var seen: UInt32 = 0
        try takeObject { cursor, name throws(JSONFailure) in
            if cursor.withBytes(of: name, { $0.equals("sender") }) {
                try cursor.note(0, in: &seen, name)
                origin.sender = try cursor.takeOptionalSender("forwardedFrom/sender")
            } else if cursor.withBytes(of: name, { $0.equals("timestamp") }) {
                try cursor.note(1, in: &seen, name)
                origin.timestamp = try cursor.takeOptionalTimestamp()
            } else if cursor.withBytes(of: name, { $0.equals("messageID") }) {
                try cursor.note(2, in: &seen, name)
                origin.messageID = try cursor.takeOptionalText()
            } else if cursor.withBytes(of: name, { $0.equals("transcript") }) {
                try cursor.note(3, in: &seen, name)
                origin.transcript = try cursor.takeOptionalText()
            } else {
                try cursor.takeUnknown(name, under: "forwardedFrom")
            }
        }
        return origin
    }

    // MARK: Reactions and revisions

    mutating func takeReaction(_ place: Int) throws(JSONFailure) -> Reaction {
        _ = try significantByte()
        let start = index
        var emoji: Text?
        var reaction = Reaction(emoji: Text())
        var seen: UInt32 = 0
        try takeObject { cursor, name throws(JSONFailure) in
            if cursor.withBytes(of: name, { $0.equals("emoji") }) {
                try cursor.note(0, in: &seen, name)
                emoji = try cursor.takeOptionalText()
            } else if cursor.withBytes(of: name, { $0.equals("participants") }) {
                try cursor.note(1, in: &seen, name)
                reaction.participants = try cursor.takeReactors("reactions/\(place)/participants")
            } else if cursor.withBytes(of: name, { $0.equals("count") }) {
                try cursor.note(2, in: &seen, name)
                reaction.count = try cursor.takeOptionalInteger()
            } else {
                try cursor.takeUnknown(name, under: "reactions/\(place)")
            }
        }
        guard let emoji else { throw missing("emoji", at: start) }
        reaction.emoji = emoji
        return reaction
    }

    private mutating func takeReactors(_ path: @autoclosure () -> String) throws(JSONFailure) -> [Sender] {
        if try takeNull() { return [] }
        var count = 0
        return try takeArray { cursor throws(JSONFailure) in
            defer { count += 1 }
            return try cursor.takeSender("\(path())/\(count)")
        }
    }

    mutating func takeRevision(_ place: Int) throws(JSONFailure) -> Revision {
        var revision = Revision()
        var seen: UInt32 = 0
        try takeObject { cursor, name throws(JSONFailure) in
            let member = cursor.withBytes(of: name) { MessageName($0) }
            switch member {
            case .timestamp, .body, .attachments: try cursor.note(member.rawValue, in: &seen, name)
            default: return try cursor.takeUnknown(name, under: "revisions/\(place)")
            }
            switch member {
            case .timestamp:
                revision.timestamp = try cursor.takeOptionalTimestamp()
            case .body: revision.body = try cursor.takeOptionalText()
            default: revision.attachments = try cursor.takeAttachments()
            }
        }
        return revision
    }

    private func missing(_ member: StaticString, at place: Int) -> JSONFailure {
        JSONFailure(.model, at: place, .jsonMissingMember, "the member \"\(member)\" is missing")
    }
}

extension Attachment {
    fileprivate mutating func set(_ member: AttachmentName, to text: Text?) {
        switch member {
        case .url: url = text
        case .path: path = text
        case .title: title = text
        case .mediaType: mediaType = text
        default: break
        }
    }
}

extension String {
    /// The string in quotation marks, cut where it is too long for an error.
    var quoted: String {
        let limit = 40
        return count > limit ? "\"\(prefix(limit))…\"" : "\"\(self)\""
    }
}
