import TextScanning

/// Looks for the end of the record at 0 in a window that may grow, without looking at a line twice.
///
/// A record ends with its cue where another cue follows, and with the input where none does.
struct RecordSearch {
    private let isLenient: Bool
    private var scanner: BlockScanner
    /// The blocks of the record.
    private(set) var blocks: [Block] = []
    private var cueEnd: Int?

    init(isLenient: Bool) {
        self.isLenient = isLenient
        scanner = BlockScanner(from: 0, isLenient: isLenient)
    }

    /// Starts anew, with the record that is then at 0.
    mutating func restart() {
        scanner = BlockScanner(from: 0, isLenient: isLenient)
        blocks.removeAll(keepingCapacity: true)
        cueEnd = nil
    }

    /// The length of the record; nil when more bytes decide.
    mutating func next(in bytes: UnsafeBufferPointer<UInt8>, isAtEnd: Bool) -> Int? {
        while true {
            switch scanner.next(in: bytes, isAtEnd: isAtEnd) {
            case .incomplete: return nil
            case .end: return bytes.count
            case .block(let block):
                if let cueEnd, block.isCue || Note.opens(bytes, at: block.range.lowerBound, with: WebVTTSyntax.messageNote) {
                    blocks.removeAll { $0.range.lowerBound >= cueEnd }
                    return cueEnd
                }
                blocks.append(block)
                if block.isCue { cueEnd = block.range.upperBound }
            }
        }
    }

    /// The blocks of `bytes` if they are just one record; nil for more, or a rest without a cue.
    static func blocks(ofRecord bytes: UnsafeBufferPointer<UInt8>) -> [Block]? {
        var scanner = BlockScanner(from: 0)
        var blocks: [Block] = []
        while case .block(let block) = scanner.next(in: bytes, isAtEnd: true) { blocks.append(block) }
        return blocks.count(where: \.isCue) == 1 ? blocks : nil
    }
}
