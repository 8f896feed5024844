import TextScanning
import TranscriptCoding
import TranscriptModel

/// Mails that were cut out of a mailbox, with their headers read already.
final class MailBatch: RecordBatch {
    fileprivate struct Entry {
        var record: MailRecord
        /// Where the mail starts.
        var place: SourceLocation
        /// What was noticed when it was cut out, and of mails left out before it.
        var said: [Diagnostic]
        /// Where its mailbox has it, if it is to be copied, with the blank line behind it.
        var range: Range<Int>?
    }

    // Unchecked like the reader's own: a batch belongs to who fills it, then to who decodes it.
    @exclusivity(unchecked) fileprivate var entries: [Entry] = []
    /// A header for each entry and, from earlier batches, more: their arrays are used again.
    @exclusivity(unchecked) fileprivate var headers: [HeaderBlock] = []
    @exclusivity(unchecked) fileprivate(set) var byteCount = 0

    var count: Int { entries.count }

    /// Adds a mail. What is in `header` afterwards means nothing.
    ///
    /// - Parameter range: where it stands in the input, if it can be copied from there.
    func append(
        _ record: MailRecord, header: inout HeaderBlock, at place: SourceLocation, saying said: [Diagnostic],
        standingIn range: Range<Int>?
    ) {
        if headers.count == entries.count { headers.append(HeaderBlock()) }
        swap(&headers[entries.count], &header)
        entries.append(Entry(record: record, place: place, said: said, range: range))
        byteCount += record.bytes.count
    }
}

/// A decoder of mails, and what becomes of its findings. It belongs to one thread at a time.
final class MailDecoding: RecordDecoder {
    @exclusivity(unchecked) private var decoder: MailDecoder
    private let isLenient: Bool
    /// The mailbox once more; nil where nothing is wanted from it.
    private let mailbox: RecordFile?
    /// Whether mails are copied from it.
    private let copies: Bool
    /// The folder that attachments are to be written into.
    private let attachmentFolder: String?

    init(_ decoder: consuming MailDecoder, isLenient: Bool, mailbox: RecordFile?, copies: Bool, attachmentFolder: String?) {
        self.decoder = decoder
        self.isLenient = isLenient
        self.mailbox = mailbox
        self.copies = copies
        self.attachmentFolder = attachmentFolder
    }

    /// The subject that the writer gives to messages that have none of their own.
    var commonSubject: Text? {
        get { decoder.commonSubject }
        set { decoder.commonSubject = newValue }
    }

    func decode(
        _ batch: any RecordBatch, into messages: inout [Message], report: (Diagnostic) -> Void
    ) throws(ConversionError) {
        guard let batch = batch as? MailBatch else { return }
        defer {
            batch.entries.removeAll(keepingCapacity: true)
            batch.byteCount = 0
        }
        for index in batch.entries.indices {
            let entry = batch.entries[index]
            messages.append(try message(of: entry, header: &batch.headers[index], report))
        }
    }

    /// What the mail says of the whole transcript, where it is the mail that does.
    func transcriptHeader(
        _ record: MailRecord, at place: SourceLocation, _ report: (Diagnostic) -> Void
    ) throws(ConversionError) -> TranscriptHeader? {
        do {
            guard let header = try decoder.transcriptHeader(record) else { return nil }
            // What is wrong with a mail that is a message is reported with the message.
            try reportFindings(record, place, report)
            return header
        } catch {
            throw ConversionError(error.category, error.code, error.message, at: error.location ?? place)
        }
    }

    private func message(
        of entry: MailBatch.Entry, header: inout HeaderBlock, _ report: (Diagnostic) -> Void
    ) throws(ConversionError) -> Message {
        var message = decoder.message(entry.record, header: &header)
        for diagnostic in entry.said { report(diagnostic) }
        try reportFindings(entry.record, entry.place, report)
        if let source = source(of: message, entry) { message.details.source = source }
        return message
    }

    /// What is to be known of the mail beside its message; nil where that is nothing.
    private func source(of message: Message, _ entry: MailBatch.Entry) -> MailSource? {
        let copy: MailCopy?
        if copies, let mailbox, let range = entry.range {
            let record = entry.record
            copy = MailCopy(
                file: mailbox, range: range, bodyEnd: record.offset(ofEnd: record.bodyEnd), quoting: record.quoting,
                hasSeparator: record.bytes.withBytes { $0.starts(with: MboxSyntax.separator) },
                canChange: MailEdit.isPossible(in: decoder.header), message: message)
        } else {
            copy = nil
        }
        if copy == nil, decoder.omissions.isEmpty { return nil }
        return MailSource(omissions(of: entry), copy: copy, attachedFiles: attachedFiles(of: entry))
    }

    /// What is attached to the mail that was decoded last, where that is wanted.
    private func attachedFiles(of entry: MailBatch.Entry) -> AttachedFiles? {
        guard let mailbox, let attachmentFolder, !decoder.attached.isEmpty else { return nil }
        let record = entry.record
        let files = decoder.attached.map { part in
            let (start, range) = (entry.place.byteOffset, record.range(part.body))
            return MailAttachment(
                mailbox: mailbox, range: start + range.lowerBound..<start + range.upperBound, encoding: part.encoding,
                quoting: record.quoting, place: record.place(of: part.body.lowerBound, from: entry.place))
        }
        return AttachedFiles(files, into: attachmentFolder, besides: omissions(of: entry).filter { $0.kind != .attachments })
    }

    private func omissions(of entry: MailBatch.Entry) -> [Omission] { omissions(of: entry.record, at: entry.place) }

    /// What was left out of the mail that was decoded last, which starts at `place`.
    func omissions(of record: MailRecord, at place: SourceLocation) -> [Omission] {
        if decoder.omissions.isEmpty { return [] }
        var all: [Omission] = []
        for part in decoder.omissions.inOrder {
            let isFirst = !all.contains { $0.kind == part.kind }
            let start = isFirst ? record.place(of: part.range.lowerBound, from: place) : nil
            all.add(Omission(part.kind, byteCount: record.range(part.range).count, at: start))
        }
        return all
    }

    /// Reports what is wrong with a mail, in the order in which it was found.
    private func reportFindings(
        _ record: MailRecord, _ place: SourceLocation, _ report: (Diagnostic) -> Void
    ) throws(ConversionError) {
        for finding in decoder.findings {
            let location = record.location(of: finding, from: place)
            if finding.isLimit, !isLenient {
                throw ConversionError(
                    .limitExceeded, finding.code, finding.message,
                    help: "--lenient keeps of such a mail what is under the limit", at: location)
            }
            var diagnostic = Diagnostic(.warning, finding.code, finding.message, at: location)
            diagnostic.stopsStrictReading = finding.isLimit
            diagnostic.leavesReplacement = finding.code == .invalidCharacters
            report(diagnostic)
        }
    }
}

extension [OmittedPart] {
    /// The parts as they stand in the mail. Most were found so.
    fileprivate var inOrder: [OmittedPart] {
        let areInOrder = indices.dropFirst().allSatisfy { self[$0 - 1].range.lowerBound <= self[$0].range.lowerBound }
        return areInOrder ? self : sorted { $0.range.lowerBound < $1.range.lowerBound }
    }
}

extension MailRecord {
    /// The place of what was found in the mail, which starts at `start`. O(distance from there).
    fileprivate func location(of finding: MailFinding, from start: SourceLocation) -> SourceLocation {
        let offset = max(finding.offset, 0)
        let end = finding.isAboutLine ? max(offset, (source ?? bytes).count) : offset
        return location(of: offset..<end, from: start)
    }
}
