public import TranscriptModel

/// A reader whose work has two parts, so that two threads can share it: it cuts records out of its input, and messages are
/// made of them.
///
/// For formats in which the second is most of the work. `readMessages` does both, with the same messages and reports.
public protocol RecordReader: TranscriptReader, AnyObject {
    /// Makes an empty batch for `readRecords`.
    func makeRecordBatch() -> any RecordBatch

    /// Makes what makes messages of the records, after the header was read; where these depend on each other, for all of them.
    func makeRecordDecoder() -> any RecordDecoder

    /// Whether batches can be decoded in any order and by several decoders, with the same messages: nothing that a record
    /// says changes what another one means, or what is done for it.
    var recordsAreIndependent: Bool { get }

    /// Adds the next records to `batch`, which is empty and came from this reader. Returns false when there are no more.
    ///
    /// It returns when `readMessages` would; calls of the two may follow each other in any order.
    func readRecords(into batch: any RecordBatch) throws(ConversionError) -> Bool
}

/// Records of which messages can be made.
public protocol RecordBatch: AnyObject {
    var count: Int { get }
    /// The bytes of all records.
    var byteCount: Int { get }
}

/// Makes messages of records, on any thread. It belongs to one thread at a time.
public protocol RecordDecoder: AnyObject {
    /// Appends the messages of all records of `batch` to `messages`, and forgets the records.
    ///
    /// - Parameters:
    ///   - batch: one of the same reader.
    ///   - report: told what is wrong with records, in their order.
    /// - Throws: what stops the reading; the messages before it have been appended.
    func decode(
        _ batch: any RecordBatch, into messages: inout [Message], report: (Diagnostic) -> Void
    ) throws(ConversionError)
}
