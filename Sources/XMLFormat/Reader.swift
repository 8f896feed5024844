import TranscriptCoding
import TranscriptModel

/// Reads a transcript from XML as it comes in: one window of the input and the messages of one piece are in memory.
final class XMLReader: TranscriptReader {
    private let feed: DocumentFeed
    private var builder: TranscriptBuilder
    /// Messages of `builder.ready` that were handed over already.
    private var handedOver = 0
    /// The message that was being read after the last piece, and where that piece began.
    private var recordNumber = 0
    private var recordStart = 0
    /// What stopped the reading, kept until the messages before it are handed over.
    private var failure: ConversionError?

    /// From this many messages on no further piece is read: it could bring the batch past its size.
    private static let enough = MessageBatch.preferredCount / 2

    init(_ input: InputBuffer) throws(ConversionError) {
        feed = try DocumentFeed(input)
        builder = TranscriptBuilder(feed)
    }

    func readHeader() throws(ConversionError) -> TranscriptHeader {
        do throws(ConversionError) {
            while !builder.headerIsDone, try advance() {}
        } catch {
            // The piece that ends the header may hold messages, and what is wrong after them.
            if !builder.headerIsDone { throw error }
            failure = error
        }
        return builder.header
    }

    func readMessages(into batch: inout [Message]) throws(ConversionError) -> Bool {
        do throws(ConversionError) {
            while failure == nil, builder.ready.count < Self.enough {
                if !builder.ready.isEmpty && feed.wouldWait { break }
                if builder.problems.tracksMessages, feed.needsInput {
                    // A batch whose places are asked for ends before those leave memory.
                    if builder.ready.count > handedOver { break }
                    builder.keepMessageStart()
                }
                if try !advance() { break }
            }
        } catch {
            failure = error
        }
        if handOver(to: &batch) { return true }
        if let failure { throw failure }
        return false
    }

    /// Reads the next piece. Returns false at the end of a document that is a transcript.
    private func advance() throws(ConversionError) -> Bool {
        let goesOn = try feed.advance(&builder)
        if let rejection = builder.rejection {
            // The rest is read to say first what is worse, that it is no XML either; but not without end.
            if !goesOn || feed.offset > feed.input.limits.recordBytes { throw rejection }
            return true
        }
        try checkRecord()
        return goesOn
    }

    /// Checks, piece by piece, that the message that is being read does not grow past the limit.
    private func checkRecord() throws(ConversionError) {
        if builder.recordNumber != recordNumber {
            recordNumber = builder.recordNumber
            recordStart = feed.offset
        }
        if feed.offset - recordStart <= feed.input.limits.recordBytes { return }
        throw ConversionError(
            .limitExceeded, .recordTooLong,
            "a message or the header is longer than \(feed.input.limits.recordBytes) bytes",
            help: "raise the limit with --max-record BYTES", at: feed.location)
    }

    /// Moves messages that are ready to `batch`, as many as fit. Returns false when there are none.
    private func handOver(to batch: inout [Message]) -> Bool {
        let count = builder.ready.count - handedOver
        if count == 0 { return false }
        if handedOver == 0, count <= MessageBatch.preferredCount, batch.isEmpty {
            // The batch's own storage comes back to be filled.
            swap(&batch, &builder.ready)
            feed.input.markMessages(builder.readyStarts.take(count))
            return true
        }
        let end = handedOver + min(count, MessageBatch.preferredCount)
        batch.append(contentsOf: builder.ready[handedOver..<end])
        feed.input.markMessages(builder.readyStarts.take(end - handedOver))
        handedOver = end
        if handedOver == builder.ready.count {
            builder.ready.removeAll(keepingCapacity: true)
            handedOver = 0
        }
        return true
    }
}
