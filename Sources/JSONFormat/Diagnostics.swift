public import TranscriptCoding
import TranscriptJSON

extension DiagnosticCode {
    public static let jsonNotATranscript = DiagnosticCode(
        "json.not-a-transcript", "the document is JSON and holds no transcript")
    public static let jsonLateHeader = DiagnosticCode(
        "json.late-header", "the transcript's own members come after its messages, which were passed on already")
    public static let jsonNoVersion = DiagnosticCode(
        "json.no-version", "the document does not say which version of the notation it is in")

    static let documentCodes = notationCodes + [.jsonNotATranscript, .jsonLateHeader, .jsonNoVersion]
    static let linesCodes = notationCodes + [.jsonSecondHeader]
}
