import TextScanning
import TranscriptCoding
import TranscriptJSON
import TranscriptModel

/// Reads a page message by message. A message is complete when the next header line begins, or the page ends.
final class MarkdownReader: TranscriptReader {
    private let input: InputBuffer
    private var record: MessageRecord
    private var decoder: ModelDecoder
    private var arena = TextArena()
    private var usesCRLF = false
    private var nulCheck: NULCheck

    init(_ input: InputBuffer) {
        self.input = input
        nulCheck = NULCheck(input, of: "Markdown page")
        record = MessageRecord(pageDate: nil, limits: input.limits, isLenient: input.isLenient)
        record.keepsSpelling = input.keepsSpelling
        decoder = ModelDecoder(limits: input.limits, isLenient: input.isLenient)
    }

    // MARK: The head

    func readHeader() throws(ConversionError) -> TranscriptHeader {
        guard try fill() else {
            throw ConversionError(.malformedInput, .emptyInput, "the input is empty", at: input.location(at: 0))
        }
        let end = try findEndOfHead()
        // Where the page starts with a message, its first line tells how lines end.
        let lineEnd = try findLineEnd(from: end)
        let firstLineIsCRLF = input.withUnread { LineEndings.areAllCRLF($0.slice(end..<lineEnd)) }
        let head = PageHead.read(
            input.text(0..<end), firstLineIsCRLF: firstLineIsCRLF, isWhole: lineEnd == end, decoder: &decoder,
            limits: input.limits)
        for omission in head.omitted.omissions(at: { place($0) }) { input.omissions.add(omission) }
        let isTranscript = head.isMarked && !head.isOtherPage || lineEnd > end
        try report(head, isTranscript: isTranscript)
        if !isTranscript {
            throw ConversionError(
                .malformedInput, .noMessages,
                head.isMarked
                    ? "no message is here, but other text: no line like `> HH:MM:SS  NAME`"
                    : "no message is here: no line like `> HH:MM:SS  NAME`, and no front matter",
                help: "chatconv detect FILE says what format a file is likely to be", at: input.location(at: 0))
        }
        usesCRLF = head.usesCRLF
        record.pageDate = PageDate.date(of: head.header.metadata)
        consume(end)
        return input.keepsSpelling ? head.header : head.header.withoutSpelling
    }

    private func report(_ head: PageHead, isTranscript: Bool) throws(ConversionError) {
        for finding in head.findings {
            if finding.code == .nestedTooDeep || finding.code == .aliasesRepeatTooMuch {
                throw ConversionError(
                    .limitExceeded, finding.code, finding.message, at: input.location(at: finding.offset))
            }
            input.diagnostics.report(
                Diagnostic(.warning, finding.code, finding.message, help: finding.help, at: input.location(at: finding.offset)))
        }
        guard isTranscript else { return }
        if !head.isMarked, !head.hasFrontMatter {
            input.diagnostics.report(
                Diagnostic(.note, .noFrontMatter, "the page has no front matter", at: input.location(at: 0)))
        } else if head.header.metadata["date"] == nil {
            // Of what cannot be read nobody knows whether it has one.
            if head.findings.contains(where: { $0.code == .invalidFrontMatter }) { return }
            input.diagnostics.report(
                Diagnostic(
                    .note, .noDate, "the front matter has no `date:`, so times without a date count from the start",
                    at: input.location(at: 0)))
        } else if PageDate.date(of: head.header.metadata) == nil, !input.isValidated {
            // Validation finds it, with its place in the value.
            input.diagnostics.report(
                Diagnostic(
                    .warning, .invalidKeyValue,
                    "the value of `date:` is no day that can be read, so times without a date count from the start",
                    help: "write it as YYYY-MM-DD", at: input.location(of: lineOfDate())))
        }
    }

