import TextScanning

/// Lines of plain text that are put together from runs of text, white space that collapses, and breaks that are asked for twice.
///
/// Each line starts with a prefix that the caller makes: `> ` for what is quoted, spaces for what is indented.
struct TextLines: ~Copyable {
    private var output: OutputBuffer
    private var prefix: [UInt8] = []
    /// How much of the prefix has been there since the last text: what blank lines before the next text start with.
    private var commonPrefix = 0
    /// What is to come before the next character.
    private var pendingBreaks = 0
    private var pendingSpaces = 0
    private var pendingTab = false
    private var lastSpaceCollapses = false
    /// Whether a list's item or a table's cell has started and has no text yet: then it needs no other line.
    private var isAtStartOfBlock = false
    private var lineHasText = false
    private var hasText = false
    /// Where the text ends that can be seen.
    private(set) var end = 0
    /// How many lines have ended.
    private(set) var count = 0

    /// What is nested deeper than this changes no line any more: so the text is at most so many times as long as what it is made of.
    private static let longestPrefix = 40
    /// Further blank lines in a row start with nothing.
    private static let mostQuotedBlankLines = 4

    init(capacity: Int) { output = OutputBuffer(capacity: capacity) }

    /// Ends the last line, and calls `body` with all of them.
    consuming func withLines(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        output.truncate(to: end)
        if hasText { output.append(0x0A) }
        output.withBytes(body)
    }

    // MARK: Text

    /// Appends a run of text that has no white space in it.
    mutating func append(_ run: UnsafeBufferPointer<UInt8>) {
        if run.isEmpty { return }
        beginText()
        output.append(run)
        end = output.count
    }

    mutating func append(_ scalar: Unicode.Scalar) {
        beginText()
        output.append(scalar: scalar)
        end = output.count
    }

    mutating func append(literal: StaticString) { literal.withUTF8Buffer { append($0) } }

    /// A space that is none beside another, or at the end of a line.
    mutating func collapsibleSpace() {
        if lastSpaceCollapses || !lineHasText || pendingBreaks > 0 { return }
        pendingSpaces += 1
        lastSpaceCollapses = true
    }

    /// A space that stays, unless it is at the end of a line. A line of nothing else is a blank line.
    mutating func space() {
        // Alone it fills what would be empty: a cell, or all of a text.
        if !hasText || isAtStartOfBlock { return }
        if pendingBreaks > 0 { openLine() }
        pendingSpaces += 1
        lastSpaceCollapses = false
    }

    /// What stands directly behind text: not where breaks before it lead.
    mutating func appendBehindText(_ body: (inout OutputBuffer) -> Void) {
        if end != output.count { beginText() }
        body(&output)
        end = output.count
    }

    func withText(from start: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Bool) -> Bool {
        output.withBytes { body($0.slice(min(start, end)..<end)) }
    }

    private mutating func beginText() {
        if hasText, pendingBreaks > 0 { openLine() }
        if !hasText { appendPrefix() }
        if pendingTab, lineHasText { output.append(0x09) } else { for _ in 0..<pendingSpaces { output.append(0x20) } }
        (pendingSpaces, pendingTab, lastSpaceCollapses) = (0, false, false)
        (hasText, lineHasText, isAtStartOfBlock) = (true, true, false)
        commonPrefix = prefix.count
    }

    // MARK: Lines

    /// A line end that is there however many others are.
    mutating func lineEnd() {
        isAtStartOfBlock = false
        if hasText { pendingBreaks += 1 }
        forgetSpaces()
    }

    /// Asks for at least `count` line ends before what comes next.
    mutating func breakLine(_ count: Int) {
        if isAtStartOfBlock { return }
        if hasText { pendingBreaks = max(pendingBreaks, count) }
        forgetSpaces()
    }

    private mutating func forgetSpaces() { (pendingSpaces, pendingTab, lastSpaceCollapses) = (0, false, false) }

    /// Ends the line and starts the next.
    private mutating func openLine() {
        for index in 0..<pendingBreaks {
            if index > 0, index < Self.mostQuotedBlankLines { output.append(prefix: prefix[..<commonPrefix], trimmed: true) }
            if index == 0, !lineHasText { output.truncate(to: max(end, trimmedCount)) }
            output.append(0x0A)
        }
        count += pendingBreaks
        pendingBreaks = 0
        lineHasText = false
        commonPrefix = prefix.count
        appendPrefix()
    }

    /// Without the spaces that the last line ends in.
    private var trimmedCount: Int {
        output.withBytes { bytes in
            var count = bytes.count
            while count > 0, bytes[count - 1] == 0x20 { count -= 1 }
            return count
        }
    }

    private mutating func appendPrefix() { output.append(prefix: prefix[...], trimmed: false) }

    // MARK: Prefix

    /// How long the prefix is.
    var prefixLength: Int { prefix.count }

    /// Has lines start with `more` as well.
    mutating func indent(by more: StaticString) {
        if prefix.count + more.utf8CodeUnitCount > Self.longestPrefix { return }
        more.withUTF8Buffer { prefix.append(contentsOf: $0) }
    }

    /// The same for a number of spaces.
    mutating func indent(by count: Int) {
        for _ in 0..<count where prefix.count < Self.longestPrefix { prefix.append(0x20) }
    }

    /// Goes back to a prefix that there was.
    mutating func shortenPrefix(to length: Int) {
        prefix.removeLast(max(0, prefix.count - length))
        commonPrefix = min(commonPrefix, prefix.count)
    }

    // MARK: Blocks

    /// What is quoted starts on a line of its own wherever it stands, so that the line says so.
    mutating func beginQuote() {
        isAtStartOfBlock = false
        breakLine(2)
    }

    /// Starts an item of a list with its mark.
    mutating func beginItem(_ mark: String) {
        breakLine(1)
        beginText()
        output.append(utf8: mark)
        end = output.count
        pendingSpaces = 1
        lastSpaceCollapses = true
        isAtStartOfBlock = true
    }

    /// Starts a cell of a table: on the line of the one before, if there is one. Returns which line its text will start on.
    mutating func beginCell() -> Int {
        if lineHasText, pendingBreaks == 0, !isAtStartOfBlock { pendingTab = true }
        isAtStartOfBlock = true
        return count + pendingBreaks
    }

    /// Ends a cell whose text starts on line `start`. Returns how many line ends its row is to have behind it.
    mutating func endCell(from start: Int) -> Int {
        isAtStartOfBlock = false
        // The next cell stands beside one that is a single line.
        guard count == start else { return 0 }
        defer { pendingBreaks = 0 }
        return pendingBreaks
    }
}

extension OutputBuffer {
    fileprivate mutating func append(prefix: ArraySlice<UInt8>, trimmed: Bool) {
        var prefix = prefix
        while trimmed, prefix.last == 0x20 { prefix.removeLast() }
        for byte in prefix { append(byte) }
    }
}
