public import TranscriptModel

/// What is lost between two files, counted as messages pass: what the reader left out, and what a transcript uses and the
/// output's format does not hold.
///
/// One mechanism for all formats: a reader tells what it leaves out, a writer's format declares what it can hold, and nothing
/// more is asked of them. What is counted of a capability is what `TranscriptProjection` takes out.
public struct LossTally {
    private var missing: CapabilityMask
    /// The first date of a message so far, where the times of others are counted from it.
    private var firstDate: CalendarDate?
    /// The dates all times of which can be counted from the first one's midnight.
    private var countableDates: ClosedRange<CalendarDate>?
    /// The precision of times that is held.
    private let commonPrecision: Timestamp.Precision
    /// What the names of extensions start with that the target holds although it declares none: its own.
    private let ownPrefix: Text
    /// Whether the target shows how texts are formatted.
    private var showsFormatting = false
    /// Names of extensions that keep how records are spelled, where the output is the whole input once more: what such a record
    /// lacks in the model comes back with its spelling.
    private var spelling: Set<Text> = []
    /// Whether the header keeps how it was spelled.
    private var headerIsSpelled = false
    /// How many messages were counted.
    public private(set) var messageCount = 0
    private var losses: [Capability: Loss] = [:]
    /// What readers left out, in the order in which kinds came up.
    private var omissions: [Loss] = []
    /// Messages that were counted last and are not among `losses` yet.
    private var alike = Alike()

    /// Messages that all lost the same, as nearly all of a transcript do: told together, they cost one sum each.
    private struct Alike {
        var lost: CapabilityMask = []
        var firstMessage = 0
        var count = 0
    }

    /// Counts what files of `format` do not hold that are written with these options.
    ///
    /// - Throws: `usage` for an option that the format's writer does not have.
    public init(for format: any TranscriptFormat, writerOptions: [OptionAssignment] = []) throws(ConversionError) {
        self.init(holding: try format.capabilities(writing: writerOptions), own: format.descriptor.name)
        showsFormatting = format.descriptor.showsFormatting
    }

    /// From here on, records that keep how they are spelled count as written whole: `format` is also that of the input, all of
    /// whose messages are written in their order.
    package mutating func expectSpelling(of format: any TranscriptFormat) { spelling = format.descriptor.spellingExtensions }

    /// Counts what `capabilities` do not hold, but for extensions of the format with that name.
    package init(holding capabilities: Set<Capability>, own name: String) {
        ownPrefix = Text("\(name):")
        commonPrecision = capabilities.commonPrecision
        let held = capabilities.reduce(into: CapabilityMask()) { $0.formUnion(CapabilityMask($1)) }
        missing = .all.subtracting(held)
        // Nothing can want an end or a text that cannot have one.
        if !held.contains(CapabilityMask(.ends)) { missing.remove(CapabilityMask(.messagesWithoutEnd)) }
        if !held.contains(CapabilityMask(.bodies)) { missing.remove(CapabilityMask(.messagesWithoutBody)) }
        // Dates stay dates, or go with all their times.
        if held.contains(CapabilityMask(.dates)) || !held.contains(CapabilityMask(.timesSinceStart)) {
            missing.remove(CapabilityMask(.timesOutOfRange))
        }
    }

    /// What was lost so far: on reading, in the order in which it came up, and on writing, in the order of `Capability`.
    public var all: [Loss] {
        var tally = self
        tally.addAlike()
        return omissions + Capability.allCases.compactMap { tally.losses[$0] }
    }

    public mutating func count(_ header: TranscriptHeader) {
        headerIsSpelled = spelling.contains { header.extensions[$0] != nil }
        let lost = CapabilityMask(usedBy: header, ownPrefix).intersection(missing)
        for capability in lost.capabilities { losses[capability] = Loss(.capability(capability), ofHeader: true) }
    }

    /// Counts what `messages`, the next of the transcript, use. O(1) for a plain message.
    public mutating func count(_ messages: [Message]) {
        countOmissions(of: messages)
        if missing.isEmpty {
            messageCount += messages.count
            return
        }
        for index in messages.indices {
            messageCount += 1
            var lost: CapabilityMask = []
            lost.use(messages[index], ownPrefix, commonPrecision)
            if missing.contains(CapabilityMask(.timesOutOfRange)), lost.contains(CapabilityMask(.dates)),
                !(messages[index].isPlain && isCountable(messages[index].timestamp?.date)), holdsTimeOutOfRange(messages[index])
            {
                lost.formUnion(CapabilityMask(.timesOutOfRange))
            }
            lost.formIntersection(missing)
            if lost.isEmpty { continue }
            if lost != alike.lost {
                addAlike()
                alike = Alike(lost: lost, firstMessage: messageCount)
            }
            alike.count += 1
        }
    }