    /// The line of the front matter that tells the date; the page's start where none does as expected.
    private func lineOfDate() -> Range<Int> {
        input.withUnread { bytes in
            var start = 0
            while let feed = bytes.firstIndex(of: MarkdownSyntax.lineFeed, from: start), HeaderLine(bytes, at: start) == nil {
                if bytes.starts(with: "date", at: start) { return start..<feed }
                start = feed + 1
            }
            return 0..<0
        }
    }

    /// The place of the first header line, or of the input's end.
    private func findEndOfHead() throws(ConversionError) -> Int {
        var search = HeaderSearch(from: try findEndOfFrontMatter())
        while true {
            if let found = input.withUnread({ search.next(in: $0, isAtEnd: input.isAtEnd) }) { return found }
            if try fill() { continue }
            // That this is the end can make a header line of what was too short to tell.
            return input.withUnread { search.next(in: $0, isAtEnd: true) ?? $0.count }
        }
    }

    private func findEndOfFrontMatter() throws(ConversionError) -> Int {
        while input.unreadCount < 3, try fill() {}
        let start = input.withUnread { $0.starts(with: PageHead.byteOrderMark) ? 3 : 0 }
        _ = try findLineEnd(from: start)
        while true {
            let search = input.withUnread { bytes in FrontMatterBlock.search(bytes.slice(start..<bytes.count)) }
            switch search {
            case .none: return start
            case .undecided:
                if input.unreadCount - start <= FrontMatterBlock.longestForeign, try fill() { continue }
                return start
            default: break
            }
            // A closing fence is known to be one when its line is whole.
            if case .found(let block) = search, start + block.end < input.unreadCount { return start + block.end }
            if try fill() { continue }
            if case .found(let block) = search { return start + block.end }
            throw ConversionError(
                .malformedInput, .unclosedFrontMatter, "the front matter that starts here has no end",
                help: "close it with a line of three hyphens", at: input.location(at: start))
        }
    }

    /// The place after the line feed of the line at `start`, or the input's end.
    private func findLineEnd(from start: Int) throws(ConversionError) -> Int {
        var searched = start
        while true {
            let feed = input.withUnread { $0.firstIndex(of: MarkdownSyntax.lineFeed, from: searched) }
            if let feed { return feed + 1 }
            searched = input.unreadCount
            if try !fill() { return input.unreadCount }
        }
    }

    // MARK: Messages

    func readMessages(into batch: inout [Message]) throws(ConversionError) -> Bool {
        var scan: RecordScan?
        while true {
            try takeWholeRecords(into: &batch, &scan)
            if !batch.isEmpty { return true }
            if input.isAtEnd { return false }
            _ = try fill()
        }
    }

    /// Appends the messages whose records end inside the window. `scan` goes on where it stood in the first of them.
    private func takeWholeRecords(into batch: inout [Message], _ scan: inout RecordScan?) throws(ConversionError) {
        var start = 0
        defer { consume(start) }
        let isAtEnd = input.isAtEnd
        try input.withUnread { bytes throws(ConversionError) in
            while batch.count < MessageBatch.preferredCount {
                if scan == nil {
                    start = takePlainRecords(bytes, from: start, isAtEnd: isAtEnd, into: &batch)
                    guard batch.count < MessageBatch.preferredCount, let header = HeaderLine(bytes, at: start) else { return }
                    scan = RecordScan(behind: header)
                }
                guard let layout = scan?.next(in: bytes.slice(start..<bytes.count), isAtEnd: isAtEnd) else { return }
                scan = nil
                batch.append(try message(in: start..<start + layout.end, layout))
                input.markMessage(at: start)
                start += layout.end
            }
        }
    }

    /// Appends the messages of the records from `start` on that are spelled as the writer spells them, in which nothing is quoted,
    /// and which a header line or the page's end follows: the shape of nearly all. Returns where the first begins that is not, or
    /// that more bytes decide.
    private func takePlainRecords(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, isAtEnd: Bool, into batch: inout [Message]
    ) -> Int {
        if usesCRLF { return start }
        let pageDate = record.pageDate
        var start = start
        // Looking for the end of a record finds the header line of the next.
        var header = HeaderLine(bytes, at: start)
        while batch.count < MessageBatch.preferredCount, let own = header,
            let plain = takePlainRecord(bytes, at: start, own, on: pageDate, isAtEnd: isAtEnd, into: &batch)
        {
            start = plain.end
            header = plain.next
        }
        return start
    }

