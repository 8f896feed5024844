import TextScanning
import TranscriptCoding
import TranscriptModel

/// Makes a header and messages of the elements that the parser meets.
///
/// One frame for each open element of our namespace says what the element is and what it has had already; the part of
/// the model that the element stands for is built in the property of that name, and handed to its parent at the end
/// tag. No part can stand inside another of its kind, so one of each is enough; values, which can, have a stack.
struct TranscriptBuilder: ~Copyable {
    struct Frame {
        let name: Name
        let context: Context
        var seen = NameSet()
    }

    /// What the reader takes away when it likes.
    var ready: [Message] = []
    /// Where each of them starts, while somebody asks for it.
    var readyStarts = MessageStarts()
    private var messageStart: MessageStart?
    var header = TranscriptHeader()
    private(set) var headerIsDone = false
    /// Why the document is no transcript, when its outermost element says so. Then the rest of it is only parsed.
    private(set) var rejection: ConversionError?
    private var isRejected = false
    /// Whether the document's outermost element has begun.
    private(set) var hasRoot = false
    /// How many messages have begun.
    private(set) var recordNumber = 0

    let problems: Problems
    private let depthLimit: Int
    /// The innermost element that is open, and those around it, the outermost first.
    private var current = Frame(name: .transcript, context: .transcript)
    private var outer: [Frame] = []
    /// Open elements of all namespaces.
    private var depth = 0
    /// Open elements that are left out, in a lenient run, and where the outermost of them begins in the input.
    private var skippedDepth = 0
    private var skippedPlace: SourceLocation?
    /// The text being read: its first part, and from the second on all parts.
    private var firstPart = Text()
    private var scratch = OutputBuffer(capacity: 4096)
    private var arena = TextArena()
    private var foreign = ForeignReader()
    /// The text that was found in a CDATA section where none may stand.
    private var strayText: ConversionError?
    private var strayLength = 0
    /// Whether text where none may stand was told of since the last tag: the parser hands a long one over in parts.
    private var hasToldStrayText = false

    // The parts under construction.
    var message = Message()
    var details = MessageDetails() { didSet { hasDetails = true } }
    private var hasDetails = false
    var participant = Participant()
    var attachment = Attachment(kind: .file)
    var quote = Quote(sender: .none)
    var revision = Revision()
    var forwardOrigin = ForwardOrigin()
    var reaction = Reaction(emoji: Text())
    var reactor = Sender()
    var event = Event(action: Text())
    private var values = ValueBuilder()
    /// Holds the document to the schema as well, while somebody validates it.
    var judge: SchemaJudge

    init(_ feed: DocumentFeed) {
        problems = Problems(feed)
        depthLimit = feed.input.limits.depth
        judge = SchemaJudge(isWanted: feed.input.isValidated)
    }

    /// Whether plain messages may be added where the parser is between two parts of the transcript: where names without a
    /// prefix are ours, and the document is a transcript.
    private(set) var takesPlainMessages = false

    /// Adds a message that the parser does not see, from the unread bytes; its texts share them where they are as they stand there.
    @inline(__always)
    mutating func add(_ plain: PlainMessage, in input: InputBuffer) {
        recordNumber &+= 1
        if let attachment = plain.attachment { return add(plain, with: attachment, in: input) }
        // Made where they go: a message that is made, copied and released counts references to each of its texts.
        if let end = plain.endTime {
            ready.append(
                Message(
                    timestamp: plain.time.timestamp, sender: Sender(name: plain.sender.map { text($0, in: input) }),
                    body: plain.body.map { text($0, in: input) }, end: end.timestamp))
        } else {
            ready.append(
                Message(
                    timestamp: plain.time.timestamp, sender: Sender(name: plain.sender.map { text($0, in: input) }),
                    body: plain.body.map { text($0, in: input) }))
        }
    }

    private mutating func add(_ plain: PlainMessage, with attachment: PlainAttachment, in input: InputBuffer) {
        let sender = Sender(name: plain.sender.map { text($0, in: input) })
        var message = Message(timestamp: plain.time.timestamp, sender: sender, body: plain.body.map { text($0, in: input) })
        let url = attachment.url.map { text($0, in: input) }
        let title = attachment.title.map { text($0, in: input) }
        message.details.end = plain.endTime?.timestamp
        message.details.attachments = [Attachment(kind: attachment.kind, url: url, title: title)]
        ready.append(message)
    }

    @inline(__always)
    private mutating func text(_ plain: PlainText, in input: InputBuffer) -> Text {
        if !plain.hasReferences { return input.text(plain.range) }
        return input.withUnread { arena.makeText(resolving: $0.slice(plain.range)) }
    }

