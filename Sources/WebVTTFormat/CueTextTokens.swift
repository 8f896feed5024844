import TextScanning

/// A token of cue text (W3C WebVTT, section 6.4, "WebVTT cue text tokenizer"), by the places of its parts.
enum CueTextToken: Equatable {
    /// Text, with its character references.
    case text(Range<Int>)
    case start(StartTag)
    case end(name: Range<Int>)
    case timestamp(Range<Int>)

    /// What a tag says that opens an element.
    struct StartTag: Equatable {
        var name: Range<Int>
        /// What stands behind the name, up to white space: a period before each class.
        var classes: Range<Int>
        /// The rest, with its character references; empty where there is none.
        var annotation: Range<Int>
    }
}

/// Takes cue text apart, with the states of the specification.
struct CueTextTokenizer {
    private let bytes: UnsafeBufferPointer<UInt8>
    /// The place of the next token.
    private(set) var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func next() -> CueTextToken? {
        guard position < bytes.count else { return nil }
        if bytes[position] != UInt8(ascii: "<") { return .text(take(upTo: UInt8(ascii: "<"))) }
        position += 1
        return takeTag()
    }

    /// What stands before the next `byte`, or the end. No character reference holds a byte that ends what it is part of.
    private mutating func take(upTo byte: UInt8) -> Range<Int> {
        let start = position
        position = bytes.firstIndex(of: byte, from: start) ?? bytes.count
        return start..<position
    }

    /// The tag state, after `<`.
    private mutating func takeTag() -> CueTextToken {
        let first = position < bytes.count ? bytes[position] : 0
        if first == UInt8(ascii: "/") {
            position += 1
            return .end(name: takeTagEnd())
        }
        return first.isASCIIDigit ? .timestamp(takeTagEnd()) : .start(takeStartTag())
    }

    /// The end tag state, the timestamp tag state, and the end of any tag: what stands before the `>`, which is passed.
    private mutating func takeTagEnd() -> Range<Int> {
        let content = take(upTo: UInt8(ascii: ">"))
        if position < bytes.count { position += 1 }
        return content
    }

    /// The start tag state, the start tag class state, and the start tag annotation state.
    private mutating func takeStartTag() -> CueTextToken.StartTag {
        let content = takeTagEnd()
        var nameEnd = content.upperBound
        var index = content.lowerBound
        while index < content.upperBound, !Self.startsAnnotation(bytes[index]) {
            if bytes[index] == UInt8(ascii: "."), nameEnd == content.upperBound { nameEnd = index }
            index += 1
        }
        nameEnd = min(nameEnd, index)
        return CueTextToken.StartTag(
            name: content.lowerBound..<nameEnd, classes: nameEnd..<index, annotation: index..<content.upperBound)
    }

    private static func startsAnnotation(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0C
    }
}

extension OutputBuffer {
    /// Appends the text of a token, with character references decoded.
    mutating func append(decoding text: UnsafeBufferPointer<UInt8>) {
        var position = 0
        while let ampersand = text.firstIndex(of: UInt8(ascii: "&"), from: position) {
            append(text.slice(position..<ampersand))
            if let reference = CharacterReference(text, at: ampersand) {
                append(scalar: reference.first)
                if let second = reference.second { append(scalar: second) }
                position = reference.end
            } else {
                append(UInt8(ascii: "&"))
                position = ampersand + 1
            }
        }
        append(text.slice(position..<text.count))
    }

    /// Appends the annotation of a tag: decoded, without white space at either end, and with one space for each other run of it.
    mutating func append(annotation: UnsafeBufferPointer<UInt8>) {
        let trimmed = annotation.slice(annotation.trimmed(0..<annotation.count))
        if CueText.isPlain(name: trimmed) { return append(trimmed) }
        var decoded = OutputBuffer(capacity: trimmed.count)
        decoded.append(decoding: trimmed)
        decoded.withBytes { bytes in
            var isFirst = true
            for word in bytes.split(whereSeparator: WebVTTSyntax.isWhitespace) {
                if !isFirst { append(UInt8(ascii: " ")) }
                isFirst = false
                append(UnsafeBufferPointer(rebasing: word))
            }
        }
    }
}

/// A character reference as HTML has them (HTML Standard, sections 13.2.5.72 to 80), outside of attributes.
struct CharacterReference {
    /// The place after it.
    let end: Int
    /// What it stands for, nearly always one character.
    let first: Unicode.Scalar
    let second: Unicode.Scalar?
    /// Whether it numbers no character, so that it stands for U+FFFD.
    private(set) var isDamaged = false

    /// Reads the reference whose `&` is at `start`; nil when there is none, and the `&` is text.
    init?(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) {
        guard start + 1 < bytes.count else { return nil }
        if bytes[start + 1] == UInt8(ascii: "#") {
            guard let (end, value) = Self.number(bytes, from: start + 2) else { return nil }
            (self.end, first, second) = (end, Self.scalar(Self.replacement(of: value)), nil)
            isDamaged = first == "\u{FFFD}" && value != 0xFFFD
        } else if let (end, value) = NamedCharacters.common(bytes, at: start + 1) {
            (self.end, first, second) = (end, Self.scalar(value), nil)
        } else {
            guard let (end, values) = NamedCharacters.match(bytes, at: start + 1), let value = values.first else { return nil }
            (self.end, first) = (end, Self.scalar(value))
            second = values.dropFirst().first.map { Self.scalar($0) }
        }
    }

    /// The place after the reference whose `&` is at `start`, if it is one that texts are escaped with.
    static func endOfCommon(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Int? {
        NamedCharacters.common(bytes, at: start + 1)?.end
    }

    private static func scalar(_ value: UInt32) -> Unicode.Scalar { Unicode.Scalar(value) ?? "\u{FFFD}" }

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
        return (position, value)
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
