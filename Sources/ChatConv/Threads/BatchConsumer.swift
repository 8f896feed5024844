/// What stands behind a reader and takes its messages, batch after batch: to write them, or to check them.
///
/// It belongs to one thread at a time.
protocol BatchConsumer: AnyObject, SendableMetatype {
    associatedtype Context: BatchContext

    /// Takes the next batch. Returns whether it wants more.
    ///
    /// - Throws: what keeps it from taking any more.
    func take(_ batch: [Message], _ context: Context) throws(ConversionError) -> Bool

    /// What there is to be said, in order, since this was asked last: also what the contexts say. It is said on the thread
    /// that reads.
    func takeDiagnostics() -> [Diagnostic]
}

/// What is known of a batch of messages besides them.
protocol BatchContext {
    /// What the reader noticed, up to the last message of the batch.
    var said: [Diagnostic] { get set }

    /// Bytes of memory that it keeps, beside the block that the messages were read from.
    var keptByteCount: Int { get }
}