    /// Looks up the place of the message that is being read, because its start is about to leave memory.
    mutating func keepMessageStart() {
        guard case .byte(let start)? = messageStart, let place = problems.location(ofLineFrom: start) else { return }
        messageStart = .place(place)
        judge.keepMessageStart(place)
    }

    // MARK: Start tags

    mutating func start(_ tag: StartTag) throws(ConversionError) {
        depth += 1
        hasToldStrayText = false
        try checkLimits(tag)
        if judge.isWanted { judge.start(tag, problems) }
        if isRejected { return }
        if skippedDepth > 0 {
            skippedDepth += 1
        } else if foreign.depth > 0 {
            foreign.start(tag)
        } else if depth == 1 {
            try startRoot(tag)
        } else if tag.isOurs {
            do throws(ConversionError) { try startElement(tag) } catch { try skip(error) }
        } else {
            do throws(ConversionError) { try startForeign(tag) } catch { try skip(error) }
        }
    }

    private mutating func checkLimits(_ tag: StartTag) throws(ConversionError) {
        if depth > depthLimit + XMLLimits.levelsAroundValues { throw problems.tooDeep }
        if tag.attributeCount > XMLLimits.attributes || tag.namespacesInForce > XMLLimits.namespaces {
            throw problems.tooManyAttributes
        }
    }

    private mutating func startRoot(_ tag: StartTag) throws(ConversionError) {
        hasRoot = true
        guard tag.isOurs, tag.name == .transcript else {
            isRejected = true
            rejection = problems.noTranscript(tag.qualifiedName)
            return
        }
        takesPlainMessages = !tag.hasPrefix
        try readAttributes(tag)
    }

    private mutating func startElement(_ tag: StartTag) throws(ConversionError) {
        let parent = current
        guard let name = tag.name else {
            throw problems.unknownElement(tag.qualifiedName, in: parent.context)
        }
        guard let context = Grammar.context(of: name, in: parent.context) else {
            throw problems.error(.xmlMisplacedElement, "<\(name.spelling)> may not stand in <\(parent.name.spelling)>")
        }
        if parent.context == .transcript {
            try enterTranscript(tag, name)
        }
        if !Grammar.isRepeatable(name, in: parent.context), !current.seen.insert(name) {
            throw problems.error(.xmlDuplicate, "<\(parent.name.spelling)> has a second '\(name.spelling)'")
        }
        outer.append(current)
        current = Frame(name: name, context: context)
        prepare(context)
        if tag.attributeCount > 0 { try readAttributes(tag) }
        if parent.context == .members, name != .key, values.lacksName {
            current = outer.removeLast()
            throw problems.error(.xmlMissing, "<\(name.spelling)> in <\(parent.name.spelling)> has no name")
        }
        if context == .members || context == .array { try openValues(isArray: context == .array) }
    }

    private mutating func enterTranscript(_ tag: StartTag, _ child: Name) throws(ConversionError) {
        if child == .message {
            if !headerIsDone { try finishHeader() }
            recordNumber += 1
            if problems.tracksMessages { messageStart = .byte(problems.tagStart) }
        } else if headerIsDone {
            throw problems.error(.xmlMisplacedElement, "<\(child.spelling)> may not stand after the first <message>")
        }
    }

    /// Makes the part that an element stands for empty.
    private mutating func prepare(_ context: Context) {
        switch context {
        case .text: clearText()
        case .participant: participant = Participant()
        case .event: event = Event(action: Text())
        case .attachment: attachment = Attachment(kind: .file)
        case .quote: quote = Quote(sender: .none)
        case .forwardedFrom: forwardOrigin = ForwardOrigin()
        case .reaction: reaction = Reaction(emoji: Text())
        case .reactor: reactor = Sender()
        case .revision: revision = Revision()
        case .edited: details.edited = Edit()
        case .transcript, .message, .members, .array, .null, .char: break
        }
    }

    private mutating func openValues(isArray: Bool) throws(ConversionError) {
        // What holds the values, `metadata` or `extensions`, is no value and does not count.
        if values.depth > depthLimit { throw problems.tooDeep }
        values.open(isArray: isArray)
    }

    private mutating func readAttributes(_ tag: StartTag) throws(ConversionError) {
        for index in 0..<tag.attributeCount {
            guard let attribute = tag.attribute(at: index) else { continue }
            do throws(ConversionError) { try read(attribute) } catch { try problems.recover(error, in: attribute) }
        }
    }

