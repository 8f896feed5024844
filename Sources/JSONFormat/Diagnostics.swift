public import TranscriptCoding
import TranscriptJSON

extension DiagnosticCode {
    public static let jsonForeign = DiagnosticCode(
        "json.foreign", "the input is a chat in the JSON of another program", input: .foreignChat,
        Explanation(
            """
            It has messages, and they are not those of the notation: an export of some messenger, a file to train language \
            models with. Which one it is, is told by the names of its members. A document without `chatconv` whose first \
            message is one of the notation is read when its format is named (`-f json`).
            """,
            fails: #"{"messages":[{"role":"user","content":"hello"}]}"#,
            passes: #"{"chatconv":1,"messages":[{"sender":{"name":"user"},"body":"hello"}]}"#))
    public static let jsonNotATranscript = DiagnosticCode(
        "json.not-a-transcript", "the input is JSON and holds no transcript", input: .other,
        Explanation(
            """
            The outermost value is no object, or one with neither `chatconv` nor `messages`; or the first of many lines is \
            neither a header nor a message: some other program's JSON.
            """,
            fails: #"{"name":"left-pad","version":"1.0.0"}"#,
            passes: #"{"chatconv":1,"messages":[{"body":"hello"}]}"#))
    public static let jsonLateHeader = DiagnosticCode(
        "json.late-header", "the transcript's own members come after its messages, which were passed on already",
        Explanation(
            """
            A document that begins and ends as chatconv writes one, and live input, are read without looking ahead, so \
            that nothing about the whole can come after the messages.
            """,
            fails: "{\"chatconv\":1,\"messages\":[\n{\"body\":\"a\"}\n],\"metadata\":{\"a\":[{\"b\":1\n}\n]}\n",
            passes: "{\"chatconv\":1,\"metadata\":{\"a\":[]},\"messages\":[\n{\"body\":\"a\"}\n]}\n"))
    public static let jsonNoVersion = DiagnosticCode(
        "json.no-version", "the document does not say which version of the notation it is in",
        Explanation(
            """
            `\"chatconv\": 1` marks a document as a transcript and says how to read it, also to later versions.
            """,
            fails: #"{"messages":[{"body":"hello"}]}"#,
            passes: #"{"chatconv":1,"messages":[{"body":"hello"}]}"#))

    static let documentCodes = notationCodes + [.jsonForeign, .jsonNotATranscript, .jsonLateHeader, .jsonNoVersion]
    static let linesCodes = notationCodes + [.jsonForeign, .jsonNotATranscript, .jsonSecondHeader]
}
