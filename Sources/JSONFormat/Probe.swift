import TextScanning
import TranscriptCoding

// Both formats judge a prefix by the members of its outer levels; nothing is decoded.

func probeDocument(_ prefix: ProbePrefix) -> ProbeResult {
    prefix.bytes.withUnsafeBufferPointer { bytes in
        var scanner = OutlineScanner(bytes)
        // Of what says that it is ours, no more is looked at.
        let isOurs = scanner.beginsWithVersion() ?? false
        let (outline, outcome) = scanner.takeValue(depth: isOurs ? 1 : JSONOutline.depth)
        guard let outline, outcome != .whole || scanner.isAtEnd else { return .no }
        // What says that it is a transcript is one, with an error in it for the reader to tell.
        if isOurs {
            return outline["messages"].isArray
                ? ProbeResult(.certain, "an object that begins with \"chatconv\" and has \"messages\"")
                : ProbeResult(.likely, "an object that begins with \"chatconv\"")
        }
        if outline["chatconv"] != nil, outcome != .broken { return ProbeResult(.likely, "an object with \"chatconv\"") }
        if let kind = ForeignJSON.kind(of: outline) { return .foreign(kind) }
        if outcome == .broken { return .no }
        return probeUnnamed(outline, isWhole: outcome == .whole && prefix.isWhole)
    }
}

/// Judges JSON without "chatconv" that is no other program's of which we know.
private func probeUnnamed(_ outline: JSONOutline, isWhole: Bool) -> ProbeResult {
    guard case .object = outline else {
        return ProbeResult(.possible, "JSON", refusal: isWhole ? .notATranscript("expected an object") : nil)
    }
    guard case .array(let messages)? = outline["messages"] else {
        let refusal = Diagnostic.notATranscript("the object has neither \"chatconv\" nor \"messages\"")
        return ProbeResult(.possible, "a JSON object", refusal: isWhole ? refusal : nil)
    }
    // What is not seen may still say that it is ours.
    let refusal = Diagnostic.undeclared(isLikeOurs: messages.first?.isMessageOfOurs ?? false)
    return ProbeResult(.possible, "an object with \"messages\"", refusal: isWhole ? refusal : nil)
}

func probeLines(_ prefix: ProbePrefix) -> ProbeResult {
    prefix.bytes.withUnsafeBufferPointer { bytes in
        var lines = LineOutlines(bytes)
        guard let first = lines.next() else { return .no }
        let hasVersion = first.outline["chatconv"] != nil
        guard first.isWhole else {
            if first.beginsWithVersion, !first.outline["messages"].isArray {
                return ProbeResult(.likely, "a line that begins with \"chatconv\"")
            }
            return !hasVersion && first.outline.isMessageOfOurs ? ProbeResult(.likely, "a line that begins as a message") : .no
        }
        if hasVersion {
            return first.outline["messages"].isArray ? .no : ProbeResult(.certain, "a header line with \"chatconv\"")
        }
        let isAlone = lines.isAtEnd
        // More may come, and be the rest of another format.
        if isAlone, !prefix.isWhole { return .no }
        guard let others = lines.rest(upTo: JSONOutline.elementCount - 1), isAlone || !others.isEmpty else { return .no }
        for outline in [first.outline] + others {
            if let kind = ForeignJSON.kind(of: outline) { return .foreign(kind) }
        }
        if first.outline.isMessageOfOurs {
            return ProbeResult(.likely, isAlone ? "a line that is a message" : "lines that are messages")
        }
        return ProbeResult(.possible, isAlone ? "a line that is a JSON object" : "lines that are JSON objects", refusal: .noLines())
    }
}

extension ProbeResult {
    fileprivate static func foreign(_ kind: ForeignJSON) -> ProbeResult {
        ProbeResult(.possible, kind.name, refusal: .foreign(kind))
    }
}

extension JSONOutline? {
    fileprivate var isArray: Bool { if case .array? = self { true } else { false } }
}

/// The objects on the lines of a prefix.
private struct LineOutlines {
    struct Line {
        let outline: JSONOutline
        let isWhole: Bool
        let beginsWithVersion: Bool
    }

    private var scanner: OutlineScanner

    init(_ bytes: UnsafeBufferPointer<UInt8>) { scanner = OutlineScanner(bytes) }

    var isAtEnd: Bool { mutating get { scanner.isAtEnd } }

    /// The next object, as far as it is there; nil when there is none, or not on one line alone, unless it begins as ours do.
    mutating func next() -> Line? {
        guard scanner.firstByte == UInt8(ascii: "{") else { return nil }
        let start = scanner.index
        let isOurs = scanner.beginsWithVersion() ?? false
        let (outline, outcome) = scanner.takeValue(depth: isOurs ? 1 : JSONOutline.depth)
        guard let outline, outcome != .broken || isOurs, scanner.isOnLine(from: start) else { return nil }
        // A header that others follow on its line is one all the same.
        if outcome == .whole, outline["chatconv"] == nil, !scanner.endsLine { return nil }
        return Line(outline: outline, isWhole: outcome == .whole, beginsWithVersion: isOurs)
    }

    /// The next objects; nil when the next line is none. What comes behind that is for the reader to judge.
    mutating func rest(upTo count: Int) -> [JSONOutline]? {
        var outlines: [JSONOutline] = []
        while outlines.count < count, !scanner.isAtEnd {
            guard let line = next() else { return outlines.isEmpty ? nil : outlines }
            outlines.append(line.outline)
        }
        return outlines
    }
}
