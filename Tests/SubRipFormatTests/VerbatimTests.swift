import SubRipFormat
import TestSupport
import Testing
import TranscriptCoding
import TranscriptModel

@Suite("Bytes that SRT keeps")
struct VerbatimTests {
    /// Three cues, of which the last has no number and stands right behind the second.
    private let file = "1\n00:00:01,000 --> 00:00:02,000\nroom\n5\n\n2\n00:00:02,000 --> 00:00:03,000\nx\n00:00:03,000 --> 00:00:04,000\ny\n"

    @Test("A cue without a number does not take the text before it for one, when cues between are gone")
    func numberBefore() throws {
        var transcript = try SubRipFormat().read(file)
        #expect(try String(decoding: SubRipFormat().write(transcript), as: UTF8.self) == file)
        transcript.messages.remove(at: 1)
        let written = try SubRipFormat().read(SubRipFormat().write(transcript))
        #expect(written.messages.map(\.body) == ["room\n5", "y"])
    }
}
