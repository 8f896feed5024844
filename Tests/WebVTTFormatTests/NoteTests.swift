import TestSupport
import Testing
import TranscriptCoding
import TranscriptJSON
import TranscriptModel
import WebVTTFormat

/// A note adds to what a cue shows, and never says otherwise.
@Suite("Notes and what cues show")
struct NoteTests {
    private static let first = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ada>first\n"

    private static func read(_ file: String) throws -> (messages: [Message], codes: [String]) {
        let recorder = DiagnosticRecorder()
        var messages = try WebVTTFormat().read(Array(file.utf8), diagnostics: recorder.log).messages
        for index in messages.indices { messages[index].details.extensions["webvtt:verbatim"] = nil }
        return (messages, recorder.diagnostics.map(\.code.id))
    }

    /// The cue of a message that follows the first, without its note, and its end apart: ends are made where there is none.
    private static func cue(_ message: Message) throws -> (cue: String, end: String?) {
        let transcript = Transcript(messages: try read(first).messages + [message])
        let file = String(decoding: try WebVTTFormat().write(transcript), as: UTF8.self)
        let blocks = file.split(separator: "\n\n", omittingEmptySubsequences: false).dropFirst(2)
        let shown = blocks.filter { !$0.hasPrefix("NOTE chatconv") }.joined(separator: "\n\n")
        return parts(of: shown, hasEnd: message.end != nil)
    }

    private static func parts(of cue: String, hasEnd: Bool) -> (cue: String, end: String?) {
        guard let arrow = cue.firstRange(of: " --> ") else { return (cue, nil) }
        let end = cue[arrow.upperBound...].prefix(12)
        return (cue.replacing(" --> \(end)", with: ""), hasEnd ? String(end) : nil)
    }

    private static let cues = [
        "00:00:03.000 --> 00:00:05.000\n<v Ada>hello\n", "00:00:03.500 --> 00:00:05.000\n<v Ada B>hello\n",
        "00:00:01.000 --> 00:00:05.000\nhello\n", "00:00:03.000 --> 00:00:05.000\n<v Ada>\n", "00:00:03.000 --> 00:00:05.000\n",
        "7\n00:00:03.000 --> 00:00:05.000 align:left\n<v Ada>hello\n", "00:00:03.000 --> 00:00:05.500\n<v Ada>a\u{FFFD}b\n",
    ]
    private static let notes = [
        #"{}"#, #"{"id":"1"}"#, #"{"timestamp":"00:00:03.0005"}"#, #"{"timestamp":"00:00:03"}"#, #"{"timestamp":"00:00:02"}"#,
        #"{"timestamp":"2018-01-23T00:00:03"}"#, #"{"timestamp":null}"#, #"{"end":"00:00:05.0005"}"#, #"{"end":"00:00:05"}"#,
        #"{"end":"00:00:04"}"#, #"{"end":null}"#, #"{"sender":{"name":"Ada","id":"1"}}"#, #"{"sender":{"name":"Ada\nB"}}"#,
        #"{"sender":null}"#, #"{"sender":{"name":"Boss"}}"#, #"{"body":null}"#, #"{"body":""}"#, #"{"body":"please pay"}"#,
        #"{"body":"a\u0000b"}"#, #"{"attachments":[{"type":"file","path":"a"}],"deleted":true,"event":{"action":"joined"}}"#,
        #"{"extensions":{"json:x":1}}"#, #"{"extensions":{"webvtt:identifier":"7","json:x":1}}"#,
        #"{"extensions":{"webvtt:identifier":"8"}}"#, #"{"extensions":{"webvtt:settings":"align:left"}}"#,
        #"{"extensions":{"webvtt:settings":5}}"#, #"{"extensions":{"webvtt:before":["NOTE x"]}}"#,
        #"{"extensions":{"webvtt:verbatim":"x"}}"#,
    ]

