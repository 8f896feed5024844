import TextScanning
import TranscriptCoding
import TranscriptModel

// The syntax of a page, which both directions share. All of it is lines:
//
//     > HH:MM:SS␠␠NAME␠␠⏎            header, or `> YYYY-MM-DD HH:MM:SS␠␠NAME␠␠⏎`
//     <!-- chatconv {…} -->⏎          only for what the rest cannot say
//     ␠␠␠⏎                           nothing of this and the next where there is no body
//     BODY␠␠⏎                        may span lines; an image ends in ONE space
//     ␠␠␠⏎
//
// A body line that looks like a header or like the comment gets a backslash in front; the reader takes one away from
// such a line and from no other. `LinePattern` is what "looks like" means, in both directions.

enum MarkdownSyntax {
    /// The line before a body, and the one after it.
    static let blankLine: StaticString = "   \n"
    /// What ends a body: its line's own two spaces, and the blank line.
    static let bodyEnd: StaticString = "  \n   \n"
    /// The same for an image.
    static let imageEnd: StaticString = " \n   \n"
    static let commentStart: StaticString = "<!-- chatconv "
    static let commentEnd: StaticString = " -->\n"
    static let backslash = UInt8(ascii: "\\")
    static let lineFeed: UInt8 = 0x0A
}

/// Where the parts of a header line are.
struct HeaderLine {
    /// The date in the line, where there is one and the calendar has it.
    var date: CalendarDate?
    /// Seconds since midnight, or since the start; nil when the digits are no time. A leap second counts as the next one.
    var seconds: UInt32?
    var isLeapSecond = false
    var hasDate: Bool

    /// Where the name starts, counted from the line's start.
    @inline(__always)
    var nameStart: Int { hasDate ? Self.longLength : Self.shortLength }

    /// The length of the shortest header: `> HH:MM:SS` and two spaces.
    static let shortLength = 12
    /// The same with a date.
    static let longLength = 23

    /// Reads the start of a header line at `start`, or gives nil when none is there.
    @inline(__always)
    init?(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) {
        guard let base = bytes.baseAddress, start >= 0, bytes.count &- start >= Self.shortLength,
            base[start] == UInt8(ascii: ">"), base[start &+ 1] == UInt8(ascii: " ")
        else { return nil }
        if base[start &+ 4] == UInt8(ascii: ":") {
            guard let time = Time(base + (start &+ 2)) else { return nil }
            self.init(date: nil, seconds: time.seconds, hasDate: false)
            isLeapSecond = time.isLeapSecond
        } else {
            guard bytes.count &- start >= Self.longLength else { return nil }
            self.init(dated: base + start)
        }
    }

    private init(date: CalendarDate?, seconds: UInt32?, hasDate: Bool) {
        self.date = date
        self.seconds = seconds
        self.hasDate = hasDate
    }

    /// Reads `> YYYY-MM-DD HH:MM:SS␠␠`, of which all bytes may be read.
    private init?(dated line: UnsafePointer<UInt8>) {
        guard let century = twoDigits(line[2], line[3]), let year = twoDigits(line[4], line[5]),
            line[6] == UInt8(ascii: "-"), let month = twoDigits(line[7], line[8]),
            line[9] == UInt8(ascii: "-"), let day = twoDigits(line[10], line[11]),
            line[12] == UInt8(ascii: " "), let time = Time(line + 13)
        else { return nil }
        date = CalendarDate(year: century * 100 + year, month: month, day: day)
        seconds = date == nil ? nil : time.seconds
        isLeapSecond = time.isLeapSecond
        hasDate = true
    }

    /// `HH:MM:SS␠␠`: ten bytes that may be read.
    private struct Time {
        var seconds: UInt32?
        var isLeapSecond: Bool

