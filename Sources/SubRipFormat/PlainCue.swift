import SubtitleCues
import TextScanning

/// The blank line, the number and the times before a text, as the writer writes them.
struct PlainHeading {
    var times: CueTimes
    /// The place of their line.
    var timingLine: Int
    /// The place after it.
    var textStart: Int

    /// Reads the heading whose blank line is at `start`, if its number is `number`; nil for anything else, or when more
    /// bytes decide.
    @inline(__always)
    init?(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int, number: Int, _ lineEnd: PlainLineEnd) {
        guard lineEnd.stands(at: start, in: bytes),
            let timing = Self.endOfNumber(bytes, from: start &+ lineEnd.length, number, lineEnd),
            let (times, timesEnd) = bytes.plainTimes(at: timing, separator: UInt8(ascii: ",")),
            lineEnd.stands(at: timesEnd, in: bytes), max(times.start, times.end) <= CueClock.latest
        else { return nil }
        self.times = times
        timingLine = timing
        textStart = timesEnd &+ lineEnd.length
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

extension CueTimes {
    /// Whether the hours have more digits than two.
    @inline(__always)
    var haveManyHours: Bool { max(start, end) >= 360_000_000 }
}

/// A cue as the writer writes it, without anything in its text that would have to be looked at, which is followed by a
/// cue that starts like one.
struct PlainCue {
    /// Who speaks.
    var name: Range<Int>?
    var body: Range<Int>
    /// Whether the text is more than one line.
    var hasLineEnds: Bool
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
        let isMarked = Self.isNameMark(bytes, at: heading.textStart)
        let start = heading.textStart &+ (isMarked ? SubRipSyntax.markLength : 0)
        var firstLineEnd: Int?
        guard let textEnd = Self.endOfText(bytes, from: start, lineEnd, &firstLineEnd) else { return nil }
        body = start..<textEnd
        hasLineEnds = firstLineEnd != nil
        let line = start..<(firstLineEnd ?? textEnd)
        let colon = bytes.slice(0..<textEnd).firstIndex(of: UInt8(ascii: ":"), from: start)
        if let colon, CueLines.holdsTime(bytes.slice(colon..<textEnd)) { return nil }
        if isMarked {
            guard let colon, let name = Self.markedName(bytes, line, colon) else { return nil }
            self.name = name
            body = name.upperBound &+ 2..<textEnd
        } else if let speaker = SpeakerPrefix.colon.speaker(
            ofLineAt: start, of: bytes.slice(0..<line.upperBound), colon: colon)
        {
            guard speaker.isUsual,
                firstLineEnd == nil
                    || !SpeakerPrefix.colon.holdsOthers(bytes.slice(0..<textEnd), from: speaker.body, than: bytes.slice(speaker.name))
            else { return nil }
            name = speaker.name
            body = speaker.body..<textEnd
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

    @inline(__always)
    private static func isNameMark(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        index < bytes.count && bytes[index] == 0xE2 && bytes.starts(with: SubRipSyntax.nameMark, at: index)
    }

    /// The name that stands behind a mark, before the first `: ` of the line's rest; nil where there is none that the
    /// writer would have put there.
    @inline(__always)
    private static func markedName(
        _ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>, _ colon: Int
    ) -> Range<Int>? {
        guard let end = self.colon(bytes.slice(0..<line.upperBound), from: colon), end > line.lowerBound else { return nil }
        let name = line.lowerBound..<end
        return SpeakerPrefix.isName(bytes.slice(name)) ? nil : name
    }

    /// The first colon in `part`, at or after `start`, that a space follows.
    @inline(__always)
    private static func colon(_ part: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var index = start
        while let found = part.firstIndex(of: UInt8(ascii: ":"), from: index) {
            if found &+ 1 < part.count, part[found &+ 1] == 0x20 { return found }
            index = found &+ 1
        }
        return nil
    }
}
