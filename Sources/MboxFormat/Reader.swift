import TextScanning
import TranscriptCoding
import TranscriptModel

/// Reads a mailbox mail by mail. A mail is complete when the next `From ` line and the field after it are there, or the
/// input ends.
final class MboxReader: RecordReader {
    private let input: InputBuffer
    private let options: MboxReaderOptions
    private let decoding: MailDecoding
    private let batch = MailBatch()
    // Some are unchecked, because looking for a second access at the same time took a thirtieth of reading a mailbox; there is
    // none, since nothing that has one of them calls back into the reader.
    @exclusivity(unchecked) private var window: MailWindow
    @exclusivity(unchecked) private var search: RecordSearch
    /// Whether the input is a mail without a `From ` line: then all of it is one.
    private var isOneMail = false
    /// Whether lines of MMDF separate its mails.
    private var isMMDF = false
    /// What has come of the mail in front, where that is so long that what is attached to it passes.
    @exclusivity(unchecked) private var gathering: MailGathering?
    private var firstLineHasDate = true
    /// Whether the mail in front is past the limit and is being left out, piece by piece.
    private var isLeavingOut = false
    private var leftOutPlace: SourceLocation?
    /// What was noticed since the last mail was handed over.
    @exclusivity(unchecked) private var said: [Diagnostic] = []
    /// What stopped the reading, kept until the messages before it are handed over.
    private var failure: ConversionError?

    /// So many bytes of mails make a batch whatever their number: they are written while they are at hand.
    private static let largeBatchSize = 96 * 1024
    /// A mail of which so much has come and no end is gathered.
    private static let longMail = 512 * 1024

    init(_ input: InputBuffer, options: MboxReaderOptions) {
        self.input = input
        self.options = options
        decoding = Self.makeDecoding(for: input, options)
        window = MailWindow(input, usesReturns: false)
        search = RecordSearch(heedsLength: false, needsDate: true, limit: 0)
    }

    private static func makeDecoding(for input: InputBuffer, _ options: MboxReaderOptions) -> MailDecoding {
        var decoder = MailDecoder(
            limits: input.limits, isLenient: input.isLenient, options: options, handsOnAttachments: options.attachmentFolder != nil)
        decoder.judgesDates = input.isValidated
        return MailDecoding(
            decoder, isLenient: input.isLenient, mailbox: input.recordFile, copies: options.keepsMeaning,
            attachmentFolder: options.attachmentFolder)
    }

    // MARK: The header

    func readHeader() throws(ConversionError) -> TranscriptHeader {
        try skipToFirstLine()
        try judgeFirstLine()
        search = RecordSearch(
            heedsLength: heedsLength, needsDate: firstLineHasDate, limit: input.limits.recordBytes, isMMDF: isMMDF)
        defer { reportWhatWasSaid() }
        // What it is looked for in is a text.
        guard let found = try findRecord(waits: true, gathers: false) else { return TranscriptHeader() }
        let (record, place) = (record(found), input.location(at: 0))
        let header = try decoding.transcriptHeader(record, at: place) { said.append($0) }
        guard let header else { return TranscriptHeader() }
        for omission in decoding.omissions(of: record, at: place) { input.omissions.add(omission) }
        decoding.commonSubject = header.commonSubject
        consume(found)
        return header
    }

    private var heedsLength: Bool {
        switch options.variant {
        case .auto, .mboxcl, .mboxcl2: true
        case .mboxo, .mboxrd: false
        }
    }

    /// Moves past a byte order mark and blank lines.
    private func skipToFirstLine() throws(ConversionError) {
        _ = try input.fill(atLeast: 3)
        if input.withUnread({ $0.starts(with: MboxSyntax.byteOrderMark) }) { input.consume(3) }
        while true {
            let blank = input.withUnread { bytes in bytes.prefix { $0.isLineEnd }.count }
            if blank < input.unreadCount {
                input.consume(blank)
                return
            }
            input.consume(max(0, blank - 1))
            if try !input.fill() {
                input.consume(input.unreadCount)
                throw ConversionError(.malformedInput, .emptyInput, "the input is empty", at: input.location(at: 0))
            }
        }
    }

