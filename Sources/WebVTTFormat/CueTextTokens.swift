import TextScanning
import TranscriptMarkup

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
