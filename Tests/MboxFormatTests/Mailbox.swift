import MboxFormat
import TestSupport
import TranscriptCoding
import TranscriptModel

/// Mailboxes for tests.
enum Mailbox {
    static let separator = "From ada@example.org Tue Jan 23 09:27:03 2018\n"
    static let sender = "From: Ada <ada@example.org>\n"
    static let date = "Date: Tue, 23 Jan 2018 10:27:03 +0100\n"

    /// A mail with these other fields and this body, both of which end in line ends.
    static func mail(_ fields: String = "", body: String = "x\n") -> String {
        separator + sender + date + fields + "\n" + body + "\n"
    }

    static func read(
        _ text: String, _ options: [OptionAssignment] = [], isLenient: Bool = false
    ) throws(ConversionError) -> (transcript: Transcript, codes: [String]) {
        try read(Array(text.utf8), options, isLenient: isLenient)
    }

    static func read(
        _ bytes: [UInt8], _ options: [OptionAssignment] = [], isLenient: Bool = false
    ) throws(ConversionError) -> (transcript: Transcript, codes: [String]) {
        let recorder = DiagnosticRecorder()
        let format = MboxFormat()
        let input = format.makeInput(MemorySource(bytes), isLenient: isLenient, diagnostics: recorder.log)
        var reader = try format.makeReader(input, options)
        var transcript = Transcript(header: try reader.readHeader())
        var batch: [Message] = []
        while try reader.readMessages(into: &batch) {
            transcript.messages += batch
            batch.removeAll(keepingCapacity: true)
        }
        return (transcript, recorder.diagnostics.map(\.code.id))
    }

    static func bodies(_ text: String, _ options: [OptionAssignment] = []) throws(ConversionError) -> [String?] {
        try read(text, options).transcript.messages.map { $0.body.map { String($0) } }
    }
}

extension Transcript {
    /// The only message, or the first.
    var first: Message { messages.first ?? Message() }
}

extension Message {
    /// The text of an extension.
    func text(_ name: StaticString) -> String? {
        if case .string(let text)? = details.extensions[name] { String(text) } else { nil }
    }
}
