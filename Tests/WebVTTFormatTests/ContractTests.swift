import ChatConvTesting
import JSONFormat
import MarkdownFormat
import TestSupport
import Testing
import TranscriptCoding
import TranscriptModel
import WebVTTFormat

@Suite("The contract of formats, kept by WebVTT")
struct ContractTests {
    @Test("Every transcript that the model can express comes back, however it is written, cut and damaged")
    func contract() {
        for failure in contract(seed: 1).failures() { Issue.record("\(failure)") }
    }

    @Test("The same with a clock that starts at the first message")
    func contractFromTheFirstMessage() {
        var contract = contract(seed: 5000)
        contract.writerOptions = [OptionAssignment(name: "epoch", value: "first")]
        // What was read from a file with another clock cannot be written as it was.
        contract.checks = [.readingBack, .writingAgain, .writerCalls, .chunks, .batches, .detection, .limits]
        for failure in contract.failures() { Issue.record("\(failure)") }
    }

    private func contract(seed: UInt64) -> FormatContract {
        var contract = FormatContract(WebVTTFormat(), transcripts: 400, seed: seed)
        contract.generator.foreignExtensions = [
            "webvtt:identifier", "webvtt:settings", "webvtt:before", "webvtt:blocks", "webvtt:header", "webvtt:signature",
            "webvtt:lineEnding", "webvtt:byteOrderMark",
        ]
        contract.rivals = [MarkdownFormat(), JSONDocumentFormat(), JSONLinesFormat()]
        // The end of a cue can depend on the next message, so the writer holds one back.
        contract.delivery = .atEnd
        contract.samples = Self.samples
        return contract
    }

    static let samples = [
        FormatSample("nothing", "WEBVTT", isByteExact: true),
        FormatSample("nothing but a line", "WEBVTT\n", isByteExact: true),
        FormatSample("minimal", "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHello\n", isByteExact: true),
        FormatSample(
            "times that only lenient reading takes, before a clock of another day",
            "WEBVTT\n4:2-->4:8\n\nNOTE chatconv message\n{\"timestamp\":\"0000-01-01T20:46\"}\n\n20:46:00.000 --> 20:46:01.000\nx\n"),
        FormatSample("short times", "WEBVTT\n\n00:01.000 --> 00:02.000\nHello", isByteExact: true),
        FormatSample(
            "everything",
            """
            \u{FEFF}WEBVTT - a title
            Kind: captions

            STYLE
            ::cue { color: lime }

            REGION
            id:fred width:40%

            NOTE a comment

            1
            00:00:01.000 --> 00:00:02.000 align:start region:fred
            <v Fred>Hello

            NOTE
            another comment

            x
            00:02.500 --> 00:04.000
            <v.loud Mary><i>AT&T</i></v>


            NOTE the last

            """, isByteExact: true),
        FormatSample(
            "CRLF", "WEBVTT\r\n\r\n1\r\n00:00:01.000 --> 00:00:02.000\r\nHello\r\nworld\r\n\r\n\r\n", isByteExact: true),
        FormatSample("CR", "WEBVTT\r\r00:00:01.000 --> 00:00:02.000\rHello\r", isByteExact: true),
        FormatSample(
            "mixed line ends", "WEBVTT\r\n\n00:00:01.000 --> 00:00:02.000\rHello\n\r\n\r00:00:03.000 --> 00:00:04.000\nx",
            isByteExact: true),
        FormatSample(
            "dropped blocks and glued cues",
            "WEBVTT\nx --> y\n\nlost\n\n00:01.000 --> 00:02.000\na\n00:02.000 --> 00:03.000\nb\n\n00:00 --> x\nlost\n\nlost",
            isByteExact: true),
        FormatSample(
            "times out of order and out of range",
            "WEBVTT\n\n99999999:00:00.000 --> 00:00:01.000\na\n\n00:00:00.000 --> 00:00:00.000\nb\n", isByteExact: true),
    ]
}
