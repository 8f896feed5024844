import TextScanning
import TranscriptCoding

/// Holds a document to the published schema, by libxml2's judgement, while it is validated.
///
/// The reader says itself, in better words, what it cannot take; this is the second opinion, for what the schema forbids
/// and the reader lets pass. A part of the document of which the reader has said something is not judged once more, but an
/// element that it leaves out is judged by itself: the reader has not looked at what is in it. Plain messages, which the parser
/// does not see, are such as the schema allows.
///
/// Parts are judged when they end: what stands before the first message, each message, and whatever else comes after. What
/// libxml2 says of a shape is remembered, and not asked again: it takes ten microseconds for a plain message, ten times what
/// reading it takes. What has more than a thousand elements of different shapes is left to the reader.
struct SchemaJudge {
    private enum Scope { case head, between, message, other }

    private let validator: SchemaValidator?
    /// Whether anything is to be judged; where not, no tag needs to come here.
    let isWanted: Bool
    private var scope = Scope.head
    private var depth = 0
    /// Whether a part of which the reader has said something is left to it. Only tests ask for libxml2's opinion of all.
    var heedsReader = true
    /// Whether the document is no transcript, which is said already.
    private var isRejected = false
    private var recorder = ShapeRecorder()
    /// Where the part starts; of a message only once its start has left memory.
    private var place: SourceLocation?
    private var faults = 0

    /// Makes a judge. Where libxml2 cannot compile the schema, it wants nothing.
    init(isWanted: Bool) {
        validator = isWanted ? SchemaValidator() : nil
        self.isWanted = validator != nil
    }

    /// A start tag comes, which the reader has not looked at.
    mutating func start(_ tag: StartTag, _ problems: Problems) {
        depth += 1
        if isRejected { return }
        switch depth {
        case 1:
            isRejected = tag.name != .transcript
            begin(.head, problems)
            recorder.restart()
        case 2:
            if scope == .head, tag.name != .message { break }
            if scope == .head { endHead(problems) }
            begin(tag.name == .message ? .message : .other, problems)
            recorder.restart()
            if scope == .other {
                // What comes after messages is judged behind one.
                for name in [Name.transcript, .message] { recorder.start(name, at: tag.endOffset) }
                _ = recorder.end()
            }
        default: break
        }
        recorder.start(tag)
    }

    mutating func text(_ utf8: UnsafeBufferPointer<UInt8>) {
        // Text between messages is the reader's affair.
        if isRejected || depth <= 1 && scope != .head { return }
        recorder.text(utf8)
    }

    /// The reader leaves out the element that was started last.
    mutating func leaveOut() {
        recorder.leaveOut()
    }

    /// The start of the message that is being read is about to leave memory.
    mutating func keepMessageStart(_ place: SourceLocation) {
        if scope == .message { self.place = place }
    }

    /// An end tag came, and the reader has looked at it.
    mutating func end(_ problems: Problems) {
        depth -= 1
        if isRejected { return }
        switch (depth, scope) {
        case (0, .head): endHead(problems)
        case (0, _): break
        case (1, .message):
            scope = .between
            endElement(problems)
            judge(problems)
        case (1, .other):
            endElement(problems)
            endElement(problems)
            judge(problems)
            scope = .between
        default: endElement(problems)
        }
    }

    private mutating func endElement(_ problems: Problems) {
        if let leftOut = recorder.end() { judge(leftOut, problems) }
    }

    private mutating func begin(_ scope: Scope, _ problems: Problems) {
        self.scope = scope
        if scope != .message { place = problems.tagLocation } else if place != nil { place = nil }
        faults = problems.faultCount
    }

    private mutating func endHead(_ problems: Problems) {
        endElement(problems)
        judge(problems)
        scope = .between
    }

    private mutating func judge(_ problems: Problems) {
        if recorder.isTooLong || heedsReader && problems.faultCount != faults { return }
        judge(recorder.whole, problems)
    }

    private mutating func judge(_ part: ShapeRecorder.Recording, _ problems: Problems) {
        switch recorder.tree[part.end] {
        case .valid: break
        case .objection(let objection): report(objection, to: part, problems)
        case .unknown:
            guard let objection = validator?.objection(to: recorder.shape(of: part)) else {
                recorder.tree[part.end] = .valid
                return
            }
            recorder.tree[part.end] = .objection(objection)
            report(objection, to: part, problems)
        }
    }

    private func report(
        _ objection: SchemaValidator.Objection, to part: ShapeRecorder.Recording, _ problems: Problems
    ) {
        let starts = recorder.starts.suffix(from: min(part.firstElement, recorder.starts.endIndex))
        let index = part.firstElement + objection.element
        let tagEnd = starts.indices.contains(index) ? starts[index] : starts.first
        problems.report(objection, atTagBefore: tagEnd.map { problems.inputOffset(of: $0) }, near: place)
    }
}
