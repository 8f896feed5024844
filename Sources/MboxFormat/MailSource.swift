import TranscriptCoding
import TranscriptModel

/// The mail that a message was read from: what the reader left out of it, and where it stands if it can be copied.
final class MailSource: RecordSource {
    let omissions: [Omission]
    /// nil where the mail is not to be copied.
    let copy: MailCopy?
    let attachedFiles: AttachedFiles?

    init(_ omissions: [Omission], copy: MailCopy?, attachedFiles: AttachedFiles? = nil) {
        self.omissions = omissions
        self.copy = copy
        self.attachedFiles = attachedFiles
    }

    func isWrittenWhole(for message: Message) -> Bool { copy?.isOf(message) ?? false }
}

/// A mail in its mailbox, for a writer that copies it.
struct MailCopy: Sendable {
    let file: RecordFile
    /// Where the mail stands, with the blank line behind it.
    let range: Range<Int>
    /// Where its body ends, from the mail's first byte.
    let bodyEnd: Int
    let quoting: MailRecord.Quoting
    /// Whether it has a `From ` line; without one, the input is a single mail.
    let hasSeparator: Bool
    /// Whether fields of its header can be changed without touching the rest.
    let canChange: Bool
    /// What the reader made of it.
    let message: Message

    /// How `message` differs from the one that was read.
    enum Change {
        case none
        /// In its time or its sender, which stand in fields of the header.
        case fields
        /// In more than that.
        case more
    }

    func change(in message: Message) -> Change {
        if message == self.message { return .none }
        var restored = message
        (restored.timestamp, restored.sender) = (self.message.timestamp, self.message.sender)
        return restored == self.message ? .fields : .more
    }

    /// Whether `message` is the one that was read, or can be written by changing some fields of the mail.
    func isOf(_ message: Message) -> Bool {
        switch change(in: message) {
        case .none: hasSeparator || canChange
        case .fields: canChange
        case .more: false
        }
    }
}
