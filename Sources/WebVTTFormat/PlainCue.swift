import SubtitleCues
import TextScanning

/// The blank line and the times before a text.
struct PlainHeading {
    var times: CueTimes
    /// The place after the times.
    var timesEnd: Int

    /// Reads the heading whose blank line is at `start`; nil for anything else, or when more bytes decide.
    @inline(__always)
    init?(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int, _ lineEnd: PlainLineEnd) {
        guard lineEnd.stands(at: start, in: bytes),
            let (times, timesEnd) = bytes.plainTimes(at: start &+ lineEnd.length, separator: UInt8(ascii: "."))
        else { return nil }
        (self.times, self.timesEnd) = (times, timesEnd)
    }
}

/// A cue as the writer writes it, without note, identifier, settings, and markup other than one voice, which is
/// followed by a cue that starts like one.
struct PlainCue {
    var name: Range<Int>?
    var body: Range<Int>
    /// Whether the body is more than one line.
    var hasLineEnds = false
    /// The place after its last line.
    var end: Int
    /// What the cue after it starts with.
    var next: PlainHeading

    /// Reads the cue that starts with `heading`; nil for anything else, or when more bytes decide.
    @inline(__always)
    init?(_ bytes: UnsafeBufferPointer<UInt8>, _ heading: PlainHeading, _ lineEnd: PlainLineEnd, _ prefix: SpeakerPrefix) {
        guard lineEnd.stands(at: heading.timesEnd, in: bytes) else { return nil }
        var start = heading.timesEnd &+ lineEnd.length
        if bytes.starts(with: "<v ", at: start) {
            guard let close = Self.endOfName(bytes, from: start &+ 3) else { return nil }
            name = start &+ 3..<close
            start = close &+ 1
        }
        guard let textEnd = Self.endOfText(bytes, from: start, lineEnd, &hasLineEnds) else { return nil }
        body = start..<textEnd
        if name == nil, prefix.speaker(of: bytes.slice(body)) != nil { return nil }
        end = textEnd &+ lineEnd.length
        // The next record has to start with a blank line and a cue, or this one's could go on.
        guard let next = PlainHeading(bytes, at: end, lineEnd) else { return nil }
        self.next = next
    }

    /// The place of the `>` after a name that has nothing to be decoded or collapsed.
    @inline(__always)
    private static func endOfName(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var index = start
        var previous: UInt8 = 0x20
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: ">"): return previous == 0x20 || previous == UInt8(ascii: "-") ? nil : index
            case 0x20: if previous == 0x20 { return nil }
            case 0..<0x20, UInt8(ascii: "&"), UInt8(ascii: "<"): return nil
            default: break
            }
            previous = byte
            index &+= 1
        }
        return nil
    }

    /// The place of the line end that ends a text without markup and is followed by a blank line.
    @inline(__always)
    private static func endOfText(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ lineEnd: PlainLineEnd, _ hasLineEnds: inout Bool
    ) -> Int? {
        var index = start
        while true {
            index = WebVTTSyntax.structural.first(in: bytes, from: index)
            if index >= bytes.count { return nil }
            switch bytes[index] {
            case lineEnd.firstByte:
                let next = index &+ lineEnd.length
                guard index > start, lineEnd.stands(at: index, in: bytes), next < bytes.count else { return nil }
                if bytes[next] == lineEnd.firstByte { return lineEnd.stands(at: next, in: bytes) ? index : nil }
                hasLineEnds = true
                index = next
                continue
            case 0, WebVTTSyntax.lineFeed, WebVTTSyntax.carriageReturn, UInt8(ascii: "&"), UInt8(ascii: "<"): return nil
            case UInt8(ascii: ">"): if bytes[index &- 1] == UInt8(ascii: "-") { return nil }
            default: break
            }
            index &+= 1
        }
    }
}
