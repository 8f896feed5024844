import TextScanning

/// Looks for the first header line in a window that may grow, without looking at a byte twice.
struct HeaderSearch {
    /// Where the line starts that is looked at.
    private var lineStart: Int
    /// Up to where that line is known to hold no line feed.
    private var searched: Int

    /// A search from the start of a line on, that line included.
    init(from start: Int) {
        lineStart = start
        searched = start
    }

    /// The start of the next header line in `bytes`, or nil when they hold none that can be told yet.
    mutating func next(in bytes: UnsafeBufferPointer<UInt8>, isAtEnd: Bool) -> Int? {
        while true {
            if lineStart < bytes.count, bytes[lineStart] == UInt8(ascii: ">") {
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
        }
    }
}
