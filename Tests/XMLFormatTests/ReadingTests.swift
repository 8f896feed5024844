import TestSupport
import Testing
import TranscriptCoding
import TranscriptModel
import XMLFormat

@Suite("Reading")
struct ReadingTests {
    private static let root = "<transcript xmlns='urn:chatconv:transcript:1'>"

    @Test("On a live input each message is there as soon as its end tag is")
    func live() throws {
        let source = LiveSource([
            "\(Self.root)\n<metadata><null name='a'/></metadata>\n", "<message sender='A'/>", "\n<message ", "sender='B'/><message",
            " sender='C'><body>x", "]</body></message>\n", "</transcript>\n",
        ])
        var reader = try XMLFormat().makeReader(InputBuffer(source))
        _ = try reader.readHeader()
        #expect(source.handedOut == 2)
        var batch: [Message] = []
        for (sender, handedOut) in [("A", 2), ("B", 4), ("C", 6)] {
            batch.removeAll()
            #expect(try reader.readMessages(into: &batch))
            #expect(batch.map(\.sender.name) == [Text(sender)])
            #expect(source.handedOut == handedOut)
        }
        batch.removeAll()
        #expect(try !reader.readMessages(into: &batch))
    }

    @Test("A batch has no more messages than it may, and none is lost")
    func batches() throws {
        let document = Self.root + (0..<5000).map { "<message sender='\($0)'/>" }.joined() + "</transcript>"
        var reader = try XMLFormat().makeReader(InputBuffer(MemorySource(document)))
        _ = try reader.readHeader()
        var batch: [Message] = []
        var names: [Text?] = []
        while try reader.readMessages(into: &batch) {
            #expect(!batch.isEmpty && batch.count <= MessageBatch.preferredCount)
            names += batch.map(\.sender.name)
            batch.removeAll()
        }
        #expect(names == (0..<5000).map { Text("\($0)") })
    }

    @Test("Messages before an error are handed over before it is thrown")
    func beforeError() throws {
        var reader = try XMLFormat().makeReader(InputBuffer(MemorySource("\(Self.root)<message/><message/><message><oops/>")))
        _ = try reader.readHeader()
        var batch: [Message] = []
        #expect(try reader.readMessages(into: &batch))
        #expect(batch.count == 2)
        batch.removeAll()
        #expect(throws: ConversionError.self) { try reader.readMessages(into: &batch) }
        #expect(throws: ConversionError.self) { try reader.readMessages(into: &batch) }
    }

    @Test("A lenient run leaves out what it does not understand, and says so")
    func lenient() throws {
        let recorder = DiagnosticRecorder()
        let document = """
            \(Self.root)
            <mood/>
            <message timestamp='soon' sender='A' mood='x'>oops<body>a</body><body>b</body><sticker><body>c</body></sticker></message>
            <message><attachment/><extensions><null/><null name='a'/><null name='a'/><number name='b'>1,5</number></extensions></message>
            </transcript>
            """
        let transcript = try XMLFormat().read(Array(document.utf8), isLenient: true, diagnostics: recorder.log)
        var second = Message()
        second.details.extensions = ["a": .null, "b": "1,5"]
        #expect(transcript.messages == [Message(sender: Sender(name: "A"), body: "a"), second])
        let expected = [
            "2:1: warning: <mood> is no element of a transcript; it is left out [xml.unknown-element]",
            "3:21: warning: 'soon' is no time; write 2018-01-23T10:27:03, or 10:27:03 since the start; it is left out [xml.invalid-value]",
            "3:38: warning: <message> has no attribute 'mood'; it is left out [xml.unknown-attribute]",
            "3:47: warning: there is text in <message>, which holds only elements; it is left out [xml.stray-text]",
            "3:65: warning: <message> has a second 'body'; it is left out [xml.duplicate]",
            "3:79: warning: <sticker> is no element of a transcript; it is left out [xml.unknown-element]",
            "4:10: warning: <attachment> has no 'type'; it is left out [xml.missing]",
            "4:35: warning: <null> in <extensions> has no name; it is left out [xml.missing]",
            "4:58: warning: a name in <extensions> is there twice; it is left out [xml.duplicate]",
            "4:94: warning: '1,5' is no number (RFC 8259, section 6); it is left out [xml.invalid-value]",
        ]
        #expect(recorder.lines.joined(separator: "\n") == expected.joined(separator: "\n"))
    }

