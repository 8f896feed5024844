import JSONFormat
import TestSupport
import Testing
import TranscriptCoding
import TranscriptModel

@Suite("Mending what can be mended")
struct LenientTests {
    private func read(_ format: any TranscriptFormat, _ text: String, chunk: Int = .max) throws -> (Transcript, [String]) {
        let recorder = DiagnosticRecorder()
        let transcript = try format.read(Array(text.utf8), chunk: chunk, isLenient: true, diagnostics: recorder.log)
        return (transcript, recorder.lines)
    }

    @Test("A bad line is reported and left out", arguments: [1, 7, 1000])
    func badLines(_ chunk: Int) throws {
        let text = """
            {"chatconv":1}
            {"body":"a"}
            {"body":1}
            not JSON
            {"body":"b"} {"body":"c"}
            {"body":"d"
            {"body":"e"}
            {"chatconv":1}
            {"body":"f
            """
        let (transcript, lines) = try read(JSONLinesFormat(), text, chunk: chunk)
        #expect(transcript.messages.map(\.body) == ["a", "b", "e"])
        #expect(
            lines == [
                "3:9: error: body: expected a string, found a number [json.type]",
                "4:2: error: expected 'null', found 'o' [json.syntax]",
                "5:14: error: expected the end of the line after the object, found '{' [json.syntax]",
                "6:12: error: the line ends inside a value [json.syntax]",
                "8:2: error: chatconv: only the first line can be a header [json.second-header]",
                "9:11: error: the input ends inside a message [json.syntax]",
            ])
    }

    @Test("A bad message of a document is reported and left out; bad JSON still stops")
    func badMessages() throws {
        let (transcript, lines) = try read(
            JSONDocumentFormat(), #"{"chatconv":1,"messages":[{"body":"a"},{"body":1},[],{"body":"b"}]}"#)
        #expect(transcript.messages.map(\.body) == ["a", "b"])
        #expect(
            lines == [
                "1:48: error: messages[1].body: expected a string, found a number [json.type]",
                "1:51: error: messages[2]: expected an object, found an array [json.type]",
            ])
        #expect(throws: ConversionError.self) { try read(JSONDocumentFormat(), #"{"chatconv":1,"messages":[{"body":x}]}"#) }
    }

    @Test("Half surrogate pairs and members that come twice are reported once each, with their places", arguments: [1, 5, 1000])
    func warnings(_ chunk: Int) throws {
        let text = "{\"chatconv\":1,\"messages\":[\n{\"body\":\"a\\ud800\"},\n{\"body\":\"b\",\"body\":\"c\"}],\"title\":\"\\udc00\"}"
        let (transcript, lines) = try read(JSONDocumentFormat(), text, chunk: chunk)
        #expect(transcript == Transcript(header: TranscriptHeader(title: "\u{FFFD}"), messages: [Message(body: "a\u{FFFD}"), Message(body: "c")]))
        #expect(
            lines == [
                "2:11: warning: replaced half of a surrogate pair by U+FFFD [json.lone-surrogate]",
                "3:13: warning: body: the object has this member already; the later one stands [json.duplicate-member]",
                "3:35: warning: replaced half of a surrogate pair by U+FFFD [json.lone-surrogate]",
            ])
    }

    @Test("Bytes that are not UTF-8 become U+FFFD in a document with late members")
    func invalidUTF8() throws {
        let bytes = Array("{\"messages\":[{\"body\":\"a".utf8) + [0xFF] + Array("\"}],\"title\":\"T\"}".utf8)
        let recorder = DiagnosticRecorder()
        let transcript = try JSONDocumentFormat().read(bytes, isLenient: true, diagnostics: recorder.log)
        #expect(transcript == Transcript(header: TranscriptHeader(title: "T"), messages: [Message(body: "a\u{FFFD}")]))
        #expect(recorder.diagnostics.map(\.code).filter { $0 == .invalidUTF8 }.count == 1)
    }
}
