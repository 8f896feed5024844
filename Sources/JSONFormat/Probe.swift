import TextScanning
import TranscriptCoding
import TranscriptJSON

// Both formats judge a prefix by the members of its first objects; nothing is decoded.

func probeDocument(_ prefix: ProbePrefix) -> ProbeResult {
    prefix.bytes.withUnsafeBufferPointer { bytes in
        var outline = JSONOutline(bytes)
        guard let first = outline.firstByte else { return .no }
        guard first == UInt8(ascii: "{") else { return probeValue(&outline) }
        guard let object = outline.takeObject(), !object.isWhole || outline.isAtEnd else { return .no }
        if object.hasMessages, object.beginsWithVersion {
            return ProbeResult(.certain, "an object that begins with \"chatconv\" and has \"messages\"")
        }
        if object.beginsWithVersion {
            return ProbeResult(.likely, "an object that begins with \"chatconv\"")
        }
        if object.hasMessages || object.hasVersion {
            return ProbeResult(.likely, object.hasMessages ? "an object with \"messages\"" : "an object with \"chatconv\"")
        }
        return ProbeResult(.possible, "a JSON object")
    }
}

private func probeValue(_ outline: inout JSONOutline) -> ProbeResult {
    switch outline.skip(.value) {
    case .whole where outline.isAtEnd, .cut: ProbeResult(.possible, "JSON")
    case .whole, .broken: .no
    }
}

func probeLines(_ prefix: ProbePrefix) -> ProbeResult {
    prefix.bytes.withUnsafeBufferPointer { bytes in
        var outline = JSONOutline(bytes)
        guard let first = outline.takeObject(), !outline.brokeLine else { return .no }
        guard first.isWhole else {
            let isLikely = first.beginsWithVersion && !first.hasMessages
            return isLikely ? ProbeResult(.likely, "a line that begins with \"chatconv\"") : .no
        }
        if first.hasVersion {
            return first.hasMessages ? .no : ProbeResult(.certain, "a header line with \"chatconv\"")
        }
        guard outline.endsLine else { return .no }
        if outline.isAtEnd {
            return prefix.isWhole && first.looksLikeMessage ? ProbeResult(.likely, "a line that is a message") : .no
        }
        guard let second = outline.takeObject(), !outline.brokeLine else { return .no }
        if first.looksLikeMessage, second.looksLikeMessage { return ProbeResult(.likely, "lines that are messages") }
        return ProbeResult(.possible, "lines that are JSON objects")
    }
}

/// Walks over the values in a prefix that may be cut anywhere and need not be UTF-8.
private struct JSONOutline {
    enum Outcome { case whole, cut, broken }

    /// What is known of an object from its own members.
    struct Object {
        var isWhole = false
        var beginsWithVersion = false
        var hasVersion = false
        var hasMessages = false
        var looksLikeMessage = false
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0
    /// Whether a line feed came inside the last object.
    private(set) var brokeLine = false

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// The next byte that is no white space; nil at the end.
    var firstByte: UInt8? {
        mutating get {
            while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
            return index < bytes.count ? bytes[index] : nil
        }
    }

    var isAtEnd: Bool { mutating get { firstByte == nil } }

    /// Whether only white space comes before the end of the line.
    var endsLine: Bool {
        let line = bytes.slice(index..<(bytes.firstIndex(of: 0x0A, from: index) ?? bytes.count))
        return line.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    }

    mutating func skip(_ goal: JSONScanner.Goal) -> Outcome {
        var scanner = JSONScanner(goal, depthLimit: 1024)
        switch scanner.scan(bytes, from: index) {
        case .ended(let end):
            index = end
            return .whole
        case .needsMore:
            index = bytes.count
            return .cut
        case .failed: return .broken
        }
    }

    /// Takes an object as far as it is there; nil when there is none or it is no JSON, unless it begins as ours do.
    mutating func takeObject() -> Object? {
        guard firstByte == UInt8(ascii: "{") else { return nil }
        let start = index
        defer { brokeLine = bytes.slice(start..<index).firstIndex(of: 0x0A, from: 0) != nil }
        index += 1
        var object = Object()
        if firstByte == UInt8(ascii: "}") { return close(object) }
        var isFirst = true
        while true {
            guard firstByte != nil else { return object }
            switch takeMember(isFirst, into: &object) {
            // What says that it is a transcript is one, with an error in it for the reader to tell.
            case .broken: return object.beginsWithVersion ? object : nil
            case .cut: return object
            case .whole: isFirst = false
            }
            guard let separator = firstByte else { return object }
            if separator == UInt8(ascii: "}") { return close(object) }
            if separator != UInt8(ascii: ",") { return object.beginsWithVersion ? object : nil }
            index += 1
        }
    }

    private mutating func close(_ object: Object) -> Object {
        index += 1
        var object = object
        object.isWhole = true
        return object
    }

    private mutating func takeMember(_ isFirst: Bool, into object: inout Object) -> Outcome {
        let start = index
        let outcome = skip(.string)
        if outcome != .whole { return outcome }
        // Escapes in a name are not looked through: nobody writes these names with any.
        let name = bytes.slice(start + 1..<index - 1)
        guard let colon = firstByte else { return .cut }
        if colon != UInt8(ascii: ":") { return .broken }
        index += 1
        guard let value = firstByte else { return .cut }
        if name.equals("chatconv") {
            object.hasVersion = true
            object.beginsWithVersion = isFirst
        } else if name.equals("messages") {
            object.hasMessages = value == UInt8(ascii: "[")
        } else if name.equals("body") || name.equals("sender") || name.equals("timestamp") {
            object.looksLikeMessage = true
        }
        return skip(.value)
    }
}
