public import TranscriptCoding

extension DiagnosticCode {
    public static let jsonSyntax = DiagnosticCode("json.syntax", "the input is not JSON (RFC 8259)")
    public static let jsonLoneSurrogate = DiagnosticCode(
        "json.lone-surrogate", "a string escapes one half of a surrogate pair without the other")
    public static let jsonType = DiagnosticCode(
        "json.type", "a member's value is of another type than the notation has")
    public static let jsonValue = DiagnosticCode("json.value", "a member's value is none that the notation knows")
    public static let jsonMissingMember = DiagnosticCode(
        "json.missing-member", "an object lacks a member that it must have")
    public static let jsonDuplicateMember = DiagnosticCode("json.duplicate-member", "an object has a member twice")
    public static let jsonVersion = DiagnosticCode(
        "json.version", "the document's notation is newer than the one known here")
    public static let jsonSecondHeader = DiagnosticCode(
        "json.second-header", "a header line comes after the first line")

    /// Codes that every reader of the notation may report.
    package static let notationCodes: [DiagnosticCode] = [
        .jsonSyntax, .jsonLoneSurrogate, .jsonType, .jsonValue, .jsonMissingMember, .jsonDuplicateMember, .jsonVersion,
    ]
}
