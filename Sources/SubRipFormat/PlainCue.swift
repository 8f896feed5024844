import SubtitleCues
import TextScanning

/// A cue as the writer writes it, without anything in its text that would have to be looked at, which is followed by a
/// cue that starts like one.
struct PlainCue {
    var times: CueTimes
    var text: Range<Int>
    /// The first `: ` of the text's first line.
    var colon: Int?
    /// The place after its last line.
    var end: Int

    /// Reads the cue whose blank line is at `start`, if its number is `number`; nil for anything else, or when more
    /// bytes decide.
    @inline(__always)
    init?(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int, number: Int) {
        guard bytes.count &- start > 34, bytes[start] == SubRipSyntax.lineFeed,
            let timing = Self.endOfNumber(bytes, from: start &+ 1, number),
            let from = bytes.plainTimecode(at: timing, separator: UInt8(ascii: ",")),
            bytes.starts(with: " --> ", at: timing &+ 12),
            let to = bytes.plainTimecode(at: timing &+ 17, separator: UInt8(ascii: ",")), to > from,
            timing &+ 30 < bytes.count, bytes[timing &+ 29] == SubRipSyntax.lineFeed
        else { return nil }
        times = CueTimes(start: from, end: to)
        let textStart = timing &+ 30
        guard let base = bytes.baseAddress, bytes[textStart] > 0x20 else { return nil }
        let count = bytes.count
        var index = textStart
        var firstLineEnd: Int?
        scan: while true {
            index = SubRipSyntax.structural.first(in: bytes, from: index)
            if index == count { return nil }
            switch base[index] {
            case SubRipSyntax.lineFeed:
                guard index &+ 1 < count else { return nil }
                if firstLineEnd == nil { firstLineEnd = index }
                let next = base[index &+ 1]
                if next == SubRipSyntax.lineFeed { break scan }
                if next <= 0x20 { return nil }
            case UInt8(ascii: ">"): if base[index &- 1] == UInt8(ascii: "-") { return nil }
            case 0xE2: if CueLines.isMark(bytes, at: index) { return nil }
            case 0x09: break
            default: return nil
            }
            index &+= 1
        }
        text = textStart..<index
        end = index &+ 1
        if CueLines.holdsTime(bytes.slice(text)) { return nil }
        colon = Self.colon(bytes, in: textStart..<(firstLineEnd ?? index))
        // The next record has to be a cue's, or this one could go on.
        guard let nextTiming = Self.endOfNumber(bytes, from: index &+ 2, number &+ 1),
            bytes.plainTimecode(at: nextTiming, separator: UInt8(ascii: ",")) != nil,
            bytes.starts(with: " --> ", at: nextTiming &+ 12),
            bytes.plainTimecode(at: nextTiming &+ 17, separator: UInt8(ascii: ",")) != nil,
            nextTiming &+ 29 < count, base[nextTiming &+ 29] == SubRipSyntax.lineFeed
        else { return nil }
    }

    /// The first colon of a line that a space follows.
    @inline(__always)
    private static func colon(_ bytes: UnsafeBufferPointer<UInt8>, in line: Range<Int>) -> Int? {
        let line = line.lowerBound..<min(line.upperBound, line.lowerBound &+ 62)
        var index = line.lowerBound
        let part = bytes.slice(0..<line.upperBound)
        while let found = part.firstIndex(of: UInt8(ascii: ":"), from: index) {
            if found &+ 1 < line.upperBound, part[found &+ 1] == 0x20 { return found }
            index = found &+ 1
        }
        return nil
    }

    /// The place after the line at `start`, if it is `number`.
    @inline(__always)
    private static func endOfNumber(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ number: Int) -> Int? {
        var index = start
        var value = 0
        while index < bytes.count, index &- start < 18, bytes[index].isASCIIDigit {
            value = value &* 10 &+ Int(bytes[index] &- 0x30)
            index &+= 1
        }
        guard index < bytes.count, bytes[index] == SubRipSyntax.lineFeed, value == number, bytes[start] != 0x30 else {
            return nil
        }
        return index &+ 1
    }
}
