/// Several batches of messages that go from one thread to another together, and what was said about them.
///
/// It is used again and again, so that its arrays are made once. It belongs to one thread at a time.
final class Parcel {
    private struct Batch {
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

    /// Writes all batches up to the first that cannot be written; returns whether all could be.
    func write(to output: TranscriptOutput) -> Bool {
        for index in 0..<count {
            defer {
                batches[index].saidByWriter = output.takeDiagnostics()
                batches[index].messages.removeAll(keepingCapacity: true)
            }
            do { try output.write(batches[index].messages) } catch {
                batches[index].failure = error
                return false
            }
        }
        return true
    }
}