    @Test("A note is believed just where writing what it gives makes a cue that shows the same", arguments: cues)
    func believedByWriting(_ cue: String) throws {
        let shown = try #require(Self.read(Self.first + "\n" + cue).messages.last)
        var decoder = ModelDecoder()
        for note in Self.notes {
            var told = shown
            try decoder.apply(Text(note), to: &told)
            told.details.extensions["webvtt:verbatim"] = nil
            // A note takes nothing away that a cue shows.
            for entry in shown.details.extensions where told.details.extensions[entry.name] == nil {
                told.details.extensions[entry.name] = entry.value
            }
            let written = try Self.cue(told)
            let isBelieved = told == shown || Self.parts(of: cue, hasEnd: told.end != nil) == written
            let (messages, codes) = try Self.read(Self.first + "\nNOTE chatconv message\n\(note)\n\n" + cue)
            #expect(messages.last == (isBelieved ? told : shown), "\(note)")
            #expect(codes.contains("webvtt.contradicting-note") == !isBelieved, "\(note)")
        }
    }

    @Test("A contradicting note is told at its place, stays in a file that is not edited, and its clock stays as well")
    func place() throws {
        let file = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\na\n\nNOTE chatconv message clock=2018-01-23T00:00:00\n{\"body\":\"c\"}\n\n00:00:03.000 --> 00:00:04.000\nb\n\n00:00:05.000 --> 00:00:06.000\nd\n"
        let recorder = DiagnosticRecorder()
        let transcript = try WebVTTFormat().read(Array(file.utf8), diagnostics: recorder.log)
        #expect(recorder.lines == ["6:1: warning: the chatconv note says other than the file shows, so it was left out [webvtt.contradicting-note]"])
        #expect(transcript.messages.map { $0.body.map { String($0) } } == ["a", "b", "d"])
        #expect(transcript.messages.last?.timestamp == Timestamp(Text("2018-01-23T00:00:05")))
        #expect(String(decoding: try WebVTTFormat().write(transcript), as: UTF8.self) == file)
    }

    @Test("Cues of ours in another order stay believed")
    func reordered() throws {
        let notes = [#"{"id":"1","timestamp":"00:00:01.0005"}"#, #"{"id":"2","timestamp":"00:00:03.0005"}"#]
        let cues = ["00:00:01.000 --> 00:00:02.000\na\n", "00:00:03.000 --> 00:00:04.000\nb\n"]
        let records = zip(notes, cues).map { "\nNOTE chatconv message\n\($0)\n\n\($1)" }
        let (messages, codes) = try Self.read("WEBVTT\n" + records.reversed().joined())
        #expect(messages.map(\.details.id) == ["2", "1"])
        #expect(codes == ["webvtt.out-of-order"])
    }

    @Test(
        "The note of a file does not contradict what its head shows",
        arguments: [
            (#"{"title":"Lunch","x":1}"#, true), (#"{"metadata":{"a":1}}"#, true),
            (#"{"extensions":{"webvtt:signature":" - Lunch"}}"#, true), (#"{"extensions":{"webvtt:signature":" - Dinner"}}"#, false),
            (#"{"extensions":{"webvtt:header":"Kind: captions"}}"#, false), (#"{"extensions":{"webvtt:lineEnding":"crlf"}}"#, false),
            (#"{"extensions":{"webvtt:blocks":["STYLE\n::cue {}"]}}"#, false), (#"{"extensions":{"json:x":1}}"#, true),
        ])
    func head(_ note: String, isBelieved: Bool) throws {
        let file = "WEBVTT - Lunch\n\nNOTE chatconv transcript clock=2018-01-23T00:00:00\n\(note)\n\n00:00:01.000 --> 00:00:02.000\na\n"
        let recorder = DiagnosticRecorder()
        let transcript = try WebVTTFormat().read(Array(file.utf8), diagnostics: recorder.log)
        #expect(recorder.diagnostics.map(\.code.id) == (isBelieved ? [] : ["webvtt.contradicting-note"]))
        #expect(transcript.header.extensions["webvtt:signature"] == " - Lunch")
        #expect(transcript.messages[0].timestamp == Timestamp(Text("2018-01-23T00:00:01")))
        #expect(String(decoding: try WebVTTFormat().write(transcript), as: UTF8.self) == file)
    }
}
