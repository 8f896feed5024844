/// A digest of a transcript, made of its parts as they pass, by which two can be told apart without holding either.
///
/// It is made of the model's own hash values, which differ in every process: digests are compared, never kept. Two
/// transcripts that differ have the same digest once in 2^64. Memory is constant; a message costs O(its length).
struct TranscriptDigest {
    private(set) var messageCount = 0
    private var header: UInt64 = 0
    private var running: UInt64 = 0
    /// What `running` was after each `stride` messages, so that a difference has a place.
    private var checkpoints: [UInt64] = []
    private var stride = 1
    private var countToCheckpoint = 1

    private static let mostCheckpoints = 4096

    mutating func add(_ header: TranscriptHeader) {
        var hasher = Hasher()
        hasher.combine(header)
        self.header = UInt64(bitPattern: Int64(hasher.finalize()))
    }

    @inline(__always)
    mutating func add(_ message: Message) {
        // Each step depends on all before it, so that order counts.
        running = (running ^ MessageDigest(of: message).value) &* 0x9E37_79B9_7F4A_7C15
        running ^= running >> 29
        messageCount += 1
        countToCheckpoint -= 1
        if countToCheckpoint == 0 { keepCheckpoint() }
    }

    private mutating func keepCheckpoint() {
        checkpoints.append(running)
        if checkpoints.count == Self.mostCheckpoints {
            checkpoints = checkpoints.indices.filter { $0 % 2 == 1 }.map { checkpoints[$0] }
            stride *= 2
        }
        countToCheckpoint = stride
    }

    // MARK: Comparing

    /// Where two transcripts differ first.
    enum Difference: Equatable {
        case header
        /// In one of the messages with these numbers, counted from 1.
        case messages(ClosedRange<Int>)
        /// All that the shorter one has is the same.
        case count(expected: Int, actual: Int)
    }

    /// How `actual` differs from this digest's transcript; nil when it does not.
    func difference(from actual: TranscriptDigest) -> Difference? {
        if header != actual.header { return .header }
        let common = min(messageCount, actual.messageCount)
        let step = max(stride, actual.stride)
        for end in Swift.stride(from: step, through: common, by: step) {
            if checkpoint(after: end) != actual.checkpoint(after: end) { return .messages(end - step + 1...end) }
        }
        if messageCount != actual.messageCount { return .count(expected: messageCount, actual: actual.messageCount) }
        if running != actual.running { return .messages(common - common % step + 1...common) }
        return nil
    }

    private func checkpoint(after count: Int) -> UInt64? {
        let index = count / stride - 1
        return checkpoints.indices.contains(index) ? checkpoints[index] : nil
    }
}
