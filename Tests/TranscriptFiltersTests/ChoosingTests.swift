import Testing
import TranscriptCoding
import TranscriptFilters
import TranscriptModel

/// Filters that take messages out.
@Suite struct ChoosingTests {
    private let numbered = (0..<10).map { message("2018-01-23T10:00:0\($0)", "Ann", "\($0)") }

    @Test("a range holds its start and not its end", arguments: [
        ("2018-01-23T10:00:03", "2018-01-23T10:00:05", "34"), ("2018-01-23", "2018-01-24", "0123456789"),
        ("2018-01-24", nil, ""), (nil, "2018-01-23", ""), (nil, "2018-01-23T10:00:02", "01"), ("2018-01-23T10:00:08", nil, "89"),
        // What is on the wall counts where the message tells no offset.
        ("2018-01-23T10:00:08+05:00", nil, "89"),
    ] as [(String?, String?, String)])
    func range(start: String?, end: String?, expected: String) throws {
        let range = TimeRange(start: start.flatMap { Timestamp(Text($0)) }, end: end.flatMap { Timestamp(Text($0)) })
        #expect(try bodies(filtered(numbered, by: range)).joined() == expected)
    }

    @Test("instants are compared where both tell their offset", arguments: [
        ("2018-01-23T10:00:00+08:00", "2018-01-23T03:00:00+01:00", true),
        ("2018-01-23T10:00:00+08:00", "2018-01-23T03:00:01+01:00", false),
        ("2018-01-23T10:00:00.5Z", "2018-01-23T10:00:00.25Z", true), ("2018-01-23T10:00:00", "2018-01-23T10:00:00.1", false),
        ("00:10:00", "00:09:59", true), ("00:10:00", "00:10:01", false), ("00:10:00", "2018-01-23", false),
        ("2018-01-23", "00:00:00", false),
    ])
    func instants(time: String, start: String, isInside: Bool) {
        #expect(TimeRange(start: Timestamp(Text(start))).contains(Timestamp(Text(time))) == isInside)
    }

    @Test func aMessageWithoutTimeIsInNoRange() {
        #expect(!TimeRange(start: Timestamp("2018-01-23")).contains(nil))
        #expect(!TimeRange(end: Timestamp("2018-01-23")).contains(nil))
    }

    @Test func aSenderIsFoundByNameOrIdAndAsWhoDidWhatHappened() throws {
        var event = Message(timestamp: nil, sender: .none)
        event.details.event = Event(action: "joined", actor: Sender(name: "Bob"))
        let byID = Message(sender: Sender(name: "Robert", id: "Bob"), body: "by id")
        let messages = [message(nil, "Ann"), message(nil, "Bob"), byID, event, message(nil, "bob"), message(nil, nil)]
        #expect(try filtered(messages, by: SenderFilter(["Bob"])) == [messages[1], byID, event])
    }

    @Test func aKindIsWhatAMessageHasOrIs() throws {
        var image = Message(body: nil)
        image.details.attachments = [Attachment(kind: .image)]
        var event = Message(body: "Ann joined")
        event.details.event = Event(action: "joined")
        var reply = message()
        reply.details.replyTo = "1"
        let messages = [message(), image, event, reply, Message()]
        #expect(try filtered(messages, by: KindFilter([.text])) == [messages[0], reply])
        #expect(try filtered(messages, by: KindFilter([.image, .event])) == [image, event])
        #expect(try filtered(messages, by: KindFilter([.reply])) == [reply])
        #expect(try filtered(messages, by: KindFilter(Set(MessageKind.allCases))).count == 4)
    }

    @Test("a pattern is looked for in the text", arguments: [
        ("hel+o", true), ("^ello", false), ("(?i)HELLO", true), ("\\bhell\\b", false), ("早.$", true), ("x|早", true),
    ])
    func pattern(pattern: String, matches: Bool) throws {
        #expect(try filtered([message(nil, "Ann", "hello 早上")], by: PatternFilter(pattern)).isEmpty != matches)
    }

    @Test func aPatternIsLookedForInTitlesToo() throws {
        var image = Message(body: nil)
        image.details.attachments = [Attachment(kind: .image, title: "a sunset")]
        #expect(try filtered([image, message()], by: PatternFilter("sun")) == [image])
    }

    @Test func whatIsNoPatternIsSaidSo() {
        #expect(throws: (any Error).self) { try PatternFilter("(") }
    }

    @Test("head and tail count what is left", arguments: [0, 1, 2, 3, 9, 10, 11])
    func counts(count: Int) throws {
        for batchSize in [1, 3, 20] {
            #expect(try filtered(numbered, by: HeadFilter(count), batchSize: batchSize) == Array(numbered.prefix(count)))
            #expect(try filtered(numbered, by: TailFilter(count), batchSize: batchSize) == Array(numbered.suffix(count)))
            let both = try filtered(numbered, by: HeadFilter(8), TailFilter(count), batchSize: batchSize)
            #expect(both == Array(numbered.prefix(8).suffix(count)))
        }
    }

    @Test func whatTailHeldBackPassesLaterFilters() throws {
        #expect(try bodies(filtered(numbered, by: TailFilter(4), HeadFilter(2))) == ["6", "7"])
    }

    @Test func headStopsTheReading() throws {
        var reader = FilteredReader(EndlessReader(), [HeadFilter(5)])
        _ = try reader.readHeader()
        var batch: [Message] = []
        var count = 0
        while try reader.readMessages(into: &batch) {
            count += batch.count
            batch = []
        }
        #expect(count + batch.count == 5)
        #expect(try !reader.readMessages(into: &batch))
    }
}
