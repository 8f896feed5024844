import ChatConv
import Synchronization
import TranscriptCoding

/// Inputs that can be read once, such as pipes, kept in temporary files by a run that reads them more often.
final class KeptInputs: Sendable {
    private let files = Mutex<[Argument: SpooledFile]>([:])

    /// What was kept of an input, from its start; nil where nothing was.
    func source(of name: Argument) -> (any ByteSource)? {
        files.withLock { $0[name] }?.makeSource()
    }

    /// The same for an input that was just opened, of which a copy is kept where it can be read, or opened, only once.
    ///
    /// - Throws: `inputOutput` when it cannot be read, or there is no room to keep it.
    func source(of name: Argument, keeping opened: any ByteSource) throws(ConversionError) -> any ByteSource {
        // Standard input is not opened anew, whatever it is.
        guard opened.isLive || name.isStandardStream else { return opened }
        let file = try SpooledFile(opened)
        files.withLock { $0[name] = file }
        return file.makeSource()
    }
}
