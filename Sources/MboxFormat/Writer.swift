import TextScanning
import TranscriptCoding
import TranscriptModel

/// Writes a mailbox, mboxrd by form. Its first mail says what the transcript says of itself, and is written where there
/// is anything to say, or no message.
struct MboxWriter: TranscriptWriter {
    private let mails = MailWriter()
    private var header = TranscriptHeader()
    private var isHeaderDue = true

    mutating func begin(_ header: TranscriptHeader, into output: inout OutputBuffer) {
        self.header = header
        mails.begin(header)
        if header == TranscriptHeader() { return }
        isHeaderDue = false
        TranscriptMail.append(header, to: &output)
    }

    mutating func write(_ messages: [Message], into output: inout OutputBuffer) {
        for index in messages.indices { mails.append(messages[index], to: &output) }
        if !messages.isEmpty { isHeaderDue = false }
    }

    mutating func finish(into output: inout OutputBuffer) {
        if isHeaderDue { TranscriptMail.append(header, to: &output) }
    }
}
