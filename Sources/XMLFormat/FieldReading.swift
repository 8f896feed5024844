import TextScanning
import TranscriptCoding
import TranscriptModel

extension TranscriptBuilder {
    /// Sets the field that an attribute of `context` stands for. Returns false when there is no such attribute.
    mutating func set(
        _ name: Name, to value: UnsafeBufferPointer<UInt8>, in context: Context
    ) throws(ConversionError) -> Bool {
        switch (context, name) {
        case (.message, .timestamp): message.timestamp = try time(value)
        case (.message, .sender): message.sender.name = makeText(value)
        case (.message, .end): details.end = try time(value)
        case (.message, .deleted): details.isDeleted = try flag(value)
        case (.message, .generatedBy): details.generatedBy = try word(value, "generatedBy")
        case (.transcript, .kind): header.kind = try word(value, "kind")
        case (.participant, .isSelf): participant.isSelf = try flag(value)
        case (.participant, .role): participant.role = try word(value, "role")
        case (.attachment, .type): attachment.kind = try word(value, "type")
        case (.attachment, .state): attachment.state = try word(value, "state")
        case (.attachment, .size): attachment.size = try number(value)
        case (.quote, .timestamp): quote.timestamp = try time(value)
        case (.forwardedFrom, .timestamp): forwardOrigin.timestamp = try time(value)
        case (.revision, .timestamp): revision.timestamp = try time(value)
        case (.edited, .timestamp): details.edited = Edit(timestamp: try time(value))
        case (.reaction, .count): reaction.count = try number(value)
        case (.char, .code): append(try character(value))
        default:
            guard Grammar.isField(name, of: context) else { return false }
            assign(makeText(value), to: name, of: context)
        }
        return true
    }

    /// Sets a text of the part that `context` is.
    mutating func assign(_ text: consuming Text, to name: Name, of context: Context) {
        switch (context, name) {
        case (.message, .body): message.body = text
        case (.message, .sender): message.sender.name = text
        case (.message, .senderID): message.sender.id = text
        case (.message, .id): details.id = text
        case (.message, .replyTo): details.replyTo = text
        case (.transcript, .id): header.id = text
        case (.transcript, .title): header.title = text
        case (.participant, .id): participant.id = text
        case (.participant, .displayName): participant.displayName = text
        case (.event, .action): event.action = text
        case (.event, .actor): event.actor.name = text
        case (.event, .actorID): event.actor.id = text
        case (.attachment, .url): attachment.url = text
        case (.attachment, .path): attachment.path = text
        case (.attachment, .title): attachment.title = text
        case (.attachment, .mediaType): attachment.mediaType = text
        case (.quote, .body): quote.body = text
        case (.quote, .sender): quote.sender.name = text
        case (.quote, .senderID): quote.sender.id = text
        case (.revision, .body): revision.body = text
        case (.forwardedFrom, .sender): forwardOrigin.sender.name = text
        case (.forwardedFrom, .senderID): forwardOrigin.sender.id = text
        case (.forwardedFrom, .messageID): forwardOrigin.messageID = text
        case (.forwardedFrom, .transcript): forwardOrigin.transcript = text
        case (.reaction, .emoji): reaction.emoji = text
        case (.reactor, .name): reactor.name = text
        case (.reactor, .id): reactor.id = text
        default: break
        }
    }

    private mutating func time(_ value: UnsafeBufferPointer<UInt8>) throws(ConversionError) -> Timestamp {
        if let time = PlainTime(whole: value)?.timestamp ?? Timestamp(makeText(value)) { return time }
        throw problems.invalid(value, "is no time; write 2018-01-23T10:27:03, or 10:27:03 since the start")
    }

    private mutating func flag(_ value: UnsafeBufferPointer<UInt8>) throws(ConversionError) -> Bool {
        if value.equals("true") { return true }
        if value.equals("false") { return false }
        throw problems.invalid(value, "is neither true nor false")
    }

    private mutating func word<Word>(
        _ value: UnsafeBufferPointer<UInt8>, _ name: String
    ) throws(ConversionError) -> Word where Word: RawRepresentable<Text> & CaseIterable {
        if let word = Word(rawValue: makeText(value)) { return word }
        let words = Word.allCases.map { String($0.rawValue) }.joined(separator: ", ")
        throw problems.invalid(value, "is no '\(name)'; there are \(words)")
    }

    private mutating func number(_ value: UnsafeBufferPointer<UInt8>) throws(ConversionError) -> Int64 {
        // `Int64` also takes a plus sign, which the schema does not.
        let text = String(decoding: value, as: UTF8.self)
        if !text.hasPrefix("+"), let number = Int64(text) { return number }
        throw problems.invalid(value, "is no whole number")
    }

    private mutating func character(_ value: UnsafeBufferPointer<UInt8>) throws(ConversionError) -> Unicode.Scalar {
        if let code = UInt32(String(decoding: value, as: UTF8.self)), let character = Unicode.Scalar(code) {
            return character
        }
        throw problems.invalid(value, "is no character's number")
    }
}
