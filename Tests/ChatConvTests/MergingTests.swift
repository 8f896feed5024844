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
        // What is out of order in its input is put into it, and what is newest first is turned round.
        ([["10:00:00 a", "10:00:05 d", "10:00:01 b"], ["10:00:02 c", "10:00:06 e"]], "abcde"),
        ([["10:00:05 c", "10:00:01 b", "10:00:01 a"], ["10:00:02 x", "10:00:06 d"]], "abxcd"),
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

    private func messages(of inputs: [[Message]], removingDuplicates: Bool = false) throws -> [Message] {
        var reader = MergedReader(inputs.map { ListInput($0) }, removingDuplicates: removingDuplicates)
        _ = try reader.readHeader()
        var all: [Message] = []
        var batch: [Message] = []
        var hasMore = true
        while hasMore {
            batch.removeAll()
            hasMore = try reader.readMessages(into: &batch)
            all += batch
        }
        return all
    }

    @Test func theLaterCopysReactionsEditsAndDeletionsStay() throws {
        var first = message("10:00:00 a")
        first.details.id = "1"
        var second = first
        second.body = "b"
        second.details.replyTo = "0"
        second.details.reactions = [Reaction(emoji: "👍", participants: [Sender(name: "Bob")])]
        second.details.edited = Edit(timestamp: Timestamp("2018-01-23T11:00:00"))
        var expected = second
        expected.details.revisions = [Revision(timestamp: first.timestamp, body: "a")]
        #expect(try messages(of: [[first], [second]], removingDuplicates: true) == [expected])
        #expect(try messages(of: [[second], [first]], removingDuplicates: true) == [expected])
        var third = message("10:00:00 a")
        third.body = nil
        third.details.id = "1"
        third.details.isDeleted = true
        for inputs in [[first, third], [third, first]] {
            let only = try messages(of: inputs.map { [$0] }, removingDuplicates: true)
            #expect(only.count == 1)
            #expect(only.first?.details.isDeleted == true)
            #expect(only.first?.body == "a")
        }
    }

    @Test func messagesOfOneSecondThatDifferInDetailsAlikeStay() throws {
        var polls = [message("10:00:00 a"), message("10:00:00 a")]
        for index in polls.indices {
            polls[index].body = nil
            polls[index].details.extensions = ["x:poll": .string(Text("\(index)"))]
        }
        #expect(try messages(of: [[polls[0]], [polls[1]]], removingDuplicates: true) == polls)
        var replies = [message("10:00:00 ok"), message("10:00:00 ok")]
        for index in replies.indices { replies[index].details.replyTo = Text("\(index)") }
        #expect(try messages(of: [[replies[0]], [replies[1]]], removingDuplicates: true) == replies)
    }

    @Test func twoOverlappingExportsGiveTheChatInAnyOrder() throws {
        var chat = (0..<200).map { message("10:0\($0 / 40):\($0 % 40 / 2 + 10) m\($0 % 3)") }
        for index in chat.indices where index % 2 == 0 { chat[index].details.id = Text("\(index)") }
        let parts = [Array(chat[..<140]), Array(chat[60...])]
        for inputs in [parts, parts.reversed(), parts.map { $0.reversed() }, [parts[0].reversed(), parts[1]]] {
            let result = try messages(of: inputs, removingDuplicates: true)
            #expect(result.map(\.body).sorted { "\($0 as Any)" < "\($1 as Any)" } == chat.map(\.body).sorted { "\($0 as Any)" < "\($1 as Any)" })
            #expect(result.map(\.timestamp) == chat.map(\.timestamp))
        }
        #expect(try messages(of: parts, removingDuplicates: true) == chat)
    }

    @Test func idsOfTwoChatsAreKeptApartWithTheirAnswers() throws {
        func chat(_ minutes: [String], _ name: Text) -> [Message] {
            minutes.enumerated().map { index, minute in
                var message = message("10:\(minute):00 x")
                message.sender = Sender(name: name)
                message.details.id = Text("\(index + 1)")
                if index > 0 { message.details.replyTo = "1" }
                return message
            }
        }
        let all = try messages(of: [chat(["00", "02"], "Ann"), chat(["01", "03"], "Bob")])
        #expect(all.map(\.details.id) == ["1", "1-2", "2", "2-2"])
        #expect(all.map(\.details.replyTo) == [nil, nil, "1", "1-2"])
        let same = chat(["00", "02"], "Ann")
        #expect(try messages(of: [same, same]).map(\.details.id) == ["1", "1", "2", "2"], "one message keeps its id")
    }

    @Test func whatIsInNoOrderIsRefused() throws {
        var chat = (0..<5000).map { message("\(10 + $0 / 3600):\(10 + $0 / 60 % 50):\(10 + $0 % 50) x") }.sorted {
            ($0.timestamp?.seconds ?? 0) < ($1.timestamp?.seconds ?? 0)
        }
        chat.append(message("09:00:00 y"))
        #expect(throws: ConversionError.self) { try messages(of: [chat]) }
        chat.insert(message("09:00:01 z"), at: 100)
        chat.removeLast()
        #expect(try messages(of: [chat]).first?.body == "z")
    }

    @Test func timesWithAndWithoutAnOffsetAreTold() throws {
        var notices: [MergedReader.Notice] = []
        let inputs = [["2018-01-23T10:00:00+08:00 a"], ["2018-01-23T10:05:00 b", "2018-01-23T10:06:00 c"]].map { ListInput($0.map(message)) }
        var reader = MergedReader(inputs, report: { notices.append($0) })
        _ = try reader.readHeader()
        var batch: [Message] = []
        while try reader.readMessages(into: &batch) {}
        #expect(notices == [.mixedZones])
    }

    @Test func theHeaderSaysWhatAllInputsSayAndListsAllParticipants() throws {
        let ann = Participant(id: "1", displayName: "Ann")
        let bob = Participant(displayName: "Bob")
        let both = Participant(id: "1", displayName: "Ann", aliases: ["Anna", "A"], isSelf: true, role: .admin)
        let first = TranscriptHeader(
            kind: .group, title: "x", participants: [ann], metadata: ["a": 1, "b": 2], extensions: ["x:y": true])
        let second = TranscriptHeader(
            kind: .group, title: "y", participants: [Participant(id: "1", displayName: "Anna", aliases: ["A"], isSelf: true, role: .admin), bob], metadata: ["c": 3, "a": 1])
        var differences: [Text] = []
        var reader = MergedReader([ListInput([], header: first), ListInput([], header: second)]) { differences = $0 }
        #expect(try reader.readHeader() == TranscriptHeader(kind: .group, participants: [both, bob], metadata: ["a": 1]))
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
