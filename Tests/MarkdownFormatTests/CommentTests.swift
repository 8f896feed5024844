import MarkdownFormat
import TestSupport
import Testing
import TranscriptCoding
import TranscriptJSON
import TranscriptModel

/// A comment adds to what a page shows, and never says otherwise.
@Suite("Comments and what the page shows")
struct CommentTests {
    private static let head = "---\ndate: 2018-01-23\n---\n"

    private static func read(_ page: String) throws -> (message: Message, codes: [String]) {
        let recorder = DiagnosticRecorder()
        let transcript = try MarkdownFormat().read(Array((head + page).utf8), diagnostics: recorder.log)
        var message = try #require(transcript.messages.first)
        #expect(transcript.messages.count == 1)
        message.details.extensions["markdown:verbatim"] = nil
        return (message, recorder.diagnostics.map(\.code.id))
    }

    /// What a page shows of a message: its record without the comment.
    private static func shown(_ message: Message) throws -> String {
        let header = try MarkdownFormat().read(head).header
        let page = String(decoding: try MarkdownFormat().write(Transcript(header: header, messages: [message])), as: UTF8.self)
        var lines = page.dropFirst(head.count).split(separator: "\n", omittingEmptySubsequences: false)
        if lines.count > 1, lines[1].hasPrefix("<!-- chatconv ") { lines.remove(at: 1) }
        return lines.joined(separator: "\n")
    }

    private static let headers = [
        "> 10:27:03  Ada  \n", "> 10:27:03  Ada B  \n", "> 10:27:03    \n", "> 00:00:00  Ada  \n", "> 2018-01-24 10:27:03  Ada  \n",
        "> 10:72:00  Ada  \n", "> 25:00:00  Ada  \n", "> 10:27:03  A\u{FFFD}a  \n",
    ]
    private static let contents = [
        "", "   \nhello  \n   \n", "   \n  \n   \n", "   \na\u{FFFD}b  \n   \n", "   \n[t](u)  \n   \n", "   \n![t](u) \n   \n",
        "   \n\\[t](u)  \n   \n",
    ]
    private static let comments = [
        #"{}"#, #"{"id":"1"}"#, #"{"timestamp":"2018-01-23T10:27:03+08:00"}"#, #"{"timestamp":"2018-01-23T10:27:03.5"}"#,
        #"{"timestamp":"2018-01-24T10:27:03+08:00"}"#, #"{"timestamp":"10:27:03"}"#, #"{"timestamp":"110:27:03"}"#,
        #"{"timestamp":"25:00:00"}"#, #"{"timestamp":"2018-01-23"}"#, #"{"timestamp":null}"#, #"{"sender":null}"#,
        #"{"sender":{"name":"Ada","id":"1"}}"#, #"{"sender":{"name":"Ada\nB"}}"#, #"{"sender":{"name":"A\u0000a"}}"#,
        #"{"sender":{"id":"1"}}"#, #"{"sender":{"name":""}}"#, #"{"body":null}"#, #"{"body":""}"#, #"{"body":"hello"}"#,
        #"{"body":"please pay"}"#, #"{"body":"a\u0000b"}"#, #"{"body":"[t](u)"}"#, #"{"attachments":null}"#,
        #"{"attachments":[{"type":"link","url":"u","title":"t"}]}"#, #"{"body":null,"attachments":[{"type":"link","url":"u","title":"t"}]}"#,
        #"{"body":null,"attachments":[{"type":"image","url":"u","title":"t"}]}"#, #"{"attachments":[{"type":"file","path":"p"}]}"#,
        #"{"attachments":[{"type":"link","url":"u"},{"type":"link","url":"v"}]}"#, #"{"attachments":[{"type":"link","url":"a b"}]}"#,
        #"{"deleted":true}"#, #"{"event":{"action":"joined"}}"#, #"{"extensions":{"markdown:verbatim":"x","json:y":1}}"#,
        #"{"end":"2018-01-23T10:28:00","edited":true,"generatedBy":"bot","unknown":[1]}"#,
    ]

    @Test("A comment is believed just where writing what it gives shows what stands there", arguments: headers, contents)
    func believedByWriting(_ header: String, _ content: String) throws {
        let record = header + content
        let shown = try Self.read(record)
        // Digits that are no time are not written again: there, a comment that leaves the time alone is no contradiction.
        let isOwn = try Self.read(Self.shown(shown.message)).message == shown.message
        var decoder = ModelDecoder()
        for comment in Self.comments {
            var told = shown.message
            try decoder.apply(Text(comment), to: &told)
            told.details.extensions["markdown:verbatim"] = nil
            let written = try Self.read(Self.shown(told)).message
            let isBelieved = written == shown.message
            if !isBelieved, !isOwn { continue }
            let (message, codes) = try Self.read("\(header)<!-- chatconv \(comment) -->\n\(content)")
            #expect(message == (isBelieved ? told : shown.message), "\(comment)")
            #expect(codes.contains("markdown.contradicting-comment") == !isBelieved, "\(comment)")
        }
    }

    @Test("A contradicting comment is told at its place, and stays in a page that is not edited")
    func place() throws {
        for lineEnd in ["\n", "\r\n"] {
            let page = (Self.head + "> 10:27:03  Ada  \n   \na  \n   \n> 10:45:00  Ada  \n<!-- chatconv {\"body\":\"b\"} -->\n   \na  \n   \n")
                .replacing("\n", with: lineEnd)
            let recorder = DiagnosticRecorder()
            var transcript = try MarkdownFormat().read(Array(page.utf8), diagnostics: recorder.log)
            #expect(recorder.lines == ["9:1: warning: the comment of this message says other than the page shows, so it was left out [markdown.contradicting-comment]"])
            #expect(String(decoding: try MarkdownFormat().write(transcript), as: UTF8.self) == page)
            transcript.messages[1].body = "c"
            #expect(!String(decoding: try MarkdownFormat().write(transcript), as: UTF8.self).contains("chatconv"))
        }
    }

    @Test(
        "The comment of a page does not contradict what the page shows of itself",
        arguments: [
            (#"{"kind":"group","title":"Lunch","participants":[{"name":"Ada"}],"x":1}"#, true),
            (#"{"metadata":{"date":"2018-01-23"}}"#, true), (#"{"metadata":{"date":"2001-01-01"}}"#, false),
            (#"{"metadata":null,"title":"x"}"#, false), (#"{"extensions":{"markdown:preamble":"text that is not there\n"}}"#, false),
            (#"{"extensions":{"markdown:lineEnding":"crlf"}}"#, false), (#"{"extensions":{"markdown:lineEnding":5}}"#, true),
        ])
    func head(_ comment: String, isBelieved: Bool) throws {
        let record = "> 10:27:03  Ada  \n   \na  \n   \n"
        let shown = try MarkdownFormat().read(Self.head + record).header
        let recorder = DiagnosticRecorder()
        let page = Self.head + "<!-- chatconv \(comment) -->\n" + record
        let header = try MarkdownFormat().read(Array(page.utf8), diagnostics: recorder.log).header
        var told = shown
        var decoder = ModelDecoder()
        try decoder.apply(Text(comment), to: &told)
        #expect(header == (isBelieved ? told : shown))
        #expect(recorder.diagnostics.map(\.code.id) == (isBelieved ? [] : ["markdown.contradicting-comment"]))
    }
}
