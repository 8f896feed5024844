import TextScanning
import TranscriptCoding
import TranscriptJSON
import TranscriptModel

/// Writes messages as mails.
///
/// A mail is written with all that mail can say; then it is read, and what the message has otherwise goes into the
/// mail's own field. So nothing depends on the writer knowing what the reader makes of a mail. Only of a plain chat
/// line is it known in advance.
final class MailWriter {
    private var decoder: MailDecoder
    private var subject: Text?
    /// The field `Subject:` that all messages without one get.
    private var subjectField = OutputBuffer(capacity: 256)
    /// What the identifiers of this transcript's mails have in common.
    private var origin = Fingerprint()
    private var ordinal = 0
    private var mail = OutputBuffer(capacity: 4096)
    private var json = OutputBuffer(capacity: 4096)

    init() {
        decoder = MailDecoder(
            limits: Limits(depth: 1024), isLenient: false, options: MboxReaderOptions())
    }

    /// A writer of the mails of a transcript of which only its subject is known, for `showing`.
    convenience init(subject: Text?) {
        self.init()
        take(subject)
    }

    func begin(_ header: TranscriptHeader) {
        json.removeAll()
        json.appendJSON(header)
        json.withBytes { origin.add($0) }
        take(header.commonSubject)
    }

    private func take(_ subject: Text?) {
        self.subject = subject
        decoder.commonSubject = subject
        if let subject { HeaderSyntax.append("Subject", subject, to: &subjectField) }
    }

    /// Appends the mail of a message, with the blank line after it.
    func append(_ message: Message, to output: inout OutputBuffer) {
        ordinal += 1
        if message.isPlain, isPlainMail(message) {
            appendFields(of: message, to: &output)
            if let timestamp = message.timestamp { OwnField.append(timestamp, to: &output) }
            return appendBody(message.body, to: &output)
        }
        let body = Self.shownText(of: message)
        mail.removeAll()
        appendFields(of: message, to: &mail)
        let fieldsEnd = mail.count
        appendBody(body, to: &mail)
        let members = mail.withBytes { difference(of: message, fromMail: $0) }
        mail.withBytes { output.append($0.slice(0..<fieldsEnd)) }
        if !members.isEmpty {
            json.removeAll()
            json.appendJSON(message, members: members, absent: .null)
            json.withBytes { OwnField.append($0, to: &output) }
        }
        mail.withBytes { output.append($0.slice(fieldsEnd..<$0.count)) }
    }

    /// Calls `body` with a mail that was read before and has another time or sender now, or lacked its `From ` line: all
    /// else in it stays as it is.
    func withChangedMail(
        _ copy: MailCopy, for message: Message, _ body: (borrowing OutputBuffer) -> Void
    ) throws(ConversionError) {
        json.removeAll()
        try copy.file.append(copy.range, to: &json)
        let edit = json.withBytes { MailEdit($0, of: copy) }
        ordinal += 1
        mail.removeAll()
        json.withBytes { edit.appendHeader($0, of: message, copy, self, to: &mail) }
        let fieldsEnd = mail.count
        json.withBytes { edit.appendBody($0, copy, to: &mail) }
        let bodyEnd = mail.count - (json.count - copy.bodyEnd)
        let members = mail.withBytes { difference(of: message, fromMail: $0, bodyEnd: bodyEnd, edit.quoting(copy)) }
        if members.isEmpty { return body(mail) }
        var whole = OutputBuffer(capacity: mail.count + 256)
        mail.withBytes { whole.append($0.slice(0..<fieldsEnd)) }
        json.removeAll()
        json.appendJSON(message, members: members, absent: .null)
        json.withBytes { OwnField.append($0, to: &whole) }
        mail.withBytes { whole.append($0.slice(fieldsEnd..<$0.count)) }
        body(whole)
    }

    /// Whether a mail is known to say all of a message that has only a time, a sender and a body, but for the zone that the time
    /// has not.
    private func isPlainMail(_ message: Message) -> Bool {
        guard message.body != nil, message.sender.id == nil, let name = message.sender.name, !name.isEmpty,
            let timestamp = message.timestamp, timestamp.date != nil, timestamp.precision == .second,
            timestamp.utcOffset == nil, timestamp.zone == nil, !timestamp.isLeapSecond
        else { return false }
        return name.withUTF8 { $0.allSatisfy { $0 > 0x20 && $0 != 0x7F || $0 == 0x20 } }
            && name.withUTF8 { $0.first != 0x20 && $0.last != 0x20 }
    }

