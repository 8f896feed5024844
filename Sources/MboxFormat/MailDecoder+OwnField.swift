import TextScanning
import TranscriptCoding
import TranscriptJSON
import TranscriptModel

// What the field that is ours does to the message of its mail.
extension MailDecoder {
    /// Whether the mail shows what the one that tells of the transcript does; any other is a message.
    mutating func showsTranscript(_ bytes: UnsafeBufferPointer<UInt8>, _ record: MailRecord) -> Bool {
        guard let from = header.first(.from), let address = AddressField(bytes, in: from.value).address,
            TranscriptMail.isAddress(bytes.slice(address)), let subject = header.first(.subject)
        else { return false }
        return text(of: subject, bytes, record) == TranscriptMail.subject
    }

    mutating func apply(
        _ field: HeaderField, _ bytes: UnsafeBufferPointer<UInt8>, _ record: MailRecord, to message: inout Message
    ) {
        let value = bytes.slice(field.value)
        if let time = OwnField.onlyTime(value), message.timestamp?.isInUTC(time.date, time.secondsOfDay) ?? false {
            // In a chat of which no zone is known, that is each field.
            message.timestamp = Timestamp(time.date, secondsOfDay: time.secondsOfDay)
            return
        }
        if value.equals(MboxSyntax.headerMark), !showsTranscript(bytes, record) { return leaveOut(field) }
        var reason = "it is no base64 of UTF-8"
        if let json = OwnField.json(value) {
            do throws(JSONFailure) {
                let told = try notation.message(message, with: json)
                switch judged(told, shown: message, bytes) {
                case .believed: message = told
                case .believedBut(let extensions):
                    message = told
                    message.details.extensions = extensions
                case .contradicting: leaveOut(field)
                }
                return
            } catch {
                reason = error.message
                if error.kind == .limit {
                    note(
                        error.code, "the X-Chatconv field of this mail: \(reason)", at: field.value.lowerBound,
                        isLimit: true)
                    return
                }
            }
        }
        note(
            .invalidOwnField, "this field does not hold what chatconv writes into it: \(reason)",
            at: field.value.lowerBound)
        var details = message.details
        details.extensions[names.name(of: bytes.slice(field.name))] = .string(literalText(value))
        message.details = details
    }

    /// Leaves out a field of ours that contradicts its mail: what the mail shows is the message.
    private mutating func leaveOut(_ field: HeaderField) {
        omit(.contradictingNotes, field.name.lowerBound..<field.value.upperBound)
        note(
            .contradictingOwnField, "this field says other than the mail shows, so it was left out",
            at: field.value.lowerBound)
    }
}
