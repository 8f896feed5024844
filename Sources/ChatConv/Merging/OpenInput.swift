/// One of several inputs that are read at the same time, with the messages that are next in it, in time order.
///
/// Messages that are a little out of order are put into it: `window` of them are looked at before one is taken. An input that is
/// newest first is turned round, in memory. One that is in no order is refused: passed on as if it were, it would not come out in
/// the order of its times.
struct OpenInput {
    let index: Int
    private var reader: any TranscriptReader
    private var batch: [Message] = []
    private var messages: [Message] = []
    /// What each is ordered by: its time or, where it has none, that of the one before.
    private var keys: [MergeKey] = []
    private var position = 0
    private var hasMore = true
    private var last = MergeKey.first
    private var isFirstLook = true

    /// Whether it was found to be newest first.
    private(set) var isTurnedRound = false

    static let window = 4096
    /// How many messages of an input may be turned round.
    static let turningLimit = 1_000_000

    init(_ index: Int, _ reader: any TranscriptReader) {
        self.index = index
        self.reader = reader
    }

    /// What inputs are compared by. The caller knows that there is a next message.
    var order: (MergeKey, Int) { (keys[position], index) }

    mutating func readHeader() throws(ConversionError) -> TranscriptHeader { try reader.readHeader() }

    /// The key of the first message, for which no more is read than has to be where the messages are in order.
    mutating func firstKey() throws(ConversionError) -> MergeKey? {
        try fill(1)
        // Messages of one time do not tell which way they go.
        while hasMore, keys.first == keys.last, messages.count < Self.window { try fill(messages.count + 1) }
        return position < messages.count ? keys[position] : nil
    }

    /// Reads on until there is a next message, and as many behind it as the window has; nil when there is none.
    mutating func nextKey() throws(ConversionError) -> MergeKey? {
        if hasMore, messages.count - position < Self.window { try fill(Self.window) }
        return position < messages.count ? keys[position] : nil
    }

    /// The next message, and the key of its own time, which it may lack.
    mutating func take() -> (Message, MergeKey) {
        position += 1
        return (messages[position - 1], keys[position - 1])
    }

    // MARK: Order

    private mutating func fill(_ count: Int) throws(ConversionError) {
        if position > Self.window {
            messages.removeFirst(position)
            keys.removeFirst(position)
            position = 0
        }
        let taken = position == 0 ? MergeKey.first : keys[position - 1]
        var isSorted = true
        var count = count
        while hasMore, messages.count - position < count {
            if try !readBatch() {
                isSorted = false
                // Whether it goes the other way round is seen only from more of it.
                count = Self.window
            }
        }
        if isSorted { return }
        if isFirstLook, position == 0, isNewestFirst {
            try turnRound()
        } else {
            sort()
            if position < keys.count, keys[position] < taken { throw Self.unsorted }
        }
        isFirstLook = false
    }

    /// Reads some more; whether these are in order behind those that were there.
    private mutating func readBatch() throws(ConversionError) -> Bool {
        batch.removeAll(keepingCapacity: true)
        hasMore = try reader.readMessages(into: &batch)
        messages.append(contentsOf: batch)
        var isSorted = true
        for message in batch {
            let own = MergeKey(message.timestamp)
            let key = own.isTime ? own : last
            if key < last { isSorted = false }
            keys.append(key)
            last = key
        }
        return isSorted
    }

    private var isNewestFirst: Bool { zip(keys, keys.dropFirst()).allSatisfy { !($0 < $1) } }

    private mutating func turnRound() throws(ConversionError) {
        while hasMore {
            _ = try readBatch()
            if messages.count > Self.turningLimit { throw Self.tooLong }
        }
        guard isNewestFirst else { throw Self.unsorted }
        messages.reverse()
        keys.reverse()
        isTurnedRound = true
    }

    /// Messages of one time keep their order.
    private mutating func sort() {
        let order = (position..<keys.count).sorted { (keys[$0], $0) < (keys[$1], $1) }
        let (sortedMessages, sortedKeys) = (order.map { messages[$0] }, order.map { keys[$0] })
        messages.replaceSubrange(position..., with: sortedMessages)
        keys.replaceSubrange(position..., with: sortedKeys)
        last = keys.last ?? last
    }

    static var unsorted: ConversionError {
        ConversionError(
            .malformedInput, .notInOrder, "the messages are not in the order of their times, which merging needs",
            help: "one may stand at most \(window) messages away from its place")
    }

    private static var tooLong: ConversionError {
        ConversionError(
            .malformedInput, .notInOrder, "the newest messages come first, and there are more than \(turningLimit) to turn round",
            help: "cut it into parts with --split, and merge these")
    }
}

extension DiagnosticCode {
    static let notInOrder = DiagnosticCode("merge.order", "an input's messages are not in the order of their times")
}
