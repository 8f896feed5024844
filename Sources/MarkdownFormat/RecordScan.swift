import TextScanning

/// Where a record's lines are: the header line, what stands under it, and the header line that ends it.
struct RecordLayout {
    let header: HeaderLine
    /// The place of the line feed that ends the header line; nil where the page ends before.
    let headerFeed: Int?
    /// Whether a blank line of the writer's follows it.
    fileprivate(set) var isOpened = false
    /// The place of the last line feed that such a line follows.
    fileprivate(set) var lastFeed = 0
    /// Whether a line under the header starts with a backslash or `<`: only such a line can be quoted, or should be.
    fileprivate(set) var hasMarks = false
    /// The place after the record.
    fileprivate(set) var end = 0
    /// The header line that stands there; nil at the page's end.
    fileprivate(set) var next: HeaderLine?

    /// The record that `bytes` start with; nil where that is none.
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let header = HeaderLine(bytes, at: 0) else { return nil }
        var scan = RecordScan(behind: header)
        guard let layout = scan.next(in: bytes, isAtEnd: true) else { return nil }
        self = layout
    }

    fileprivate init(_ header: HeaderLine, _ headerFeed: Int?) {
        self.header = header
        self.headerFeed = headerFeed
    }

    /// The name and the body, and whether that stands for an image, where all around them is spelled as the writer spells it.
    ///
    /// - Parameter record: the bytes of the record, or more.
    func framedParts(
        in record: UnsafeBufferPointer<UInt8>
    ) -> (name: Range<Int>, body: Range<Int>, isImage: Bool)? {
        guard isOpened, let headerFeed, headerFeed &- 2 >= header.nameStart, lastFeed &- 1 >= headerFeed &+ 5, lastFeed &+ 5 == end,
            record[headerFeed &- 1] == 0x20, record[headerFeed &- 2] == 0x20, record[lastFeed &- 1] == 0x20
        else { return nil }
        let name = header.nameStart..<headerFeed &- 2
        let bodyStart = headerFeed &+ 5
        if lastFeed &- 2 >= bodyStart, record[lastFeed &- 2] == 0x20 { return (name, bodyStart..<lastFeed &- 2, false) }
        return (name, bodyStart..<lastFeed &- 1, true)
    }
}

/// Looks for the end of a record in a window that may grow, line by line, without looking at a line twice. Places are counted
/// from the start of the record.
struct RecordScan {
    private let header: HeaderLine
    private var headerFeed: Int?
    private var isOpened = false
    private var lastFeed = 0
    private var hasMarks = false
    /// Where the line starts that is looked at, and up to where it is known to hold no line feed.
    private var lineStart: Int
    private var searched: Int
    /// Whether the start of that line is known to be no header line.
    private var isJudged = true

    /// A scan of the record that starts with `header`.
    init(behind header: HeaderLine) {
        self.header = header
        lineStart = 0
        searched = header.nameStart
    }

    /// The record, or nil when more bytes decide where it ends.
    mutating func next(in bytes: UnsafeBufferPointer<UInt8>, isAtEnd: Bool) -> RecordLayout? {
        while true {
            if !isJudged, lineStart < bytes.count {
                switch bytes[lineStart] {
                case UInt8(ascii: ">"):
                    if let next = HeaderLine(bytes, at: lineStart) { return layout(end: lineStart, next) }
                    // Too few bytes to tell: look again when there are more.
                    if !isAtEnd, bytes.count &- lineStart < HeaderLine.longLength { return nil }
                case MarkdownSyntax.backslash, UInt8(ascii: "<"): hasMarks = true
                default: break
                }
                isJudged = true
            }
            guard let feed = bytes.firstIndex(of: MarkdownSyntax.lineFeed, from: searched) else {
                searched = max(searched, bytes.count)
                return isAtEnd ? layout(end: bytes.count, nil) : nil
            }
            passLine(bytes, feed)
        }
    }

    /// Goes on behind a line.
    private mutating func passLine(_ bytes: UnsafeBufferPointer<UInt8>, _ feed: Int) {
        if headerFeed == nil {
            headerFeed = feed
        } else if feed - lineStart == 3, bytes.starts(with: MarkdownSyntax.blankLine, at: lineStart) {
            lastFeed = lineStart - 1
            if lastFeed == headerFeed { isOpened = true }
        }
        lineStart = feed + 1
        searched = lineStart
        isJudged = false
    }

    private func layout(end: Int, _ next: HeaderLine?) -> RecordLayout {
        var layout = RecordLayout(header, headerFeed)
        layout.isOpened = isOpened
        layout.lastFeed = lastFeed
        layout.hasMarks = hasMarks
        layout.end = end
        layout.next = next
        return layout
    }
}
