/// Several transcripts read as one, their messages in time order.
///
/// The messages of one input keep their order: of those that come next in each, the earliest is taken, and of several at
/// one time that of the first input. A message without a time comes right after the one before it. Times whose offset
/// from UTC is known are ordered as instants, others as if their clocks were at Greenwich; times without a date come
/// before those with one.
///
/// An input is open from its first message to its last. Before and after it costs no file and no buffer, so that the days
/// of years can be merged.
public struct MergedReader: TranscriptReader {
    /// Whether messages that another input had already are left out: those of the same time, sender, body and attachments.
    private var duplicates: DuplicateFilter?
    /// Told which members of headers are left out, as the inputs differ on them.
    private let reportDifferences: ([Text]) -> Void
    /// Those whose first message is still to come, the next at the end.
    private var waiting: [WaitingInput] = []
    private var open: [OpenInput] = []
    private let inputs: [any MergeableInput]

    /// How many inputs stay open from the look at their first message on.
    private static let keptOpen = 16

    public init(
        _ inputs: [any MergeableInput], removingDuplicates: Bool = false, reportDifferences: @escaping ([Text]) -> Void = { _ in }
    ) {
        self.inputs = inputs
        self.reportDifferences = reportDifferences
        duplicates = removingDuplicates ? DuplicateFilter() : nil
    }

    /// Reads the headers of all inputs and makes one of them, as `HeaderMerge` says.
    public mutating func readHeader() throws(ConversionError) -> TranscriptHeader {
        var merge = HeaderMerge()
        for index in inputs.indices {
            var input = OpenInput(index, try inputs[index].makeReader())
            merge.add(try input.readHeader())
            guard let key = try input.nextKey() else { continue }
            waiting.append(WaitingInput(index: index, key: key, opened: index < Self.keptOpen ? input : nil))
        }
        waiting.sort { ($1.key, $1.index) < ($0.key, $0.index) }
        let differences = merge.differences
        if !differences.isEmpty { reportDifferences(differences) }
        return merge.header
    }

    public mutating func readMessages(into batch: inout [Message]) throws(ConversionError) -> Bool {
        while batch.count < MessageBatch.preferredCount {
            guard let position = try nextPosition() else { return false }
            let (message, key) = open[position].take()
            if duplicates?.isNew(message, key, from: open[position].index) ?? true { batch.append(message) }
            if try open[position].nextKey() == nil { open.remove(at: position) }
        }
        return true
    }

    /// Where in `open` the next message is; nil when there are no more.
    private mutating func nextPosition() throws(ConversionError) -> Int? {
        var best: Int?
        for position in open.indices where best.map({ open[position].order < open[$0].order }) ?? true { best = position }
        guard let next = waiting.last, best.map({ (next.key, next.index) < open[$0].order }) ?? true else { return best }
        waiting.removeLast()
        if let opened = next.opened { open.append(opened) } else { open.append(try reopen(next.index)) }
        return open.count - 1
    }

    private func reopen(_ index: Int) throws(ConversionError) -> OpenInput {
        var input = OpenInput(index, try inputs[index].makeReader())
        _ = try input.readHeader()
        if try input.nextKey() != nil { return input }
        throw ConversionError(.inputOutput, .inputFailed, "the input has changed while it was read")
    }
}

/// One of several inputs that are merged.
public protocol MergeableInput {
    /// Makes a reader that has not read anything yet. Called twice for most inputs.
    func makeReader() throws(ConversionError) -> any TranscriptReader
}

/// An input whose first message has been seen.
private struct WaitingInput {
    var index: Int
    var key: MergeKey
    var opened: OpenInput?
}

/// An input that is being read, with the messages that are next in it.
private struct OpenInput {
    let index: Int
    private var reader: any TranscriptReader
    private var batch: [Message] = []
    private var position = 0
    private var hasMore = true
    private var key = MergeKey.first

    init(_ index: Int, _ reader: any TranscriptReader) {
        self.index = index
        self.reader = reader
    }

    /// What inputs are compared by. The caller knows that there is a next message.
    var order: (MergeKey, Int) { (key, index) }

    mutating func readHeader() throws(ConversionError) -> TranscriptHeader { try reader.readHeader() }

    /// Reads on until there is a next message; nil when there is none.
    mutating func nextKey() throws(ConversionError) -> MergeKey? {
        while position == batch.count, hasMore {
            batch.removeAll(keepingCapacity: true)
            position = 0
            hasMore = try reader.readMessages(into: &batch)
        }
        guard position < batch.count else { return nil }
        key = MergeKey(batch[position].timestamp)
        return key
    }

    mutating func take() -> (Message, MergeKey) {
        position += 1
        return (batch[position - 1], key)
    }
}
