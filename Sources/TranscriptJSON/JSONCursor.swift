import TextScanning
import TranscriptCoding
package import TranscriptModel

/// A place in JSON that is in memory, from which values are taken one after the other: straight into the model, with
/// no document and no tokens between.
///
///     {"sender":{"name":"A\tB"},"body":"hello"}
///                ^ name  ^ escapes: decoded into the arena
///                                      ^ no escapes: a slice of the window
///
/// Whatever is taken either succeeds and moves the cursor behind it, or throws; then nothing that was handed out may
/// be used, and a caller with more bytes starts again at the element's start. `incomplete` is thrown where the bytes
/// end before the element does.
///
/// A cursor must not outlive the bytes it was made for.
package struct JSONCursor {
    let base: UnsafePointer<UInt8>
    let end: Int
    /// Where the next byte is taken from.
    package var index: Int
    /// The text that the bytes are the UTF-8 of.
    private let window: Text
    let context: DecodingContext
    /// Whether a line feed ends the element, as in JSON Lines.
    let isLine: Bool
    /// What the message being read has beside time, sender and body; nil for most.
    var rare: RareMembers?
    /// What was mended: half a surrogate pair, or a member that came twice.
    package internal(set) var warnings: [JSONFailure] = []
    /// The date that was read last: messages of one day come together.
    var knownDate = KnownDate()

    /// Makes a cursor over the bytes of `window`.
    ///
    /// - Precondition: `bytes` is the UTF-8 of `window`.
    package init?(
        _ bytes: UnsafeBufferPointer<UInt8>, of window: Text, decoder: ModelDecoder, endsAtLineFeed: Bool = false
    ) {
        guard let base = bytes.baseAddress else { return nil }
        self.base = base
        end = bytes.count
        index = 0
        self.window = window
        context = decoder.context
        isLine = endsAtLineFeed
    }

    /// Forgets what was mended in an element that is going to be parsed again.
    package mutating func forgetWarnings() { warnings.removeAll() }

    @inline(__always)
    func text(_ range: Range<Int>) -> Text { window.slice(range) ?? Text() }

    // MARK: White space and punctuation

    /// The next byte that is no white space; the cursor stands on it.
    @inline(__always)
    package mutating func significantByte() throws(JSONFailure) -> UInt8 {
        if index < end {
            let byte = base[index]
            if byte > 0x20 { return byte }
        }
        return try byteAfterSpace()
    }

    @inline(never)
    private mutating func byteAfterSpace() throws(JSONFailure) -> UInt8 {
        while index < end {
            switch base[index] {
            case 0x20, 0x09, 0x0D: index += 1
            case 0x0A:
                if isLine { throw .lineEndsInside(at: index) }
                index += 1
            default: return base[index]
            }
        }
        throw .incomplete(at: end)
    }

    /// Moves past `byte`, which `purpose` names in the error when something else stands there.
    @inline(__always)
    mutating func take(_ byte: UInt8, _ purpose: StaticString) throws(JSONFailure) {
        if try significantByte() != byte { throw unexpected(purpose) }
        index &+= 1
    }

    /// Moves past a member's or element's separator. Returns whether there is another one.
    @inline(__always)
    package mutating func takeSeparator(or closing: UInt8) throws(JSONFailure) -> Bool {
        let byte = try significantByte()
        if byte == UInt8(ascii: ",") {
            index &+= 1
            return true
        }
        if byte == closing {
            index &+= 1
            return false
        }
        throw unexpected(closing == UInt8(ascii: "}") ? "',' or '}'" : "',' or ']'")
    }

    /// Takes the end of an array, if that is what comes.
    package mutating func takeClosingBracket() throws(JSONFailure) -> Bool {
        if try significantByte() != UInt8(ascii: "]") { return false }
        index &+= 1
        return true
    }

    // MARK: Lines

    /// Moves past white space, line breaks included.
    package mutating func takeBlankLines() throws(JSONFailure) {
        while index < end {
            switch base[index] {
            case 0x20, 0x09, 0x0D, 0x0A: index &+= 1
            default: return
            }
        }
        throw .incomplete(at: end)
    }

    /// Moves past a line's end, where nothing but white space may stand before it.
    package mutating func takeLineEnd() throws(JSONFailure) {
        while index < end {
            switch base[index] {
            case 0x0A:
                index &+= 1
                return
            case 0x20, 0x09, 0x0D: index &+= 1
            default: throw unexpected("the end of the line after the object")
            }
        }
        throw .incomplete(at: end)
    }

    // MARK: Objects and arrays

    /// Whether the object that comes next has a member of this name. Takes the object up to it.
    package mutating func takeObject(upTo member: StaticString) throws(JSONFailure) -> Bool {
        if try significantByte() != UInt8(ascii: "{") { throw mismatch("an object") }
        index += 1
        if try significantByte() == UInt8(ascii: "}") { return false }
        repeat {
            let name = try takeName()
            if withBytes(of: name, { $0.equals(member) }) { return true }
            try skipValue()
        } while try takeSeparator(or: UInt8(ascii: "}"))
        return false
    }

    private mutating func skipValue() throws(JSONFailure) {
        var scanner = JSONScanner(.value, depthLimit: context.limits.depth + 8)
        let bytes = UnsafeBufferPointer(start: base, count: end)
        let lineFeed = isLine ? bytes.firstIndex(of: 0x0A, from: index) : nil
        switch scanner.scan(bytes.slice(0..<(lineFeed ?? end)), from: index) {
        case .ended(let place): index = place
        case .needsMore: throw lineFeed.map { .lineEndsInside(at: $0) } ?? .incomplete(at: end)
        case .failed(let failure): throw failure
        }
    }

    /// Takes an object: calls `member` for each member with the cursor before its value.
    mutating func takeObject(
        _ member: (inout JSONCursor, JSONName) throws(JSONFailure) -> Void
    ) throws(JSONFailure) {
        if try significantByte() != UInt8(ascii: "{") { throw mismatch("an object") }
        index += 1
        if try significantByte() == UInt8(ascii: "}") {
            index += 1
            return
        }
        repeat {
            let name = try takeName()
            do throws(JSONFailure) { try member(&self, name) } catch { throw error.inside(string(of: name)) }
        } while try takeSeparator(or: UInt8(ascii: "}"))
    }

    /// Takes an array: calls `element` for each element.
    mutating func takeArray<Element>(
        _ element: (inout JSONCursor) throws(JSONFailure) -> Element
    ) throws(JSONFailure) -> [Element] {
        if try significantByte() != UInt8(ascii: "[") { throw mismatch("an array") }
        index += 1
        if try significantByte() == UInt8(ascii: "]") {
            index += 1
            return []
        }
        var elements: [Element] = []
        repeat {
            do throws(JSONFailure) { elements.append(try element(&self)) } catch { throw error.inside(elements.count) }
        } while try takeSeparator(or: UInt8(ascii: "]"))
        return elements
    }

    // MARK: Literals

    /// Takes `null`, if that is what comes.
    @inline(__always)
    mutating func takeNull() throws(JSONFailure) -> Bool {
        if try significantByte() != UInt8(ascii: "n") { return false }
        try take("null")
        return true
    }

    /// Takes what `take` takes, or `null`.
    mutating func takeUnlessNull<Part>(
        _ take: (inout JSONCursor) throws(JSONFailure) -> Part
    ) throws(JSONFailure) -> Part? {
        if try takeNull() { nil } else { try take(&self) }
    }

    mutating func takeBool() throws(JSONFailure) -> Bool {
        switch try significantByte() {
        case UInt8(ascii: "t"):
            try take("true")
            return true
        case UInt8(ascii: "f"):
            try take("false")
            return false
        default: throw mismatch("true or false")
        }
    }

    /// Moves past a literal name (RFC 8259, section 3) that starts here with the right byte.
    mutating func take(_ literal: StaticString) throws(JSONFailure) {
        for offset in 0..<literal.utf8CodeUnitCount {
            if index + offset == end { throw .incomplete(at: end) }
            if base[index + offset] != literal.utf8Start[offset] {
                throw .syntax("expected '\(literal)', found \(found(at: index + offset))", at: index + offset)
            }
        }
        index += literal.utf8CodeUnitCount
    }

    // MARK: Failures

    // These change nothing. They are mutating so that the cursor need not be copied to hand it to them, which would
    // happen on the way of values that are right.

    /// A syntax error at the cursor: something that cannot be there.
    @inline(never)
    mutating func unexpected(_ expectation: StaticString) -> JSONFailure {
        .syntax("expected \(expectation), found \(found(at: index))", at: index)
    }

    /// The error for a value at the cursor that is not of the type that belongs there.
    @inline(never)
    mutating func mismatch(_ expectation: StaticString) -> JSONFailure {
        guard let kind = JSONValueKind(base[index]) else { return unexpected("a value") }
        do throws(JSONFailure) {
            try checkLiteral()
        } catch {
            return error
        }
        return JSONFailure(.model, at: index, .jsonType, "expected \(expectation), found \(kind.rawValue)")
    }

    /// Makes sure that what starts like a literal name at the cursor is one.
    private func checkLiteral() throws(JSONFailure) {
        var copy = self
        switch base[index] {
        case UInt8(ascii: "t"), UInt8(ascii: "f"): _ = try copy.takeBool()
        case UInt8(ascii: "n"): _ = try copy.takeNull()
        default: break
        }
    }

    private func found(at place: Int) -> String {
        foundPhrase(UnsafeBufferPointer(start: base + place, count: end - place))
    }
}

