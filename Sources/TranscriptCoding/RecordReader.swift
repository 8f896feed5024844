public import TranscriptModel

/// A reader whose work has two parts, so that two threads can share it: it cuts records out of its input, and messages are
/// made of them.
///
/// For formats in which the second is most of the work. `readMessages` does both, with the same messages and reports.
public protocol RecordReader: TranscriptReader, AnyObject {
    /// Makes an empty batch for `readRecords`.
    func makeRecordBatch() -> any RecordBatch

    /// Adds the next records to `batch`, which is empty and came from this reader. Returns false when there are no more.
    ///
    /// It returns when `readMessages` would; calls of the two may follow each other in any order.
    func readRecords(into batch: any RecordBatch) throws(ConversionError) -> Bool
}

/// Records of which messages can be made: on any thread, but of the batches of one reader one at a time, in their order.
public protocol RecordBatch: AnyObject {
    var count: Int { get }
    /// The bytes of all records.
    var byteCount: Int { get }

    /// Appends the messages of all records to `messages`, and forgets the records.
    ///
    /// - Parameter report: told what is wrong with records, in their order.
    /// - Throws: what stops the reading; the messages before it have been appended.
    func decode(into messages: inout [Message], report: (Diagnostic) -> Void) throws(ConversionError)
}
