import SubtitleCues
import TextScanning
import TranscriptCoding
import TranscriptModel

/// A note of chatconv's: what the times of the following cues mean, and JSON with what cues cannot say.
///
///     NOTE chatconv transcript clock=2018-01-23T00:00:00 ends=made
///     {"title":"…"}
struct Note {
    /// The time at 00:00:00.000 from here on; nil leaves it as it is.
    var clock: Timestamp?
    /// Whether ends were made by the writer and mean nothing, from here on; nil leaves it as it is.
    var endsAreMade: Bool?
    var json: Text?

    init(clock: Timestamp? = nil, endsAreMade: Bool? = nil) {
        self.clock = clock
        self.endsAreMade = endsAreMade
    }

    var saysNothing: Bool { clock == nil && endsAreMade == nil && json == nil }

    /// Reads a block that starts with `opening`; nil when it is none, or holds what no note of ours does.
    init?(_ block: Text, opening: StaticString) {
        guard Self.opens(block, with: opening) else { return nil }
        let feed = block.withUTF8 { $0.firstIndex(of: WebVTTSyntax.lineFeed, from: 0) } ?? block.utf8Count
        let words = block.slice(opening.utf8CodeUnitCount..<feed).map { String($0).split(separator: " ") } ?? []
        for word in words where !take(word) { return nil }
        guard feed < block.utf8Count else { return }
        json = block.slice(feed + 1..<block.utf8Count)
        guard json?.withUTF8({ $0.firstIndex(of: WebVTTSyntax.lineFeed, from: 0) }) == nil else { return nil }
    }

    /// Whether a block is meant as a note of ours.
    static func opens(_ block: Text, with opening: StaticString) -> Bool {
        block.withUTF8 { opens($0, at: 0, with: opening) }
    }

    static func opens(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int, with opening: StaticString) -> Bool {
        guard bytes.starts(with: opening, at: start) else { return false }
        let end = start + opening.utf8CodeUnitCount
        return end == bytes.count || WebVTTSyntax.isWhitespace(bytes[end])
    }

    private mutating func take(_ word: Substring) -> Bool {
        switch word {
        case "ends=made": endsAreMade = true
        case "ends=given": endsAreMade = false
        default:
            guard word.hasPrefix("clock="), let origin = Timestamp(Text(word.dropFirst(6))), origin.precision != .day else {
                return false
            }
            clock = origin
        }
        return true
    }

    /// Appends the note's first line, with its line feed.
    func appendOpening(_ opening: StaticString, to output: inout OutputBuffer) {
        output.append(opening)
        if let clock {
            output.append(" clock=")
            output.append(clock)
        }
        if let endsAreMade { output.append(endsAreMade ? " ends=made" : " ends=given") }
        output.append(WebVTTSyntax.lineFeed)
    }
}