    /// Finds out how lines end, and whether the input is a mailbox, a mail or neither.
    private func judgeFirstLine() throws(ConversionError) {
        let end = try findFirstLineEnd()
        let usesReturns = input.withUnread { bytes in
            end < bytes.count && bytes[end] == MboxSyntax.carriageReturn
                && !(end + 1 < bytes.count && bytes[end + 1] == MboxSyntax.lineFeed)
        }
        window = MailWindow(input, usesReturns: usesReturns)
        isMMDF = input.withUnread { $0.slice(0..<end).equals(MboxSyntax.mmdfDelimiter) }
        if isMMDF { return }
        let hasDate = input.withUnread { bytes in FromLine(bytes, in: 0..<end).map { $0.timestamp(bytes) != nil } }
        if let hasDate {
            firstLineHasDate = hasDate
            return
        }
        _ = try input.fill(atLeast: min(16 * 1024, input.limits.recordBytes))
        guard input.withUnread({ MboxFormat.startsWithMailFields($0, at: 0) }) else { throw notMail }
        isOneMail = true
        input.diagnostics.report(
            Diagnostic(
                .note, .noSeparator, "no `From ` line is before this mail, so all of the input is one mail",
                at: input.location(at: 0)))
    }

    private var notMail: ConversionError {
        ConversionError(
            .malformedInput, .notMail, "this is neither a `From ` line nor the first field of a mail's header",
            help: "chatconv detect FILE says what format a file is likely to be", at: input.location(at: 0))
    }

    /// The first line's end, with the byte after it in the window where there is one.
    private func findFirstLineEnd() throws(ConversionError) -> Int {
        var searched = 0
        while true {
            let found = input.withUnread { bytes in
                bytes.slice(searched..<bytes.count).firstIndex { $0.isLineEnd }.map { $0 + searched }
            }
            if let found {
                _ = try input.fill(atLeast: found + 2)
                return found
            }
            searched = input.unreadCount
            if try !input.fill() { return searched }
        }
    }

    // MARK: Messages

    func readMessages(into messages: inout [Message]) throws(ConversionError) -> Bool {
        if let failure { throw failure }
        let hasMore = try readRecords(into: batch)
        do {
            try decoding.decode(batch, into: &messages) { input.diagnostics.report($0) }
        } catch {
            // The messages before it come first.
            if messages.isEmpty { throw error }
            failure = error
        }
        return hasMore
    }

    func makeRecordBatch() -> any RecordBatch { MailBatch() }

    func makeRecordDecoder() -> any RecordDecoder {
        let decoding = Self.makeDecoding(for: input, options)
        decoding.commonSubject = self.decoding.commonSubject
        return decoding
    }

    var recordsAreIndependent: Bool { true }

    func readRecords(into batch: any RecordBatch) throws(ConversionError) -> Bool {
        guard let batch = batch as? MailBatch else { return false }
        do throws(ConversionError) {
            while failure == nil, batch.count < MessageBatch.preferredCount, batch.byteCount < Self.largeBatchSize,
                let found = try findRecord(waits: batch.count == 0)
            {
                hand(found, to: batch)
            }
        } catch {
            failure = error
        }
        if batch.count > 0 { return true }
        reportWhatWasSaid()
        if let failure { throw failure }
        return false
    }

    /// Hands the mail in front over.
    private func hand(_ found: RecordSearch.Record, to batch: MailBatch) {
        let place = gathering?.place ?? input.location(at: 0, withLine: false)
        let record = record(found)
        // The search has read the header already.
        if isOneMail { search.header.read(record) }
        for oddity in search.oddities { said.append(diagnostic(of: oddity)) }
        batch.append(
            record, header: &search.header, at: place, saying: said, standingIn: range(found, from: place))
        input.markMessage(.place(place))
        if !said.isEmpty { said.removeAll() }
        consume(found)
    }

    /// Where the mail stands; nil where it is not to be copied. One whose lines end with carriage returns alone can only be read
    /// in a mailbox that has no others, and one of MMDF may have lines in it that would separate mails elsewhere.
    private func range(_ found: RecordSearch.Record, from start: SourceLocation) -> Range<Int>? {
        if input.recordFile == nil || window.isCopy || isMMDF { return nil }
        return start.byteOffset..<input.location(at: found.end, withLine: false).byteOffset
    }

