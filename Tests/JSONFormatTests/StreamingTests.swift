@testable import JSONFormat
import TestSupport
import Testing
import TextScanning
import TranscriptCoding
import TranscriptJSON
import TranscriptModel

/// Bytes that come as from a pipe: in pieces, and nobody can look at them twice.
private final class PipeSource: ByteSource {
    private var pieces: [[UInt8]]
    private(set) var readCount = 0

    init(_ pieces: [String]) { self.pieces = pieces.map { Array($0.utf8) } }

    init(_ bytes: [UInt8], pieces size: Int) {
        pieces = stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
    }

    var isLive: Bool { true }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int {
        guard readCount < pieces.count else { return 0 }
        let piece = pieces[readCount]
        buffer.copyBytes(from: piece.prefix(buffer.count))
        if piece.count > buffer.count {
            pieces[readCount] = Array(piece.dropFirst(buffer.count))
            return buffer.count
        }
        readCount += 1
        return piece.count
    }
}

private func drain(_ reader: any TranscriptReader) throws(ConversionError) -> Transcript {
    var reader = reader
    var transcript = Transcript(header: try reader.readHeader())
    var batch: [Message] = []
    while try reader.readMessages(into: &batch) {
        transcript.messages += batch
        batch.removeAll()
    }
    return transcript
}