    @inline(__always)
    private func takePlainRecord(
        _ bytes: UnsafeBufferPointer<UInt8>, at start: Int, _ header: HeaderLine, on pageDate: CalendarDate?, isAtEnd: Bool,
        into batch: inout [Message]
    ) -> (end: Int, next: HeaderLine?)? {
        guard MessageRecord.isCanonicalTime(header, on: pageDate), let timestamp = MessageRecord.timestamp(header, on: pageDate),
            let headerFeed = bytes.firstIndex(of: MarkdownSyntax.lineFeed, from: start &+ header.nameStart),
            bytes.starts(with: "  \n   \n", at: headerFeed &- 2), headerFeed &- 2 >= start &+ header.nameStart
        else { return nil }
        let bodyStart = headerFeed &+ 5
        guard var feed = bytes.firstIndex(of: MarkdownSyntax.lineFeed, from: bodyStart) else { return nil }
        var next = Self.endsBody(bytes, bodyStart, feed) ? HeaderLine(bytes, at: feed &+ 5) : nil
        if next == nil {
            guard let last = Self.endOfPlainBody(bytes, bodyStart, from: feed, isAtEnd: isAtEnd) else { return nil }
            feed = last
            next = HeaderLine(bytes, at: feed &+ 5)
        }
        let name = start &+ header.nameStart..<headerFeed &- 2
        // An image's line ends in one space, all others in two.
        let isImage = bytes[feed &- 2] != 0x20
        let body = bodyStart..<feed &- (isImage ? 1 : 2)
        if !isImage, MessageRecord.isUnremarkableLine(bytes.slice(body)) {
            batch.append(Message(timestamp: timestamp, sender: Sender(name: input.text(name)), body: input.text(body)))
        } else {
            guard let message = attachmentMessage(bytes, timestamp, name, body, isImage: isImage) else { return nil }
            batch.append(message)
        }
        input.markMessage(at: start)
        return (feed &+ 5, next)
    }

    /// Whether a line that ends at `feed` ends a body, if no line of the body follows.
    @inline(__always)
    private static func endsBody(_ bytes: UnsafeBufferPointer<UInt8>, _ bodyStart: Int, _ feed: Int) -> Bool {
        bytes.starts(with: MarkdownSyntax.imageEnd, at: feed &- 1) && feed &- 2 >= bodyStart
    }

    /// The place of the line feed that ends the last line of a body, the first of whose lines ends at `feed`; nil where one of
    /// them is quoted, or should be, and where more bytes decide.
    private static func endOfPlainBody(
        _ bytes: UnsafeBufferPointer<UInt8>, _ bodyStart: Int, from feed: Int, isAtEnd: Bool
    ) -> Int? {
        var feed = feed
        while true {
            let end = feed &+ 5
            if endsBody(bytes, bodyStart, feed), HeaderLine(bytes, at: end) != nil || (isAtEnd && end == bytes.count) { return feed }
            guard feed &+ 1 < bytes.count else { return nil }
            switch bytes[feed &+ 1] {
            case MarkdownSyntax.backslash, UInt8(ascii: "<"): return nil
            case UInt8(ascii: ">"):
                if bytes.count &- feed <= HeaderLine.longLength || HeaderLine(bytes, at: feed &+ 1) != nil { return nil }
            default: break
            }
            guard let next = bytes.firstIndex(of: MarkdownSyntax.lineFeed, from: feed &+ 1) else { return nil }
            feed = next
        }
    }

