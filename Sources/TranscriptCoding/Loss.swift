public import TranscriptModel

/// What a transcript uses and a set of capabilities does not hold: counted as messages pass.
///
/// One mechanism for all formats: a format declares what it can hold, and nothing more is asked of it. What is counted
/// here is what `TranscriptProjection` takes out.
public struct LossTally {
    private var missing: CapabilityMask
    /// The precision of times that is held.
    private let commonPrecision: Timestamp.Precision
    /// What the names of extensions start with that the target holds although it declares none: its own.
    private let ownPrefix: Text
    /// How many messages were counted.
    public private(set) var messageCount = 0
    private var losses: [Capability: Loss] = [:]

    /// Counts what files of `format` do not hold that are written with these options.
    ///
    /// - Throws: `usage` for an option that the format's writer does not have.
    public init(for format: any TranscriptFormat, writerOptions: [OptionAssignment] = []) throws(ConversionError) {
        self.init(holding: try format.capabilities(writing: writerOptions), own: format.descriptor.name)
    }

    /// Counts what `capabilities` do not hold, but for extensions of the format with that name.
    package init(holding capabilities: Set<Capability>, own name: String) {
        ownPrefix = Text("\(name):")
        commonPrecision = capabilities.commonPrecision
        missing = []
        for capability in Capability.allCases where !capabilities.contains(capability) {
            missing.formUnion(CapabilityMask(capability))
        }
        // Nothing can want an end or a text that cannot have one.
        if !capabilities.contains(.ends) { missing.remove(CapabilityMask(.messagesWithoutEnd)) }
        if !capabilities.contains(.bodies) { missing.remove(CapabilityMask(.messagesWithoutBody)) }
    }

    /// What was lost so far, in the order of `Capability`.
    public var all: [Loss] { Capability.allCases.compactMap { losses[$0] } }

    public mutating func count(_ header: TranscriptHeader) {
        let lost = CapabilityMask(usedBy: header, ownPrefix).intersection(missing)
        for capability in lost.capabilities { losses[capability] = Loss(capability: capability, ofHeader: true) }
    }

    /// Counts what `messages`, the next of the transcript, use. O(1) for a plain message.
    public mutating func count(_ messages: [Message]) {
        if missing.isEmpty {
            messageCount += messages.count
            return
        }
        for index in messages.indices {
            messageCount += 1
            let lost = CapabilityMask(usedBy: messages[index], ownPrefix, commonPrecision).intersection(missing)
            if lost.isEmpty { continue }
            for capability in lost.capabilities {
                losses[capability, default: Loss(capability: capability)].add(message: messageCount)
            }
        }
    }
}

/// One thing that was lost.
public struct Loss: Sendable, Hashable {
    public let capability: Capability
    /// Whether the transcript's header had it.
    public let ofHeader: Bool
    /// How many messages had it.
    public private(set) var messageCount = 0
    /// The first message that had it, counted from 1.
    public private(set) var firstMessage: Int?

    init(capability: Capability, ofHeader: Bool = false) {
        self.capability = capability
        self.ofHeader = ofHeader
    }

    mutating func add(message: Int) {
        messageCount += 1
        if firstMessage == nil { firstMessage = message }
    }
}

/// A set of capabilities in a word, so that a plain message costs no allocation.
private struct CapabilityMask: OptionSet {
    var rawValue: UInt32

    init(rawValue: UInt32) { self.rawValue = rawValue }

    init(_ capability: Capability) {
        let position = Capability.allCases.firstIndex(of: capability) ?? 31
        self.init(rawValue: 1 << UInt32(truncatingIfNeeded: position))
    }

    var capabilities: [Capability] { Capability.allCases.filter { contains(CapabilityMask($0)) } }

    private mutating func insert(_ capability: CapabilityMask, if isUsed: Bool) {
        if isUsed { formUnion(capability) }
    }

    private static let transcriptKind = CapabilityMask(.transcriptKind)
    private static let transcriptID = CapabilityMask(.transcriptID)
    private static let title = CapabilityMask(.title)
    private static let participants = CapabilityMask(.participants)
    private static let metadata = CapabilityMask(.metadata)
    private static let dates = CapabilityMask(.dates)
    private static let timesSinceStart = CapabilityMask(.timesSinceStart)
    private static let messagesWithoutTime = CapabilityMask(.messagesWithoutTime)
    private static let subseconds = CapabilityMask(.subseconds)
    private static let precisions = CapabilityMask(.precisions)
    private static let offsets = CapabilityMask(.offsets)
    private static let zones = CapabilityMask(.zones)
    private static let ends = CapabilityMask(.ends)
    private static let messagesWithoutEnd = CapabilityMask(.messagesWithoutEnd)
    private static let senderNames = CapabilityMask(.senderNames)
    private static let senderIDs = CapabilityMask(.senderIDs)
    private static let bodies = CapabilityMask(.bodies)
    private static let messagesWithoutBody = CapabilityMask(.messagesWithoutBody)
    private static let messageIDs = CapabilityMask(.messageIDs)
    private static let attachments = CapabilityMask(.attachments)
    private static let replies = CapabilityMask(.replies)
    private static let quotes = CapabilityMask(.quotes)
    private static let forwards = CapabilityMask(.forwards)
    private static let reactions = CapabilityMask(.reactions)
    private static let edits = CapabilityMask(.edits)
    private static let revisions = CapabilityMask(.revisions)
    private static let deletions = CapabilityMask(.deletions)
    private static let events = CapabilityMask(.events)
    private static let origins = CapabilityMask(.origins)
    private static let extensions = CapabilityMask(.extensions)
}

