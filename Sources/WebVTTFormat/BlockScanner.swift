import SubtitleCues
import TextScanning

/// A block of a WebVTT file: consecutive lines that belong together (W3C WebVTT, section 6.1, "collect a WebVTT block").
struct Block {
    /// All lines, the last one's line end included, without the blank line after them.
    var range: Range<Int>
    /// The same without the last line end.
    var content: Range<Int>
    /// The line of the cue's identifier, where it has one.
    var identifier: Range<Int>?
    /// The line with the arrow; nil in a block that has none.
    var timingLine: Range<Int>?
    /// What that line says; nil where it cannot be read, and the block is dropped.
    var timing: CueTiming?
    /// The lines after the timing line.
    var payload: Range<Int>

    var isCue: Bool { timing != nil }

    /// Adds a line behind the others.
    fileprivate mutating func addLine(_ line: Range<Int>, end: Int) {
        range = range.lowerBound..<end
        content = content.lowerBound..<line.upperBound
        if timingLine != nil { payload = payload.lowerBound..<line.upperBound }
    }
}

/// Divides a window that may grow into blocks, just as the parser of the specification does, without looking at a
/// line twice. Lines end in LF, CR or CRLF.
struct BlockScanner {
    enum Step {
        case block(Block)
        /// There is no block any more.
        case end
        /// More bytes decide.
        case incomplete
    }

    /// The start of the line that comes next.
    private(set) var lineStart: Int
    /// Up to where that line is known to hold no line end.
    private var searched: Int
    private var current: Block?
    private var lineCount = 0
    /// Whether the lines that come next can belong to the file's header, where an arrow only ends what came before.
    private var isInHeader: Bool
    /// Whether times are read that are not as the specification has them.
    private let isLenient: Bool

    init(from start: Int, inHeader isInHeader: Bool = false, isLenient: Bool = false) {
        lineStart = start
        searched = start
        self.isInHeader = isInHeader
        self.isLenient = isLenient
    }

    /// The next block in `bytes`.
    mutating func next(in bytes: UnsafeBufferPointer<UInt8>, isAtEnd: Bool) -> Step {
        while true {
            guard let line = nextLine(in: bytes, isAtEnd: isAtEnd) else { return .incomplete }
            if line.content.isEmpty {
                // A blank line, or the input's end.
                isInHeader = false
                if let block = take() {
                    return .block(block)
                }
                if line.end == lineStart { return .end }
                advance(to: line.end)
                continue
            }
            if bytes.holdsArrow(in: line.content) {
                let isTiming = current == nil || (lineCount == 1 && current?.timingLine == nil && !isInHeader)
                isInHeader = false
                if !isTiming, let block = take() { return .block(block) }
                startCue(bytes, line.content, end: line.end)
            } else {
                addLine(line.content, end: line.end)
            }
            advance(to: line.end)
        }
    }

    private mutating func take() -> Block? {
        defer {
            current = nil
            lineCount = 0
        }
        return current
    }

    private mutating func advance(to position: Int) {
        lineStart = position
        searched = position
    }

    private mutating func addLine(_ line: Range<Int>, end: Int) {
        lineCount += 1
        if current == nil {
            current = Block(range: line.lowerBound..<end, content: line, payload: end..<end)
        } else {
            current?.addLine(line, end: end)
        }
    }

    private mutating func startCue(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>, end: Int) {
        let identifier = current?.content
        addLine(line, end: end)
        current?.identifier = identifier
        current?.timingLine = line
        current?.timing = CueTiming(bytes, line) ?? (isLenient ? CueTiming(mending: bytes, line) : nil)
        current?.payload = end..<end
    }

    /// The line at `lineStart`, with the place after its line end; nil when it may go on.
    private mutating func nextLine(
        in bytes: UnsafeBufferPointer<UInt8>, isAtEnd: Bool
    ) -> (content: Range<Int>, end: Int)? {
        let feed = bytes.firstIndex(of: WebVTTSyntax.lineFeed, from: searched)
        let before = bytes.slice(0..<(feed ?? bytes.count))
        if let found = before.firstIndex(of: WebVTTSyntax.carriageReturn, from: searched) {
            // Whether a CR at the window's end is half a CRLF is not known yet.
            if found + 1 == bytes.count, !isAtEnd { return nil }
            let isPair = feed == found + 1
            return (lineStart..<found, found + (isPair ? 2 : 1))
        }
        if let feed { return (lineStart..<feed, feed + 1) }
        if isAtEnd { return (lineStart..<bytes.count, bytes.count) }
        searched = bytes.count
        return nil
    }
}
