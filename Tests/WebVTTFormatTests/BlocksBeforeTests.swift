import TestSupport
import Testing
import TranscriptModel
import WebVTTFormat

@Suite("Blocks before a WebVTT cue")
struct BlocksBeforeTests {
    /// Two cues with a note before the second, which is kept as it stands because of how its times are written.
    private func file(_ times: String) -> String {
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\na\n\nNOTE about b\n\n\(times)\nb\n"
    }

    @Test("They stay its own when it becomes the first", arguments: ["00:00:02.000 --> 00:00:03.000", "00:02.000   -->  00:03.000"])
    func becomesFirst(_ times: String) throws {
        var transcript = try WebVTTFormat().read(file(times))
        #expect(try String(decoding: WebVTTFormat().write(transcript), as: UTF8.self) == file(times))
        transcript.messages.removeFirst()
        let written = try String(decoding: WebVTTFormat().write(transcript), as: UTF8.self)
        #expect(written == "WEBVTT\n\nNOTE chatconv message\n\nNOTE about b\n\n00:00:02.000 --> 00:00:03.000\nb\n")
        let readBack = try WebVTTFormat().read(written)
        #expect(readBack.header == transcript.header)
        #expect(readBack.messages[0].details.extensions == ["webvtt:before": .array(["NOTE about b"])])
    }
}
