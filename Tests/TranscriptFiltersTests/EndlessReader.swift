import TranscriptCoding
import TranscriptModel

/// A transcript that never ends.
struct EndlessReader: TranscriptReader {
    mutating func readHeader() -> TranscriptHeader { TranscriptHeader() }

    mutating func readMessages(into batch: inout [Message]) -> Bool {
        batch.append(contentsOf: [message(), message()])
        return true
    }
}
