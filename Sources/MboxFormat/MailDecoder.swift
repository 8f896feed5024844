import TextScanning
import TranscriptCoding
import TranscriptJSON
import TranscriptModel

/// Something that a mail has wrong, and where in the mail.
struct MailFinding {
    var code: DiagnosticCode
    var message: String
    var offset: Int
    /// Whether it passes a limit, which stops a reader that is not lenient.
    var isLimit = false

    /// Whether it is about a line, or the rest of one; if not, about a place in a text, or the whole mail.
    var isAboutLine: Bool {
        let others: [DiagnosticCode] = [.invalidCharacters, .undeclaredCharset, .damagedEncoding, .missingDate]
        return !isLimit && !others.contains(code)
    }
}

/// A mail as it was cut out of its mailbox. Its lines end with line feeds, and may have carriage returns before them.
struct MailRecord {
    var bytes: ByteSlice
    /// The same as it stands in the input, where that is something else.
    var source: ByteSlice?
    /// Where its body ends.
    var bodyEnd: Int
    /// Whether lines `>From ` in it are quoted, and by how many `>`.
    var quoting = Quoting.any
    /// What of a long mail is missing in `bytes`, in order: the insides of attachments.
    var gaps: [MailGap] = []

    enum Quoting {
        /// One `>` was added to each `>*From `.
        case any
        /// One `>` was added to `From ` alone.
        case bare
        case none
    }
}

/// Makes messages of mails. The writer uses it as well, to see what its mails say already.
///
/// What it makes of a mail depends on the mail and on the transcript's title, and on nothing that was read before.
struct MailDecoder: ~Copyable {
    /// The subject that the writer gives to messages that have none of their own.
    var commonSubject: Text?
    private(set) var findings: [MailFinding] = []
    /// What the message has not that the mail has.
    var omissions: [OmittedPart] = []
    /// Whether to look for dates that are missing, or far from that of the `From ` line: only who validates asks for it.
    var judgesDates = false
    /// What is attached to the message, for who wants it as files; empty unless somebody does.
    var attached: [AttachedPart] = []

    let limits: Limits
    let charsets: CharsetDecoder
    let handsOnAttachments: Bool
    let types = ContentTypes()
    var notation: ModelDecoder
    var names = FieldNames()
    private let fromLineName = Text(MboxSyntax.fromLineExtension)
    let copies = TextCopies()
    var header = HeaderBlock()
    var scratch = OutputBuffer(capacity: 4096)
    var decoded = OutputBuffer(capacity: 4096)
    /// Writes mails to see what they would show, once the field that is ours calls for it.
    var judge: MailWriter?

    init(limits: Limits, isLenient: Bool, options: MboxReaderOptions, handsOnAttachments: Bool = false) {
        self.limits = limits
        self.handsOnAttachments = handsOnAttachments
        charsets = CharsetDecoder(fallback: CharacterEncoding(label: options.fallbackCharset) ?? .windows1252)
        notation = ModelDecoder(limits: limits, isLenient: isLenient)
    }

    // MARK: The mail

    /// What the mail says of the whole transcript, where it is the mail that does.
    mutating func transcriptHeader(_ record: MailRecord) throws(ConversionError) -> TranscriptHeader? {
        findings.removeAll()
        omissions.removeAll()
        var others: [OmittedPart] = []
        let json: Text? = record.bytes.withBytes { bytes in
            header.read(bytes, from: bytes.endOfFromLine, to: record.bodyEnd)
            guard let own = header.first(.ownField), bytes.slice(own.value).equals(MboxSyntax.headerMark),
                showsTranscript(bytes, record)
            else { return nil }
            let body = header.end..<max(header.end, record.bodyEnd)
            let whole = MIMELeaf(header, bytes, types, body: body)
            others = TranscriptMail.othersWords(header, whole, bytes)
            return text(of: whole, bytes, record)
        }
        guard let json else { return nil }
        var result = TranscriptHeader()
        do {
            try notation.apply(json, to: &result)
        } catch {
            note(
                .invalidOwnField, "what this mail says of the transcript cannot be read: \(error.message)",
                at: header.end)
            if error.kind == .limit {
                throw ConversionError(.limitExceeded, error.code, error.message)
            }
            return nil
        }
        omissions += others
        return result
    }

    /// The message of a mail, and what is wrong with it in `findings`.
    mutating func message(_ record: MailRecord) -> Message {
        header.read(record)
        return messageOfRest(record)
    }

    /// The same, of a mail whose header was read; what is in `header` afterwards means nothing.
    mutating func message(_ record: MailRecord, header: inout HeaderBlock) -> Message {
        swap(&self.header, &header)
        return messageOfRest(record)
    }

