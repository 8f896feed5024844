import TextScanning
import TranscriptCoding
import TranscriptJSON
import TranscriptModel

/// The mail that holds what a transcript says of itself, as IMAP servers keep what they know of a mailbox in its first.
enum TranscriptMail {
    static let subject: StaticString =
        "DON'T DELETE THIS MESSAGE -- CHATCONV KEEPS THE TRANSCRIPT'S OWN DATA HERE"
    private static let sender: StaticString = "transcript"
    private static let name: StaticString = "chatconv"
    private static let idDomain: StaticString = "@transcript.chatconv.invalid"

    static func append(_ header: TranscriptHeader, to output: inout OutputBuffer) {
        var json = OutputBuffer(capacity: 4096)
        json.append("{\"chatconv\":1,")
        json.appendJSONMembers(header)
        json.truncate(to: json.count - 1)
        json.append(json.count == "{\"chatconv\":".utf8.count ? "1}" : "}")
        output.append(MboxSyntax.separator)
        appendAddress(to: &output)
        output.append(MboxSyntax.space)
        output.appendSeparatorDate(nil)
        output.append("\nFrom: ")
        output.append(name)
        output.append(" <")
        appendAddress(to: &output)
        output.append(">\nDate: ")
        output.appendMailDate(nil)
        output.append("\nMessage-ID: <")
        var fingerprint = Fingerprint()
        json.withBytes { fingerprint.add($0) }
        output.append(fingerprint)
        output.append(idDomain)
        output.append(">\nSubject: ")
        output.append(subject)
        output.append("\n")
        output.append(MboxSyntax.ownField)
        output.append(": ")
        output.append(MboxSyntax.headerMark)
        output.append("\n")
        json.withBytes { MailBody.append($0, mediaType: "application/json", to: &output) }
    }

    /// Whether an address is the one that the mail is from.
    static func isAddress(_ address: UnsafeBufferPointer<UInt8>) -> Bool {
        address.starts(with: sender) && address.slice(sender.utf8CodeUnitCount..<address.count).equals(MboxSyntax.ownDomain)
    }

    // MARK: What others wrote into it

    /// What stands in the mail's header and is not chatconv's: programs add fields to mails, and people edit them.
    static func othersWords(_ header: HeaderBlock, _ whole: MIMELeaf, _ bytes: UnsafeBufferPointer<UInt8>) -> [OmittedPart] {
        var known = FieldKinds()
        let fields = header.fields.filter { field in
            !field.kind.isAboutForm && !(known.insert(field.kind) && isOwn(field, bytes))
        }
        return (fields + whole.unused).map { OmittedPart(.transcriptMailFields, $0.range) }
            + header.strayLines.map { OmittedPart(.strayHeaderLines, $0) }
    }

    /// Whether a field says what chatconv writes into it, in whatever form.
    private static func isOwn(_ field: HeaderField, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        switch field.kind {
        case .from:
            let mailbox = AddressField(bytes, in: field.value)
            guard case .phrase(let phrase) = mailbox.name, let address = mailbox.address, !mailbox.hasMore else { return false }
            return bytes.slice(phrase).equals(name) && isAddress(bytes.slice(address))
        case .date:
            guard let date = MailDate.reading(bytes, in: field.value) else { return false }
            return date.timestamp == Timestamp("1970-01-01T00:00:00Z") && !date.saysMore
                && !bytes.slice(field.value).contains(UInt8(ascii: "("))
        case .messageID:
            guard let id = MessageIDs.first(bytes, in: field.value), id.isAll else { return false }
            return isIdentifier(bytes.slice(id.id))
        // What these two say makes the mail the transcript's.
        case .subject, .ownField: return true
        default: return false
        }
    }

    /// Whether it is a fingerprint at the domain of these mails.
    private static func isIdentifier(_ id: UnsafeBufferPointer<UInt8>) -> Bool {
        let count = id.count - idDomain.utf8CodeUnitCount
        return count == 16 && id.starts(with: idDomain, at: count)
            && id.slice(0..<count).allSatisfy { $0.hexadecimalValue != nil }
    }

    private static func appendAddress(to output: inout OutputBuffer) {
        output.append(sender)
        output.append(MboxSyntax.ownDomain)
    }
}
