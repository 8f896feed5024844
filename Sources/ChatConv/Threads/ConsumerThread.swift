/// Passes a transcript to its consumer on a thread of its own while the next messages are read.
///
/// Batches go over in parcels, so that the threads seldom meet: texts share the block they were read from, and its
/// reference count would go to and fro between two processors if both worked on texts of the same block. For the same reason
/// a parcel goes over only when the next one is full, so that a quick consumer stays a block behind. Reader and consumer see
/// what they would see on one thread, and what they have to say comes out in the same order.
///
/// Where messages are made of records, that is done by the thread with less to do: mostly the consumer's, and by the one
/// that reads when enough is waiting for the other.
///
/// Sendable because `consumer` and `decoder` belong to the thread from `init` to `finish`, the queues are only touched
/// while `monitor` is locked, and the rest only by the thread that reads.
final class ConsumerThread<Consumer: BatchConsumer>: @unchecked Sendable {
    private let consumer: Consumer
    private let decoder: (any RecordDecoder)?
    /// That of the thread which reads; nil where records have to be decoded in their order.
    private let nearDecoder: (any RecordDecoder)?
    /// Is handed what is to be said of a batch.
    private let report: ([Diagnostic]) -> Void
    private var thread: WorkerThreads?
    /// The parcel that is being filled, the one before it, and those that wait to be filled.
    private var current = Parcel<Consumer>()
    private var previous: Parcel<Consumer>?
    private var spares: [Parcel<Consumer>]
    /// How many parcels are away.
    private var awayCount = 0
    /// What stopped the consumer. Nothing that comes after it in the transcript is said any more.
    private(set) var failure: ConversionError?
    /// Whether the consumer wants no more.
    private(set) var isDone = false

    private let monitor = Monitor()
    private var waiting: [Parcel<Consumer>] = []
    private var consumed: [Parcel<Consumer>] = []
    private var isClosed = false

    /// One that is being filled, the one before it, one that is with the consumer, one that comes back, and those that wait.
    private static var parcelCount: Int { 6 }
    /// So many parcels that are away keep the other thread busy while this one decodes another.
    private static var enoughAway: Int { 3 }

    /// Starts a thread for what `consumer` has to take from here on; nil where the system allows none.
    ///
    /// - Parameters:
    ///   - reader: whose messages they will be; its header has been read.
    ///   - report: is handed what the consumer has to say of each batch, in order.
    init?(_ consumer: Consumer, behind reader: any TranscriptReader, report: @escaping ([Diagnostic]) -> Void = { _ in }) {
        self.consumer = consumer
        self.report = report
        let records = reader as? any RecordReader
        decoder = records?.makeRecordDecoder()
        nearDecoder = records.flatMap { $0.recordsAreIndependent ? $0.makeRecordDecoder() : nil }
        spares = (1..<Self.parcelCount).map { _ in Parcel() }
        guard let thread = WorkerThreads(running: { [self] in work() }) else { return nil }
        self.thread = thread
    }

    // MARK: Reading

    /// Reads the rest of a transcript, and returns when all its messages are taken, or as many as the consumer wants, and the
    /// thread has ended. Called once.
    ///
    /// - Parameters:
    ///   - reader: the one that this was made for.
    ///   - takeContext: asked after each batch that was read.
    /// - Throws: what comes first in the transcript, be it reader or consumer that throws it.
    func run(
        reading reader: inout any TranscriptReader, takingContexts takeContext: () -> Consumer.Context
    ) throws(ConversionError) {
        do throws(ConversionError) {
            if let reader = reader as? any RecordReader {
                while !isDone, try readRecords(from: reader, takeContext) {}
            } else {
                while !isDone, try readMessages(from: &reader, takeContext) {}
            }
        } catch {
            try finish()
            throw error
        }
        try finish()
    }

    /// Adds what is known before the batch that is being read: the reader finds so much to say between two batches that it
    /// cannot all be kept.
    func add(_ context: Consumer.Context) {
        current.append(context)
        if current.isFull { passOn() }
    }

    private func readMessages(
        from reader: inout any TranscriptReader, _ takeContext: () -> Consumer.Context
    ) throws(ConversionError) -> Bool {
        var messages = current.takeEmptyMessages()
        let hasMore = try reader.readMessages(into: &messages)
        current.append(messages, takeContext())
        try handOverIfFull()
        return hasMore
    }

    private func readRecords(
        from reader: any RecordReader, _ takeContext: () -> Consumer.Context
    ) throws(ConversionError) -> Bool {
        let records = current.takeEmptyRecords() ?? reader.makeRecordBatch()
        let hasMore = try reader.readRecords(into: records)
        current.append(records, takeContext())
        try handOverIfFull()
        return hasMore
    }

    private func handOverIfFull() throws(ConversionError) {
        guard current.isFull else { return }
        passOn()
        if let failure { throw failure }
    }

    /// Goes on with a parcel that is empty, and hands over the one before what is filled now.
    private func passOn() {
        if let previous { handOver(previous) }
        previous = current
        current = spares.popLast() ?? Parcel()
    }

    private func handOver(_ parcel: Parcel<Consumer>) {
        if awayCount >= Self.enoughAway, let nearDecoder { parcel.decode(with: nearDecoder) }
        awayCount += 1
        monitor.locked {
            waiting.append(parcel)
            monitor.signal()
        }
        takeBack(untilAwayAre: Self.parcelCount - 2)
    }

    /// Unpacks what comes back, and waits for more as long as too many are away.
    private func takeBack(untilAwayAre most: Int) {
        repeat {
            let back = monitor.locked {
                while consumed.isEmpty, awayCount > most { monitor.wait() }
                defer { consumed.removeAll(keepingCapacity: true) }
                return consumed
            }
            awayCount -= back.count
            for parcel in back { unpack(parcel) }
        } while awayCount > most
    }

    private func unpack(_ parcel: Parcel<Consumer>) {
        do throws(ConversionError) {
            // Behind what stopped the consumer, parcels come back as they went.
            if failure == nil, !isDone { isDone = try !parcel.unpack(report) }
        } catch {
            failure = error
        }
        spares.append(parcel)
    }

    private func finish() throws(ConversionError) {
        if let previous { handOver(previous) }
        if !current.isEmpty { handOver(current) }
        takeBack(untilAwayAre: 0)
        monitor.locked {
            isClosed = true
            monitor.signal()
        }
        thread?.join()
        if let failure { throw failure }
    }

    // MARK: Consuming

    private func work() {
        var isStopped = false
        while let parcel = nextParcel() {
            // What cannot be taken ends the work; what was still under way comes back as it is.
            if !isStopped { isStopped = !parcel.pass(to: consumer, decodingWith: decoder) }
            monitor.locked {
                consumed.append(parcel)
                monitor.signal()
            }
        }
    }

    private func nextParcel() -> Parcel<Consumer>? {
        monitor.locked {
            while waiting.isEmpty, !isClosed { monitor.wait() }
            return waiting.isEmpty ? nil : waiting.removeFirst()
        }
    }
}