    private mutating func messageOfRest(_ record: MailRecord) -> Message {
        if !findings.isEmpty { findings.removeAll() }
        if !omissions.isEmpty { omissions.removeAll() }
        if !attached.isEmpty { attached.removeAll() }
        return record.bytes.withBytes { bytes in
            let start = bytes.endOfFromLine
            noteHeaderEnd()
            var draft = MailDraft()
            takeFromLine(bytes, to: start, &draft)
            takeTimeAndSender(bytes, record, &draft)
            keepFromLine(bytes, record, &draft)
            takeFields(bytes, record, &draft)
            if judgesDates { judgeDate(bytes, headerStart: start, draft) }
            takeBody(bytes, record, &draft)
            guard let own = draft.ownField else { return (consume draft).message() }
            var message = draft.message()
            apply(own, bytes, record, to: &message)
            return message
        }
    }

    mutating func note(_ code: DiagnosticCode, _ message: String, at offset: Int, isLimit: Bool = false) {
        // One mail can have any number of things wrong; the first of each kind tells.
        if findings.contains(where: { $0.code == code }) { return }
        findings.append(MailFinding(code: code, message: message, offset: offset, isLimit: isLimit))
    }

    mutating func omit(_ kind: OmissionKind, _ range: Range<Int>) { omissions.append(OmittedPart(kind, range)) }

    mutating func note(_ problem: CharsetDecoder.Problem?, at offset: Int) {
        switch problem {
        case nil: break
        case .undeclared:
            note(.undeclaredCharset, "this is not UTF-8 and names no charset; it was read in the fallback", at: offset)
        case .invalid(let name):
            omit(.damagedText, offset..<offset)
            note(.invalidCharacters, "this has bytes that are not \(name); U+FFFD stands for them", at: offset)
        case .unknown(let name):
            note(.unknownCharset, "the charset '\(Self.legible(name))' is not known here", at: offset)
        }
    }

    private static func legible(_ name: String) -> String { String(name.prefix(60)) }

    private mutating func noteHeaderEnd() {
        if let excess = header.excess {
            note(
                .tooManyFields, "a mail has more than \(HeaderBlock.mostFields) header fields", at: excess,
                isLimit: true)
            omit(.partsPastLimit, excess..<max(excess, header.end))
        }
        for line in header.strayLines { omit(.strayHeaderLines, line) }
        switch header.ending {
        case .blankLine: break
        case .otherLine:
            note(.headerWithoutEnd, "this line is no header field, so the body starts with it", at: header.end)
        case .cut: note(.headerWithoutEnd, "the mail ends inside its header", at: header.end)
        }
    }

    // MARK: Fields

    private mutating func takeFromLine(_ bytes: UnsafeBufferPointer<UInt8>, to end: Int, _ draft: inout MailDraft) {
        guard end > 0 else { return }
        let line = bytes.line(at: 0, to: end)
        draft.fromLine = FromLine(bytes, in: 0..<line.end)
    }

    /// Takes what the `From ` line is compared with.
    private mutating func takeTimeAndSender(
        _ bytes: UnsafeBufferPointer<UInt8>, _ record: MailRecord, _ draft: inout MailDraft
    ) {
        for field in header.fields where field.kind == .date || field.kind == .from {
            guard draft.takeOnce(field.kind) else { continue }
            if field.kind == .from {
                draft.keepsSender = !takeSender(field, bytes, record, &draft)
            } else if let reading = MailDate.reading(bytes, in: field.value) {
                draft.timestamp = reading.timestamp
                // The field is kept where it says more, so that a zone that nobody knows is not lost.
                draft.keepsDate = reading.saysMore
                if let zone = reading.unknownZone {
                    note(
                        .unknownZone, "nobody here knows the zone '\(Self.legible(zone))', so the time has none",
                        at: field.value.lowerBound)
                }
            } else {
                draft.keepsDate = true
                let day = MailDate.impossibleDay(bytes, in: field.value)
                note(
                    .invalidDate, day.map { "the calendar has no \($0)" } ?? "this is no date that can be read",
                    at: field.value.lowerBound)
            }
        }
        if draft.timestamp == nil { draft.timestamp = draft.fromLine?.timestamp(bytes) }
    }

    /// Compares the date with the `From ` line, and says where there is none.
    private mutating func judgeDate(_ bytes: UnsafeBufferPointer<UInt8>, headerStart: Int, _ draft: MailDraft) {
        guard let field = header.first(.date) else {
            // What chatconv writes for a message without time tells that in its own field.
            if draft.ownField == nil { note(.missingDate, "the mail has no Date, which is required", at: headerStart) }
            return
        }
        guard MailDate.timestamp(bytes, in: field.value) != nil, let date = draft.timestamp?.secondsInUTC,
            let arrival = draft.fromLine?.timestamp(bytes)?.secondsInUTC
        else { return }
        let days = (date - arrival) / 86_400
        if abs(days) < Self.mostDaysApart { return }
        note(
            .dateMismatch, "the date is \(abs(days)) days \(days > 0 ? "later" : "earlier") than that of the `From ` line",
            at: field.value.lowerBound)
    }