    @Test("What looks like a tag in a long CDATA section is text", arguments: ["<a b='' c=''", "</message><message>", "&amp;"])
    func section(_ text: String) throws {
        let content = String(repeating: text, count: 200_000 / text.utf8.count)
        for chunk in [Int.max, 1000] {
            let document = "\(Self.root)<message/><message><body><![CDATA[\(content)]]></body></message></transcript>"
            #expect(try XMLFormat().read(document, chunk: chunk).messages.last?.body == Text(content))
        }
    }

    @Test("A limit on records and on depth is kept, whatever it is")
    func limits() throws {
        let long = "\(Self.root)<message><body>\(String(repeating: "a", count: 100_000))</body></message></transcript>"
        #expect(throws: ConversionError.self) { try XMLFormat().read(Array(long.utf8), limits: Limits(recordBytes: 50_000)) }
        #expect(try XMLFormat().read(long).messages.count == 1)
        for (depth, isRead) in [(10, true), (11, false)] {
            let value = String(repeating: "<array>", count: depth - 1) + String(repeating: "</array>", count: depth - 1)
            let document = "\(Self.root)<metadata><array name='a'>\(value)</array></metadata></transcript>"
            let transcript = try? XMLFormat().read(Array(document.utf8), limits: Limits(depth: 10))
            #expect((transcript != nil) == isRead)
        }
    }

    @Test("Depth as great as the limit comes back")
    func deepest() throws {
        var value = Value.array([])
        for _ in 1..<256 { value = .array([value]) }
        var message = Message()
        message.details.attachments = [Attachment(kind: .file, extensions: ["a": value])]
        message.details.revisions = [Revision(attachments: [Attachment(kind: .file, extensions: ["a": value])])]
        let transcript = Transcript(header: TranscriptHeader(metadata: ["a": value]), messages: [message])
        #expect(try XMLFormat().read(XMLFormat().write(transcript)) == transcript)
    }
}

/// Hands out one piece a read, as a pipe does that is written to slowly.
private final class LiveSource: ByteSource {
    private let pieces: [[UInt8]]
    private(set) var handedOut = 0

    init(_ pieces: [String]) { self.pieces = pieces.map { Array($0.utf8) } }

    var isLive: Bool { true }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int {
        guard handedOut < pieces.count else { return 0 }
        let piece = pieces[handedOut]
        handedOut += 1
        buffer.copyBytes(from: piece)
        return piece.count
    }
}

@Suite("XML is recognised")
struct ProbeTests {
    private func confidence(_ text: String, isWhole: Bool = true) -> ProbeConfidence {
        XMLFormat().probe(ProbePrefix(Array(text.utf8), isWhole: isWhole)).confidence
    }

    @Test("A transcript in its namespace is certain, whatever stands before it", arguments: [
        "<transcript xmlns='urn:chatconv:transcript:1'>", "<transcript xmlns=\"urn:chatconv:transcript:1\"/>",
        "<?xml version='1.0'?>\n<transcript kind='group'\n xmlns = \"urn:chatconv:transcript:1\">",
        "<!-- <transcript> --><?x y?>\n<t:transcript xmlns='other' xmlns:t='urn:chatconv:transcript:1'>",
    ])
    func certain(_ text: String) {
        #expect(confidence(text) == .certain)
        let wide = XMLFormat().probe(ProbePrefix(text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), 0] }, isWhole: true))
        #expect(wide.confidence == .certain, "in UTF-16")
    }

    @Test("Other XML is possible", arguments: [
        "<?xml version='1.0'?>", "<a/>", "<transcript/>", "<transcript xmlns='urn:chatconv:transcript:2'/>", " \n<html>", "<!-- ",
        "<!DOCTYPE html>", "<x:transcript xmlns='urn:chatconv:transcript:1'>",
    ])
    func possible(_ text: String) { #expect(confidence(text) == .possible) }

    @Test("What is no XML is not", arguments: ["", "a", "{}", "---\n", "> 10:27:03  x", "<", "< a>", "<3", "1\n00:00:01,000 --> 00:00:02,000\n<i>x</i>"])
    func none(_ text: String) { #expect(confidence(text) == .none) }
}
