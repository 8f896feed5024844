import TextScanning
import TranscriptCoding
import TranscriptModel

/// Mails that were cut out of a mailbox, with their headers read already.
final class MailBatch: RecordBatch {
    private struct Entry {
        var record: MailRecord
        /// Where the mail starts.
        var place: SourceLocation
        /// What was noticed when it was cut out, and of mails left out before it.
        var said: [Diagnostic]
    }

    private let decoding: MailDecoding
    private var entries: [Entry] = []
    /// A header for each entry and, from earlier batches, more: their arrays are used again.
    private var headers: [HeaderBlock] = []
    private(set) var byteCount = 0

    init(_ decoding: MailDecoding) { self.decoding = decoding }

    var count: Int { entries.count }

    /// Adds a mail. What is in `header` afterwards means nothing.
    func append(_ record: MailRecord, header: inout HeaderBlock, at place: SourceLocation, saying said: [Diagnostic]) {
        if headers.count == entries.count { headers.append(HeaderBlock()) }
        swap(&headers[entries.count], &header)
        entries.append(Entry(record: record, place: place, said: said))
        byteCount += record.bytes.count
    }

    func decode(into messages: inout [Message], report: (Diagnostic) -> Void) throws(ConversionError) {
        defer {
            entries.removeAll(keepingCapacity: true)
            byteCount = 0
        }
        for index in entries.indices {
            let message = try decoding.message(
                entries[index].record, header: &headers[index], at: entries[index].place, saying: entries[index].said,
                report)
            messages.append(message)
        }
    }
}

/// The decoder of all mails of a mailbox, and what becomes of its findings. It belongs to one thread at a time.
final class MailDecoding {
    private var decoder: MailDecoder
    private let isLenient: Bool
    /// Where the places of messages are noted, when somebody asks for them.
    private let trail: MessageTrail?

    init(_ decoder: consuming MailDecoder, isLenient: Bool, trail: MessageTrail?) {
        self.decoder = decoder
        self.isLenient = isLenient
        self.trail = trail
        self.decoder.judgesDates = trail != nil
    }

    /// What the mail says of the whole transcript, where it is the mail that does.
    func transcriptHeader(
        _ record: MailRecord, at place: SourceLocation, _ report: (Diagnostic) -> Void
    ) throws(ConversionError) -> TranscriptHeader? {
        do {
            guard let header = try decoder.transcriptHeader(record) else { return nil }
            // What is wrong with a mail that is a message is reported with the message.
            try reportFindings(record, place, report)
            decoder.commonSubject = header.commonSubject
            return header
        } catch {
            throw ConversionError(error.category, error.code, error.message, at: error.location ?? place)
        }
    }

    func message(
        _ record: MailRecord, header: inout HeaderBlock, at place: SourceLocation, saying said: [Diagnostic],
        _ report: (Diagnostic) -> Void
    ) throws(ConversionError) -> Message {
        let message = decoder.message(record, header: &header)
        if let error = decoder.extractionFailure { throw error }
        for diagnostic in said { report(diagnostic) }
        try reportFindings(record, place, report)
        trail?.append(.place(place))
        return message
    }

    /// Reports what is wrong with a mail, in the order in which it was found.
    private func reportFindings(
        _ record: MailRecord, _ place: SourceLocation, _ report: (Diagnostic) -> Void
    ) throws(ConversionError) {
        for finding in decoder.findings {
            let location = record.location(at: finding.offset, from: place)
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
    /// The place of a byte of the mail, which starts at `start`. O(`offset`).
    fileprivate func location(at offset: Int, from start: SourceLocation) -> SourceLocation {
        bytes.location(at: offset, from: start)
    }
}