    /// Mails are late by days, seldom by weeks; and a `From ` line does not tell its zone.
    private static let mostDaysApart = 31

    private mutating func takeFields(
        _ bytes: UnsafeBufferPointer<UInt8>, _ record: MailRecord, _ draft: inout MailDraft
    ) {
        names.restart()
        draft.expectFields(header.fields.count)
        for field in header.fields {
            if !draft.takeInTurn(field.kind) || !take(field, bytes, record, &draft) {
                keep(field, bytes, record, &draft)
            }
        }
        if draft.replyTo == nil, let references = draft.references {
            draft.replyTo = identifier(MessageIDs.last(bytes, in: references.value), bytes)
        }
    }

    /// Takes a field that the model has a place for. Returns false when the field is to be kept as it is.
    private mutating func take(
        _ field: HeaderField, _ bytes: UnsafeBufferPointer<UInt8>, _ record: MailRecord, _ draft: inout MailDraft
    ) -> Bool {
        switch field.kind {
        case .from: return !draft.keepsSender
        case .date: return !draft.keepsDate
        case .messageID:
            guard let first = MessageIDs.first(bytes, in: field.value) else { return false }
            draft.id = identifier(first.id, bytes)
            return first.isAll && (draft.id != nil || MessageIDs.meaning(bytes, of: first.id) == nil)
        case .inReplyTo:
            guard let first = MessageIDs.first(bytes, in: field.value) else { return false }
            draft.replyTo = identifier(first.id, bytes)
            return first.isAll && (draft.replyTo != nil || MessageIDs.meaning(bytes, of: first.id) == nil)
        case .references:
            draft.references = field
            return false
        case .subject:
            guard let commonSubject, text(of: field, bytes, record) == commonSubject else { return false }
            return true
        case .ownField:
            draft.ownField = field
            return true
        case .mozillaStatus, .mailStatus:
            draft.isDeleted = draft.isDeleted || Self.marksDeletion(bytes.slice(field.value), in: field.kind)
            return false
        case .mimeVersion, .contentType, .transferEncoding, .disposition, .contentLength: return true
        case .contentID, .contentDescription, .other: return false
        }
    }

    /// Whether a mail program says that its user has deleted the mail, which stays in the mailbox until that is compacted.
    private static func marksDeletion(_ status: UnsafeBufferPointer<UInt8>, in kind: FieldKind) -> Bool {
        if kind == .mailStatus { return status.contains(UInt8(ascii: "D")) }
        // Mozilla's flags are a hexadecimal number, in which 8 is the flag of what is expunged.
        return status.last?.hexadecimalValue.map { $0 & 8 != 0 } ?? false
    }

    /// The part of an identifier that means something, as a text.
    private func identifier(_ range: Range<Int>?, _ bytes: UnsafeBufferPointer<UInt8>) -> Text? {
        guard let range, let meaning = MessageIDs.meaning(bytes, of: range) else { return nil }
        let id = bytes.slice(meaning)
        return CharsetDecoder.isUTF8(id) ? Text(copying: id) : nil
    }

    private mutating func takeSender(
        _ field: HeaderField, _ bytes: UnsafeBufferPointer<UInt8>, _ record: MailRecord, _ draft: inout MailDraft
    ) -> Bool {
        let mailbox = AddressField(bytes, in: field.value)
        var name: Text?
        switch mailbox.name {
        case .none: break
        case .phrase(let range): name = phrase(range, bytes, record, isComment: false)
        case .comment(let range): name = phrase(range, bytes, record, isComment: true)
        }
        var address: Text?
        if let range = mailbox.address {
            draft.address = range
            if !SenderSyntax.isOwn(bytes.slice(range)) {
                address = mailbox.isSpelledOddly
                    ? addressText(range, bytes) : text(in: range, isFolded: field.isFolded, bytes, record)
            }
        }
        // `"" <ada@example.org>` names nobody.
        if let named = name, named.isEmpty, address != nil { name = nil }
        draft.sender = Sender(name: name ?? address, id: address)
        return !mailbox.hasMore
    }

