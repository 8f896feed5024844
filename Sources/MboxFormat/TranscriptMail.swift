import TextScanning
import TranscriptCoding
import TranscriptJSON
import TranscriptModel

/// The mail that holds what a transcript says of itself, as IMAP servers keep what they know of a mailbox in its first.
enum TranscriptMail {
    static let subject: StaticString =
        "DON'T DELETE THIS MESSAGE -- CHATCONV KEEPS THE TRANSCRIPT'S OWN DATA HERE"
    private static let sender: StaticString = "transcript"

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
        output.append("\nFrom: chatconv <")
        appendAddress(to: &output)
        output.append(">\nDate: ")
        output.appendMailDate(nil)
        output.append("\nMessage-ID: <")
        var fingerprint = Fingerprint()
        json.withBytes { fingerprint.add($0) }
        output.append(fingerprint)
        output.append("@transcript.chatconv.invalid>\nSubject: ")
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

    private static func appendAddress(to output: inout OutputBuffer) {
        output.append(sender)
        output.append(MboxSyntax.ownDomain)
    }
}