    private mutating func read(_ attribute: StartTag.Attribute) throws(ConversionError) {
        let context = current.context
        guard let name = attribute.name else {
            if attribute.isForeign, context == .message || context == .transcript {
                return foreign.keep(attribute, problems)
            }
            throw problems.unknown(attribute, in: current.name, context)
        }
        if name == .name, outer.last?.context == .members, current.name != .key {
            if values.setName(attribute.withValue { makeText($0) }) { return }
            throw problems.error(
                .xmlDuplicate, "<\(current.name.spelling)> has two names, from <key> and from 'name'")
        }
        let isKnown =
            if let value = attribute.plainValue {
                try set(name, to: value, in: context)
            } else {
                try attribute.withValue { value throws(ConversionError) in try set(name, to: value, in: context) }
            }
        if !isKnown { throw problems.unknown(attribute, in: current.name, context) }
        // An attribute cannot be there twice, but the element that stands for it can follow.
        _ = current.seen.insert(name)
    }

    // MARK: Text

    mutating func text(_ utf8: UnsafeBufferPointer<UInt8>) throws(ConversionError) {
        if judge.isWanted { judge.text(utf8) }
        if isRejected || skippedDepth > 0 { return }
        if foreign.depth > 0 { return foreign.text(utf8) }
        if current.context == .text { return append(utf8) }
        if hasToldStrayText || utf8.allSatisfy(\.isXMLSpace) { return }
        hasToldStrayText = true
        try problems.recover(problems.strayText(in: current.name), leavingOut: utf8.count)
    }

    // MARK: What is no part of a transcript

    /// Tells of a comment or processing instruction that the parser has passed.
    mutating func passOver(_ markup: UnreadMarkup, length: Int) {
        if !isRejected, skippedDepth == 0 { problems.passOver(markup, length: length) }
    }

    /// Takes a part of a CDATA section. How the parser divides one depends on how the input comes in, so that text where
    /// none may stand is told when the section's end is there.
    mutating func section(_ utf8: UnsafeBufferPointer<UInt8>, isClosed: Bool) throws(ConversionError) {
        if isRejected || skippedDepth > 0 { return }
        if foreign.depth > 0 || current.context == .text { return try text(utf8) }
        if let start = utf8.firstIndex(where: { !$0.isXMLSpace }) {
            strayLength += utf8.count
            if strayText == nil { strayText = problems.strayText(in: current.name, atByteOfSection: start) }
        }
        if isClosed { try tellStrayText() }
    }

    private mutating func tellStrayText() throws(ConversionError) {
        guard let error = strayText else { return }
        defer { strayLength = 0 }
        strayText = nil
        if hasToldStrayText { return }
        hasToldStrayText = true
        try problems.recover(error, leavingOut: strayLength)
    }

    /// Adds a character that XML cannot hold to the text being read.
    mutating func append(_ character: Unicode.Scalar) {
        let bytes = Array(UTF8.encode(character) ?? UTF8.encodedReplacementCharacter)
        bytes.withUnsafeBufferPointer { append($0) }
    }

    private mutating func clearText() {
        firstPart = Text()
        scratch.removeAll()
    }

    /// Most texts come in one part, which is then the text itself; further parts are gathered with the first.
    private mutating func append(_ part: UnsafeBufferPointer<UInt8>) {
        if firstPart.isEmpty {
            firstPart = makeText(part)
            return
        }
        if scratch.isEmpty { firstPart.withUTF8 { scratch.append($0) } }
        scratch.append(part)
    }

    private mutating func takeText() -> Text {
        if !scratch.isEmpty { firstPart = Self.text(of: scratch, in: &arena) }
        var text = Text()
        swap(&text, &firstPart)
        return text
    }

    mutating func makeText(_ utf8: UnsafeBufferPointer<UInt8>) -> Text { arena.makeText(copying: utf8) }

    private static func text(of scratch: borrowing OutputBuffer, in arena: inout TextArena) -> Text {
        scratch.withBytes { arena.makeText(copying: $0) }
    }

    // MARK: End tags

    mutating func end() throws(ConversionError) {
        try endElement()
        hasToldStrayText = false
        if judge.isWanted { judge.end(problems) }
    }

    private mutating func endElement() throws(ConversionError) {
        depth -= 1
        if isRejected { return }
        if skippedDepth > 0 {
            skippedDepth -= 1
            if skippedDepth == 0 { problems.omitElement(from: skippedPlace) }
        } else if foreign.depth > 0 {
            foreign.end()
        } else {
            // A section can end without a last part.
            if strayText != nil { try tellStrayText() }
            let ended = current
            if let parent = outer.popLast() { current = parent }
            do throws(ConversionError) { try end(ended) } catch { try problems.recover(error) }
        }
    }

