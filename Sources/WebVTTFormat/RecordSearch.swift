import TextScanning

/// Looks for the end of the record at 0 in a window that may grow, without looking at a line twice.
///
/// A record ends with its cue where another cue follows, and with the input where none does.
struct RecordSearch {
    private var scanner = BlockScanner(from: 0)
    private var cueEnd: Int?

    /// The length of the record; nil when more bytes decide.
    mutating func next(in bytes: UnsafeBufferPointer<UInt8>, isAtEnd: Bool) -> Int? {
        while true {
            switch scanner.next(in: bytes, isAtEnd: isAtEnd) {
            case .incomplete: return nil
            case .end: return bytes.count
            case .block(let block):
                if let cueEnd, block.isCue || Note.opens(bytes, at: block.range.lowerBound, with: WebVTTSyntax.messageNote) {
                    return cueEnd
                }
                if block.isCue { cueEnd = block.range.upperBound }
            }
        }
    }
}
