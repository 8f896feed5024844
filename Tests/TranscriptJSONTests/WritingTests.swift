import Testing
import TextScanning
import TranscriptCoding
import TranscriptJSON
import TranscriptModel

func rendered(_ body: (inout OutputBuffer) -> Void) -> String {
    var output = OutputBuffer()
    body(&output)
    return output.withBytes { String(decoding: $0, as: UTF8.self) }
}

@Suite("Writing the notation")
struct WritingTests {
    @Test(
        "Only what RFC 8259 demands is escaped",
        arguments: [
            ("", #""""#), ("plain é 中 😀 /", #""plain é 中 😀 /""#), ("\"\\", #""\"\\""#),
            ("\n\r\t\u{8}\u{C}", #""\n\r\t\b\f""#), ("\0\u{1}\u{1F}\u{7F}", "\"\\u0000\\u0001\\u001f\u{7F}\""),
            ("1234567\n1234567\"12345678", #""1234567\n1234567\"12345678""#), ("\u{2028}", "\"\u{2028}\""),
        ] as [(Text, String)])
    func escapes(_ text: Text, _ json: String) {
        #expect(rendered { $0.appendJSON(text) } == json)
    }

    @Test("A long string is escaped like a short one")
    func longString() {
        let text = String(repeating: "0123456\n9\"", count: 2000)
        let escaped = String(repeating: #"0123456\n9\""#, count: 2000)
        #expect(rendered { $0.appendJSON(Text(text)) } == "\"\(escaped)\"")
    }

    @Test(
        "JSON in a comment cannot end it",
        arguments: ["-->", "--!>", "--", "----", "a>b", "-\n->", "<!-- -->"] as [Text])
    func comments(_ text: Text) throws {
        var message = Message(sender: Sender(name: text), body: text)
        message.details.extensions = [text: .array([.string(text), .object([text: .null])])]
        let json = rendered { $0.appendJSON(message, escaping: .htmlComment) }
        #expect(!json.contains(">") && !json.contains("--") && !json.contains("\n"))
        var decoder = ModelDecoder()
        var read = Message()
        try decoder.apply(Text(json), to: &read)
        #expect(read == message)
    }

    @Test("Members come in the notation's order")
    func order() {
        var message = Message(sender: Sender(name: "n", id: "i"), body: "b")
        message.details.id = "1"
        message.details.replyTo = "0"
        message.details.isDeleted = true
        message.details.extensions = ["x:y": 1, "json:mood": 2]
        #expect(
            rendered { $0.appendJSON(message) }
                == #"{"id":"1","sender":{"name":"n","id":"i"},"body":"b","replyTo":"0","deleted":true,"extensions":{"x:y":1},"mood":2}"#)
    }

    @Test("Only the members asked for are written, and those that are absent as null where that is asked for")
    func selection() {
        let message = Message(sender: Sender(name: "n"), body: "b")
        #expect(rendered { $0.appendJSON(message, members: [.body, .id]) } == #"{"body":"b"}"#)
        #expect(
            rendered { $0.appendJSON(message, members: [.body, .id, .sender, .extensions], absent: .null) }
                == #"{"id":null,"sender":{"name":"n"},"body":"b","extensions":null}"#)
        #expect(rendered { $0.appendJSON(TranscriptHeader(title: "t"), members: .title) } == #"{"title":"t"}"#)
        #expect(
            rendered { $0.appendJSON(TranscriptHeader(title: "t"), absent: .null) }
                == #"{"kind":null,"id":null,"title":"t","participants":null,"metadata":null,"extensions":null}"#)
    }

    @Test("Erasing every member of a message and applying another gives the other")
    func difference() throws {
        var old = Message(sender: Sender(name: "n"), body: "b")
        old.details.extensions = ["x:y": 1, "json:mood": 2]
        old.details.edited = Edit()
        var new = Message(body: "c")
        new.details.extensions = ["json:mood": 3]
        let json = rendered { $0.appendJSON(new, absent: .null) }
        var decoder = ModelDecoder()
        try decoder.apply(Text(json), to: &old)
        #expect(old == new)
    }
}
