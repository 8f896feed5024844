import TextScanning

/// Knows the line and column of places in a block. Counting goes on from the place asked for last, in either direction,
/// so that going through a block looks at no byte twice.
struct LineCounter {
    /// The block's first byte: its line and column, both from 1.
    private var line: Int
    private var column: Int
    /// The place asked for last.
    private var knownIndex = 0
    private var knownLine: Int
    private var knownColumn: Int

    init(line: Int = 1, column: Int = 1) {
        (self.line, self.column) = (line, column)
        (knownLine, knownColumn) = (line, column)
    }

    /// Moves the block's first byte from index 0 to `end`.
    mutating func skip(_ base: UnsafePointer<UInt8>, from start: Int, to end: Int) {
        (line, column) = place(of: end, in: base)
        (knownIndex, knownLine, knownColumn) = (0, line, column)
    }

    mutating func place(of index: Int, in base: UnsafePointer<UInt8>) -> (line: Int, column: Int) {
        if index < knownIndex { goBack(to: index, in: base) } else { goOn(to: index, in: base) }
        knownIndex = index
        return (knownLine, knownColumn)
    }

    private mutating func goOn(to index: Int, in base: UnsafePointer<UInt8>) {
        let passed = UnsafeBufferPointer(start: base + knownIndex, count: index - knownIndex)
        let feeds = passed.countOfLineFeeds()
        if feeds > 0 {
            knownLine += feeds
            knownColumn = 1 + passed.slice((passed.lastIndex(of: 0x0A) ?? 0) + 1..<passed.count).countOfScalars()
        } else {
            knownColumn += passed.countOfScalars()
        }
    }

    private mutating func goBack(to index: Int, in base: UnsafePointer<UInt8>) {
        let passed = UnsafeBufferPointer(start: base + index, count: knownIndex - index)
        let feeds = passed.countOfLineFeeds()
        if feeds == 0 {
            knownColumn -= passed.countOfScalars()
            return
        }
        knownLine -= feeds
        let before = UnsafeBufferPointer(start: base, count: index)
        if let feed = before.lastIndex(of: 0x0A) {
            knownColumn = 1 + before.slice(feed + 1..<index).countOfScalars()
        } else {
            knownColumn = column + before.countOfScalars()
        }
    }
}