    /// Whether a time of a message cannot be counted from the first date's midnight.
    private mutating func holdsTimeOutOfRange(_ message: Message) -> Bool {
        if firstDate == nil, let date = message.timestamp?.date {
            firstDate = date
            countableDates = date.datesCountedFromIt
        }
        return isOutOfRange(message.timestamp) || isOutOfRange(message.end)
    }

    private func isOutOfRange(_ timestamp: Timestamp?) -> Bool {
        guard let timestamp, timestamp.date != nil else { return false }
        return timestamp.seconds(sinceMidnightOf: firstDate) == nil
    }

    /// Whether any time of a date can be counted: known by a comparison, as the date of nearly each message has to be.
    @inline(__always)
    private func isCountable(_ date: CalendarDate?) -> Bool {
        guard let date, let countableDates else { return false }
        return countableDates.contains(date)
    }

    /// Counts what a reader left out that belongs to no message.
    public mutating func count(_ omitted: [Omission]) {
        for omission in omitted 
        where !headerIsSpelled || omission.kind.group == .damage || omission.kind == .contradictingNotes {
            add(omission) { $0.addToHeader(omission) }
        }
    }

    private mutating func countOmissions(of messages: [Message]) {
        for index in messages.indices {
            guard let source = messages[index].source as? any RecordSource, !source.omissions.isEmpty,
                !source.isWrittenWhole(for: messages[index]), !comesBackBySpelling(messages[index], source)
            else { continue }
            let number = messageCount + index + 1
            let shown = showsFormatting ? messages[index].formatting?.omission : nil
            for case let omission? in source.omissions.map({ $0.without(shown) }) { add(omission) { $0.add(omission, from: number) } }
        }
    }

    /// Whether a message was not changed since it was read, and keeps how its record was spelled.
    private func comesBackBySpelling(_ message: Message, _ source: any RecordSource) -> Bool {
        guard !spelling.isEmpty, let record = source as? OmittingRecord else { return false }
        return record.message == message && spelling.contains { message.details.extensions[$0] != nil }
    }

    private mutating func add(_ omission: Omission, _ add: (inout Loss) -> Void) {
        let kind = LossKind.omission(omission.kind)
        let index = omissions.firstIndex { $0.kind == kind } ?? omissions.count
        if index == omissions.count { omissions.append(Loss(kind)) }
        add(&omissions[index])
    }

    private mutating func addAlike() {
        for capability in alike.lost.capabilities {
            losses[capability, default: Loss(.capability(capability))].add(alike.count, from: alike.firstMessage)
        }
        alike = Alike()
    }
}

/// One thing that was lost.
public struct Loss: Sendable, Hashable {
    public let kind: LossKind
    /// Whether the transcript had it, apart from its messages.
    public private(set) var ofHeader: Bool
    /// How many messages had it.
    public private(set) var messageCount = 0
    /// The first message that had it, counted from 1.
    public private(set) var firstMessage: Int?
    /// How many there were, and how many bytes of the input they took; nil for what is lost on writing.
    public private(set) var omitted: Omission?

    init(_ kind: LossKind, ofHeader: Bool = false) {
        self.kind = kind
        self.ofHeader = ofHeader
    }

    /// The capability that the output's format lacks; nil for what is lost on reading.
    public var capability: Capability? {
        if case .capability(let capability) = kind { capability } else { nil }
    }

    mutating func add(_ count: Int, from message: Int) {
        messageCount += count
        if firstMessage == nil { firstMessage = message }
    }

    mutating func add(_ omission: Omission, from message: Int) {
        add(1, from: message)
        add(omission)
    }

    mutating func addToHeader(_ omission: Omission) {
        ofHeader = true
        add(omission)
    }

    private mutating func add(_ omission: Omission) {
        if omitted == nil { omitted = omission } else { omitted?.add(omission) }
    }
}

/// A set of capabilities in a word, so that a plain message costs no allocation.
private struct CapabilityMask: OptionSet {
    var rawValue: UInt32

    init(rawValue: UInt32) { self.rawValue = rawValue }

    @inline(__always)
    init(_ capability: Capability) { self.init(rawValue: 1 << capability.position) }

    static let all = Capability.allCases.reduce(into: CapabilityMask()) { $0.formUnion(CapabilityMask($1)) }

    var capabilities: [Capability] { Capability.allCases.filter { contains(CapabilityMask($0)) } }

    @inline(__always)
    private mutating func insert(_ capability: Capability, if isUsed: Bool = true) {
        if isUsed { formUnion(CapabilityMask(capability)) }
    }
}

