import TextScanning
import TranscriptCoding
import TranscriptJSON
import TranscriptModel

// Anybody can send a mail with the field that is ours, and anybody can edit the mail around it. So the field adds to what
// the mail shows and never says otherwise: it is believed only where the mail of the message that it gives would show the
// same sender, time, identifiers and text. What is compared is what is read, not bytes: mail programs fold fields anew,
// change transfer encodings, and add fields of their own on a mail's way.

/// What of a mail's identifiers does not reach the message: addresses and identifiers that were made up for what mail
/// cannot hold. They show whom and what a mail means without saying it.
struct MailMarks: Equatable {
    var address: Text?
    var id: Text?
    var replyTo: Text?
}

/// What is thought of a message that a mail's own field gives.
enum OwnFieldJudgement {
    case believed
    /// It is believed, with these extensions.
    case believedBut(Members)
    case contradicting
}

extension MailDecoder {
    /// Judges `told`, which the own field of a mail gives that shows `shown`. The mail's header is the one that was read last.
    mutating func judged(_ told: Message, shown: Message, _ bytes: UnsafeBufferPointer<UInt8>) -> OwnFieldJudgement {
        // To ask a message for its details is to copy them.
        let (new, old) = (told.details, shown.isPlain ? nil : shown.details)
        let changed = MessageMembers(showing: told, new, otherThan: shown, old)
        if changed.isEmpty { return .believed }
        if changed.contains(.attachments), let old, !old.attachments.isEmpty { return .contradicting }
        if isKnownToShow(told, new, as: shown, old, changed, bytes) { return .believed }
        return compared(told, shown, changed, bytes)
    }

    /// Whether the mail of `told` is known to show `shown` without being written: the case of nearly all fields of ours.
    private mutating func isKnownToShow(
        _ told: Message, _ new: MessageDetails, as shown: Message, _ old: MessageDetails?, _ changed: MessageMembers,
        _ bytes: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        if changed.contains(.timestamp), !showsTime(told.timestamp, as: shown.timestamp) { return false }
        if changed.contains(.sender), told.sender.name != shown.sender.name || !showsAddress(of: told.sender, bytes) {
            return false
        }
        if changed.contains(.id), !showsID(new.id, in: .messageID, bytes) { return false }
        if changed.contains(.replyTo), !showsID(new.replyTo, in: .inReplyTo, bytes) { return false }
        if told.body == nil {
            if !changed.isDisjoint(with: [.body, .event, .attachments]), MailWriter.shownText(of: told) != shown.body {
                return false
            }
        } else if changed.contains(.body) {
            return false
        }
        return !changed.contains(.extensions) || old?.extensions.isEmpty ?? true && new.extensions.areForeignToMail
    }

    private mutating func showsTime(_ timestamp: Timestamp?, as shown: Timestamp?) -> Bool {
        guard let shown else { return false }
        if let timestamp, timestamp.isFiner(than: shown) { return true }
        scratch.removeAll()
        scratch.appendMailDate(timestamp)
        return scratch.withBytes { MailDate.timestamp($0, in: 0..<$0.count) } == shown
    }

    private mutating func showsAddress(of sender: Sender, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let field = header.first(.from), let address = AddressField(bytes, in: field.value).address else {
            return false
        }
        scratch.removeAll()
        scratch.appendAddress(of: sender)
        return scratch.withBytes { $0.hasSameBytes(as: bytes.slice(address)) }
    }

    private mutating func showsID(_ id: Text?, in kind: FieldKind, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let id, let field = header.first(kind), let shown = MessageIDs.first(bytes, in: field.value)?.id else {
            return false
        }
        scratch.removeAll()
        MessageIDs.append(id, to: &scratch)
        return scratch.withBytes { $0.slice(1..<$0.count - 1).hasSameBytes(as: bytes.slice(shown)) }
    }

    // MARK: By writing

    /// The same as `judged`, found out by writing the mail of `told` and reading it.
    ///
    /// A member that the field leaves as the mail shows it need not survive writing: others write mail in other ways. Then
    /// it is enough that the field does not change what would be written.
    private mutating func compared(
        _ told: Message, _ shown: Message, _ changed: MessageMembers, _ bytes: UnsafeBufferPointer<UInt8>
    ) -> OwnFieldJudgement {
        let standing = Showing(message: shown, marks: marks(bytes))
        let (written, base) = (showing(told), showing(shown))
        func agree<Part: Equatable>(_ members: MessageMembers, _ part: (Showing) -> Part) -> Bool {
            part(written) == part(standing) || changed.isDisjoint(with: members) && part(written) == part(base)
        }
        guard agree(.timestamp, { $0.message.timestamp }),
            agree(.sender, { $0.message.sender }), agree(.sender, { $0.marks.address }),
            agree(.id, { $0.message.details.id }), agree(.id, { $0.marks.id }),
            agree(.replyTo, { $0.message.details.replyTo }), agree(.replyTo, { $0.marks.replyTo }),
            agree([.body, .event, .attachments, .sender], { $0.message.body })
        else { return .contradicting }
        if !changed.contains(.extensions) { return .believed }
        return Self.extensions(of: told, shown, written.message).map { .believedBut($0) } ?? .contradicting
    }

