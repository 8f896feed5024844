/// A reader that writes what is attached to its messages into the folder that the command names, and has the messages say where.
///
/// It stands behind all filters: messages that they leave out leave no files, and the names of files are those that an anonymization
/// has left.
public struct ExtractingReader: TranscriptReader {
    private var reader: any TranscriptReader
    private let extraction: AttachmentExtraction
    /// What stopped it, kept until the messages before are handed over.
    private var failure: ConversionError?

    /// - Parameters:
    ///   - base: the folder that paths are told from: the output's; nil for the current one.
    ///   - isDurable: whether the files outlast a power cut once they have their names, which is when the last message is read.
    ///   - diagnostics: where damaged attachments are told.
    public init(
        _ reader: any TranscriptReader, toldFrom base: String? = nil, isDurable: Bool = true,
        diagnostics: DiagnosticLog = DiagnosticLog()
    ) {
        self.reader = reader
        extraction = AttachmentExtraction(toldFrom: base, isDurable: isDurable, diagnostics: diagnostics)
    }

    public mutating func readHeader() throws(ConversionError) -> TranscriptHeader { try reader.readHeader() }

    public mutating func readMessages(into batch: inout [Message]) throws(ConversionError) -> Bool {
        if let failure { throw failure }
        let start = batch.count
        let hasMore = try reader.readMessages(into: &batch)
        for index in batch.indices.dropFirst(start) {
            do throws(ConversionError) {
                try extraction.extract(from: &batch[index])
            } catch {
                if index == start { throw error }
                failure = error
                batch.removeSubrange(index...)
                return true
            }
        }
        if !hasMore { try extraction.finish() }
        return hasMore
    }
}
