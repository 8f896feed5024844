/// Writes a transcript on a thread of its own while the next messages are read.
///
/// Batches go over in parcels, so that the threads seldom meet: texts share the block they were read from, and its
/// reference count would go to and fro between two processors if both worked on texts of the same block. Reader and
/// writer see what they would see on one thread, and what they have to say comes out in the same order.
///
/// Sendable because `output` belongs to the thread from `init` to `finish`, the queues are only touched while `monitor`
/// is locked, and the rest only by the thread that reads.
final class WritingThread: @unchecked Sendable {
    private let output: TranscriptOutput
    private let relay: DiagnosticRelay
    private var thread: WorkerThreads?
    /// The parcel that is being filled, and those that wait for it.
    private var current = Parcel()
    private var spares: [Parcel]
    /// How many parcels are away.
    private var awayCount = 0
    /// What stopped the writer. Nothing that comes after it in the transcript is said any more.
    private var failure: ConversionError?

    private let monitor = Monitor()
    private var waiting: [Parcel] = []
    private var written: [Parcel] = []
    private var isClosed = false

    /// One that is being filled, one that waits, one that is being written, one that comes back.
    private static let parcelCount = 4

    /// Starts a thread for what `output` has to write from here on; nil where the system allows none.
    ///
    /// - Parameter relay: that of the reader.
    init?(_ output: TranscriptOutput, reporting relay: DiagnosticRelay) {
        self.output = output
        self.relay = relay
        spares = (1..<Self.parcelCount).map { _ in Parcel() }
        guard let thread = WorkerThreads(running: { [self] in work() }) else { return nil }
        self.thread = thread
    }

    /// Reads the rest of a transcript, and returns when all its messages are written and the thread has ended. Called once.
    ///
    /// - Throws: what comes first in the transcript, be it reading or writing that throws it.
    func write(from reader: inout any TranscriptReader) throws(ConversionError) {
        relay.hold { [self] in reportInTurn($0) }
        defer { relay.stopHolding() }
        do throws(ConversionError) {
            if let reader = reader as? any RecordReader {
                while try readRecords(from: reader) {}
            } else {
                while try readMessages(from: &reader) {}
            }
        } catch {
            let said = relay.takeHeld()
            try finish()
            relay.reportHeld(said)
            throw error
        }
        try finish()
    }

    // MARK: Reading

    private func readMessages(from reader: inout any TranscriptReader) throws(ConversionError) -> Bool {
        var messages = current.takeEmptyMessages()
        let hasMore = try reader.readMessages(into: &messages)
        current.append(messages, said: relay.takeHeld())
        try handOverIfFull()
        return hasMore
    }

    private func readRecords(from reader: any RecordReader) throws(ConversionError) -> Bool {
        let records = current.takeEmptyRecords() ?? reader.makeRecordBatch()
        let hasMore = try reader.readRecords(into: records)
        current.append(records, said: relay.takeHeld())
        try handOverIfFull()
        return hasMore
    }

    private func handOverIfFull() throws(ConversionError) {
        guard current.isFull else { return }
        handOver()
        if let failure { throw failure }
    }

    /// Hands over what is filled, and goes on with a parcel that is empty.
    private func handOver() {
        awayCount += 1
        monitor.locked {
            waiting.append(current)
            monitor.signal()
        }
        takeBack(untilAwayAre: Self.parcelCount - 1)
        current = spares.popLast() ?? Parcel()
    }

    /// Unpacks what comes back, and waits for more as long as too many are away.
    private func takeBack(untilAwayAre most: Int) {
        repeat {
            let back = monitor.locked {
                while written.isEmpty, awayCount > most { monitor.wait() }
                defer { written.removeAll(keepingCapacity: true) }
                return written
            }
            awayCount -= back.count
            for parcel in back { unpack(parcel) }
        } while awayCount > most
    }

    private func unpack(_ parcel: Parcel) {
        do throws(ConversionError) {
            try parcel.unpack { if failure == nil { relay.reportHeld($0) } }
        } catch {
            if failure == nil { failure = error }
        }
        spares.append(parcel)
    }

    /// Says `diagnostics` after all that comes before them: the reader finds so much to say between two batches that it
    /// cannot all be kept.
    private func reportInTurn(_ diagnostics: [Diagnostic]) {
        if !current.isEmpty { handOver() }
        takeBack(untilAwayAre: 0)
        if failure == nil { relay.reportHeld(diagnostics) }
    }

    private func finish() throws(ConversionError) {
        if !current.isEmpty { handOver() }
        takeBack(untilAwayAre: 0)
        monitor.locked {
            isClosed = true
            monitor.signal()
        }
        thread?.join()
        if let failure { throw failure }
    }

    // MARK: Writing

    private func work() {
        var isStopped = false
        while let parcel = nextParcel() {
            // What cannot be written ends the writing; what was still under way comes back as it is.
            if !isStopped { isStopped = !parcel.write(to: output) }
            monitor.locked {
                written.append(parcel)
                monitor.signal()
            }
        }
    }

    private func nextParcel() -> Parcel? {
        monitor.locked {
            while waiting.isEmpty, !isClosed { monitor.wait() }
            return waiting.isEmpty ? nil : waiting.removeFirst()
        }
    }
}