    /// The next mail in the window; nil at the end, where it would take more input and `waits` is false, and where it would have to
    /// be gathered and `gathers` is false.
    private func findRecord(waits: Bool, gathers: Bool = true) throws(ConversionError) -> RecordSearch.Record? {
        while true {
            if isMMDF { try skipDelimiters() }
            let isAtEnd = input.isAtEnd
            if isAtEnd, gathering == nil, input.withUnread({ $0.allSatisfy { $0.isLineEnd } }) { return nil }
            if var found = searchWindow(isAtEnd) {
                if !isLeavingOut {
                    if !fits(found), !isMMDF, gathering != nil || newGathering(upTo: found.end) != nil {
                        if !gathers { return nil }
                        gatherRest(of: &found)
                    }
                    if fits(found) { return found }
                }
                try leaveOut()
                omitMail(endingAt: found.end)
                consume(found)
                isLeavingOut = false
                continue
            }
            if isLeavingOut {
                window.consume(search.forgetScanned())
            } else if input.unreadCount >= min(Self.longMail, input.limits.recordBytes / 2) {
                if !gathers, newGathering(upTo: input.unreadCount) != nil { return nil }
                if gathers { try gather() }
            }
            if !waits, !input.isAtEnd, input.isLive { return nil }
            if try !fillWindow(), isAtEnd { return nil }
        }
    }

    /// Moves past the lines of MMDF in front of a mail.
    private func skipDelimiters() throws(ConversionError) {
        while gathering == nil, !isLeavingOut, input.withUnread({ $0.first }) == 0x01 {
            let count = MboxSyntax.mmdfDelimiter.utf8CodeUnitCount
            _ = try input.fill(atLeast: count + 2)
            let next = window.withUnread { bytes in
                let line = bytes.line(at: 0, to: bytes.count)
                return line.end == count && bytes.starts(with: MboxSyntax.mmdfDelimiter) ? line.next : 0
            }
            if next == 0 { return }
            window.consume(next)
        }
    }

    /// Takes out of the window what has been searched of a mail that is long and to which something may be attached.
    private func gather() throws(ConversionError) {
        if window.isCopy { return }
        let passable = isOneMail ? input.unreadCount : search.passableCount
        guard let gathering = gathering ?? newGathering(upTo: passable) else { return }
        self.gathering = gathering
        let count = input.withUnread { gathering.countToTake(of: $0.slice(0..<passable)) }
        take(count, into: gathering)
        if gathering.keptCount > input.limits.recordBytes { try leaveOut() }
    }

    private func take(_ count: Int, into gathering: MailGathering) {
        for oddity in search.oddities { said.append(diagnostic(of: oddity)) }
        input.withUnread { bytes in
            gathering.take(bytes.slice(0..<count))
            search.pass(count, of: bytes)
        }
        window.consume(count)
    }

    /// A gathering of the mail in front, of which so many bytes are there; nil where it is not to be gathered.
    private func newGathering(upTo count: Int) -> MailGathering? {
        if window.isCopy || count == 0 { return nil }
        let place = input.location(at: 0, withLine: false)
        return input.withUnread { MailGathering($0.slice(0..<count), at: place) }
    }

    private func fits(_ found: RecordSearch.Record) -> Bool {
        (gathering?.keptCount ?? 0) + found.end <= input.limits.recordBytes
    }

    /// Gathers a mail to its end that is longer than the limit and all in the window, if something may be attached to it.
    private func gatherRest(of found: inout RecordSearch.Record) {
        guard let whole = gathering ?? newGathering(upTo: found.end) else { return }
        gathering = whole
        take(found.end, into: whole)
        found = RecordSearch.Record(end: 0)
    }

    private func searchWindow(_ isAtEnd: Bool) -> RecordSearch.Record? {
        window.withUnread { bytes in
            if isOneMail { return isAtEnd ? RecordSearch.Record(end: bytes.count) : nil }
            return search.next(in: bytes, isAtEnd: isAtEnd)
        }
    }

    /// Adds to the window. Where it cannot hold more of a mail, a lenient reader goes on without that mail.
    private func fillWindow() throws(ConversionError) -> Bool {
        do throws(ConversionError) {
            return try input.fill()
        } catch {
            guard error.code == .recordTooLong else { throw error }
            try leaveOut()
            return true
        }
    }

