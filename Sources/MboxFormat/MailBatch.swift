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
    }

    fileprivate var entries: [Entry] = []
    /// A header for each entry and, from earlier batches, more: their arrays are used again.
    fileprivate var headers: [HeaderBlock] = []
    fileprivate(set) var byteCount = 0

    var count: Int { entries.count }

    /// Adds a mail. What is in `header` afterwards means nothing.
    func append(_ record: MailRecord, header: inout HeaderBlock, at place: SourceLocation, saying said: [Diagnostic]) {
        if headers.count == entries.count { headers.append(HeaderBlock()) }
        swap(&headers[entries.count], &header)
        entries.append(Entry(record: record, place: place, said: said))
        byteCount += record.bytes.count
    }
}

/// A decoder of mails, and what becomes of its findings. It belongs to one thread at a time.
final class MailDecoding: RecordDecoder {
    private var decoder: MailDecoder
    private let isLenient: Bool

    init(_ decoder: consuming MailDecoder, isLenient: Bool) {
        self.decoder = decoder
        self.isLenient = isLenient
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
            messages.append(
                try message(entry.record, header: &batch.headers[index], at: entry.place, saying: entry.said, report))
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
        _ record: MailRecord, header: inout HeaderBlock, at place: SourceLocation, saying said: [Diagnostic],
        _ report: (Diagnostic) -> Void
    ) throws(ConversionError) -> Message {
        let message = decoder.message(record, header: &header)
        if let error = decoder.extractionFailure { throw error }
        for diagnostic in said { report(diagnostic) }
        try reportFindings(record, place, report)
        return message
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

extension MailRecord {
    /// The place of what was found in the mail, which starts at `start`. O(distance from there).
    fileprivate func location(of finding: MailFinding, from start: SourceLocation) -> SourceLocation {
        let source = source ?? bytes
        let offset = max(finding.offset, 0)
        let end = finding.isAboutLine ? max(offset, source.count) : offset
        return source.location(of: offset..<end, from: start)
    }
}