        @inline(__always)
        init?(_ bytes: UnsafePointer<UInt8>) {
            guard bytes[2] == UInt8(ascii: ":"), bytes[5] == UInt8(ascii: ":"), bytes[8] == UInt8(ascii: " "),
                bytes[9] == UInt8(ascii: " "), let hours = twoDigits(bytes[0], bytes[1]),
                let minutes = twoDigits(bytes[3], bytes[4]), let seconds = twoDigits(bytes[6], bytes[7])
            else { return nil }
            let isTime = minutes < 60 && seconds <= 60
            self.seconds = isTime ? UInt32(truncatingIfNeeded: hours &* 3600 &+ minutes &* 60 &+ seconds) : nil
            isLeapSecond = seconds == 60
        }
    }
}

/// The lines that have a meaning of their own, so that text which looks like one is quoted.
enum LinePattern {
    /// Whether a header or a comment starts at `start`.
    static func isStructure(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        guard start < bytes.count else { return false }
        switch bytes[start] {
        case UInt8(ascii: ">"): return HeaderLine(bytes, at: start) != nil
        case UInt8(ascii: "<"): return bytes.starts(with: MarkdownSyntax.commentStart, at: start)
        default: return false
        }
    }

    /// Whether the line at `start` of a body is structure behind any number of backslashes, none included.
    ///
    /// The last line is judged with the two spaces that follow a body: they can make `> 10:27:03` a header.
    static func isQuotable(_ body: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        var index = start
        while index < body.count, body[index] == MarkdownSyntax.backslash { index += 1 }
        if isStructure(body, at: index) { return true }
        let rest = body.slice(index..<body.count)
        guard rest.first == UInt8(ascii: ">"), rest.count < HeaderLine.longLength else { return false }
        return (Array(rest) + [0x20, 0x20]).withUnsafeBufferPointer { HeaderLine($0, at: 0) != nil }
    }
}

/// Quoting: one backslash more in front of every line that is structure behind any number of backslashes.
enum LineQuoting {
    /// Whether any line of `text` is to be quoted (or is quoted, when `text` comes from a page).
    static func appliesTo(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var start = 0
        while start < text.count {
            if LinePattern.isQuotable(text, at: start) { return true }
            guard let feed = text.firstIndex(of: MarkdownSyntax.lineFeed, from: start) else { return false }
            start = feed + 1
        }
        return false
    }

    /// Whether lines, as they stand in a page, have a backslash wherever the writer would put one: then they are written as
    /// they stand once one was taken away.
    static func isCanonical(_ lines: UnsafeBufferPointer<UInt8>) -> Bool {
        var start = 0
        while start < lines.count {
            if lines[start] != MarkdownSyntax.backslash, LinePattern.isQuotable(lines, at: start) { return false }
            guard let feed = lines.firstIndex(of: MarkdownSyntax.lineFeed, from: start) else { return true }
            start = feed + 1
        }
        return true
    }

    /// Appends `text` with its lines quoted.
    static func appendQuoted(_ text: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) {
        forEachLine(of: text) { line in
            if LinePattern.isQuotable(text, at: line.lowerBound) { output.append(MarkdownSyntax.backslash) }
            output.append(text.slice(line))
        }
    }

    /// Takes one backslash away from each quoted line of `text`.
    static func unquoted(_ text: Text, arena: inout TextArena) -> Text {
        text.withUTF8 { utf8 in
            guard appliesTo(utf8) else { return text }
            return arena.makeText(upTo: utf8.count) { target in
                var written = 0
                forEachLine(of: utf8) { line in
                    let isQuoted =
                        utf8[line.lowerBound] == MarkdownSyntax.backslash
                        && LinePattern.isQuotable(utf8, at: line.lowerBound)
                    let kept = utf8.slice(line.lowerBound + (isQuoted ? 1 : 0)..<line.upperBound)
                    if let source = kept.baseAddress { (target + written).update(from: source, count: kept.count) }
                    written += kept.count
                }
                return written
            }
        }
    }

    /// Calls `body` with the range of each line, its line feed included.
    private static func forEachLine(of text: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>) -> Void) {
        var start = 0
        while start < text.count {
            let end = text.firstIndex(of: MarkdownSyntax.lineFeed, from: start).map { $0 + 1 } ?? text.count
            body(start..<end)
            start = end
        }
    }
}
