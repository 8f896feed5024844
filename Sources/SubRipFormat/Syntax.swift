import SubtitleCues
import TextScanning
import TranscriptModel

/// The characters that an SRT file is made of, and those that keep text from being taken for structure.
enum SubRipSyntax {
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let byteOrderMark: StaticString = "\u{FEFF}"

    /// U+200B, which players do not show: it stands inside what would be structure.
    static let guardMark: StaticString = "\u{200B}"
    /// U+2060, which players do not show: it stands before a speaker's name that does not look like one.
    static let nameMark: StaticString = "\u{2060}"
    /// What is shown for a line end inside a name, a CR and a NUL, after a guard.
    static let visibleLineFeed: StaticString = "\u{240A}"
    static let visibleCarriageReturn: StaticString = "\u{240D}"
    static let visibleNUL: StaticString = "\u{2400}"

    static let markLength = 3

    /// What a text can have that is not just text: line ends, the start of a tag, an arrow, a mark.
    @inline(__always)
    static var structural: StructuralBytes { StructuralBytes(UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "{"), 0xE2) }

    @inline(__always)
    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}

extension UnsafeBufferPointer<UInt8> {
    /// How many guards stand at `start`.
    func guards(at start: Int) -> Int {
        var count = 0
        while starts(with: SubRipSyntax.guardMark, at: start + count * SubRipSyntax.markLength) { count += 1 }
        return count
    }

    /// The place after the line end that starts with the CR at `start`; nil where more bytes decide.
    ///
    /// CR CR LF is one, too: it is what becomes of CR LF where LF is made CR LF.
    func endOfLineEnd(at start: Int, isAtEnd: Bool) -> Int? {
        guard let next = self[safely: start + 1] else { return isAtEnd ? start + 1 : nil }
        if next == SubRipSyntax.lineFeed { return start + 2 }
        guard next == SubRipSyntax.carriageReturn else { return start + 1 }
        guard let last = self[safely: start + 2] else { return isAtEnd ? start + 1 : nil }
        return last == SubRipSyntax.lineFeed ? start + 3 : start + 1
    }

    /// The byte at `index`, or nil outside.
    subscript(safely index: Int) -> UInt8? { indices.contains(index) ? self[index] : nil }
}

extension Text {
    /// The text of a literal.
    init(_ literal: StaticString) {
        self = literal.withUTF8Buffer { Text(copying: $0) }
    }
}
