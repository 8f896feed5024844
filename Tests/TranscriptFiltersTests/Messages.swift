import TranscriptCoding
import TranscriptFilters
import TranscriptModel

/// A message in few words; the time in its written form.
func message(_ time: String? = nil, _ name: String? = "Ann", _ body: String? = "hello") -> Message {
    Message(
        timestamp: time.flatMap { Timestamp(Text($0)) }, sender: Sender(name: name.map { Text($0) }),
        body: body.map { Text($0) })
}

/// A reader over messages in memory, which come in batches of a size.
struct ListReader: TranscriptReader {
    var header = TranscriptHeader()
    var messages: [Message]
    var batchSize = 3
    /// How many messages were asked for.
    private(set) var position = 0

    init(_ messages: [Message], batchSize: Int = 3) {
        self.messages = messages
        self.batchSize = batchSize
    }

    mutating func readHeader() -> TranscriptHeader { header }

    mutating func readMessages(into batch: inout [Message]) -> Bool {
        let end = min(position + batchSize, messages.count)
        batch.append(contentsOf: messages[position..<end])
        position = end
        return position < messages.count
    }
}

/// What is left of messages after filters.
func filtered(_ messages: [Message], by filters: any MessageFilter..., batchSize: Int = 3) throws -> [Message] {
    var reader = FilteredReader(ListReader(messages, batchSize: batchSize), filters)
    _ = try reader.readHeader()
    var result: [Message] = []
    var batch: [Message] = []
    var hasMore = true
    while hasMore {
        batch.removeAll()
        hasMore = try reader.readMessages(into: &batch)
        result += batch
    }
    return result
}

func bodies(_ messages: [Message]) -> [String] { messages.map { $0.body.map { String($0) } ?? "" } }
