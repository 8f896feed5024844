import TextScanning

/// The shape of nearly all messages, a time of whole seconds and a sender's name as attributes and a body of text, while
/// the tags of one come by.
///
/// It is looked for before anything is recorded: recording and comparing all that a schema could tell apart in it took a
/// tenth of a validation. A message that turns out to be another is recorded up to there, and then as any other.
struct PlainMessageShape {
    private enum Stage { case none, message, body, afterBody }

    private var stage = Stage.none
    /// Whether the body has text other than white space.
    private(set) var hasText = false
    /// Where in the document the tags end.
    private var messageOffset = 0
    private var bodyOffset = 0

    /// Whether there is a message, and all of it so far is plain.
    var isUnderWay: Bool { stage != .none }

    /// Looks at the start tag of a message. Returns whether it can be a plain one.
    mutating func begin(_ tag: StartTag) -> Bool {
        guard tag.attributeCount == 2, let time = tag.rawValue(ofAttribute: 0, named: .timestamp),
            tag.rawValue(ofAttribute: 1, named: .sender) != nil, Self.isLikeTime(time)
        else { return false }
        (stage, hasText, messageOffset) = (.message, false, tag.endOffset)
        return true
    }

    /// Looks at a start tag in it. Returns whether it is still plain.
    mutating func start(_ tag: StartTag) -> Bool {
        guard stage == .message, tag.name == .body, tag.attributeCount == 0 else { return false }
        (stage, bodyOffset) = (.body, tag.endOffset)
        return true
    }

    /// Looks at text in it. Returns whether it is still plain.
    mutating func text(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
        if stage == .body, hasText { return true }
        let isBlank = utf8.allSatisfy(\.isXMLSpace)
        if stage == .body { hasText = !isBlank }
        return stage == .body || isBlank
    }

    /// Looks at the end tag of what is in it. Returns whether it is still plain.
    mutating func endInside() -> Bool {
        if stage != .body { return false }
        stage = .afterBody
        return true
    }

    /// Whether only the end of the message is missing.
    var isWhole: Bool { stage == .afterBody }

    /// Ends the message.
    mutating func end() { stage = .none }

    /// Records what was seen of it, as if it had come to the recorder.
    mutating func record(in recorder: inout ShapeRecorder) {
        defer { stage = .none }
        recorder.restart()
        recorder.start(.message, at: messageOffset)
        recorder.addAttribute(.timestamp, like: Self.time)
        recorder.addAttribute(.sender, like: "x")
        if stage == .message { return }
        recorder.start(.body, at: bodyOffset)
        if hasText { recorder.addText() }
        if stage == .afterBody { _ = recorder.end() }
    }

    private static let time: StaticString = "0000-00-00T00:00:00"

    /// Whether a value is `time` with any digits: eight bytes at a time, the last of them overlapping.
    private static func isLikeTime(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let base = value.baseAddress, value.count == time.utf8CodeUnitCount else { return false }
        func isLike(_ pattern: UInt64, _ slack: UInt64, at place: Int) -> Bool {
            // A digit differs from zero by at most 9, in the low four bits: with 0x76 that stays below 0x80. What is to be equal
            // must not differ at all: with 0x7F nothing else does.
            let difference = UInt64(littleEndian: UnsafeRawPointer(base + place).loadUnaligned(as: UInt64.self)) ^ pattern
            return ((difference &+ slack) | difference) & 0x8080_8080_8080_8080 == 0
        }
        // `0000-00-`, `00T00:00` and `00:00:00`.
        return isLike(0x2D30_302D_3030_3030, 0x7F76_767F_7676_7676, at: 0)
            && isLike(0x3030_3A30_3054_3030, 0x7676_7F76_767F_7676, at: 8)
            && isLike(0x3030_3A30_303A_3030, 0x7676_7F76_767F_7676, at: 11)
    }
}
