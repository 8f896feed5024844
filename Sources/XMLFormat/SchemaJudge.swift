import TextScanning
import TranscriptCoding

/// Holds a document to the published schema, by libxml2's judgement, while it is validated.
///
/// The reader says itself, in better words, what it cannot take; this is the second opinion, for what the schema forbids
/// and the reader lets pass. A part of the document of which the reader has said something is not judged once more, but an
/// element that it leaves out is judged by itself: the reader has not looked at what is in it.
///
/// Parts are judged when they end: what stands before the first message, each message, and whatever else comes after. A
/// shape that was found valid is remembered, and not judged again: libxml2 takes ten microseconds for a plain message, five
/// times what reading it takes. What has more than a thousand elements of different shapes is left to the reader.
struct SchemaJudge {
    private enum Scope { case head, between, message, other }

    private let validator: SchemaValidator
    private var scope = Scope.head
    private var depth = 0
    /// Whether a part of which the reader has said something is left to it. Only tests ask for libxml2's opinion of all.
    var heedsReader = true
    /// Whether the document is no transcript, which is said already.
    private var isRejected = false
    private var shape = ElementShape()
    /// Where the part starts, unless it is a message.
    private var place: SourceLocation?
    private var faults = 0
    /// The shape that was found valid last, and others.
    private var lastValid: [UInt8] = []
    private var valid: Set<[UInt8]> = []
    private var validBytes = 0

    /// Shapes beyond this, all together, are forgotten. Transcripts have some dozens of a few hundred bytes.
    private static let mostBytes = 1 << 20
    /// libxml2 compares each element of an interleave with each: 70 s for 100,000 participants, 7 ms for a thousand.
    private static let mostElements = 1000

    /// Makes a judge; nil where libxml2 cannot compile the schema.
    init?() {
        guard let validator = SchemaValidator() else { return nil }
        self.validator = validator
    }

    /// A start tag comes, at a byte of the input, which the reader has not looked at.
    mutating func start(_ tag: StartTag, at offset: Int, _ problems: Problems) {
        depth += 1
        if isRejected { return }
        switch depth {
        case 1:
            isRejected = tag.name != .transcript
            begin(.head, problems)
        case 2:
            if scope == .head, tag.name != .message { break }
            if scope == .head { endHead(problems) }
            begin(tag.name == .message ? .message : .other, problems)
            if scope == .other {
                // What comes after messages is judged behind one.
                for name in [Name.transcript, .message] { shape.start(name, at: offset) }
                _ = shape.end()
            }
        default: break
        }
        shape.start(tag, at: offset)
    }

    mutating func text(_ utf8: UnsafeBufferPointer<UInt8>) {
        // Text between messages is the reader's affair.
        if !isRejected, depth > 1 || scope == .head { shape.text(utf8) }
    }

    /// The reader leaves out the element that was started last.
    mutating func leaveOut() { shape.leaveOut() }

    /// An end tag came, and the reader has looked at it.
    ///
    /// - Parameter messageStart: where the message starts that is being read.
    mutating func end(_ problems: Problems, messageStart: MessageTrail.Start?) {
        depth -= 1
        if isRejected { return }
        switch (depth, scope) {
        case (0, .head): endHead(problems)
        case (0, _): break
        case (1, .message):
            endElement(problems)
            if case .place(let start)? = messageStart { place = start }
            judge(problems)
            scope = .between
        case (1, .other):
            endElement(problems)
            endElement(problems)
            judge(problems)
            scope = .between
        default: endElement(problems)
        }
    }

    private mutating func endElement(_ problems: Problems) {
        if let leftOut = shape.end() { judge(leftOut, problems) }
    }

    private mutating func begin(_ scope: Scope, _ problems: Problems) {
        self.scope = scope
        shape.removeAll()
        place = scope == .message ? nil : problems.tagLocation
        faults = problems.faultCount
    }

    private mutating func endHead(_ problems: Problems) {
        endElement(problems)
        judge(problems)
        scope = .between
    }

    private mutating func judge(_ problems: Problems) {
        if heedsReader && problems.faultCount != faults || shape.bytes == lastValid { return }
        judge(shape, problems)
    }

    private mutating func judge(_ shape: ElementShape, _ problems: Problems) {
        if shape.starts.count > Self.mostElements { return }
        if valid.contains(shape.bytes) {
            lastValid = shape.bytes
            return
        }
        guard let objection = validator.objection(to: shape) else { return remember(shape.bytes) }
        let starts = shape.starts
        problems.report(
            objection, at: starts.indices.contains(objection.element) ? starts[objection.element] : starts.first, near: place)
    }

    private mutating func remember(_ shape: [UInt8]) {
        if validBytes > Self.mostBytes {
            valid.removeAll()
            validBytes = 0
        }
        validBytes += shape.count
        valid.insert(shape)
        lastValid = shape
    }
}