/// What a value is, told from its first byte.
enum JSONValueKind: String {
    case object = "an object"
    case array = "an array"
    case string = "a string"
    case number = "a number"
    case bool = "a boolean"
    case null = "null"

    init?(_ first: UInt8) {
        switch first {
        case UInt8(ascii: "{"): self = .object
        case UInt8(ascii: "["): self = .array
        case UInt8(ascii: "\""): self = .string
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): self = .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"): self = .bool
        case UInt8(ascii: "n"): self = .null
        default: return nil
        }
    }
}

/// What the value at the start of `bytes` is, as a phrase for an error.
package func valuePhrase(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    bytes.first.flatMap { JSONValueKind($0)?.rawValue } ?? foundPhrase(bytes)
}

/// What stands at the start of `bytes`, as a phrase for an error: `'x'`, `byte 0x00`, `a line break`.
package func foundPhrase(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    guard let first = bytes.first else { return "the end" }
    switch first {
    case 0x0A, 0x0D: return "a line break"
    case 0x09: return "a tab"
    case 0..<0x20, 0x7F:
        let digits = String(first, radix: 16, uppercase: true)
        return "byte 0x\(digits.count == 1 ? "0" : "")\(digits)"
    case UInt8(ascii: "'"): return "an apostrophe"
    case UInt8(ascii: "\""): return "a quotation mark"
    default:
        let scalar = String(decoding: bytes.prefix(4), as: UTF8.self).unicodeScalars.first
        return "'\(scalar.map { String($0) } ?? "\u{FFFD}")'"
    }
}
