import TextScanning
import TranscriptCoding
import TranscriptModel

// Mails in mails. They are attachments, and where a mail has no text of its own they are what it says: a digest (RFC 2046,
// 5.1.5), or a mail that does nothing but forward another (5.2.1). Then their text is shown as mail programs show it, behind
// who wrote it, when, and about what.
extension MailDecoder {
    /// The texts of attached mails.
    mutating func textsOfMails(
        among attachments: [MIMELeaf], _ bytes: UnsafeBufferPointer<UInt8>, _ record: MailRecord
    ) -> [Text] {
        // As attachments they are told whole.
        let told = omissions.count
        defer { omissions.removeSubrange(told...) }
        return attachments.filter { $0.isType("message/rfc822") && $0.encoding == .identity && !$0.isAttachment }
            .map { text(ofMail: $0.body, bytes, record) }.filter { !$0.isEmpty }
    }

    private mutating func text(ofMail range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>, _ record: MailRecord) -> Text {
        var header = HeaderBlock()
        header.read(bytes, from: range.lowerBound, to: range.upperBound)
        var shown = OutputBuffer(capacity: 1024)
        for kind in [FieldKind.from, .date, .subject] {
            guard let field = header.first(kind) else { continue }
            shown.append(bytes.slice(field.name))
            shown.append(": ")
            shown.append(text(of: field, bytes, record))
            shown.append(MboxSyntax.lineFeed)
        }
        let whole = MIMELeaf(header, bytes, types, body: header.end..<max(header.end, range.upperBound))
        for text in texts(of: whole, bytes, record) {
            shown.append(MboxSyntax.lineFeed)
            shown.append(text)
        }
        return shown.withBytes { copies.text($0) }
    }

    /// The texts of a mail in a mail; of one in that, none.
    private mutating func texts(of whole: MIMELeaf, _ bytes: UnsafeBufferPointer<UInt8>, _ record: MailRecord) -> [Text] {
        if whole.isTextAlone { return [text(of: whole, bytes, record)] }
        let tree = MIMETree(of: whole, bytes, types, deepest: deepest)
        return ShownParts(tree, stubs: stubs(in: tree, bytes)).texts.map { text(of: $0, bytes, record) }
    }
}