    private func appendBody(_ body: Text?, to output: inout OutputBuffer) {
        if let body { body.withUTF8 { MailBody.append($0, to: &output) } } else { MailBody.append(nil, to: &output) }
    }

    // MARK: The header

    private func appendFields(of message: Message, to output: inout OutputBuffer) {
        let details = message.details
        appendFromLine(message, details, to: &output)
        appendSender(message.sender, to: &output)
        output.append("Date: ")
        output.appendMailDate(message.timestamp)
        output.append("\nMessage-ID: ")
        if let id = details.id {
            MessageIDs.append(id, to: &output)
        } else {
            MessageIDs.append(ordinal: ordinal, of: fingerprint(message), to: &output)
        }
        output.append("\n")
        if let replyTo = details.replyTo {
            output.append("In-Reply-To: ")
            MessageIDs.append(replyTo, to: &output)
            output.append("\n")
        }
        if details.extensions["mbox:Subject"] == nil { subjectField.withBytes { output.append($0) } }
        var room = HeaderSyntax.mostFields
        for entry in details.extensions { HeaderSyntax.append(entry, atMost: &room, to: &output) }
    }

    func appendFromLine(_ message: Message, _ details: MessageDetails, to output: inout OutputBuffer) {
        output.append(MboxSyntax.separator)
        if case .string(let line)? = details.extensions[MboxSyntax.fromLineExtension], HeaderSyntax.isFromLine(line) {
            output.append(line)
        } else {
            output.appendAddress(of: message.sender)
            output.append(MboxSyntax.space)
            output.appendSeparatorDate(message.timestamp)
        }
        output.append(MboxSyntax.lineFeed)
    }

    func appendSender(_ sender: Sender, to output: inout OutputBuffer) {
        output.append("From: ")
        let isAddress = sender.id?.withUTF8 { SenderSyntax.isAddress($0) } ?? false
        if let name = sender.name, !(isAddress && name == sender.id) {
            output.appendDisplayName(name)
            output.append("<")
            output.appendAddress(of: sender)
            output.append(">\n")
        } else {
            output.appendAddress(of: sender)
            output.append("\n")
        }
    }

    private func fingerprint(_ message: Message) -> Fingerprint {
        var fingerprint = origin
        message.sender.name?.withUTF8 { fingerprint.add($0) }
        message.body?.withUTF8 { fingerprint.add($0) }
        return fingerprint
    }

    // MARK: What is shown

    /// The text of the mail: the message's own, or what stands for one in mail programs.
    static func shownText(of message: Message) -> Text? {
        if let body = message.body { return body }
        let details = message.details
        var output = OutputBuffer(capacity: 256)
        if let event = details.event {
            output.append("* ")
            if let actor = event.actor.name ?? message.sender.name {
                output.append(actor)
                output.append(" ")
            }
            output.append(event.action)
        }
        // As in Markdown, which is what people write of links and pictures where they can write text alone.
        for attachment in details.attachments
        where attachment.url != nil || attachment.path != nil || attachment.title != nil {
            if !output.isEmpty { output.append(MboxSyntax.lineFeed) }
            output.append(attachment.kind == .image ? "![" : "[")
            if let title = attachment.title { output.append(title) }
            output.append("](")
            if let target = attachment.url ?? attachment.path { output.append(target) }
            output.append(")")
        }
        return output.isEmpty ? nil : output.withBytes { Text(copying: $0) }
    }

    // MARK: What mail cannot say

    /// The members of `message` that reading the mail gives otherwise.
    private func difference(
        of message: Message, fromMail bytes: UnsafeBufferPointer<UInt8>, bodyEnd: Int? = nil,
        _ quoting: MailRecord.Quoting = .any
    ) -> MessageMembers {
        MessageMembers(differing: message, from: read(bytes, bodyEnd: bodyEnd, quoting))
    }