extension Capability {
    /// The bit that stands for it: known when this is compiled, since it is asked for with every message.
    @inline(__always)
    fileprivate var position: UInt32 {
        switch self {
        case .transcriptKind: 0
        case .transcriptID: 1
        case .title: 2
        case .participants: 3
        case .metadata: 4
        case .dates: 5
        case .timesSinceStart: 6
        case .messagesWithoutTime: 7
        case .timesOutOfRange: 30
        case .subseconds: 8
        case .precisions: 9
        case .offsets: 10
        case .zones: 11
        case .ends: 12
        case .messagesWithoutEnd: 13
        case .senderNames: 14
        case .senderIDs: 15
        case .bodies: 16
        case .messagesWithoutBody: 17
        case .messageIDs: 18
        case .attachments: 19
        case .replies: 20
        case .quotes: 21
        case .forwards: 22
        case .reactions: 23
        case .edits: 24
        case .revisions: 25
        case .deletions: 26
        case .events: 27
        case .origins: 28
        case .extensions: 29
        }
    }
}

// MARK: What is used

extension CapabilityMask {
    init(usedBy header: TranscriptHeader, _ ownPrefix: Text) {
        self = []
        insert(.transcriptKind, if: header.kind != nil)
        insert(.transcriptID, if: header.id != nil)
        insert(.title, if: header.title != nil)
        insert(.participants, if: !header.participants.isEmpty)
        insert(.metadata, if: !header.metadata.isEmpty)
        let participantsHaveMore = header.participants.contains { !$0.extensions.isEmpty }
        insert(.extensions, if: header.extensions.hasOthers(than: ownPrefix) || participantsHaveMore)
    }

    @inline(__always)
    mutating func use(_ message: Message, _ ownPrefix: Text, _ commonPrecision: Timestamp.Precision) {
        if let timestamp = message.timestamp { use(timestamp, commonPrecision) } else { insert(.messagesWithoutTime) }
        use(message.sender)
        insert(message.body == nil ? .messagesWithoutBody : .bodies)
        guard let end = message.end else {
            insert(.messagesWithoutEnd)
            if !message.isPlain { use(message.details, ownPrefix, commonPrecision) }
            return
        }
        insert(.ends)
        use(end, commonPrecision)
        if !message.isPlainButForEnd { use(message.details, ownPrefix, commonPrecision) }
    }

    private mutating func use(_ timestamp: Timestamp, _ commonPrecision: Timestamp.Precision) {
        insert(timestamp.date == nil ? .timesSinceStart : .dates)
        insert(.subseconds, if: timestamp.fractionDigits > 0)
        insert(.precisions, if: timestamp.precision != commonPrecision)
        insert(.offsets, if: timestamp.utcOffset != nil)
        insert(.zones, if: timestamp.zone != nil)
    }

    private mutating func use(_ sender: Sender) {
        insert(.senderNames, if: sender.name != nil)
        insert(.senderIDs, if: sender.id != nil)
    }

    private mutating func use(_ attachments: [Attachment]) {
        insert(.attachments, if: !attachments.isEmpty)
        insert(.extensions, if: attachments.contains { !$0.extensions.isEmpty })
    }

    /// A content that is inside something else counts with what it is made of, as a projection takes it apart.
    private mutating func use(
        _ timestamp: Timestamp?, _ sender: Sender, _ body: Text?, _ attachments: [Attachment],
        _ commonPrecision: Timestamp.Precision
    ) {
        if let timestamp { use(timestamp, commonPrecision) }
        use(sender)
        insert(.bodies, if: body != nil)
        use(attachments)
    }

    private mutating func use(
        _ details: MessageDetails, _ ownPrefix: Text, _ commonPrecision: Timestamp.Precision
    ) {
        insert(.messageIDs, if: details.id != nil)
        use(details.attachments)
        insert(.replies, if: details.replyTo != nil)
        if let quote = details.quote {
            insert(.quotes)
            use(quote.timestamp, quote.sender, quote.body, quote.attachments, commonPrecision)
        }
        if let origin = details.forwardedFrom {
            insert(.forwards)
            use(origin.timestamp, origin.sender, nil, [], commonPrecision)
        }
        for reaction in details.reactions {
            insert(.reactions)
            for participant in reaction.participants { use(participant) }
        }
        if let edit = details.edited {
            insert(.edits)
            if let timestamp = edit.timestamp { use(timestamp, commonPrecision) }
        }
        for revision in details.revisions {
            insert(.revisions)
            use(revision.timestamp, Sender(), revision.body, revision.attachments, commonPrecision)
        }
        insert(.deletions, if: details.isDeleted)
        if let event = details.event {
            insert(.events)
            use(event.actor)
        }
        insert(.origins, if: details.generatedBy != nil)
        insert(.extensions, if: details.extensions.hasOthers(than: ownPrefix))
    }
}

extension Members {
    /// Whether there is a name that does not start with `prefix`.
    fileprivate func hasOthers(than prefix: Text) -> Bool {
        contains { $0.name.slice(0..<Swift.min(prefix.utf8Count, $0.name.utf8Count)) != prefix }
    }
}
