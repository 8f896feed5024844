import TranscriptCoding
import TranscriptJSON
import TranscriptModel

// Whose JSON it is. Ours says so with "chatconv". What does not is somebody else's, unless its first message is one of
// the notation, and for a document somebody says besides that it is ours (`InputBuffer.formatIsGiven`): any program has
// objects with messages.

extension JSONOutline {
    /// Whether this is a message of the notation: it has a sender, a text, an event or an attachment of the notation's shape,
    /// or a time, and then nothing that the notation does not know. For a time and unknown members is what any log has.
    var isMessageOfOurs: Bool {
        guard case .object(let members) = self else { return false }
        if case .text? = self["body"] { return true }
        if case .text? = self["event"]?["action"] { return true }
        if self["sender"]?.isSenderOfOurs ?? false { return true }
        if case .array(let attachments)? = self["attachments"], attachments.contains(where: \.isAttachmentOfOurs) { return true }
        guard case .text(let time)? = self["timestamp"], Timestamp(Text(time)) != nil else { return false }
        return members.allSatisfy { isNameOfMessageMember($0.name) }
    }

    private var isSenderOfOurs: Bool {
        ["name", "id"].contains { if case .text? = self[$0] { true } else { false } }
    }

    private var isAttachmentOfOurs: Bool {
        guard case .text(let type)? = self["type"] else { return false }
        return Attachment.Kind(rawValue: Text(type)) != nil
    }
}

extension Diagnostic {
    /// What is said of JSON that another program wrote.
    static func foreign(_ kind: ForeignJSON, at place: SourceLocation = .start) -> Diagnostic {
        Diagnostic(
            .error, .jsonForeign, "this is \(kind.name), and no transcript of chatconv's",
            help: "`chatconv formats` lists what is read; a program can read more (docs/plugins.md)", at: place)
    }

    /// What is said of a document with `messages` that does not say that it is ours.
    ///
    /// - Parameter isLikeOurs: whether its first message is one of the notation.
    static func undeclared(isLikeOurs: Bool, at place: SourceLocation = .start) -> Diagnostic {
        let what = isLikeOurs
            ? "the document does not say that it is a transcript of chatconv's: it has no \"chatconv\""
            : "this is JSON with \"messages\" that are not chatconv's: the first has no sender, body, event or timestamp of the notation"
        let help = isLikeOurs
            ? "put \"chatconv\": \(notationVersion) first, or say that it is one with -f json"
            : "`chatconv schema json` prints what a transcript looks like"
        return Diagnostic(.error, .jsonForeign, what, help: help, at: place)
    }

    /// What is said of JSON that has nothing of a transcript.
    static func notATranscript(_ reason: String, at place: SourceLocation = .start) -> Diagnostic {
        Diagnostic(
            .error, .jsonNotATranscript, "this is JSON, but no transcript: \(reason)",
            help: "`chatconv schema json` prints what a transcript looks like", at: place)
    }

    static func noLines(at place: SourceLocation = .start) -> Diagnostic {
        notATranscript(
            "the first line is neither a header with \"chatconv\" nor a message with a sender, body, event or timestamp of the notation",
            at: place)
    }
}

extension SourceLocation {
    fileprivate static var start: SourceLocation { SourceLocation(byteOffset: 0, line: 1, column: 1) }
}

extension ConversionError {
    /// The refusal as an error.
    init(_ refusal: Diagnostic) {
        self.init(.malformedInput, refusal.code, refusal.message, help: refusal.help, at: refusal.location)
    }
}
