import ChatConvTesting
import Testing
import TranscriptModel

@Suite struct `The first difference` {
    @Test func `is none between equal transcripts`() {
        for seed in UInt64(0)..<100 {
            let transcript = TranscriptGenerator().transcript(seed: seed)
            #expect(firstDifference(transcript, TranscriptGenerator().transcript(seed: seed)) == nil)
        }
    }

    /// Shrinking visits every part of the model, so each of its candidates has to differ in a way that can be told.
    @Test func `is found and named wherever two transcripts differ`() {
        for seed in UInt64(0)..<100 {
            let transcript = TranscriptGenerator().transcript(seed: seed)
            _ = transcript.shrunk(steps: 150) { candidate in
                let difference = firstDifference(transcript, candidate)
                #expect((difference == nil) == (candidate == transcript))
                #expect(difference?.contains("no name here") != true)
                return false
            }
        }
    }

    @Test func `says its path and both values`() {
        var message = Message(body: "a")
        message.details.attachments = [Attachment(kind: .image, title: "a "), Attachment(kind: .link)]
        var other = message
        other.details.attachments[0].title = "a"
        #expect(
            firstDifference(Transcript(messages: [Message(), message]), Transcript(messages: [Message(), other]))
                == #"messages[1].attachments[0].title: "a " ≠ "a""#)
        other = message
        other.body = nil
        #expect(firstDifference(message, other) == #"message.body: "a" ≠ nothing"#)
        other = message
        other.details.attachments.removeLast()
        #expect(firstDifference(message, other) == "message.attachments[1]: (kind: link) ≠ nothing (2 against 1 in all)")
    }

    @Test func `says which name or value of metadata it is`() {
        func header(_ metadata: Members) -> Transcript { Transcript(header: TranscriptHeader(metadata: metadata)) }
        #expect(firstDifference(header(["a": 1]), header(["b": 1])) == #"header.metadata, name 0: "a" ≠ "b""#)
        #expect(firstDifference(header(["a": 1]), header(["a": "1"])) == #"header.metadata["a"]: 1 ≠ "1""#)
        #expect(firstDifference(header(["a": 1]), header(["a": 1, "b": 2])) == #"header.metadata["b"]: nothing ≠ 2"#)
    }

    @Test func `shows a long text where it differs`() {
        let long = String(repeating: "x", count: 500)
        let difference = firstDifference(Message(body: Text(long + "abc")), Message(body: Text(long + "abd")))
        #expect(difference == #"message.body, from character 482: "xxxxxxxxxxxxxxxxxxabc" ≠ "xxxxxxxxxxxxxxxxxxabd""#)
    }

    @Test func `tells apart texts that look the same`() {
        #expect(firstDifference(Message(body: "é"), Message(body: "e\u{301}")) == #"message.body: "é" ≠ "e\u{301}""#)
        #expect(firstDifference(Message(body: "a\u{A0}"), Message(body: "a ")) == #"message.body: "a\u{A0}" ≠ "a ""#)
    }
}

@Suite struct `The readable form` {
    @Test func `leaves out what is absent`() {
        #expect(Transcript().readableForm == "(messages: [])")
        #expect(Transcript(messages: [Message(body: "")]).readableForm == #"(messages: [(body: "")])"#)
    }

    @Test func `escapes what cannot be seen`() {
        let body: Text = "a\u{0}\t\r\n\"\\\u{2028}\u{FEFF}\u{202E}\u{85}é"
        #expect(
            Transcript(messages: [Message(body: body)]).readableForm
                == #"(messages: [(body: "a\u{0}\t\r\n\"\\\u{2028}\u{FEFF}\u{202E}\u{85}é")])"#)
    }

    @Test func `writes equal neighbours once`() {
        let form = Transcript(messages: Array(repeating: Message(body: "x"), count: 99)).readableForm
        #expect(form.contains(#"99 × (body: "x"),"#))
    }
}
