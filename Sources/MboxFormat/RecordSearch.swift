import TextScanning

/// Finds where a mail ends: before the next `From ` line that separates, or where its `Content-Length:` says.
///
/// A line that starts with `From ` separates mails when it has a plausible date and one of these: a blank line before it, a
/// header field on the line after it. Inside a multipart whose last boundary has not come it takes both, and git's line is
/// none there: it begins a patch that is attached. In a mailbox whose first line has no date, a header field after a line
/// is enough. Anything else is text that nobody quoted.
///
/// The search goes on where it stood when more of the input has come; positions count from the mail's first byte.
struct RecordSearch {
    /// A mail that was found.
    struct Record {
        /// Where the next mail starts.
        var end: Int
        /// Where the body ends if `Content-Length:` told it.
        var bodyEnd: Int?
    }

    /// A place at which something is wrong.
    enum Oddity {
        /// A line starts with `From ` and does not separate.
        case unquotedSeparator(Int)
        /// `Content-Length:` does not lead to the end of a mail.
        case wrongLength(Int)
    }

    /// Whether the mailbox is one of MMDF, in which a line of its own stands behind each mail, and no other separates.
    private let isMMDF: Bool
    private let heedsLength: Bool
    /// How many bytes a mail can have: a length beyond is not believed.
    private let limit: Int
    /// Whether the lines that separate mails have dates in them.
    private let needsDate: Bool
    private var scanned = 0
    private var state = State.beforeHeader
    private(set) var oddities: [Oddity] = []
    /// Whether `>From ` stands anywhere in the body, as far as it was searched: nearly no body has quoted lines.
    private(set) var hasQuoting = false
    /// The header of the mail that was found.
    var header = HeaderBlock()
    private var enclosure = MultipartEnclosure()

    private enum State {
        case beforeHeader
        case inHeader
        /// The body ends at `end`, if that is true.
        case measured(place: Int, end: Int)
        case inBody
    }

    init(heedsLength: Bool, needsDate: Bool, limit: Int, isMMDF: Bool = false) {
        self.isMMDF = isMMDF
        self.heedsLength = heedsLength
        self.limit = limit
        self.needsDate = needsDate
    }

    /// Begins with the next mail.
    mutating func reset() {
        scanned = 0
        state = .beforeHeader
        enclosure = MultipartEnclosure()
        hasQuoting = false
        if !oddities.isEmpty { oddities.removeAll() }
    }

    /// Forgets of a mail that nobody wants what was searched of it. Returns how many of its bytes are not needed any more.
    mutating func forgetScanned() -> Int {
        state = .inBody
        oddities.removeAll()
        enclosure = .none
        // The line end in front of a separator and the blank line before that.
        let count = max(0, scanned - "\r\n\r\n".utf8.count)
        scanned -= count
        return count
    }

    /// How many bytes at the start of a mail, in whose body the search is, are not needed for it any more.
    var passableCount: Int {
        guard case .inBody = state else { return 0 }
        return max(0, scanned - "\r\n\r\n".utf8.count)
    }

    /// Goes on without the first `count` of `bytes`, which are passable. What was odd in them is forgotten, so it is told before.
    mutating func pass(_ count: Int, of bytes: UnsafeBufferPointer<UInt8>) {
        enclosure.pass(count, of: bytes, header)
        scanned -= count
        oddities.removeAll()
    }

    /// The end of the mail that starts at 0; nil when `bytes` do not tell yet. At the input's end it is always told.
    mutating func next(in bytes: UnsafeBufferPointer<UInt8>, isAtEnd: Bool) -> Record? {
        if isMMDF { return nextOfMMDF(in: bytes, isAtEnd: isAtEnd) }
        switch state {
        case .beforeHeader, .inHeader:
            if !passHeader(bytes, isAtEnd) { return isAtEnd ? Record(end: bytes.count) : nil }
        case .measured, .inBody: break
        }
        if case .measured(let place, let bodyEnd) = state {
            switch recordEnd(afterBody: bodyEnd, bytes, isAtEnd) {
            case .yes(let end): return Record(end: end, bodyEnd: bodyEnd)
            case .undecided: return nil
            case .no:
                oddities.append(.wrongLength(place))
                state = .inBody
            }
        }
        return searchBody(bytes, isAtEnd)
    }

