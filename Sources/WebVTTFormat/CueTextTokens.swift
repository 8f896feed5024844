import TextScanning

/// A token of cue text (W3C WebVTT, section 6.4, "WebVTT cue text tokenizer"), with character references decoded.
enum CueTextToken: Equatable {
    case text([UInt8])
    case start(name: [UInt8], classes: [[UInt8]], annotation: [UInt8])
    case end(name: [UInt8])
    case timestamp([UInt8])
}

/// Takes cue text apart, with the states of the specification.
struct CueTextTokenizer {
    private let bytes: UnsafeBufferPointer<UInt8>
    /// The place of the next token.
    private(set) var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func next() -> CueTextToken? {
        guard let byte else { return nil }
        if byte != UInt8(ascii: "<") { return .text(takeText()) }
        position += 1
        return takeTag()
    }

    /// The data state.
    private mutating func takeText() -> [UInt8] {
        var text: [UInt8] = []
        while let byte, byte != UInt8(ascii: "<") { takeCharacter(byte, into: &text) }
        return text
    }

    /// Takes a byte, or a character reference if it starts one.
    private mutating func takeCharacter(_ byte: UInt8, into text: inout [UInt8]) {
        if byte == UInt8(ascii: "&"), let reference = CharacterReference(bytes, at: position) {
            text += reference.utf8
            position = reference.end
        } else {
            text.append(byte)
            position += 1
        }
    }

    /// The tag state, after `<`.
    private mutating func takeTag() -> CueTextToken {
        switch byte {
        case UInt8(ascii: "/"):
            position += 1
            return .end(name: takeUpToTagEnd())
        case let digit? where digit.isASCIIDigit: return .timestamp(takeUpToTagEnd())
        default: return takeStartTag()
        }
    }

    /// The end tag state and the timestamp tag state.
    private mutating func takeUpToTagEnd() -> [UInt8] {
        var result: [UInt8] = []
        while let byte {
            position += 1
            if byte == UInt8(ascii: ">") { break }
            result.append(byte)
        }
        return result
    }

    /// The start tag state and the start tag class state.
    private mutating func takeStartTag() -> CueTextToken {
        var parts: [[UInt8]] = [[]]
        var annotation: [UInt8] = []
        scan: while let byte {
            switch byte {
            case UInt8(ascii: ">"):
                position += 1
                break scan
            case UInt8(ascii: "."): parts.append([])
            case 0x09, 0x0A, 0x0C, 0x20:
                position += 1
                annotation = takeAnnotation()
                break scan
            default: parts[parts.count - 1].append(byte)
            }
            position += 1
        }
        return .start(name: parts.removeFirst(), classes: parts.filter { !$0.isEmpty }, annotation: annotation)
    }

    /// The start tag annotation state: without white space at either end, and with one space for each other run of it.
    private mutating func takeAnnotation() -> [UInt8] {
        var text: [UInt8] = []
        while let byte {
            if byte == UInt8(ascii: ">") {
                position += 1
                break
            }
            takeCharacter(byte, into: &text)
        }
        return Array(text.split(whereSeparator: WebVTTSyntax.isWhitespace).joined(separator: [0x20]))
    }
}

/// A character reference as HTML has them (HTML Standard, sections 13.2.5.72 to 80), outside of attributes.
struct CharacterReference {
    /// The place after it.
    let end: Int
    let utf8: [UInt8]

    /// Reads the reference whose `&` is at `start`; nil when there is none, and the `&` is text.
    init?(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) {
        guard start + 1 < bytes.count else { return nil }
        if bytes[start + 1] == UInt8(ascii: "#") {
            guard let (end, value) = Self.number(bytes, from: start + 2) else { return nil }
            self.init(end: end, [value])
        } else {
            guard let (end, scalars) = NamedCharacters.match(bytes, at: start + 1) else { return nil }
            self.init(end: end, scalars)
        }
    }

    /// The place after the reference whose `&` is at `start`, if it is one that texts are escaped with.
    static func endOfCommon(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Int? {
        NamedCharacters.common(bytes, at: start + 1)?.end
    }

    private init(end: Int, _ scalars: [UInt32]) {
        self.end = end
        var text = String.UnicodeScalarView()
        for scalar in scalars { text.append(UnicodeScalar(scalar) ?? "\u{FFFD}") }
        utf8 = Array(String(text).utf8)
    }

    private static func number(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> (end: Int, value: UInt32)? {
        var position = start
        var radix: UInt32 = 10
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "x") {
            radix = 16
            position += 1
        }
        let first = position
        var value: UInt32 = 0
        while position < bytes.count, let digit = digit(bytes[position]), digit < radix {
            value = min(value * radix + digit, 0x11_0000)
            position += 1
        }
        if position == first { return nil }
        if position < bytes.count, bytes[position] == UInt8(ascii: ";") { position += 1 }
        return (position, replacement(of: value))
    }

    private static func digit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - 0x30)
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }

    /// What a number stands for: for some controls, what windows-1252 has there (13.2.5.80).
    private static func replacement(of value: UInt32) -> UInt32 {
        switch value {
        case 0, 0x11_0000...: 0xFFFD
        case 0x80...0x9F: windows1252[Int(value) - 0x80] ?? value
        default: value
        }
    }

    private static let windows1252: [UInt32?] = [
        0x20AC, nil, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, nil, 0x017D,
        nil, nil, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, nil,
        0x017E, 0x0178,
    ]
}
