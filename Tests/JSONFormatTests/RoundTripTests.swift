import JSONFormat
import TestSupport
import Testing
import TranscriptCoding
import TranscriptModel

@Suite("Whatever the model holds comes back")
struct RoundTripTests {
    @Test("from a document in each layout", arguments: AwkwardTranscript.all, [nil, "pretty", "compact"])
    func document(_ awkward: AwkwardTranscript, _ layout: String?) throws {
        let options = [layout].compactMap { $0.map { OptionAssignment(name: $0) } }
        let bytes = try JSONDocumentFormat().write(awkward.transcript, options)
        #expect(try JSONDocumentFormat().read(bytes) == awkward.transcript)
        #expect(try JSONDocumentFormat().write(JSONDocumentFormat().read(bytes), options) == bytes)
    }

    @Test("from JSON Lines", arguments: AwkwardTranscript.all)
    func lines(_ awkward: AwkwardTranscript) throws {
        let bytes = try JSONLinesFormat().write(awkward.transcript)
        #expect(try JSONLinesFormat().read(bytes) == awkward.transcript)
        #expect(try JSONLinesFormat().write(JSONLinesFormat().read(bytes)) == bytes)
    }

    @Test("however the bytes are cut into pieces", arguments: AwkwardTranscript.all.filter { $0.testDescription.count < 40 })
    func pieces(_ awkward: AwkwardTranscript) throws {
        let document = try JSONDocumentFormat().write(awkward.transcript)
        let lines = try JSONLinesFormat().write(awkward.transcript)
        for chunk in [1, 2, 3, 5, 8, 13, 64, 1000] {
            #expect(try JSONDocumentFormat().read(document, chunk: chunk) == awkward.transcript)
            #expect(try JSONLinesFormat().read(lines, chunk: chunk) == awkward.transcript)
        }
    }

    @Test("A document has the header on its first line and then one message a line")
    func layout() throws {
        let transcript = Transcript(
            header: TranscriptHeader(title: "T", metadata: ["a": 1]), messages: [Message(body: "x"), Message(body: "y")])
        let lines = try JSONDocumentFormat().write(transcript)
        #expect(
            String(decoding: lines, as: UTF8.self) == """
                {"chatconv":1,"title":"T","metadata":{"a":1},"messages":[
                {"body":"x"},
                {"body":"y"}
                ]}

                """)
        let pretty = try JSONDocumentFormat().write(transcript, [OptionAssignment(name: "pretty")])
        #expect(
            String(decoding: pretty, as: UTF8.self) == """
                {
                  "chatconv": 1,
                  "title": "T",
                  "metadata": {
                    "a": 1
                  },
                  "messages": [
                    {
                      "body": "x"
                    },
                    {
                      "body": "y"
                    }
                  ]
                }

                """)
        let compact = try JSONDocumentFormat().write(transcript, [OptionAssignment(name: "compact")])
        #expect(
            String(decoding: compact, as: UTF8.self)
                == #"{"chatconv":1,"title":"T","metadata":{"a":1},"messages":[{"body":"x"},{"body":"y"}]}"# + "\n")
    }

    @Test("A value as deep as the limit can be read wherever it is written, and a deeper one nowhere", arguments: [1, 9, 100, 256])
    func deepValues(_ limit: Int) throws {
        func transcripts(_ depth: Int) -> [Transcript] {
            let value = (1..<depth).reduce(Value.array([])) { inner, _ in ["x": inner] }
            var messages = [Message(), Message(), Message()]
            messages[0].details.extensions = ["json:x": value, "a:b": value]
            messages[1].details.extensions = ["json:x": value]
            messages[2].details.revisions = [
                Revision(attachments: [Attachment(kind: .file, extensions: ["json:x": value, "a:b": value])])
            ]
            return [
                Transcript(header: TranscriptHeader(metadata: ["x": value])),
                Transcript(header: TranscriptHeader(extensions: ["json:x": value])),
            ] + messages.map { Transcript(messages: [$0]) }
        }
        let limits = Limits(depth: limit)
        for format in [JSONDocumentFormat() as any TranscriptFormat, JSONLinesFormat()] {
            for transcript in transcripts(limit) {
                let bytes = try format.write(transcript)
                for chunk in [10, 100_000] {
                    #expect(try format.read(bytes, chunk: chunk, limits: limits) == transcript)
                }
            }
            for transcript in transcripts(limit + 1) {
                let bytes = try format.write(transcript)
                #expect(throws: ConversionError.self) { try format.read(bytes, limits: limits) }
            }
        }
    }

    @Test("Unknown members are written where they were read")
    func unknownMembers() throws {
        let line = #"{"body":"x","attachments":[{"type":"file","hash":"h"}],"extensions":{"a:b":1},"mood":[1,{}]}"#
        let bytes = Array("{\"chatconv\":1,\"app\":\"x\"}\n\(line)\n".utf8)
        #expect(try JSONLinesFormat().write(JSONLinesFormat().read(bytes)) == bytes)
    }
}
