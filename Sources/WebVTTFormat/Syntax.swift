import SubtitleCues
import TextScanning
import TranscriptModel

/// The characters and words that a WebVTT file is made of (W3C WebVTT, section 4.1).
enum WebVTTSyntax {
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let byteOrderMark: StaticString = "\u{FEFF}"
    static let signature: StaticString = "WEBVTT"
    static let arrow: StaticString = "-->"
    /// How the notes begin that carry what cues cannot say: of the whole, and of the cue that follows.
    static let transcriptNote: StaticString = "NOTE chatconv transcript"
    static let messageNote: StaticString = "NOTE chatconv message"

    /// What a text can have that is not just text: line ends, tags, references, an arrow.
    @inline(__always)
    static var structural: StructuralBytes {
        StructuralBytes(UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"), UInt8(ascii: "&"))
    }

    /// Whether a byte is ASCII whitespace (Infra, section 4.6).
    @inline(__always)
    static func isWhitespace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0C || byte == 0x0D
    }

    static func isLineEnd(_ byte: UInt8) -> Bool { byte == lineFeed || byte == carriageReturn }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether the range holds `-->`.
    @inline(__always)
    func holdsArrow(in range: Range<Int>) -> Bool {
        var index = range.lowerBound &+ 2
        while index < range.upperBound, let found = firstIndex(of: UInt8(ascii: ">"), from: index),
            found < range.upperBound
        {
            if self[found &- 1] == UInt8(ascii: "-"), self[found &- 2] == UInt8(ascii: "-") { return true }
            index = found &+ 1
        }
        return false
    }

    /// `range` without ASCII whitespace at either end.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var lower = range.lowerBound
        while lower < range.upperBound, WebVTTSyntax.isWhitespace(self[lower]) { lower += 1 }
        return withoutTrailingSpace(lower..<range.upperBound)
    }

    /// `range` without ASCII whitespace at its end.
    func withoutTrailingSpace(_ range: Range<Int>) -> Range<Int> {
        var upper = range.upperBound
        while upper > range.lowerBound, WebVTTSyntax.isWhitespace(self[upper - 1]) { upper -= 1 }
        return range.lowerBound..<upper
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Where the byte stands that is at `offset` of the text that these bytes are once they are preprocessed. O(n).
    func place(ofPreprocessed offset: Int) -> Int {
        var position = 0
        var passed = 0
        while passed < offset, position < count {
            let isPair = self[position] == WebVTTSyntax.carriageReturn && position + 1 < count && self[position + 1] == WebVTTSyntax.lineFeed
            passed += self[position] == 0 ? 3 : 1
            position += isPair ? 2 : 1
        }
        return position
    }
}

extension Text {
    /// The text of a literal.
    init(_ literal: StaticString) {
        self = literal.withUTF8Buffer { Text(copying: $0) }
    }

    /// The text with LF for each line end and U+FFFD for each NUL (section 6.1, steps 1 and 2 of preprocessing).
    func preprocessed(_ arena: inout TextArena) -> Text {
        withUTF8 { utf8 in
            let hasNUL = utf8.firstIndex(of: 0, from: 0) != nil
            if !hasNUL, utf8.firstIndex(of: WebVTTSyntax.carriageReturn, from: 0) == nil { return self }
            return arena.makeText(upTo: hasNUL ? utf8.count * 3 : utf8.count) { out in
                var written = 0
                for index in utf8.indices {
                    switch utf8[index] {
                    case 0:
                        (out[written], out[written + 1], out[written + 2]) = (0xEF, 0xBF, 0xBD)
                        written += 3
                    case WebVTTSyntax.carriageReturn:
                        if index + 1 < utf8.count, utf8[index + 1] == WebVTTSyntax.lineFeed { continue }
                        out[written] = WebVTTSyntax.lineFeed
                        written += 1
                    default:
                        out[written] = utf8[index]
                        written += 1
                    }
                }
                return written
            }
        }
    }
}
