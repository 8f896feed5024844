import TextScanning
import TranscriptModel

// What a page shows of a message: its header line, and what stands under it. The comment adds to that and never says
// otherwise: it is believed only where writing the message that it gives would show the same.

extension MessageRecord {
    /// Whether the record of `message` would show what `shown` was read from.
    ///
    /// Nothing is rendered for that: what a record shows of a message follows from its time, its name and its content.
    func shows(_ message: Message, as shown: Message) -> Bool {
        showsTime(message.timestamp, as: shown.timestamp)
            && Self.isShown(message.sender.name, as: shown.sender.name, isOneLine: true)
            && Self.showsContent(of: message, as: shown)
    }

    private func showsTime(_ timestamp: Timestamp?, as shown: Timestamp?) -> Bool {
        if let timestamp, let shown, let date = timestamp.date, date == shown.date, timestamp.seconds == shown.seconds,
            timestamp.isLeapSecond == shown.isLeapSecond
        {
            // A line has no room for what else the two may differ in.
            return true
        }
        return timestamp == shown || shownTime(timestamp) == shown
    }

    /// What reading the header line of a message with this time gives.
    private func shownTime(_ timestamp: Timestamp?) -> Timestamp? {
        let seconds = Int(timestamp?.seconds ?? 0)
        // The hours have two digits.
        let onClock = seconds / 3600 % 100 * 3600 + seconds % 3600
        guard let date = timestamp?.date ?? pageDate else { return Timestamp(sinceStart: UInt32(truncatingIfNeeded: onClock)) }
        if onClock >= 86_400 { return nil }
        let isLeapSecond = timestamp?.isLeapSecond ?? false
        return isLeapSecond
            ? Timestamp(date: date, seconds: onClock, nanoseconds: 1_000_000_000) : Timestamp(date, secondsOfDay: onClock)
    }

    private static func isShown(_ text: Text?, as shown: Text?, isOneLine: Bool) -> Bool {
        if text == shown { return true }
        guard let text else { return shown?.isEmpty ?? true }
        guard let shown else { return false }
        var visible = OutputBuffer(capacity: text.utf8Count * 2)
        appendVisible(text, isOneLine: isOneLine, to: &visible)
        return visible.withBytes { a in shown.withUTF8 { b in a.hasSameBytes(as: b) } }
    }

    private static func showsContent(of message: Message, as shown: Message) -> Bool {
        if let text = shown.body {
            guard let body = message.body else { return false }
            return isShown(body, as: text, isOneLine: false)
        }
        if message.body != nil { return false }
        let (attachments, shownAttachments) = (message.details.attachments, shown.details.attachments)
        if attachments == shownAttachments { return true }
        // Several attachments, or one that the page's syntax cannot express, are the comment's alone.
        guard shownAttachments.isEmpty else { return false }
        return attachments.count != 1 || !attachments.allSatisfy { AttachmentSyntax.canExpress($0) }
    }
}
