import SubtitleCues
import TextScanning

/// The blank line, the number and the times before a text, as the writer writes them.
struct PlainHeading {
    var times: CueTimes
    /// The place after them.
    var textStart: Int

    /// Reads the heading whose blank line is at `start`, if its number is `number`; nil for anything else, or when more
    /// bytes decide.
    @inline(__always)
    init?(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int, number: Int, _ lineEnd: PlainLineEnd) {
        guard lineEnd.stands(at: start, in: bytes),
            let timing = Self.endOfNumber(bytes, from: start &+ lineEnd.length, number, lineEnd),
            let from = bytes.plainTimecode(at: timing, separator: UInt8(ascii: ",")),
            bytes.starts(with: " --> ", at: timing &+ 12),
            let to = bytes.plainTimecode(at: timing &+ 17, separator: UInt8(ascii: ",")),
            lineEnd.stands(at: timing &+ 29, in: bytes)
        else { return nil }
        times = CueTimes(start: from, end: to)
        textStart = timing &+ 29 &+ lineEnd.length
    }

    /// The place after the line at `start`, if it is `number`.
    @inline(__always)
    private static func endOfNumber(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ number: Int, _ lineEnd: PlainLineEnd
    ) -> Int? {
        var index = start
        var value = 0
        while index < bytes.count, index &- start < 18, bytes[index].isASCIIDigit {
            value = value &* 10 &+ Int(bytes[index] &- 0x30)
            index &+= 1
        }
        guard lineEnd.stands(at: index, in: bytes), value == number, bytes[start] != 0x30 else { return nil }
        return index &+ lineEnd.length
    }
}

/// A cue as the writer writes it, without anything in its text that would have to be looked at, which is followed by a
/// cue that starts like one.
struct PlainCue {
    var text: Range<Int>
    /// Whether the text is more than one line.
    var hasLineEnds: Bool
    /// The first `: ` of the text's first line.
    var colon: Int?
    /// The place after its last line.
    var end: Int
    /// What the cue after it starts with.
    var next: PlainHeading

    /// Reads the cue that starts with `heading`, if the one after it has `nextNumber`; nil for anything else, or when
    /// more bytes decide.
    @inline(__always)
    init?(
        _ bytes: UnsafeBufferPointer<UInt8>, _ heading: PlainHeading, nextNumber: Int, _ lineEnd: PlainLineEnd
    ) {
        let start = heading.textStart
        var firstLineEnd: Int?
        guard let textEnd = Self.endOfText(bytes, from: start, lineEnd, &firstLineEnd) else { return nil }
        text = start..<textEnd
        hasLineEnds = firstLineEnd != nil
        if let found = bytes.slice(0..<textEnd).firstIndex(of: UInt8(ascii: ":"), from: start) {
            if CueLines.holdsTime(bytes.slice(found..<textEnd)) { return nil }
            colon = Self.colon(bytes, from: found, in: start..<(firstLineEnd ?? textEnd))
        }
        end = textEnd &+ lineEnd.length
        // The next record has to be a cue's, or this one could go on.
        guard let next = PlainHeading(bytes, at: end, number: nextNumber, lineEnd) else { return nil }
        self.next = next
    }

    /// The place of the line end that a blank line follows; nil where the text is not plain, or may go on.
    @inline(__always)
    private static func endOfText(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ lineEnd: PlainLineEnd, _ firstLineEnd: inout Int?
    ) -> Int? {
        guard start < bytes.count, bytes[start] > 0x20 else { return nil }
        var index = start
        while true {
            index = SubRipSyntax.structural.first(in: bytes, from: index)
            if index >= bytes.count { return nil }
            switch bytes[index] {
            case lineEnd.firstByte:
                let next = index &+ lineEnd.length
                guard lineEnd.stands(at: index, in: bytes), next < bytes.count else { return nil }
                if bytes[next] <= 0x20 { return lineEnd.stands(at: next, in: bytes) ? index : nil }
                if firstLineEnd == nil { firstLineEnd = index }
                index = next
                continue
            case UInt8(ascii: ">"): if bytes[index &- 1] == UInt8(ascii: "-") { return nil }
            case 0xE2: if CueLines.isMark(bytes, at: index) { return nil }
            case 0x09: break
            default: return nil
            }
            index &+= 1
        }
    }

    /// The first colon of a line, at or after `start`, that a space follows.
    @inline(__always)
    private static func colon(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, in line: Range<Int>) -> Int? {
        let part = bytes.slice(0..<min(line.upperBound, line.lowerBound &+ 62))
        var index = start
        while let found = part.firstIndex(of: UInt8(ascii: ":"), from: index) {
            if found &+ 1 < part.count, part[found &+ 1] == 0x20 { return found }
            index = found &+ 1
        }
        return nil
    }
}
