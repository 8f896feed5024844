import TextScanning
import TranscriptCoding
import TranscriptModel

/// Writes a mailbox, mboxrd by form, and copies mails that were read from one and not changed. Its first mail says what the transcript says of itself, and is written where there
/// is anything to say, or no message.
struct MboxWriter: TranscriptWriter {
    private let mails = MailWriter()
    private var copier = MailCopier()
    private var header = TranscriptHeader()
    private var isHeaderDue = true

    mutating func begin(_ header: TranscriptHeader, into output: inout OutputBuffer) {
        self.header = header
        mails.begin(header)
        if header == TranscriptHeader() { return }
        isHeaderDue = false
        TranscriptMail.append(header, to: &output)
    }

    mutating func write(_ messages: [Message], into output: inout OutputBuffer) throws(ConversionError) {
        try write(messages, into: &output) { _ in }
    }

    mutating func write(
        _ messages: [Message], into output: inout OutputBuffer, passingOn passOn: (inout OutputBuffer) throws(ConversionError) -> Void
    ) throws(ConversionError) {
        for index in messages.indices { try write(messages[index], into: &output, passOn) }
        if !messages.isEmpty { isHeaderDue = false }
    }

    private mutating func write(
        _ message: Message, into output: inout OutputBuffer, _ passOn: (inout OutputBuffer) throws(ConversionError) -> Void
    ) throws(ConversionError) {
        if let copy = (message.source as? MailSource)?.copy {
            if copy.hasSeparator, case .none = copy.change(in: message) { return try copier.append(copy, to: &output, passingOn: passOn) }
            if copy.isOf(message) {
                return try mails.withChangedMail(copy, for: message) { copier.append($0, of: copy, to: &output) }
            }
        }
        copier.separate(&output)
        mails.append(message, to: &output)
    }

    mutating func finish(into output: inout OutputBuffer) {
        if isHeaderDue { TranscriptMail.append(header, to: &output) }
    }
}
