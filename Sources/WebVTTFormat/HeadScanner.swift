import TextScanning

/// Looks for the end of a file's head in a window that may grow: what stands before the first cue, or before our note
/// on it.
struct HeadScanner {
    private var blocks: BlockScanner?
    private var end = 0
    private let isLenient: Bool
    /// The lines of the file's header, right under the signature.
    private(set) var header: Range<Int>?
    /// The other blocks of the head.
    private(set) var found: [Block] = []

    init(isLenient: Bool = false) { self.isLenient = isLenient }

    /// The end of the head, without the blank lines that follow it; nil when more bytes decide.
    mutating func next(in bytes: UnsafeBufferPointer<UInt8>, isAtEnd: Bool) -> Int? {
        guard var scanner = blocks ?? afterFirstLine(bytes, isAtEnd: isAtEnd) else { return nil }
        defer { blocks = scanner }
        while true {
            switch scanner.next(in: bytes, isAtEnd: isAtEnd) {
            case .incomplete: return nil
            case .end: return bytes.count
            case .block(let block):
                if block.isCue { return end }
                if block.range.lowerBound == end, header == nil, found.isEmpty, block.timingLine == nil {
                    header = block.content
                } else if Note.opens(bytes, at: block.range.lowerBound, with: WebVTTSyntax.messageNote) {
                    return end
                } else {
                    found.append(block)
                }
                end = block.range.upperBound
            }
        }
    }

    private mutating func afterFirstLine(_ bytes: UnsafeBufferPointer<UInt8>, isAtEnd: Bool) -> BlockScanner? {
        guard let lineEnd = bytes.firstIndex(where: WebVTTSyntax.isLineEnd) else {
            guard isAtEnd else { return nil }
            end = bytes.count
            return BlockScanner(from: end, isLenient: isLenient)
        }
        if lineEnd + 1 == bytes.count, !isAtEnd { return nil }
        let isPair =
            lineEnd + 1 < bytes.count && bytes[lineEnd] == WebVTTSyntax.carriageReturn
            && bytes[lineEnd + 1] == WebVTTSyntax.lineFeed
        end = lineEnd + (isPair ? 2 : 1)
        return BlockScanner(from: end, inHeader: true, isLenient: isLenient)
    }
}
