import ChatConvTesting
import JSONFormat
import SubRipFormat
import TestSupport
import Testing
import TranscriptCoding
import WebVTTFormat

@Suite("The contract of formats, kept by SRT")
struct ContractTests {
    @Test("What is declared comes back, however it is written, cut and damaged", arguments: ["colon", "brackets", "off"])
    func contract(_ prefix: String) {
        var contract = FormatContract(SubRipFormat(), transcripts: 400, seed: prefix == "colon" ? 1 : 1000)
        contract.readerOptions = [OptionAssignment(name: "speaker-prefix", value: prefix)]
        contract.writerOptions = contract.readerOptions
        // The end of a cue can depend on the next message, so the writer holds one back.
        contract.delivery = .atEnd
        contract.samples = Self.samples
        for failure in contract.failures() { Issue.record("\(failure)") }
    }

    static let samples = [
        FormatSample("minimal", "1\n00:00:01,000 --> 00:00:02,000\nHello\n", isByteExact: true),
        FormatSample(
            "usual", "1\n00:00:01,000 --> 00:00:02,000\nHello\n\n2\n00:00:02,000 --> 00:00:03,000\n<i>Ada: x</i>\n\n",
            isByteExact: true),
        FormatSample(
            "numbers that are none, glued cues, blank lines",
            """
            \u{FEFF}
            7
            00:00:01,000 --> 00:00:02,000  X1:1 X2:2 Y1:3 Y2:4
            {\\an8}Hello

            world
            8
            0:0:3,5 -> 00:00:04.25
            a

            9
            lost

            00:00:05 --> 00:00:06
             b
            00:00:07,000 --> 00:00:07,000
            10
            100:00:00,000 --> 1000:00:00,000
            2



            """, isByteExact: true),
        FormatSample("CRLF", "1\r\n00:00:01,000 --> 00:00:02,000\r\nHello\r\nworld\r\n\r\n", isByteExact: true),
        FormatSample("CR", "1\r00:00:01,000 --> 00:00:02,000\rHello", isByteExact: true),
        FormatSample(
            "mixed line ends", "1\r\n00:00:01,000 --> 00:00:02,000\rHello\n\r\n\r2\n00:00:01,000 --> 00:00:02,000\n\n\n",
            isByteExact: true),
        FormatSample(
            "lines that tell no times", "1\n00:00:00,000 --> 00:00:01,000\nx\n\n2\n00:00:01 --> x\nlost\n\n2\n00:00:01,000 --> 00:00:02,000\nx\n\n3\n99:99:99,999 --> 1\nlost",
            isByteExact: true),
    ]
}