    private mutating func end(_ frame: Frame) throws(ConversionError) {
        let parent = current.context
        switch frame.context {
        case .text: try endText(frame, in: parent)
        case .message: try endMessage()
        case .char: try require(.code, frame)
        case .null: try add(.null)
        case .array: try add(values.closeArray())
        case .members: try endMembers(frame, in: parent)
        case .participant: header.participants.append(participant)
        case .attachment:
            try require(.type, frame)
            switch parent {
            case .quote: quote.attachments.append(attachment)
            case .revision: revision.attachments.append(attachment)
            default: details.attachments.append(attachment)
            }
        case .event:
            try require(.action, frame)
            details.event = event
        case .reaction:
            try require(.emoji, frame)
            details.reactions.append(reaction)
        case .reactor: reaction.participants.append(reactor)
        case .quote: details.quote = quote
        case .forwardedFrom: details.forwardedFrom = forwardOrigin
        case .revision: details.revisions.append(revision)
        case .edited: break
        case .transcript: try endTranscript()
        }
    }

    private mutating func endText(_ frame: Frame, in parent: Context) throws(ConversionError) {
        let text = takeText()
        switch frame.name {
        case .string: try add(.string(text))
        case .number: try add(number(text))
        case .boolean: try add(boolean(text))
        case .key:
            if values.setName(text) { return }
            throw problems.error(.xmlDuplicate, "a second <key> follows one without a value")
        case .alias: participant.aliases.append(text)
        default: assign(text, to: frame.name, of: parent)
        }
    }

    private mutating func number(_ text: Text) throws(ConversionError) -> Value {
        if let number = NumberLiteral(text) { return .number(number) }
        try problems.recover(problems.invalid(text, "is no number (RFC 8259, section 6)"), leavingOut: nil)
        return .string(text)
    }

    private mutating func boolean(_ text: Text) throws(ConversionError) -> Value {
        if text == ("true" as StaticString) { return .bool(true) }
        if text == ("false" as StaticString) { return .bool(false) }
        try problems.recover(problems.invalid(text, "is neither true nor false"), leavingOut: nil)
        return .string(text)
    }

    private mutating func add(_ value: Value) throws(ConversionError) {
        if !values.add(value) {
            throw problems.error(.xmlDuplicate, "a name in <\(current.name.spelling)> is there twice")
        }
    }

    private mutating func endMembers(_ frame: Frame, in parent: Context) throws(ConversionError) {
        let isKeyLeft = !values.lacksName
        let members = values.closeMembers()
        switch (frame.name, parent) {
        case (.object, _): try add(.object(members))
        case (.metadata, _): header.metadata = members
        case (_, .participant): participant.extensions = members
        case (_, .attachment): attachment.extensions = members
        case (_, .message): details.extensions = members
        default: header.extensions = members
        }
        if isKeyLeft {
            throw problems.error(.xmlMissing, "no value follows the last <key> in <\(frame.name.spelling)>")
        }
    }

    private mutating func endMessage() throws(ConversionError) {
        if foreign.hasContent { details.extensions = try foreign.takeContent(after: details.extensions, problems) }
        if hasDetails {
            message.details = details
            details = MessageDetails()
            hasDetails = false
        }
        ready.append(takeMessage())
        if let messageStart { readyStarts.append(messageStart) }
    }

    /// The message, without a second reference to its texts.
    private mutating func takeMessage() -> Message {
        var taken = Message()
        swap(&taken, &message)
        return taken
    }

    private mutating func endTranscript() throws(ConversionError) {
        if !headerIsDone { try finishHeader() }
    }

    private mutating func finishHeader() throws(ConversionError) {
        headerIsDone = true
        if foreign.hasContent { header.extensions = try foreign.takeContent(after: header.extensions, problems) }
    }

    // MARK: Foreign content

    private mutating func startForeign(_ tag: StartTag) throws(ConversionError) {
        let name = tag.qualifiedName
        guard name.hasNamespace else {
            throw problems.error(
                .xmlUnknownElement, "<\(name.shown)> has no namespace, so it is no element of a transcript")
        }
        guard current.context == .message || (current.context == .transcript && !headerIsDone) else {
            throw problems.error(
                .xmlMisplacedElement,
                "<\(name.shown)> of another namespace may stand only in <message> and before the first one")
        }
        foreign.begin(tag, problems)
    }

    // MARK: What can go wrong

    private mutating func require(_ name: Name, _ frame: Frame) throws(ConversionError) {
        if frame.seen.contains(name) { return }
        throw problems.error(.xmlMissing, "<\(frame.name.spelling)> has no '\(name.spelling)'")
    }

    private mutating func skip(_ error: ConversionError) throws(ConversionError) {
        try problems.recover(error, leavingOut: nil)
        skippedDepth = 1
        skippedPlace = problems.tagLocation
        if judge.isWanted { judge.leaveOut() }
    }
}