@Suite("Reading what is still coming in", .tags(.concurrent))
struct StreamingTests {
    @Test("A message of a document is handed out once its object is complete")
    func documentMessages() throws {
        let source = PipeSource([#"{"chatconv":1,"title":"T","messages":["#, #"{"body":"a"}"#, #",{"body":"#, #""b"},"#, "\n{\"body\":\"c\"}", "]}"])
        var reader = DocumentReader(InputBuffer(source))
        var batch: [Message] = []
        #expect(try reader.readHeader().title == "T")
        #expect(source.readCount == 1)
        for (body, reads) in [("a", 2), ("b", 4), ("c", 5)] as [(Text, Int)] {
            batch = []
            #expect(try reader.readMessages(into: &batch))
            #expect(batch.map(\.body) == [body])
            #expect(source.readCount == reads)
        }
        batch = []
        #expect(try !reader.readMessages(into: &batch))
    }

    @Test("A message of JSON Lines is handed out once its object is complete")
    func lineMessages() throws {
        let source = PipeSource(["{\"chatconv\":1,\"title\":\"T\"}", "\n{\"body\":\"a\"}", "\n{\"bo", "dy\":\"b\"}\n", "\n"])
        var reader = LinesReader(InputBuffer(source))
        var batch: [Message] = []
        #expect(try reader.readHeader().title == "T")
        #expect(source.readCount == 1)
        for (body, reads) in [("a", 2), ("b", 4)] as [(Text, Int)] {
            batch = []
            #expect(try reader.readMessages(into: &batch))
            #expect(batch.map(\.body) == [body])
            #expect(source.readCount == reads)
        }
        batch = []
        #expect(try !reader.readMessages(into: &batch))
    }

    @Test("Whole messages are handed out before the error behind them")
    func goodBeforeBad() throws {
        for (text, format) in [
            (#"{"chatconv":1,"messages":[{"body":"a"},{"body":1}]}"#, JSONDocumentFormat() as any TranscriptFormat),
            ("{\"chatconv\":1}\n{\"body\":\"a\"}\n{\"body\":1}\n", JSONLinesFormat()),
        ] {
            var reader = try format.makeReader(InputBuffer(MemorySource(text)))
            _ = try reader.readHeader()
            var batch: [Message] = []
            #expect(try reader.readMessages(into: &batch))
            #expect(batch.map(\.body) == ["a"])
            batch = []
            #expect(throws: ConversionError.self) { try reader.readMessages(into: &batch) }
        }
    }

    private static let lateMembers = #"{"messages":[{"body":"a"},{"body":"]}"}],"title":"T","participants":[{"id":"p"}],"x":1,"chatconv":1}"#

    private static let late = Transcript(
        header: TranscriptHeader(title: "T", participants: [Participant(id: "p")], extensions: ["json:x": 1]),
        messages: [Message(body: "a"), Message(body: "]}")])

    @Test("Members after the messages are in the header, from memory, a file and a pipe", arguments: [1, 3, 20, 1000])
    func lateMembers(_ size: Int) throws {
        let bytes = Array(Self.lateMembers.utf8)
        #expect(try JSONDocumentFormat().read(bytes, chunk: size) == Self.late)
        #expect(try drain(DocumentReader(InputBuffer(PipeSource(bytes, pieces: size)))) == Self.late)
    }

    @Test("Members after the messages are found behind more messages than a window holds")
    func lateMembersFarAway() throws {
        let message = #"{"timestamp":"2018-01-23T10:27:03","sender":{"name":"Ann \"A\""},"body":"\#(String(repeating: "x", count: 500))"},"#
        let text = #"{"chatconv":1,"messages":["# + String(repeating: message, count: 2000) + #"{}],"title":"T"}"#
        let recorder = DiagnosticRecorder()
        let read = try JSONDocumentFormat().read(Array(text.utf8), diagnostics: recorder.log)
        #expect(read.header.title == "T")
        #expect(read.messages.count == 2001)
        #expect(recorder.lines.isEmpty)
    }

    @Test("On a pipe that begins like ours, a member after the messages is an error that says what to do")
    func lateMembersOnAPipe() throws {
        let source = PipeSource([#"{"chatconv":1,"messages":[{"body":"a"}],"title":"T"}"#])
        let error = #expect(throws: ConversionError.self) { try drain(DocumentReader(InputBuffer(source))) }
        #expect(error?.code == .jsonLateHeader)
        #expect(error?.location?.column == 41)
        #expect(error?.diagnostic.help?.contains("file") == true)
    }

    @Test("What is wrong behind the messages is told with its place in the input")
    func errorBehindMessages() throws {
        for (tail, place) in [("],\n\"title\":5}", 8), ("],\n\"title\":}", 8), ("],\n\"title\":\"T\",\"title\":\"U\"}", 12), ("]}\nx", 0)] {
            let text = "{\"messages\":[{\"body\":\"a\"}" + tail
            let error = #expect(throws: ConversionError.self) { try JSONDocumentFormat().read(text) }
            #expect(error?.location?.line == 2)
            #expect(error?.location?.column == place + 1)
        }
    }

    @Test("The work stays linear when a long message comes in small pieces", arguments: [false, true])
    func linear(_ isDocument: Bool) throws {
        let body = String(repeating: "0123456789abcde\\n", count: 256 * 1024)
        let message = "{\"body\":\"\(body)\"}"
        let text = isDocument ? "{\"chatconv\":1,\"messages\":[\(message)]}" : "{\"chatconv\":1}\n\(message)\n"
        let input = InputBuffer(PipeSource(Array(text.utf8), pieces: 1024))
        var reparses: () -> Int
        let read: Transcript
        if isDocument {
            var reader = DocumentReader(input)
            read = try drainCounting(&reader)
            reparses = { [reader] in reader.reparseCount }
        } else {
            var reader = LinesReader(input)
            read = try drainCounting(&reader)
            reparses = { [reader] in reader.reparseCount }
        }
        #expect(read.messages.first?.body?.utf8Count == 16 * 256 * 1024)
        #expect(reparses() <= 3)
    }

    private func drainCounting(_ reader: inout some TranscriptReader) throws(ConversionError) -> Transcript {
        var transcript = Transcript(header: try reader.readHeader())
        while try reader.readMessages(into: &transcript.messages) { if transcript.messages.count > 1 { break } else { return transcript } }
        return transcript
    }

    @Test("A message past the limit is an error that names it, and so is a header")
    func limits() throws {
        let limits = Limits(recordBytes: 100_000)
        let long = String(repeating: "x", count: 1_000_000)
        for text in [#"{"chatconv":1,"messages":[{"body":"\#(long)"}]}"#, #"{"chatconv":1,"title":"\#(long)","messages":[]}"#] {
            let error = #expect(throws: ConversionError.self) { try JSONDocumentFormat().read(Array(text.utf8), limits: limits) }
            #expect(error?.code == .recordTooLong)
            #expect(error?.category == .limitExceeded)
        }
        let many = (0..<10_000).map { "\"n\($0)\":\"\(long.prefix(100))\"," }.joined()
        let error = #expect(throws: ConversionError.self) {
            try JSONDocumentFormat().read(Array("{\"chatconv\":1,\(many)\"messages\":[]}".utf8), limits: limits)
        }
        #expect(error?.code == .recordTooLong)
    }

    @Test("Very many members cost no more than their number", .timeLimit(.minutes(20)))
    func manyMembers() throws {
        let many = (0..<40_000).map { "\"n\($0)\":\($0)" }.joined(separator: ",")
        let text = """
            {"chatconv":1,\(many),"participants":[{\(many)}],"metadata":{\(many)},"messages":[{\(many),"attachments":[{"type":"file",\(many)}]}]}
            """
        let read = try JSONDocumentFormat().read(text, chunk: 100_000)
        #expect(read.header.extensions.count == 40_000)
        #expect(read.messages.first?.details.extensions.count == 40_000)
    }

    @Test("A document that is no transcript is checked to its end, however long its values are")
    func longForeignDocument() throws {
        let limits = Limits(recordBytes: 100_000)
        let long = String(repeating: "[1,2],", count: 100_000)
        for (tail, code) in [("[]]}", DiagnosticCode.jsonNotATranscript), ("[]]", .jsonSyntax), ("]}", .jsonSyntax)] {
            let error = #expect(throws: ConversionError.self) {
                try JSONDocumentFormat().read(Array("{\"type\":1,\"id\":2,\"features\":[\(long)\(tail)".utf8), limits: limits)
            }
            #expect(error?.code == code)
        }
    }
}
