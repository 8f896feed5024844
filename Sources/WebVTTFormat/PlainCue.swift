import SubtitleCues
import TextScanning

/// A cue as the writer writes it, without note, identifier, settings, and markup other than one voice, which is
/// followed by a cue that starts like one.
struct PlainCue {
    var times: CueTimes
    var name: Range<Int>?
    var body: Range<Int>
    /// The place after its last line.
    var end: Int

    /// Reads the cue whose blank line is at `start`; nil for anything else, or when more bytes decide.
    @inline(__always)
    init?(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) {
        guard bytes.count &- start > 32, bytes[start] == WebVTTSyntax.lineFeed,
            let from = bytes.plainTimecode(at: start &+ 1, separator: UInt8(ascii: ".")),
            bytes.starts(with: " --> ", at: start &+ 13),
            let to = bytes.plainTimecode(at: start &+ 18, separator: UInt8(ascii: ".")),
            bytes[start &+ 30] == WebVTTSyntax.lineFeed, to > from
        else { return nil }
        times = CueTimes(start: from, end: to)
        var textStart = start &+ 31
        if bytes.starts(with: "<v ", at: textStart) {
            guard let close = Self.endOfName(bytes, from: textStart &+ 3) else { return nil }
            name = textStart &+ 3..<close
            textStart = close &+ 1
        }
        guard let textEnd = Self.endOfText(bytes, from: textStart) else { return nil }
        body = textStart..<textEnd
        end = textEnd &+ 1
        // The next record has to start with a blank line and a cue, or this one's could go on.
        guard bytes.starts(with: " --> ", at: end &+ 13),
            bytes.plainTimecode(at: end &+ 1, separator: UInt8(ascii: ".")) != nil,
            bytes.plainTimecode(at: end &+ 18, separator: UInt8(ascii: ".")) != nil
        else { return nil }
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

    /// The place of the line feed that ends a text without markup and is followed by a blank line.
    @inline(__always)
    private static func endOfText(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var index = start
        while true {
            index = WebVTTSyntax.structural.first(in: bytes, from: index)
            if index == bytes.count { return nil }
            switch bytes[index] {
            case WebVTTSyntax.lineFeed:
                if index == start || index &+ 1 == bytes.count { return nil }
                if bytes[index &+ 1] == WebVTTSyntax.lineFeed { return index }
            case 0, WebVTTSyntax.carriageReturn, UInt8(ascii: "&"), UInt8(ascii: "<"): return nil
            case UInt8(ascii: ">"): if bytes[index &- 1] == UInt8(ascii: "-") { return nil }
            default: break
            }
            index &+= 1
        }
    }
}
