/// Several batches of messages that go from one thread to another together, and what was said about them.
///
/// It is used again and again, so that its arrays are made once. It belongs to one thread at a time.
final class Parcel {
    private struct Batch {
        /// Records of which messages are still to be made; nil where the reader has made them.
        var records: (any RecordBatch)?
        var messages: [Message] = []
        var saidByReader: [Diagnostic] = []
        var saidByWriter: [Diagnostic] = []
        var failure: ConversionError?
    }

    private var batches: [Batch] = []
    /// How many of them are in use.
    private var count = 0
    private var messageCount = 0
    private var textSize = 0

    /// Enough that the threads seldom work on messages from the same block of the input.
    private static let fullMessageCount = 4 * MessageBatch.preferredCount
    private static let fullTextSize = 256 * 1024

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

    func append(_ messages: consuming [Message], said diagnostics: [Diagnostic]) {
        messageCount += messages.count
        textSize += messages.textSize
        if count == batches.count { batches.append(Batch()) }
        batches[count].messages = messages
        batches[count].saidByReader = diagnostics
        count += 1
    }

    /// Records for the next batch, which `append` gives back; nil where there are none to be used again.
    func takeEmptyRecords() -> (any RecordBatch)? {
        guard count < batches.count else { return nil }
        defer { batches[count].records = nil }
        return batches[count].records
    }

    func append(_ records: any RecordBatch, said diagnostics: [Diagnostic]) {
        messageCount += records.count
        textSize += records.byteCount
        if count == batches.count { batches.append(Batch()) }
        batches[count].records = records
        batches[count].saidByReader = diagnostics
        count += 1
    }

    /// Says what was said, in turn, and forgets it.
    ///
    /// - Throws: what stopped the writer, where something did.
    func unpack(_ report: ([Diagnostic]) -> Void) throws(ConversionError) {
        defer { (count, messageCount, textSize) = (0, 0, 0) }
        for index in 0..<count {
            report(batches[index].saidByReader)
            report(batches[index].saidByWriter)
            (batches[index].saidByReader, batches[index].saidByWriter) = ([], [])
            if let failure = batches[index].failure { throw failure }
        }
    }

    // MARK: The thread that writes

    /// Writes all batches up to the first that cannot be read or written to its end; returns whether all could be.
    func write(to output: TranscriptOutput) -> Bool {
        for index in 0..<count {
            write(&batches[index], to: output)
            if batches[index].failure != nil { return false }
        }
        return true
    }

    private func write(_ batch: inout Batch, to output: TranscriptOutput) {
        var said: [Diagnostic] = []
        do throws(ConversionError) { try batch.records?.decode(into: &batch.messages) { said.append($0) } } catch {
            batch.failure = error
        }
        // The messages before what cannot be read come first.
        do throws(ConversionError) { try output.write(batch.messages) } catch { batch.failure = error }
        batch.saidByWriter = said + output.takeDiagnostics()
        batch.messages.removeAll(keepingCapacity: true)
    }
}
