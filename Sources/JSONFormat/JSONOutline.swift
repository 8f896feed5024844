import TextScanning
import TranscriptJSON

/// What the start of some JSON shows of its outer levels: the names of members, the kinds of values and the beginnings of
/// texts. By this alone it is told whose JSON it is; nothing is decoded and no text is searched.
indirect enum JSONOutline {
    /// As many members as are there, in their order; none where it is too deep to be looked into.
    case object([Member])
    /// The first elements; none where it is too deep to be looked into.
    case array([JSONOutline])
    /// At most so many bytes as tell one word from another, escapes as they stand.
    case text(String)
    case number, bool, null
    /// What is cut off.
    case unseen

    struct Member {
        let name: String
        let value: JSONOutline
    }

    /// How deep members are looked at: `messages[].sender.name` is the deepest that tells anything.
    static let depth = 4
    /// Of how many elements of an array it is told whose they are: the first are often of a special kind.
    static let elementCount = 8
    static let textLength = 64

    /// The member of an object with this name; nil when there is none.
    subscript(name: String) -> JSONOutline? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }
}

/// Walks over the values in a prefix that may be cut anywhere and need not be UTF-8.
struct OutlineScanner {
    enum Outcome { case whole, cut, broken }

    private let bytes: UnsafeBufferPointer<UInt8>
    private(set) var index = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// The next byte that is no white space; nil at the end.
    var firstByte: UInt8? {
        mutating get {
            while index < bytes.count, bytes[index].isJSONSpace { index += 1 }
            return index < bytes.count ? bytes[index] : nil
        }
    }

    var isAtEnd: Bool { mutating get { firstByte == nil } }

    /// Whether only white space comes before the end of the line.
    var endsLine: Bool {
        let line = bytes.slice(index..<(bytes.firstIndex(of: 0x0A, from: index) ?? bytes.count))
        return line.allSatisfy(\.isJSONSpace)
    }

    /// Whether the bytes from `start` up to here are on one line.
    func isOnLine(from start: Int) -> Bool { bytes.slice(start..<index).firstIndex(of: 0x0A, from: 0) == nil }

    /// Whether an object begins here as ours do, with "chatconv"; nil where the bytes end before that shows.
    mutating func beginsWithVersion() -> Bool? {
        var ahead = self
        let start: StaticString = "\"chatconv\""
        guard let first = ahead.firstByte else { return nil }
        if first != UInt8(ascii: "{") { return false }
        ahead.index += 1
        guard ahead.firstByte != nil else { return nil }
        let there = bytes.slice(ahead.index..<min(ahead.index + start.utf8CodeUnitCount, bytes.count))
        let isAsFar = there.elementsEqual(UnsafeBufferPointer(start: start.utf8Start, count: there.count))
        if !isAsFar { return false }
        return there.count == start.utf8CodeUnitCount ? true : nil
    }

    /// Takes a value as far as it is there: nil when there is nothing of any. What came before it broke is given, too.
    mutating func takeValue(depth: Int = JSONOutline.depth) -> (outline: JSONOutline?, outcome: Outcome) {
        guard let first = firstByte else { return (nil, .cut) }
        switch first {
        case UInt8(ascii: "{") where depth > 0: return takeObject(depth: depth - 1)
        case UInt8(ascii: "[") where depth > 0: return takeArray(depth: depth - 1)
        case UInt8(ascii: "\""):
            let start = index + 1
            let outcome = skip(.string)
            return (.text(text(from: start, to: outcome == .whole ? index - 1 : index)), outcome)
        default:
            let outcome = skip(.value)
            return (Self.kind(first, isWhole: outcome == .whole), outcome)
        }
    }

    /// What a value is that is not looked into, by its first byte.
    private static func kind(_ first: UInt8, isWhole: Bool) -> JSONOutline {
        switch first {
        case UInt8(ascii: "{"): .object([])
        case UInt8(ascii: "["): .array([])
        case _ where !isWhole: .unseen
        case UInt8(ascii: "t"), UInt8(ascii: "f"): .bool
        case UInt8(ascii: "n"): .null
        default: .number
        }
    }

    private mutating func takeObject(depth: Int) -> (JSONOutline?, Outcome) {
        var members: [JSONOutline.Member] = []
        index += 1
        if firstByte == UInt8(ascii: "}") {
            index += 1
            return (.object([]), .whole)
        }
        while true {
            guard let byte = firstByte else { return (.object(members), .cut) }
            if byte != UInt8(ascii: "\"") { return (.object(members), .broken) }
            let start = index + 1
            let named = skip(.string)
            if named != .whole { return (.object(members), named) }
            // Escapes in a name are not looked through: nobody writes the names that matter with any.
            let name = text(from: start, to: index - 1)
            guard let colon = firstByte else { return (.object(members), .cut) }
            if colon != UInt8(ascii: ":") { return (.object(members), .broken) }
            index += 1
            let (value, outcome) = takeValue(depth: depth)
            members.append(JSONOutline.Member(name: name, value: value ?? .unseen))
            if outcome != .whole { return (.object(members), outcome) }
            if let end = takeSeparator(or: UInt8(ascii: "}")) { return (.object(members), end) }
        }
    }

    private mutating func takeArray(depth: Int) -> (JSONOutline?, Outcome) {
        var elements: [JSONOutline] = []
        index += 1
        if firstByte == UInt8(ascii: "]") {
            index += 1
            return (.array([]), .whole)
        }
        while true {
            let isLookedAt = elements.count < JSONOutline.elementCount
            let (element, outcome) = takeValue(depth: isLookedAt ? depth : 0)
            if let element, isLookedAt { elements.append(element) }
            if outcome != .whole { return (.array(elements), outcome) }
            if let end = takeSeparator(or: UInt8(ascii: "]")) { return (.array(elements), end) }
        }
    }

    /// Moves past a separator. Returns how the container ends here, or nil when it goes on.
    private mutating func takeSeparator(or closing: UInt8) -> Outcome? {
        guard let byte = firstByte else { return .cut }
        index += 1
        if byte == UInt8(ascii: ",") { return nil }
        return byte == closing ? .whole : .broken
    }

    private func text(from start: Int, to end: Int) -> String {
        String(decoding: bytes.slice(start..<max(start, min(end, start + JSONOutline.textLength))), as: UTF8.self)
    }

    private mutating func skip(_ goal: JSONScanner.Goal) -> Outcome {
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
}

extension UInt8 {
    /// White space of JSON (RFC 8259, section 2).
    var isJSONSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
}
