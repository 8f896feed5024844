import TextScanning
import TranscriptCoding

/// The checks that apply to the messages of every format: one look at each message, and a closer one by the checks whose
/// marks its texts bear.
struct GeneralChecks {
    /// Whether U+FFFD in a text says anything about the input.
    var judgesReplacements = true
    private var order = TimeOrder()
    private var duplicates = DuplicateMessages()
    private var names = NameChecks()

    mutating func check(_ batch: [Message], _ findings: Findings) {
        findings.withBytesInMemory { bytes in
            var search = MarkSearch(in: bytes)
            // By pointer, so that no message is copied with its texts only to be looked at.
            batch.withUnsafeBufferPointer { messages in
                guard let base = messages.baseAddress else { return }
                for index in messages.indices {
                    duplicates.check(index, of: messages, findings)
                    check(base + index, at: index, &search, findings)
                }
            }
        }
        duplicates.endBatch(batch, findings)
    }

    @inline(__always)
    private mutating func check(
        _ message: UnsafePointer<Message>, at index: Int, _ search: inout MarkSearch, _ findings: Findings
    ) {
        if let timestamp = message.pointee.timestamp { order.check(timestamp, at: index, findings) }
        if let name = message.pointee.sender.name {
            names.check(name, &search, judgesReplacements: judgesReplacements, ofMessage: index, findings)
        }
        // The texts themselves are taken only where there is something to be looked at: that takes a reference.
        let marks = message.pointee.body?.withUTF8 { search.marks(in: $0) } ?? []
        if !marks.isEmpty, let body = message.pointee.body { check(body, marks, ofMessage: index, findings) }
        if !message.pointee.isPlainButForEnd {
            for attachment in message.pointee.details.attachments {
                ImagesWithoutTarget.check(attachment, ofMessage: index, findings)
                if let title = attachment.title { check(title, ofMessage: index, findings) }
            }
        }
    }

    private func check(_ text: Text, ofMessage index: Int, _ findings: Findings) {
        let marks = text.withUTF8 { TextMarks(in: $0) }
        if !marks.isEmpty { check(text, marks, ofMessage: index, findings) }
    }

    private func check(_ text: Text, _ marks: TextMarks, ofMessage index: Int, _ findings: Findings) {
        if marks.contains(.ampersand) { EscapedEntities.check(text, ofMessage: index, findings) }
        if marks.contains(.questionMarks) { LostEmoji.check(text, isName: false, ofMessage: index, findings) }
        if marks.contains(.replacement), judgesReplacements {
            ReplacementCharacters.check(text, ofMessage: index, findings)
        }
    }

    /// Everything that these checks and validation itself can report.
    static let codes: [DiagnosticCode] = [
        .emptyInput, .invalidUTF8, .undecodable, .unknownEncoding, .nulByte, .mixedLineEnds, .trailingJunk,
        .recordTooLong, .nestedTooDeep, .timesRunBackwards, .duplicateMessage, .emptyName, .imageWithoutTarget,
        .escapedTwice, .lostEmoji, .replacementCharacter,
    ]
}

extension DiagnosticCode {
    /// What can be found in an input of any format.
    public static var ofAllFormats: [DiagnosticCode] { GeneralChecks.codes }
}
