import ChatConv
import ExternalFormat
import TestSupport
import Testing

/// The example that writes CSV.
@Suite(.enabled(if: Tool(name: "jq").isExpected, "there is no jq"))
struct CSVTests {
    @Test func aMessageIsARow() throws {
        let time = try #require(Timestamp("2018-01-23T10:27:03"))
        let transcript = Transcript(messages: [
            Message(timestamp: time, sender: Sender(name: "Ann"), body: "one, \"two\"\nthree"),
            Message(sender: Sender(id: "b"), body: ""), Message(),
        ])
        let text = try write(transcript, ExamplePlugin.format("csv")).text
        #expect(
            text == """
                "time","id","sender","sender id","text"\r
                "2018-01-23T10:27:03",,"Ann",,"one, ""two""
                three"\r
                ,,,"b",""\r
                ,,,,\r

                """)
    }

    @Test func itOnlyWrites() throws {
        let descriptor = try ExamplePlugin.format("csv").descriptor
        #expect(!descriptor.isReadable)
        #expect(descriptor.isWritable)
    }
}