// MARK: What is used

extension CapabilityMask {
    init(usedBy header: TranscriptHeader, _ ownPrefix: Text) {
        self = []
        insert(Self.transcriptKind, if: header.kind != nil)
        insert(Self.transcriptID, if: header.id != nil)
        insert(Self.title, if: header.title != nil)
        insert(Self.participants, if: !header.participants.isEmpty)
        insert(Self.metadata, if: !header.metadata.isEmpty)
        let participantsHaveMore = header.participants.contains { !$0.extensions.isEmpty }
        insert(Self.extensions, if: header.extensions.hasOthers(than: ownPrefix) || participantsHaveMore)
    }

    init(usedBy message: Message, _ ownPrefix: Text, _ commonPrecision: Timestamp.Precision) {
        self = []
        if let timestamp = message.timestamp { use(timestamp, commonPrecision) } else { formUnion(Self.messagesWithoutTime) }
        use(message.sender)
        formUnion(message.body == nil ? Self.messagesWithoutBody : Self.bodies)
        guard let end = message.end else {
            formUnion(Self.messagesWithoutEnd)
            if !message.isPlain { use(message.details, ownPrefix, commonPrecision) }
            return
        }
        formUnion(Self.ends)
        use(end, commonPrecision)
        if !message.isPlainButForEnd { use(message.details, ownPrefix, commonPrecision) }
    }

    private mutating func use(_ timestamp: Timestamp, _ commonPrecision: Timestamp.Precision) {
        formUnion(timestamp.date == nil ? Self.timesSinceStart : Self.dates)
        insert(Self.subseconds, if: timestamp.fractionDigits > 0)
        insert(Self.precisions, if: timestamp.precision != commonPrecision)
        insert(Self.offsets, if: timestamp.utcOffset != nil)
        insert(Self.zones, if: timestamp.zone != nil)
    }

    private mutating func use(_ sender: Sender) {
        insert(Self.senderNames, if: sender.name != nil)
        insert(Self.senderIDs, if: sender.id != nil)
    }

    private mutating func use(_ attachments: [Attachment]) {
        insert(Self.attachments, if: !attachments.isEmpty)
        insert(Self.extensions, if: attachments.contains { !$0.extensions.isEmpty })
    }

    /// A content that is inside something else counts with what it is made of, as a projection takes it apart.
    private mutating func use(
        _ timestamp: Timestamp?, _ sender: Sender, _ body: Text?, _ attachments: [Attachment],
        _ commonPrecision: Timestamp.Precision
    ) {
        if let timestamp { use(timestamp, commonPrecision) }
        use(sender)
        insert(Self.bodies, if: body != nil)
        use(attachments)
    }

    private mutating func use(
        _ details: MessageDetails, _ ownPrefix: Text, _ commonPrecision: Timestamp.Precision
    ) {
        insert(Self.messageIDs, if: details.id != nil)
        use(details.attachments)
        insert(Self.replies, if: details.replyTo != nil)
        if let quote = details.quote {
            formUnion(Self.quotes)
            use(quote.timestamp, quote.sender, quote.body, quote.attachments, commonPrecision)
        }
        if let origin = details.forwardedFrom {
            formUnion(Self.forwards)
            use(origin.timestamp, origin.sender, nil, [], commonPrecision)
        }
        for reaction in details.reactions {
            formUnion(Self.reactions)
            for participant in reaction.participants { use(participant) }
        }
        if let edit = details.edited {
            formUnion(Self.edits)
            if let timestamp = edit.timestamp { use(timestamp, commonPrecision) }
        }
        for revision in details.revisions {
            formUnion(Self.revisions)
            use(revision.timestamp, Sender(), revision.body, revision.attachments, commonPrecision)
        }
        insert(Self.deletions, if: details.isDeleted)
        if let event = details.event {
            formUnion(Self.events)
            use(event.actor)
        }
        insert(Self.origins, if: details.generatedBy != nil)
        insert(Self.extensions, if: details.extensions.hasOthers(than: ownPrefix))
    }
}

extension Members {
    /// Whether there is a name that does not start with `prefix`.
    fileprivate func hasOthers(than prefix: Text) -> Bool {
        contains { $0.name.slice(0..<Swift.min(prefix.utf8Count, $0.name.utf8Count)) != prefix }
    }
}
