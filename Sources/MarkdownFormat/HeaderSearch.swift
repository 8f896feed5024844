import TextScanning

/// Looks for the next header line in a window that may grow, without looking at a byte twice.
struct HeaderSearch {
    /// Where the line starts that is looked at.
    private var lineStart: Int
    /// Up to where that line is known to hold no line feed.
    private var searched: Int
    /// Whether the line at `lineStart` may itself be what is looked for.
    private var countsFirstLine: Bool

    /// A search from the start of a line on, that line included.
    init(from start: Int) {
        lineStart = start
        searched = start
        countsFirstLine = true
    }

    private init(afterHeaderAt start: Int) {
        lineStart = start
        searched = start
        countsFirstLine = false
    }

    /// A search for the header line after the one at 0.
    static let afterHeader = HeaderSearch(afterHeaderAt: 0)

    /// The start of the next header line in `bytes`, or nil when they hold none that can be told yet.
    mutating func next(in bytes: UnsafeBufferPointer<UInt8>, isAtEnd: Bool) -> Int? {
        while true {
            if countsFirstLine, lineStart < bytes.count, bytes[lineStart] == UInt8(ascii: ">") {
                if HeaderLine(bytes, at: lineStart) != nil { return lineStart }
                // Too few bytes to tell: look again when there are more.
                if !isAtEnd, bytes.count - lineStart < HeaderLine.longLength { return nil }
            }
            guard let feed = bytes.firstIndex(of: MarkdownSyntax.lineFeed, from: searched) else {
                searched = max(searched, bytes.count)
                return nil
            }
            lineStart = feed + 1
            searched = lineStart
            countsFirstLine = true
        }
    }
}