    private func read(
        _ bytes: UnsafeBufferPointer<UInt8>, bodyEnd: Int? = nil, _ quoting: MailRecord.Quoting = .any
    ) -> Message {
        decoder.message(
            MailRecord(bytes: ByteSlice(copying: bytes), bodyEnd: bodyEnd ?? bytes.count - 1, quoting: quoting))
    }

    /// What the mail of `message` shows, whatever its own field would add.
    func showing(_ message: Message) -> MailDecoder.Showing {
        mail.removeAll()
        appendFields(of: message, to: &mail)
        appendBody(Self.shownText(of: message), to: &mail)
        return mail.withBytes { bytes in
            let message = read(bytes)
            return MailDecoder.Showing(message: message, marks: decoder.marks(bytes))
        }
    }
}

/// How extensions that came from header fields are written as fields again.
enum HeaderSyntax {
    /// More fields of extensions are not written, so that a mail stays one that is read. Real mails have some dozens.
    static let mostFields = 1000

    /// Appends an extension as a field, or several where its value is an array; nothing where it is no field, or where
    /// it would take more than `room` fields, of which it takes its share.
    static func append(_ entry: Members.Member, atMost room: inout Int, to output: inout OutputBuffer) {
        guard let name = fieldName(entry.name) else { return }
        switch entry.value {
        case .string(let text) where room > 0:
            append(name, text, to: &output)
            room -= 1
        case .array(let values) where room >= values.count:
            for case .string(let text) in values { append(name, text, to: &output) }
            room -= values.count
        default: break
        }
    }

    static func append(_ name: Text, _ value: Text, to output: inout OutputBuffer) {
        output.append(name)
        output.append(":")
        value.withUTF8 { value in
            if value.isEmpty { return }
            output.append(MboxSyntax.space)
            if isLegible(value) {
                appendFolded(value, column: name.utf8Count + 2, to: &output)
            } else {
                if name.utf8Count > 20 { output.append("\n ") }
                output.appendEncodedWords(value)
            }
        }
        output.append(MboxSyntax.lineFeed)
    }

    /// The name of the field that an extension holds; nil for other extensions, and for fields that the writer writes.
    private static func fieldName(_ name: Text) -> Text? {
        let prefix = MboxSyntax.extensionPrefix.utf8CodeUnitCount
        guard name.withUTF8({ $0.starts(with: MboxSyntax.extensionPrefix) }),
            let field = name.slice(prefix..<name.utf8Count)
        else { return nil }
        return field.withUTF8 { bytes in
            guard (1...100).contains(bytes.count), bytes.allSatisfy({ $0.isInFieldName }) else { return false }
            let kind = FieldKind(bytes)
            return !kind.isAboutForm && kind != .ownField
        } ? field : nil
    }

    /// Printable ASCII that is nothing else, and whose words each fit a line.
    private static func isLegible(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        guard value.first != MboxSyntax.space, value.last != MboxSyntax.space,
            value.firstIndex(of: "=?", from: 0) == nil
        else {
            return false
        }
        var word = 0
        for byte in value {
            guard byte >= 0x20, byte < 0x7F else { return false }
            word = byte == MboxSyntax.space ? 0 : word + 1
            if word > 800 { return false }
        }
        return true
    }

    /// Appends a value in lines: a line is broken before a blank, which unfolding leaves.
    private static func appendFolded(_ value: UnsafeBufferPointer<UInt8>, column: Int, to output: inout OutputBuffer) {
        var column = column
        var start = 0
        while start < value.count {
            var end = start + 1
            while end < value.count, !(value[end] == MboxSyntax.space && value[end - 1] != MboxSyntax.space) {
                end += 1
            }
            if start > 0, column + end - start > MboxSyntax.preferredLine {
                output.append(MboxSyntax.lineFeed)
                column = 0
            }
            output.append(value.slice(start..<end))
            column += end - start
            start = end
        }
    }

    /// Whether a text can be what follows `From ` in a line that separates mails.
    static func isFromLine(_ text: Text) -> Bool {
        text.withUTF8 { bytes in
            guard bytes.count < FromLine.longest, bytes.allSatisfy({ $0 >= 0x20 }) else { return false }
            var line = OutputBuffer(capacity: 1024)
            line.append(MboxSyntax.separator)
            line.append(bytes)
            return line.withBytes { FromLine($0, in: 0..<$0.count)?.timestamp($0) != nil }
        }
    }
}