    /// Begins to leave out the mail in front.
    ///
    /// - Throws: `limitExceeded` unless the reader is lenient and other mails may follow.
    private func leaveOut() throws(ConversionError) {
        if isLeavingOut { return }
        // Places are told with their lines while these are at hand.
        let place = gathering?.place ?? input.location(at: 0)
        let message = "a mail is longer than \(input.limits.recordBytes) bytes\(gathering == nil ? "" : " without what is attached to it")"
        let help = "raise the limit with --max-record BYTES"
        guard input.isLenient, !isOneMail else {
            throw ConversionError(.limitExceeded, .recordTooLong, message, help: help, at: place)
        }
        said.append(
            Diagnostic(.warning, .recordTooLong, "\(message) and was left out", help: help, at: place).stoppingStrictReading)
        isLeavingOut = true
        leftOutPlace = gathering?.place ?? input.location(at: 0, withLine: false)
        gathering = nil
    }

    /// Tells that the mail in front is left out, which ends at a byte of the window.
    private func omitMail(endingAt end: Int) {
        let end = input.location(at: end, withLine: false).byteOffset
        input.omissions.add(
            Omission(.mailsPastLimit, byteCount: end - (leftOutPlace?.byteOffset ?? end), at: leftOutPlace))
    }

    /// The mail that was found.
    private func record(_ found: RecordSearch.Record) -> MailRecord {
        if let gathering {
            input.withUnread { gathering.take($0.slice(0..<found.end)) }
            return gathering.record(bodyEnd: Self.endWithoutBlankLine, quoting: quoting(found))
        }
        let slice = window.bytes(found.end)
        let end = found.bodyEnd ?? slice.withBytes { Self.endWithoutBlankLine($0) }
        return MailRecord(
            bytes: slice, source: window.isCopy ? input.bytes(0..<found.end) : nil, bodyEnd: min(end, found.end),
            quoting: quoting(found))
    }

    /// The end of a mail without the blank line that separates it from the next.
    private static func endWithoutBlankLine(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var end = bytes.count
        guard end > 0, bytes[end - 1] == MboxSyntax.lineFeed else { return end }
        end -= 1
        if end > 0, bytes[end - 1] == MboxSyntax.carriageReturn { end -= 1 }
        return end == 0 || bytes[end - 1] == MboxSyntax.lineFeed ? end : bytes.count
    }

    private func quoting(_ found: RecordSearch.Record) -> MailRecord.Quoting {
        // A body whose end was told was not searched.
        if found.bodyEnd == nil, !isOneMail, !search.hasQuoting { return .none }
        return switch options.variant {
        case .mboxrd: .any
        case .mboxo, .mboxcl: .bare
        case .mboxcl2: .none
        case .auto where isOneMail || isMMDF: .none
        // A mail that is measured and has a `From ` line in it is one in which nothing is quoted.
        case .auto: found.bodyEnd != nil && hasBareSeparator(found) ? .none : .any
        }
    }

    private func hasBareSeparator(_ found: RecordSearch.Record) -> Bool {
        window.withUnread { bytes in
            var index = 1
            while let mark = bytes.firstIndex(of: MboxSyntax.separator, from: index), mark < found.end {
                if bytes[mark - 1].isLineEnd { return true }
                index = mark + 1
            }
            return false
        }
    }

    private func consume(_ found: RecordSearch.Record) {
        window.consume(found.end)
        gathering = nil
        search.reset()
    }

    // MARK: Reports

    /// Reports what no mail follows.
    private func reportWhatWasSaid() {
        for diagnostic in said { input.diagnostics.report(diagnostic) }
        said.removeAll()
    }

    private func diagnostic(of oddity: RecordSearch.Oddity) -> Diagnostic {
        switch oddity {
        case .unquotedSeparator(let place):
            Diagnostic(
                .warning, .unquotedSeparator,
                "this line starts with `From `, but no mail starts here: it was kept as text",
                help: "write such lines with a > in front", at: lineLocation(from: place))
        case .wrongLength(let place):
            Diagnostic(
                .warning, .wrongLength, "no mail ends where this Content-Length says, so it was not heeded",
                at: lineLocation(from: place))
        }
    }

    /// The place of the rest of a line.
    private func lineLocation(from position: Int) -> SourceLocation {
        input.location(of: position..<max(position, input.unreadCount))
    }
}

extension TranscriptHeader {
    /// What the writer puts into the subject of messages that have none.
    var commonSubject: Text? {
        if let title { return title }
        if case .string(let title)? = metadata["title"] { return title }
        return nil
    }
}
