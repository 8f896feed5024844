/// Several batches of messages that go from one thread to another together, and what was said about them.
///
/// It is used again and again, so that its arrays are made once. It belongs to one thread at a time.
final class Parcel<Consumer: BatchConsumer> {
    private struct Batch {
        /// Records of which messages are still to be made; nil where that is done.
        var records: (any RecordBatch)?
        /// Records that are there to be used again.
        var emptyRecords: (any RecordBatch)?
        var messages: [Message] = []
        /// Nil once the consumer has it.
        var context: Consumer.Context?
        /// What comes back.
        var said: [Diagnostic] = []
        var failure: ConversionError?
        var isLast = false
    }

    private var batches: [Batch] = []
    /// How many of them are in use.
    private var count = 0
    private var messageCount = 0
    private var textSize = 0

    /// Enough that the threads seldom work on messages from the same block of the input.
    private static var fullMessageCount: Int { 4 * MessageBatch.preferredCount }
    private static var fullTextSize: Int { 256 * 1024 }

    var isEmpty: Bool { count == 0 }
    var isFull: Bool { messageCount >= Self.fullMessageCount || textSize >= Self.fullTextSize }

    // MARK: The thread that reads

    /// An empty array for the next batch, which `append` gives back.
    func takeEmptyMessages() -> [Message] {
        var messages: [Message] = []
        if count < batches.count { swap(&messages, &batches[count].messages) }
        messages.reserveCapacity(MessageBatch.preferredCount)
        return messages
    }

    func append(_ messages: consuming [Message], _ context: Consumer.Context) {
        messageCount += messages.count
        textSize += messages.textSize
        batches[makeBatch(context)].messages = messages
    }

    /// Records for the next batch, which `append` gives back; nil where there are none to be used again.
    func takeEmptyRecords() -> (any RecordBatch)? {
        guard count < batches.count else { return nil }
        defer { batches[count].emptyRecords = nil }
        return batches[count].emptyRecords
    }

    func append(_ records: any RecordBatch, _ context: Consumer.Context) {
        messageCount += records.count
        textSize += records.byteCount
        batches[makeBatch(context)].records = records
    }

    /// Adds what is known of no message, such as much that the reader had to say before it found one.
    func append(_ context: Consumer.Context) {
        // What is said takes memory as messages do.
        messageCount += context.said.count
        _ = makeBatch(context)
    }

    private func makeBatch(_ context: Consumer.Context) -> Int {
        textSize += context.keptByteCount
        if count == batches.count { batches.append(Batch()) }
        batches[count].context = context
        defer { count += 1 }
        return count
    }

    /// Hands over what is to be said, batch after batch, and forgets it. Returns whether the consumer wants more.
    ///
    /// - Throws: what stopped the consumer, where something did.
    func unpack(_ report: ([Diagnostic]) -> Void) throws(ConversionError) -> Bool {
        defer { (count, messageCount, textSize) = (0, 0, 0) }
        for index in 0..<count {
            report(batches[index].said)
            batches[index].said = []
            if let failure = batches[index].failure { throw failure }
            if batches[index].isLast { return false }
        }
        return true
    }

    // MARK: Either thread

    /// Makes the messages of all records, up to the first that cannot be read.
    func decode(with decoder: any RecordDecoder) {
        for index in 0..<count {
            decode(&batches[index], with: decoder)
            if batches[index].failure != nil { return }
        }
    }

    private func decode(_ batch: inout Batch, with decoder: any RecordDecoder) {
        guard let records = batch.records else { return }
        var said: [Diagnostic] = []
        do throws(ConversionError) {
            try decoder.decode(records, into: &batch.messages) { said.append($0) }
        } catch {
            batch.failure = error
        }
        if !said.isEmpty { batch.context?.said += said }
        (batch.records, batch.emptyRecords) = (nil, records)
    }

    // MARK: The thread that consumes

    /// Hands over all batches up to the first that cannot be read or taken to its end, or is the last that the consumer wants;
    /// returns whether there was none.
    func pass(to consumer: Consumer, decodingWith decoder: (any RecordDecoder)?) -> Bool {
        for index in 0..<count {
            if let decoder { decode(&batches[index], with: decoder) }
            pass(&batches[index], to: consumer)
            if batches[index].failure != nil || batches[index].isLast { return false }
        }
        return true
    }

    private func pass(_ batch: inout Batch, to consumer: Consumer) {
        guard let context = batch.context else { return }
        batch.context = nil
        // The messages before what cannot be read come first.
        do throws(ConversionError) {
            batch.isLast = try !consumer.take(batch.messages, context)
        } catch {
            batch.failure = error
        }
        batch.said = consumer.takeDiagnostics()
        batch.messages.removeAll(keepingCapacity: true)
    }
}