    /// The extensions of a message of whose mail `shown` is read, where the field has those of `told`, and the mail of these
    /// reads as `written`; nil where the field tells of fields that the mail has not.
    ///
    /// A mail's fields are its own. What programs on its way added stays, and what they changed stays changed; the subject
    /// alone is not theirs.
    private static func extensions(of told: Message, _ shown: Message, _ written: Message) -> Members? {
        let (told, shown, written) = (told.details.extensions, shown.details.extensions, written.details.extensions)
        var members: [Members.Member] = []
        for entry in told {
            let (standing, own) = (shown[entry.name], written[entry.name])
            if standing == own {
                members.append(entry)
            } else if entry.name == MboxSyntax.fromLineExtension {
                // The line is the mailbox's, and whoever puts a mail into a mailbox writes another.
                if let standing { members.append(Members.Member(name: entry.name, value: standing)) }
            } else if let standing, !(entry.name == MboxSyntax.subjectExtension) {
                members.append(Members.Member(name: entry.name, value: standing))
            } else {
                return nil
            }
        }
        for entry in shown where told[entry.name] == nil && written[entry.name] != entry.value { members.append(entry) }
        return Members(members)
    }

    /// A mail as it is read without its own field.
    struct Showing {
        var message: Message
        var marks: MailMarks
    }

    private mutating func showing(_ message: Message) -> Showing {
        let writer = judge ?? MailWriter(subject: commonSubject)
        judge = writer
        return writer.showing(message)
    }

    /// The marks of the mail whose header was read last.
    func marks(_ bytes: UnsafeBufferPointer<UInt8>) -> MailMarks {
        func mark(_ range: Range<Int>?) -> Text? { range.map { Text(copying: bytes.slice($0)) } }
        func id(_ kind: FieldKind) -> Range<Int>? { header.first(kind).flatMap { MessageIDs.first(bytes, in: $0.value)?.id } }
        let address = header.first(.from).flatMap { AddressField(bytes, in: $0.value).address }
        // A message without identifier gets one that counts the mails before it.
        let own = id(.messageID).flatMap { MessageIDs.isOrdinal(bytes, $0) ? nil : $0 }
        return MailMarks(address: mark(address), id: mark(own), replyTo: mark(id(.inReplyTo)))
    }
}

extension MessageMembers {
    /// The members in which two messages differ.
    init(differing message: Message, from other: Message) {
        let (new, old) = (message.details, other.details)
        self.init(showing: message, new, otherThan: other, old)
        if old.end != new.end { insert(.end) }
        if old.quote != new.quote { insert(.quote) }
        if old.forwardedFrom != new.forwardedFrom { insert(.forwardedFrom) }
        if old.reactions != new.reactions { insert(.reactions) }
        if old.edited != new.edited { insert(.edited) }
        if old.revisions != new.revisions { insert(.revisions) }
        if old.isDeleted != new.isDeleted { insert(.deleted) }
        if old.generatedBy != new.generatedBy { insert(.generatedBy) }
    }

    /// The members in which two messages, of which these are the details, differ, of those that a mail shows in fields and
    /// text.
    fileprivate init(
        showing message: Message, _ new: MessageDetails, otherThan other: Message, _ old: MessageDetails?
    ) {
        self = []
        if other.timestamp != message.timestamp { insert(.timestamp) }
        if other.sender != message.sender { insert(.sender) }
        if other.body != message.body { insert(.body) }
        guard let old else {
            if new.id != nil { insert(.id) }
            if new.event != nil { insert(.event) }
            if !new.attachments.isEmpty { insert(.attachments) }
            if new.replyTo != nil { insert(.replyTo) }
            if !new.extensions.isEmpty { insert(.extensions) }
            return
        }
        if old.id != new.id { insert(.id) }
        if old.event != new.event { insert(.event) }
        if old.attachments != new.attachments { insert(.attachments) }
        if old.replyTo != new.replyTo { insert(.replyTo) }
        if old.extensions != new.extensions { insert(.extensions) }
    }
}

extension Timestamp {
    /// Whether a mail tells the time as this second of this day, in UTC.
    func isInUTC(_ date: CalendarDate, _ secondsOfDay: Int) -> Bool {
        isOnlySecond && self.date == date && Int(seconds) == secondsOfDay && utcOffset == 0
    }

    /// Whether a mail that tells the time tells it as `shown`: where that leaves out a fraction or a zone, and no more.
    fileprivate func isFiner(than shown: Timestamp) -> Bool {
        shown.isOnlySecond && date != nil && date == shown.date && seconds == shown.seconds && precision != .minute
            && !isLeapSecond && shown.utcOffset == utcOffset ?? 0 && (utcOffset ?? 0) % 60 == 0
    }

    /// Whether nothing finer than a second is told, no leap second, and no zone by name.
    private var isOnlySecond: Bool { precision == .second && !isLeapSecond && zone == nil }
}

extension Members {
    /// Whether none is called like a field of mail, or like the line before it.
    fileprivate var areForeignToMail: Bool {
        allSatisfy { !$0.name.withUTF8 { $0.starts(with: MboxSyntax.extensionPrefix) } }
    }
}
