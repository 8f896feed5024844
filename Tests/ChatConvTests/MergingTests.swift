import ChatConv
import Testing

/// An input in memory that counts how often it is opened.
private final class ListInput: MergeableInput {
    var header: TranscriptHeader
    var messages: [Message]
    var openings = 0

    init(_ messages: [Message], header: TranscriptHeader = TranscriptHeader()) {
        self.messages = messages
        self.header = header
    }

    func makeReader() throws(ConversionError) -> any TranscriptReader {
        openings += 1
        return ListReader(header: header, rest: messages[...])
    }

    private struct ListReader: TranscriptReader {
        let header: TranscriptHeader
        var rest: ArraySlice<Message>

        mutating func readHeader() -> TranscriptHeader { header }
        mutating func readMessages(into batch: inout [Message]) -> Bool {
            batch += rest.prefix(2)
            rest = rest.dropFirst(2)
            return !rest.isEmpty
        }
    }
}

/// `10:00:05 b` as a message of that second of a day whose text is `b`; without time when it starts with `-`.
private func message(_ text: String) -> Message {
    let parts = text.split(separator: " ")
    let time = parts[0] == "-" ? nil : Timestamp(Text(parts[0].contains("T") ? String(parts[0]) : "2018-01-23T\(parts[0])"))
    return Message(timestamp: time, sender: Sender(name: "Ann"), body: Text(String(parts[1])))
}

private func merged(_ inputs: [[String]], removingDuplicates: Bool = false) throws -> String {
    var reader = MergedReader(inputs.map { ListInput($0.map(message)) }, removingDuplicates: removingDuplicates)
    _ = try reader.readHeader()
    var bodies = ""
    var batch: [Message] = []
    var hasMore = true
    while hasMore {
        batch.removeAll()
        hasMore = try reader.readMessages(into: &batch)
        for message in batch { bodies += String(message.body ?? "") }
    }
    return bodies
}

@Suite struct MergingTests {
    @Test("messages come in time order, and at one time in the order of the inputs", arguments: [
        ([["10:00:00 a", "10:00:02 c"], ["10:00:01 b", "10:00:03 d"]], "abcd"),
        ([["10:00:00 b"], ["10:00:00 c"], ["09:00:00 a"]], "abc"),
        ([["10:00:00 a", "10:00:00 b"], ["10:00:00 c"]], "abc"),
        ([[], ["10:00:00 a"], []], "a"), ([], ""),
        // What is out of order in its input keeps its place there.
        ([["10:00:05 b", "10:00:01 c"], ["10:00:02 a", "10:00:06 d"]], "abcd"),
        // What has no time follows what it followed.
        ([["10:00:05 c", "- d"], ["10:00:00 a", "- b", "10:00:09 e"]], "abcde"),
        ([["2018-01-23T10:00:00+08:00 b"], ["2018-01-23T02:30:00+01:00 a"]], "ab"),
        ([["2018-01-24T00:00:00 b"], ["00:00:00 a"]], "ab"),
    ])
    func order(inputs: [[String]], expected: String) throws { #expect(try merged(inputs) == expected) }

    @Test("what another input has already is left out, and what one says twice stays", arguments: [
        ([["10:00:00 a", "10:00:01 b"], ["10:00:00 a", "10:00:01 b", "10:00:02 c"]], "abc"),
        ([["10:00:00 a", "10:00:00 a"]], "aa"), ([["10:00:00 a"], ["10:00:00 a", "10:00:00 a"]], "aa"),
        ([["10:00:00 a", "10:00:00 a"], ["10:00:00 a"]], "aa"), ([["10:00:00 a"], ["10:00:01 a"]], "aa"),
        ([["10:00:00 a", "10:00:00 b"], ["10:00:00 b", "10:00:00 a"]], "ab"),
        ([["10:00:00 a", "- x"], ["10:00:00 a", "- x"]], "ax"),
        ([["2018-01-23T10:00:00+08:00 a"], ["2018-01-23T03:00:00+01:00 a"]], "a"),
    ])
    func duplicates(inputs: [[String]], expected: String) throws {
        #expect(try merged(inputs, removingDuplicates: true) == expected)
    }

    @Test func attachmentsTellMessagesApart() throws {
        var image = Message(timestamp: Timestamp("2018-01-23"), body: "x")
        image.details.attachments = [Attachment(kind: .image)]
        let plain = Message(timestamp: Timestamp("2018-01-23"), body: "x")
        var reader = MergedReader([ListInput([image]), ListInput([plain]), ListInput([image])], removingDuplicates: true)
        _ = try reader.readHeader()
        var batch: [Message] = []
        #expect(try !reader.readMessages(into: &batch))
        #expect(batch == [image, plain])
    }

    @Test func theHeaderSaysWhatAllInputsSayAndListsAllParticipants() throws {
        let ann = Participant(id: "1", displayName: "Ann")
        let bob = Participant(displayName: "Bob")
        let first = TranscriptHeader(
            kind: .group, title: "x", participants: [ann], metadata: ["a": 1, "b": 2], extensions: ["x:y": true])
        let second = TranscriptHeader(
            kind: .group, title: "y", participants: [Participant(id: "1", displayName: "Anna"), bob], metadata: ["c": 3, "a": 1])
        var differences: [Text] = []
        var reader = MergedReader([ListInput([], header: first), ListInput([], header: second)]) { differences = $0 }
        #expect(try reader.readHeader() == TranscriptHeader(kind: .group, participants: [ann, bob], metadata: ["a": 1]))
        #expect(differences == ["title", "b", "c", "x:y"])
    }

    @Test func ofManyInputsFewAreOpenAtATime() throws {
        let inputs = (0..<100).map { ListInput([message("10:\($0 < 60 ? "00" : "01"):\($0 % 60 < 10 ? "0" : "")\($0 % 60) x")]) }
        var reader = MergedReader(inputs)
        _ = try reader.readHeader()
        var batch: [Message] = []
        while try reader.readMessages(into: &batch) {}
        #expect(batch.count == 100)
        #expect(inputs.first?.openings == 1)
        #expect(inputs.last?.openings == 2)
    }

    @Test func anInputThatChangesBetweenTheLooksIsAnError() throws {
        let inputs = (0..<20).map { ListInput([message("10:00:\($0 + 10) x")]) }
        var reader = MergedReader(inputs)
        _ = try reader.readHeader()
        inputs.last?.messages = []
        var batch: [Message] = []
        #expect(throws: ConversionError.self) { while try reader.readMessages(into: &batch) {} }
    }
}
