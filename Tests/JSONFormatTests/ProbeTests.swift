import JSONFormat
import Testing
import TranscriptCoding

@Suite("Recognising the formats")
struct ProbeTests {
    @Test(
        "From their syntax alone",
        arguments: [
            (#"{"chatconv":1,"messages":[]}"#, .certain, .none), ("{\"chatconv\":1}\n{\"body\":\"x\"}\n", .none, .certain),
            ("{\"chatconv\":1}\n", .likely, .certain), (" {\n \"chatconv\" : 1,\n \"messages\": [ {", .certain, .none),
            (#"{"chatconv":1,"participants":[{"id":"#, .likely, .likely), (#"{"title":"x","messages":[{"body":"#, .possible, .none),
            (#"{"title":"x","messages":3}"#, .possible, .possible), (#"{"a":1,"chatconv":1}"#, .likely, .certain),
            (#"{"a":[{"messages":[]}]}"#, .possible, .possible), ("{\"body\":\"x\"}\n{\"sender\":{}}\n", .none, .likely),
            (#"{"messages":[{"text":"hi"}]}"#, .possible, .possible), (#"{"messages":[{"body":"hi"}]}"#, .possible, .possible),
            (#"{"messages":[{"body":"hi"}],"chatconv":1}"#, .likely, .none),
            ("{\"timestamp\":\"2018-01-23T10:27:03Z\",\"level\":1}\n{\"b\":1}\n", .none, .possible),
            ("{\"timestamp\":\"2018-01-23T10:27:03Z\"}\n{\"b\":1}\n", .none, .likely),
            ("{\"sender\":{\"id\":\"a\"}}\n{\"b\":1}\n", .none, .likely), ("{\"sender\":\"a\"}\n{\"b\":1}\n", .none, .possible),
            ("{\"event\":{\"action\":\"joined\"}}\n{\"b\":1}\n", .none, .likely),
            ("{\"body\":\"x\"}\n{\"sender\":{\"na", .none, .likely), ("{\"a\":1}\n{\"b\":2}\n", .none, .possible),
            (#"{"body":"x"}"#, .possible, .likely), ("{\n\"body\":\"x\"}\n{\"body\":\"y\"}", .none, .none),
            ("[1,2", .possible, .none), ("12", .possible, .none), ("1\n00:00:01,000 --> 00:00:02,000\nx\n", .none, .none),
            ("", .none, .none), ("---\nlayout: post\n", .none, .none), ("> 10:27:03  Ann  \n", .none, .none), ("{a}", .none, .none),
            ("{\"a\":\u{1}}", .none, .none), ("\"WEBVTT", .possible, .none), ("<xml/>", .none, .none),
        ] as [(String, ProbeConfidence, ProbeConfidence)])
    func probes(_ text: String, _ document: ProbeConfidence, _ lines: ProbeConfidence) {
        let prefix = ProbePrefix(Array(text.utf8), isWhole: true)
        #expect(JSONDocumentFormat().probe(prefix).confidence == document)
        #expect(JSONLinesFormat().probe(prefix).confidence == lines)
    }

    @Test("No prefix makes them trap")
    func prefixes() {
        let text = Array("{\"chatconv\":1,\"x\":[1,\"\\u00e9é\"],\"messages\":[{\"body\":null}]}\n{\"body\":\"x\"}\n".utf8) + [0xFF, 0]
        for count in 0...text.count {
            for isWhole in [false, true] {
                _ = JSONDocumentFormat().probe(ProbePrefix(Array(text.prefix(count)), isWhole: isWhole))
                _ = JSONLinesFormat().probe(ProbePrefix(Array(text.suffix(count)), isWhole: isWhole))
            }
        }
    }

    @Test("A file name that ends in .json decides nothing alone, one in .jsonl does")
    func extensions() {
        #expect(JSONDocumentFormat().descriptor.ambiguousExtensions == ["json"])
        #expect(JSONLinesFormat().descriptor.ambiguousExtensions.isEmpty)
        #expect(JSONLinesFormat().descriptor.extensions == ["jsonl", "ndjson"])
    }
}