    private mutating func addressText(_ range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Text {
        scratch.removeAll()
        AddressText.append(bytes.slice(range), to: &scratch)
        return decodedText(at: range.lowerBound)
    }

    /// A name in the words of a mailbox.
    private mutating func phrase(
        _ range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>, _ record: MailRecord, isComment: Bool
    ) -> Text? {
        let phrase = bytes.slice(range)
        let isPlain = phrase.allSatisfy { byte in
            byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") && byte != UInt8(ascii: "=") && !byte.isLineEnd
                && byte != MboxSyntax.tab
        }
        if isPlain { return text(in: range, isFolded: false, bytes, record) }
        scratch.removeAll()
        AddressField.appendUnquoted(phrase, to: &scratch)
        return decodedText(at: range.lowerBound)
    }

    /// Keeps a field as an extension. Several of one name become an array.
    private mutating func keep(
        _ field: HeaderField, _ bytes: UnsafeBufferPointer<UInt8>, _ record: MailRecord, _ draft: inout MailDraft
    ) {
        let (name, isFirst) = names.take(bytes.slice(field.name))
        draft.keep(name, isFirst: isFirst, .string(text(of: field, bytes, record)))
    }

    /// Keeps the `From ` line where it says something that the mail's fields do not.
    private mutating func keepFromLine(
        _ bytes: UnsafeBufferPointer<UInt8>, _ record: MailRecord, _ draft: inout MailDraft
    ) {
        guard let line = draft.fromLine else { return }
        scratch.removeAll()
        if let address = draft.address, !bytes.slice(address).contains(where: { $0.isBlank || $0.isLineEnd }) {
            scratch.append(bytes.slice(address))
        } else {
            scratch.appendAddress(of: draft.sender)
        }
        scratch.append(MboxSyntax.space)
        scratch.appendSeparatorDate(draft.timestamp)
        let rest = bytes.slice(line.rest)
        if scratch.withBytes({ $0.hasSameBytes(as: rest) }) { return }
        draft.keep(fromLineName, .string(text(in: line.rest, isFolded: false, bytes, record, isLiteral: true)))
    }

    // MARK: Texts of fields

    mutating func text(
        of field: HeaderField, _ bytes: UnsafeBufferPointer<UInt8>, _ record: MailRecord
    ) -> Text {
        text(in: field.value, isFolded: field.isFolded, bytes, record)
    }

    /// A value as text: in one line, with its encoded words decoded.
    @inline(__always)
    private mutating func text(
        in range: Range<Int>, isFolded: Bool, _ bytes: UnsafeBufferPointer<UInt8>, _ record: MailRecord,
        isLiteral: Bool = false
    ) -> Text {
        if !isFolded, isLiteral || !EncodedWordDecoder.mayHaveWord(bytes.slice(range)), let text = record.bytes.text(range) {
            return text
        }
        if isLiteral { return literalText(bytes.slice(range)) }
        scratch.removeAll()
        // Unfolding takes the line breaks and leaves the blanks (RFC 5322, 2.2.3).
        scratch.appendWithoutLineEnds(bytes.slice(range))
        return decodedText(at: range.lowerBound)
    }

    /// What is in `scratch`, decoded.
    private mutating func decodedText(at offset: Int) -> Text {
        if scratch.withBytes({ EncodedWordDecoder.hasNothing(toDecodeIn: $0) }) { return scratch.withBytes { copies.text($0) } }
        decoded.removeAll()
        var words = EncodedWordDecoder(charsets)
        scratch.withBytes { words.append($0, to: &decoded) }
        note(words.problem, at: offset)
        return decoded.withBytes { copies.text($0) }
    }

    /// A value as text in which nothing is decoded but its bytes.
    mutating func literalText(_ value: UnsafeBufferPointer<UInt8>) -> Text {
        scratch.removeAll()
        scratch.appendWithoutLineEnds(value)
        decoded.removeAll()
        scratch.withBytes { _ = charsets.append($0, from: .undeclared, to: &decoded) }
        return decoded.withBytes { copies.text($0) }
    }
}

/// A part of a mail that is an attachment.
struct AttachedPart {
    /// Where what it holds stands in the mail.
    var body: Range<Int>
    var encoding: TransferEncoding
}

/// Texts that are no part of the input, in memory that they share.
final class TextCopies {
    private var arena = TextArena()

    /// A copy of bytes that are known to be UTF-8.
    func text(_ utf8: UnsafeBufferPointer<UInt8>) -> Text { arena.makeText(copying: utf8) }
}

extension HeaderBlock {
    /// Reads the header of a whole mail.
    mutating func read(_ record: MailRecord) {
        record.bytes.withBytes { read($0, from: $0.endOfFromLine, to: record.bodyEnd) }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Where the header starts of the mail that these bytes are.
    fileprivate var endOfFromLine: Int { starts(with: MboxSyntax.separator) ? line(at: 0, to: count).next : 0 }
}

extension Timestamp {
    /// Seconds since the year 0, in UTC where the offset is told; nil without a date.
    fileprivate var secondsInUTC: Int? { date.map { $0.dayNumber * 86_400 + Int(seconds) - Int(utcOffset ?? 0) } }
}
