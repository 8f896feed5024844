/// Several transcripts read as one, their messages in time order.
///
/// Of the messages that come next in each input, the earliest is taken, and of several at one time that of the first input. A
/// message without a time comes right after the one before it. Times whose offset from UTC is known are ordered as instants, others
/// as if their clocks were at Greenwich; times without a date come before those with one. What is out of order in its input is put
/// in order, as `OpenInput` says.
///
/// An input is open from its first message to its last. Before and after it costs no file and no buffer, so that the days
/// of years can be merged.
public struct MergedReader: TranscriptReader {
    /// What there is to say of a merge.
    public enum Notice: Sendable, Equatable {
        /// An input, by its number from 0, was newest first.
        case turnedRound(input: Int)
        /// Some times tell their offset from UTC and some do not, so that their order is a guess.
        case mixedZones
    }

    /// Where what other inputs have already is left out.
    private var duplicates: DuplicateMerge?
    private var identifiers = DistinctIdentifiers()
    /// Told which members of headers are left out, as the inputs differ on them.
    private let reportDifferences: ([Text]) -> Void
    private let report: (Notice) -> Void
    private var zones = ZoneMix()
    /// Those whose first message is still to come, the next at the end.
    private var waiting: [WaitingInput] = []
    private var open: [OpenInput] = []
    private let inputs: [any MergeableInput]
    private var latest = MergeKey.first

    /// How many inputs stay open from the look at their first message on.
    private static let keptOpen = 16

    public init(
        _ inputs: [any MergeableInput], removingDuplicates: Bool = false, reportDifferences: @escaping ([Text]) -> Void = { _ in },
        report: @escaping (Notice) -> Void = { _ in }
    ) {
        self.inputs = inputs
        self.report = report
        self.reportDifferences = reportDifferences
        duplicates = removingDuplicates ? DuplicateMerge() : nil
    }

    /// Reads the headers of all inputs and makes one of them, as `HeaderMerge` says.
    public mutating func readHeader() throws(ConversionError) -> TranscriptHeader {
        var merge = HeaderMerge()
        for index in inputs.indices {
            var input = OpenInput(index, try inputs[index].makeReader())
            merge.add(try input.readHeader())
            guard let key = try input.firstKey() else { continue }
            if input.isTurnedRound { report(.turnedRound(input: index)) }
            waiting.append(WaitingInput(index: index, key: key, opened: index < Self.keptOpen ? input : nil))
        }
        waiting.sort { ($1.key, $1.index) < ($0.key, $0.index) }
        let differences = merge.differences
        if !differences.isEmpty { reportDifferences(differences) }
        return merge.header
    }

    public mutating func readMessages(into batch: inout [Message]) throws(ConversionError) -> Bool {
        while batch.count < MessageBatch.preferredCount {
            guard let position = try nextPosition() else {
                var ready: [(Message, Int)] = []
                duplicates?.finish { ready.append(($0, $1)) }
                for (message, input) in ready { pass(message, from: input, &batch) }
                return false
            }
            let (message, key) = open[position].take()
            if key < latest { throw OpenInput.unsorted }
            latest = key
            if zones.isMixed(by: message.timestamp) { report(.mixedZones) }
            take(message, from: open[position].index, into: &batch)
            if try open[position].nextKey() == nil { open.remove(at: position) }
        }
        return true
    }

    private mutating func take(_ message: Message, from input: Int, into batch: inout [Message]) {
        guard duplicates != nil else { return pass(message, from: input, &batch) }
        var ready: [(Message, Int)] = []
        duplicates?.add(message, MergeKey(message.timestamp), from: input) { ready.append(($0, $1)) }
        for (message, input) in ready { pass(message, from: input, &batch) }
    }

    private mutating func pass(_ message: Message, from input: Int, _ batch: inout [Message]) {
        var message = message
        if inputs.count > 1 { identifiers.settle(&message, from: input) }
        batch.append(message)
    }

    /// Where in `open` the next message is; nil when there are no more.
    private mutating func nextPosition() throws(ConversionError) -> Int? {
        var best: Int?
        for position in open.indices where best.map({ open[position].order < open[$0].order }) ?? true { best = position }
        guard let next = waiting.last, best.map({ (next.key, next.index) < open[$0].order }) ?? true else { return best }
        waiting.removeLast()
        var input: OpenInput
        if let opened = next.opened { input = opened } else { input = try reopened(next.index) }
        guard try input.nextKey() != nil else { throw Self.changed }
        if input.isTurnedRound, next.opened != nil, next.opened?.isTurnedRound == false { report(.turnedRound(input: next.index)) }
        open.append(input)
        // More of it has been read, and something earlier may have come to light.
        return try nextPosition()
    }

    private func reopened(_ index: Int) throws(ConversionError) -> OpenInput {
        var input = OpenInput(index, try inputs[index].makeReader())
        _ = try input.readHeader()
        return input
    }

    private static var changed: ConversionError {
        ConversionError(.inputOutput, .inputFailed, "the input has changed while it was read")
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

/// Whether there are times on dates both with and without an offset.
private struct ZoneMix {
    private var hasKnown = false
    private var hasUnknown = false
    private var isTold = false

    /// True for the first time that makes them mixed.
    mutating func isMixed(by time: Timestamp?) -> Bool {
        guard !isTold, let time, time.date != nil else { return false }
        if time.utcOffset == nil { hasUnknown = true } else { hasKnown = true }
        isTold = hasKnown && hasUnknown
        return isTold
    }
}