    private func attachmentMessage(
        _ bytes: UnsafeBufferPointer<UInt8>, _ timestamp: Timestamp, _ name: Range<Int>, _ body: Range<Int>, isImage: Bool
    ) -> Message? {
        guard let syntax = AttachmentSyntax(bytes.slice(body)), (syntax.kind == .image) == isImage else { return nil }
        var details = MessageDetails()
        details.attachments = [
            Attachment(
                kind: syntax.kind, url: text(syntax.url, from: body.lowerBound),
                title: syntax.title.isEmpty ? nil : text(syntax.title, from: body.lowerBound))
        ]
        return Message(timestamp: timestamp, sender: Sender(name: input.text(name)), body: nil, notPlain: details)
    }

    /// The unread text in `range`, counted from `start`.
    private func text(_ range: Range<Int>, from start: Int) -> Text {
        input.text(start &+ range.lowerBound..<start &+ range.upperBound)
    }

    /// The message of any record.
    @inline(never)
    private func message(in range: Range<Int>, _ layout: RecordLayout) throws(ConversionError) -> Message {
        let raw = input.text(range)
        var message: Message
        if usesCRLF {
            // A record starts with a header line whatever its lines end in.
            guard let read = record.message(ofRecord: raw, usesCRLF: true) else { return Message(body: raw) }
            message = read
        } else {
            message = record.message(ofRecord: raw, layout)
        }
        switch record.problem {
        case nil: break
        case .invalidTime:
            let time = timeRange(inHeaderAt: range.lowerBound)
            let place = input.location(of: time)
            if message.timestamp == nil { message.omit(Omission(.unreadableTimes, byteCount: time.count, at: place)) }
            input.diagnostics.report(
                Diagnostic(.warning, .invalidTime, "there is no such time or date; the message is kept without one", at: place))
        case .mendedComment(let warning):
            let place = input.location(at: range.lowerBound)
            message.omit(Omission(.repeatedMembers, count: record.mendCount, byteCount: 0, at: place))
            input.diagnostics.report(
                Diagnostic(.warning, .invalidComment, "the comment of this message was mended: \(warning.message)", at: place))
        case .contradictingComment:
            let comment = commentRange(inRecordAt: range.lowerBound)
            message.omit(Omission(.contradictingNotes, byteCount: comment.count, at: place(comment.lowerBound)))
            input.diagnostics.report(
                Diagnostic(
                    .warning, .contradictingComment,
                    "the comment of this message says other than the page shows, so it was left out",
                    help: "take the comment away, or undo what was changed beside it",
                    at: input.location(of: comment)))
        case .invalidComment(let failure):
            let place = input.location(at: range.lowerBound)
            if failure.kind == .limit { throw ConversionError(.limitExceeded, failure.code, failure.message, at: place) }
            input.diagnostics.report(
                Diagnostic(
                    .warning, .invalidComment, "the comment of this message cannot be read: \(failure.message)", at: place))
        }
        return message
    }

    private func place(_ position: Int) -> SourceLocation { input.location(at: position, withLine: false) }

    /// What stands between the mark of a header line and the two spaces before the name.
    private func timeRange(inHeaderAt start: Int) -> Range<Int> {
        input.withUnread { bytes in
            let time = start + 2
            var end = time
            while end + 1 < bytes.count, bytes[end] > 0x20 || (bytes[end] == 0x20 && bytes[end + 1] > 0x20) { end += 1 }
            return time..<max(time, end)
        }
    }

    /// The line under a header line, without its line feed.
    private func commentRange(inRecordAt start: Int) -> Range<Int> {
        input.withUnread { bytes in
            let line = bytes.firstIndex(of: MarkdownSyntax.lineFeed, from: start).map { $0 + 1 } ?? start
            return line..<max(line, bytes.firstIndex(of: MarkdownSyntax.lineFeed, from: line) ?? bytes.count)
        }
    }

    // MARK: Input

    private func fill() throws(ConversionError) -> Bool { try nulCheck.fill() }
    private func consume(_ count: Int) { nulCheck.consume(count) }
}
