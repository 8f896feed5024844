import ChatConv
import TranscriptCoding
import TranscriptModel

/// What two transcripts may differ in without being different.
enum IgnoredPart: String, Sendable, CaseIterable {
    /// What formats keep of their own, of messages, of people, of attachments and of the whole.
    case extensions
    /// Identifiers of the transcript, of messages and of people, and which message is answered.
    case ids
    /// Offsets from UTC and names of zones: what the clocks on the wall showed is compared.
    case zones
}

/// One of two transcripts that are compared: read twice, first for a number for each message, then for the few that are shown.
struct ComparedTranscript {
    let file: InputFile
    private let registry: FormatRegistry
    private let settings: Settings
    private let streams: CommandStreams
    private let spelling: Spelling

    init(_ file: InputFile, _ registry: FormatRegistry, _ settings: Settings, _ streams: CommandStreams) {
        (self.file, self.registry, self.settings, self.streams) = (file, registry, settings, streams)
        spelling = Spelling(of: registry.formats)
    }

    struct Scan {
        var header: TranscriptHeader
        /// Equal for equal messages, in their order.
        var digests: [UInt64] = []
    }

    /// Reads all of it. Memory is 8 bytes a message.
    func scan() throws(ConversionError) -> Scan {
        var scan: Scan?
        try read(header: { scan = Scan(header: $0) }) { scan?.digests.append(MessageDigest(of: $0).value) }
        return scan ?? Scan(header: TranscriptHeader())
    }

    /// The messages with these numbers, counted from 0.
    func messages(_ numbers: Set<Int>) throws(ConversionError) -> [Int: Message] {
        var found: [Int: Message] = [:]
        if numbers.isEmpty { return found }
        var number = 0
        try read { message in
            if numbers.contains(number) { found[number] = message }
            number += 1
        }
        return found
    }

    private func read(
        header: (TranscriptHeader) -> Void = { _ in }, _ body: (Message) -> Void
    ) throws(ConversionError) {
        let input = try registry.open(
            file.open(streams), fileName: file.fileName, as: settings.from, charset: settings.charset)
        let options = try registry.route(settings.formatOptions, from: input.format, to: nil, ignoringOthers: true)
        var reading = ReadingSettings(
            options: options.reader, limits: settings.limits, isLenient: settings.isLenient)
        // How a file spells its records is not what they say.
        reading.keepsSpelling = false
        var reader = try input.makeReader(reading)
        header(comparable(try reader.readHeader()))
        var batch: [Message] = []
        var hasMore = true
        while hasMore {
            batch.removeAll(keepingCapacity: true)
            hasMore = try reader.readMessages(into: &batch)
            for message in batch { body(comparable(message)) }
        }
    }

    // MARK: What is ignored

    private func ignores(_ part: IgnoredPart) -> Bool { settings.ignoredParts.contains(part) }

    private func comparable(_ header: TranscriptHeader) -> TranscriptHeader {
        var header = spelling.removed(from: header)
        if ignores(.ids) { header.id = nil }
        if ignores(.extensions) { header.extensions = Members() }
        for index in header.participants.indices {
            if ignores(.ids) { header.participants[index].id = nil }
            if ignores(.extensions) { header.participants[index].extensions = Members() }
        }
        return header
    }

    private func comparable(_ message: Message) -> Message {
        var message = message.source == nil ? message : message.withoutSource
        if ignores(.zones) { message.timestamp = message.timestamp?.withoutZone }
        if ignores(.ids) { message.sender.id = nil }
        if message.isPlain { return message }
        message = spelling.removed(from: message)
        var details = message.details
        if ignores(.ids) { (details.id, details.replyTo) = (nil, nil) }
        if ignores(.zones) { details.end = details.end?.withoutZone }
        if ignores(.extensions) {
            details.extensions = Members()
            for index in details.attachments.indices { details.attachments[index].extensions = Members() }
        }
        message.details = details
        return message
    }
}

extension Timestamp {
    fileprivate var withoutZone: Timestamp {
        Timestamp(date: date, seconds: Int(seconds), nanoseconds: Int(nanoseconds), precision: precision, utcOffset: nil) ?? self
    }
}
