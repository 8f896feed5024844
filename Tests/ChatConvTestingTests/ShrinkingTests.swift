import ChatConvTesting
import Testing
import TranscriptModel

@Suite struct Shrinking {
    static let seeds: Range<UInt64> = 0..<60

    @Test func `leaves nothing of a transcript that always fails`() {
        for seed in Self.seeds {
            #expect(TranscriptGenerator().transcript(seed: seed).shrunk { _ in true } == Transcript())
        }
    }

    @Test func `returns a transcript that still fails, and the same one each time`() {
        func fails(_ transcript: Transcript) -> Bool {
            transcript.messages.contains { String($0.body ?? "").contains(" ") && $0.timestamp != nil }
        }
        for seed in Self.seeds {
            let transcript = TranscriptGenerator().transcript(seed: seed)
            guard fails(transcript) else { continue }
            let smallest = transcript.shrunk(while: fails)
            #expect(fails(smallest))
            #expect(smallest == transcript.shrunk(while: fails))
            #expect(smallest.messages.count == 1)
            #expect(smallest.messages.first?.body == " ")
            #expect(smallest.messages.first?.sender == Sender.none)
        }
    }

    @Test func `finds the one part that matters`() {
        var message = Message(sender: Sender(name: "Ada", id: "1"), body: "Hello")
        message.details.quote = Quote(
            sender: Sender(name: "Grace"), body: "line\nline",
            attachments: [Attachment(kind: .video, title: "a"), Attachment(kind: .file, size: 99)])
        let transcript = Transcript(
            header: TranscriptHeader(title: "t", metadata: ["a": .array(["x", .object(["k": "deep  value"])])]),
            messages: [Message(body: "before"), message, Message(body: "after")])

        let aboutQuote = transcript.shrunk { $0.messages.contains { ($0.details.quote?.attachments.count ?? 0) > 1 } }
        var expected = Message()
        expected.details.quote = Quote(attachments: [Attachment(kind: .image), Attachment(kind: .image)])
        #expect(aboutQuote == Transcript(messages: [expected]))

        let aboutValue = transcript.shrunk { "\($0.header.metadata)".contains("  ") }
        #expect(aboutValue == Transcript(header: TranscriptHeader(metadata: ["": "  "])))
    }

    @Test func `makes a time plain as far as it can`() {
        let time = Timestamp(
            date: CalendarDate(year: 1999, month: 10, day: 9), seconds: 44_444, nanoseconds: 123_000_000,
            precision: .fraction(digits: 6), utcOffset: 20_700, zone: "Europe/Berlin")
        let transcript = Transcript(messages: [Message(timestamp: time)])
        func smallest(_ fails: @escaping (Timestamp) -> Bool) -> String {
            let found = transcript.shrunk { $0.messages.contains { $0.timestamp.map(fails) ?? false } }
            return found.readableForm
        }
        #expect(smallest { _ in true } == "(messages: [(timestamp: 2018-01-23T00:00:00)])")
        #expect(smallest { $0.zone != nil } == "(messages: [(timestamp: 2018-01-23T00:00:00[UTC])])")
        #expect(smallest { $0.nanoseconds > 0 } == "(messages: [(timestamp: 2018-01-23T00:00:00.5)])")
        #expect(smallest { $0.seconds > 60 } == "(messages: [(timestamp: 2018-01-23T00:02:00)])")
    }

    @Test func `stops after as many steps as it may take`() {
        var calls = 0
        let transcript = TranscriptGenerator(messages: 20...20).transcript(seed: 3)
        _ = transcript.shrunk(steps: 50) { candidate in
            calls += 1
            return !candidate.messages.isEmpty
        }
        #expect(calls <= 50)
    }
}
