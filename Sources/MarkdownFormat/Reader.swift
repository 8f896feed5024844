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
        return head.header
    }

    private func report(_ head: PageHead, isTranscript: Bool) throws(ConversionError) {
        for finding in head.findings {
            if finding.code == .nestedTooDeep || finding.code == .aliasesRepeatTooMuch {
                throw ConversionError(
                    .limitExceeded, finding.code, finding.message, at: input.location(at: finding.offset))
            }
            input.diagnostics.report(
                Diagnostic(.warning, finding.code, finding.message, at: input.location(at: finding.offset)))
        }
        guard isTranscript else { return }
        if !head.isMarked {
            input.diagnostics.report(
                Diagnostic(.note, .noFrontMatter, "the page has no front matter", at: input.location(at: 0)))
        } else if PageDate.date(of: head.header.metadata) == nil {
            input.diagnostics.report(
                Diagnostic(
                    .note, .noDate, "the front matter has no `date:`, so times without a date count from the start",
                    at: input.location(at: 0)))
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
            if case .none = search { return start }
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
        var search = HeaderSearch.afterHeader
        while true {
            try takeWholeRecords(into: &batch, &search)
            if !batch.isEmpty { return true }
            if try fill() { continue }
            // That this is the end can make a header line of what was too short to tell.
            try takeWholeRecords(into: &batch, &search)
            if !batch.isEmpty { return true }
            guard input.unreadCount > 0 else { return false }
            batch.append(try message(in: 0..<input.unreadCount))
            input.markMessage(at: 0)
            consume(input.unreadCount)
            return true
        }
    }

    /// Appends the messages whose records end inside the window. `search` goes on where it stood in the first of them.
    private func takeWholeRecords(
        into batch: inout [Message], _ search: inout HeaderSearch
    ) throws(ConversionError) {
        var start = 0
        defer { consume(start) }
        try input.withUnread { bytes throws(ConversionError) in
            // The header line at `start`, where looking for the end of the record before has found it.
            var header: HeaderLine?
            while batch.count < MessageBatch.preferredCount {
                if let known = header ?? HeaderLine(bytes, at: start),
                    let plain = takePlainRecord(bytes, at: start, known, into: &batch)
                {
                    start = plain.end
                    header = plain.nextHeader
                    search = HeaderSearch.afterHeader
                    continue
                }
                header = nil
                let unread = bytes.slice(start..<bytes.count)
                guard let end = search.next(in: unread, isAtEnd: input.isAtEnd) else { return }
                batch.append(try message(in: start..<start + end))
                input.markMessage(at: start)
                start += end
                search = HeaderSearch.afterHeader
            }
        }
    }

    /// Appends the message whose header line is at `start`, and returns where its record ends and the header line there, when
    /// the record is a plain one followed by a header line or the end of the page: the shape of nearly all.
    @inline(__always)
    private func takePlainRecord(
        _ bytes: UnsafeBufferPointer<UInt8>, at start: Int, _ header: HeaderLine, into batch: inout [Message]
    ) -> (end: Int, nextHeader: HeaderLine?)? {
        guard !usesCRLF, let timestamp = record.timestamp(header), !(header.hasDate && timestamp.date == record.pageDate),
            let lineFeed = bytes.firstIndex(of: MarkdownSyntax.lineFeed, from: start &+ header.nameStart),
            bytes.starts(with: "  \n   \n", at: lineFeed &- 2), lineFeed &- 2 >= start &+ header.nameStart
        else { return nil }
        let bodyStart = lineFeed &+ 5
        guard let bodyFeed = bytes.firstIndex(of: MarkdownSyntax.lineFeed, from: bodyStart),
            bodyFeed &- 2 >= bodyStart, bytes.starts(with: MarkdownSyntax.imageEnd, at: bodyFeed &- 1)
        else { return nil }
        let end = bodyFeed &+ 5
        let nextHeader = HeaderLine(bytes, at: end)
        guard nextHeader != nil || (end == bytes.count && input.isAtEnd) else { return nil }
        let name = start &+ header.nameStart..<lineFeed &- 2
        let body = bodyStart..<bodyFeed &- 2
        if bytes[bodyFeed &- 2] == 0x20, MessageRecord.isUnremarkableLine(bytes.slice(body)) {
            batch.append(Message(timestamp: timestamp, sender: Sender(name: input.text(name)), body: input.text(body)))
        } else {
            guard let message = attachmentMessage(bytes, bodyStart..<bodyFeed, timestamp, name) else { return nil }
            batch.append(message)
        }
        input.markMessage(at: start)
        return (end, nextHeader)
    }

    /// The message whose body, up to its line's end, is an attachment as the writer writes it; nil for any other.
    private func attachmentMessage(
        _ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>, _ timestamp: Timestamp, _ name: Range<Int>
    ) -> Message? {
        // An image's line ends in one space, a link's in two.
        let isLink = bytes[line.upperBound &- 2] == 0x20
        let body = line.lowerBound..<line.upperBound &- (isLink ? 2 : 1)
        guard let syntax = AttachmentSyntax(bytes.slice(body)), (syntax.kind == .link) == isLink else { return nil }
        func text(_ range: Range<Int>) -> Text {
            input.text(body.lowerBound &+ range.lowerBound..<body.lowerBound &+ range.upperBound)
        }
        var details = MessageDetails()
        details.attachments = [
            Attachment(kind: syntax.kind, url: text(syntax.url), title: syntax.title.isEmpty ? nil : text(syntax.title))
        ]
        return Message(timestamp: timestamp, sender: Sender(name: input.text(name)), body: nil, notPlain: details)
    }

    /// The message of any record.
    private func message(in range: Range<Int>) throws(ConversionError) -> Message {
        let raw = input.text(range)
        guard var message = record.message(ofRecord: raw, usesCRLF: usesCRLF) else { return Message(body: raw) }
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
            input.diagnostics.report(
                Diagnostic(
                    .warning, .contradictingComment,
                    "the comment of this message says other than the page shows, so it was left out",
                    help: "take the comment away, or undo what was changed beside it",
                    at: input.location(of: commentRange(inRecordAt: range.lowerBound))))
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