    /// The mail that starts at 0 in a mailbox of MMDF. It takes the line behind it along.
    private mutating func nextOfMMDF(in bytes: UnsafeBufferPointer<UInt8>, isAtEnd: Bool) -> Record? {
        while let feed = bytes.firstIndex(ofPair: MboxSyntax.lineFeed, 0x01, from: scanned) {
            scanned = feed
            let line = bytes.line(at: feed + 1, to: bytes.count)
            if line.next == line.end, !isAtEnd { return nil }
            if bytes.slice(feed + 1..<line.end).equals(MboxSyntax.mmdfDelimiter) {
                return mail(endingAt: line.next, bodyEnd: feed + 1, bytes)
            }
            scanned = feed + 1
        }
        if isAtEnd { return mail(endingAt: bytes.count, bodyEnd: bytes.count, bytes) }
        scanned = max(scanned, bytes.count - 1)
        return nil
    }

    private mutating func mail(endingAt end: Int, bodyEnd: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Record {
        let start = bytes.starts(with: MboxSyntax.separator) ? bytes.line(at: 0, to: bodyEnd).next : 0
        header.read(bytes, from: start, to: bodyEnd)
        return Record(end: end, bodyEnd: bodyEnd)
    }

    // MARK: The header

    /// Moves past the header. Returns false when it is not all there.
    private mutating func passHeader(_ bytes: UnsafeBufferPointer<UInt8>, _ isAtEnd: Bool) -> Bool {
        if case .beforeHeader = state {
            guard let feed = bytes.firstIndex(of: MboxSyntax.lineFeed, from: 0) else { return false }
            header.begin(at: bytes.starts(with: MboxSyntax.separator) ? feed + 1 : 0)
            state = .inHeader
        }
        guard header.advance(bytes, to: bytes.count, isWhole: isAtEnd) else { return false }
        state = .inBody
        // The separator's search needs the line end before it.
        scanned = max(header.end - 1, 0)
        guard heedsLength, let field = header.first(.contentLength) else { return true }
        if let count = Self.number(bytes, in: field.value), header.end + count <= limit {
            state = .measured(place: field.name.lowerBound, end: header.end + count)
        } else {
            oddities.append(.wrongLength(field.name.lowerBound))
        }
        return true
    }

    /// The number that `Content-Length:` gives; nil where it is none.
    static func number(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) -> Int? {
        let digits = bytes.slice(bytes.trimmed(range))
        guard (1...10).contains(digits.count), digits.allSatisfy({ $0.isASCIIDigit }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private enum Answer {
        case yes(Int)
        case no
        case undecided

        var isYes: Bool { if case .yes = self { true } else { false } }
    }

    /// Whether a mail ends where its body is said to: at the input's end, or before a separator.
    private func recordEnd(afterBody end: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ isAtEnd: Bool) -> Answer {
        if end > bytes.count { return isAtEnd ? .no : .undecided }
        var index = end
        while index < bytes.count, bytes[index].isLineEnd { index += 1 }
        if index == bytes.count { return isAtEnd ? .yes(index) : .undecided }
        guard index == 0 || bytes[index - 1] == MboxSyntax.lineFeed else { return .no }
        let followsBlank = index == 0 || followsBlankLine(bytes, index - 1)
        return separates(bytes, at: index, isAtEnd, Surroundings(followsBlank: followsBlank, isInMultipart: false))
    }

    // MARK: The body

    private mutating func searchBody(_ bytes: UnsafeBufferPointer<UInt8>, _ isAtEnd: Bool) -> Record? {
        while let feed = nextLineEnd(bytes) {
            var surroundings = Surroundings(followsBlank: followsBlankLine(bytes, feed), isInMultipart: true)
            var answer = separates(bytes, at: feed + 1, isAtEnd, surroundings)
            // Nearly all lines that separate would inside a multipart as well: whether one is open is seldom asked.
            if !answer.isYes, !enclosure.isOpen(at: feed + 1, bytes, header) {
                surroundings.isInMultipart = false
                answer = separates(bytes, at: feed + 1, isAtEnd, surroundings)
            }
            switch answer {
            case .yes(let place): return Record(end: place)
            case .no:
                oddities.append(.unquotedSeparator(feed + 1))
                scanned = feed + 1
            case .undecided:
                scanned = feed
                return nil
            }
        }
        if isAtEnd { return Record(end: bytes.count) }
        scanned = max(scanned, bytes.count - MboxSyntax.separator.utf8CodeUnitCount)
        return nil
    }

    /// The next line end with `From ` after it.
    private mutating func nextLineEnd(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        // Texts have many more line ends than they have this letter.
        var index = scanned + 1
        while let mark = bytes.firstIndex(of: MboxSyntax.separator.utf8Start[0], from: index) {
            let before = bytes[mark - 1]
            if before == MboxSyntax.lineFeed || before == UInt8(ascii: ">"), bytes.starts(with: MboxSyntax.separator, at: mark) {
                if before == MboxSyntax.lineFeed { return mark - 1 }
                hasQuoting = true
            }
            index = mark + 1
        }
        return nil
    }

    private func followsBlankLine(_ bytes: UnsafeBufferPointer<UInt8>, _ feed: Int) -> Bool {
        var index = feed - 1
        if index >= 0, bytes[index] == MboxSyntax.carriageReturn { index -= 1 }
        return index < 0 || bytes[index] == MboxSyntax.lineFeed
    }

    /// What stands around a line that may separate mails.
    private struct Surroundings {
        var followsBlank: Bool
        var isInMultipart: Bool
    }

    /// Whether the line at `start` separates mails.
    private func separates(
        _ bytes: UnsafeBufferPointer<UInt8>, at start: Int, _ isAtEnd: Bool, _ surroundings: Surroundings
    ) -> Answer {
        // No line is looked at further than this, however much of it has come.
        let farthest = min(bytes.count, start + MboxSyntax.separator.utf8CodeUnitCount + FromLine.longest + 1)
        guard let lineFeed = bytes.slice(0..<farthest).firstIndex(of: MboxSyntax.lineFeed, from: start) else {
            return isAtEnd || farthest < bytes.count ? .no : .undecided
        }
        guard let line = FromLine(bytes, in: start..<lineFeed) else { return .no }
        let hasDate = line.timestamp(bytes) != nil
        if surroundings.isInMultipart, !surroundings.followsBlank || line.isOfGit(bytes) { return .no }
        if hasDate, surroundings.followsBlank, !surroundings.isInMultipart { return .yes(start) }
        guard hasDate || !needsDate else { return .no }
        let next = lineFeed + 1
        let seen = min(bytes.count, next + FromLine.longest)
        let nextFeed = bytes.slice(0..<seen).firstIndex(of: MboxSyntax.lineFeed, from: next)
        if nextFeed == nil, !isAtEnd, seen == bytes.count { return .undecided }
        let field = next..<(nextFeed ?? seen)
        guard isField(bytes, field) else { return .no }
        // A line with words and no date is a sentence unless what follows it is of mail.
        return hasDate || line.isOneWord(bytes) || ProbedLine(bytes, at: next).isTypicalOfMail ? .yes(start) : .no
    }

    private func isField(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) -> Bool {
        HeaderBlock.colon(bytes, in: line) != nil || bytes.starts(with: ">From ", at: line.lowerBound)
    }
}
