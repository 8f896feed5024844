public import TranscriptCoding

extension DiagnosticCode {
    public static let jsonSyntax = DiagnosticCode(
        "json.syntax", "the input is not JSON (RFC 8259)",
        Explanation(
            """
            JSON has no comments, no trailing commas, no single quotes and no leading zeros, and a string ends on its \
            line. The place is the first byte that cannot stand where it stands.
            """,
            fails: #"{"chatconv":1,"messages":[{"body":"hello",}]}"#,
            passes: #"{"chatconv":1,"messages":[{"body":"hello"}]}"#))
    public static let jsonLoneSurrogate = DiagnosticCode(
        "json.lone-surrogate", "a string escapes one half of a surrogate pair without the other",
        Explanation(
            """
            `\\uD83C` is one half of a character outside the Basic Multilingual Plane, and the other half has to follow \
            (RFC 8259, section 8.2). A program cut a text in the middle of an emoji.
            """,
            fails: #"{"chatconv":1,"messages":[{"body":"\uD83C"}]}"#,
            passes: #"{"chatconv":1,"messages":[{"body":"\uD83C\uDF3B"}]}"#))
    public static let jsonType = DiagnosticCode(
        "json.type", "a member's value is of another type than the notation has",
        Explanation(
            """
            The message says which member it is, by its path, and what type belongs there. `chatconv schema json` prints \
            the whole notation.
            """,
            fails: #"{"chatconv":1,"messages":[{"body":5}]}"#,
            passes: #"{"chatconv":1,"messages":[{"body":"5"}]}"#))
    public static let jsonValue = DiagnosticCode(
        "json.value", "a member's value is none that the notation knows",
        Explanation(
            """
            A timestamp is none of the calendar, or a word is none of those that the member can have; the message lists \
            them.
            """,
            fails: #"{"chatconv":1,"messages":[{"timestamp":"2018-02-30T10:27:03","body":"hello"}]}"#,
            passes: #"{"chatconv":1,"messages":[{"timestamp":"2018-02-28T10:27:03","body":"hello"}]}"#))
    public static let jsonMissingMember = DiagnosticCode(
        "json.missing-member", "an object lacks a member that it must have",
        Explanation(
            """
            An attachment has a type, an event an action, a reaction an emoji: without it, nobody can tell what it is.
            """,
            fails: #"{"chatconv":1,"messages":[{"attachments":[{"url":"a.jpg"}]}]}"#,
            passes: #"{"chatconv":1,"messages":[{"attachments":[{"type":"image","url":"a.jpg"}]}]}"#))
    public static let jsonDuplicateMember = DiagnosticCode(
        "json.duplicate-member", "an object has a member twice",
        Explanation(
            """
            Programs disagree on which of two members of one name they take (RFC 8259, section 4), so chatconv takes \
            neither in silence.
            """,
            fails: #"{"chatconv":1,"messages":[{"body":"a","body":"b"}]}"#,
            passes: #"{"chatconv":1,"messages":[{"body":"b"}]}"#))
    public static let jsonVersion = DiagnosticCode(
        "json.version", "the document's notation is newer than the one known here",
        Explanation(
            """
            A later version of chatconv wrote the document, and may have meant something that this one does not know.
            """,
            fails: #"{"chatconv":99,"messages":[]}"#,
            passes: #"{"chatconv":1,"messages":[]}"#))
    public static let jsonSecondHeader = DiagnosticCode(
        "json.second-header", "a header line comes after the first line",
        Explanation(
            """
            Only the first line of JSON Lines can be a header. Two files were put one after the other, perhaps; what the \
            second header says has no place in one transcript.
            """,
            fails: "{\"chatconv\":1}\n{\"body\":\"a\"}\n{\"chatconv\":1}\n{\"body\":\"b\"}\n",
            passes: "{\"chatconv\":1}\n{\"body\":\"a\"}\n{\"body\":\"b\"}\n"))

    /// Codes that every reader of the notation may report.
    package static let notationCodes: [DiagnosticCode] = [
        .jsonSyntax, .jsonLoneSurrogate, .jsonType, .jsonValue, .jsonMissingMember, .jsonDuplicateMember, .jsonVersion,
    ]
}
