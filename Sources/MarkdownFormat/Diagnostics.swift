import TranscriptCoding

extension DiagnosticCode {
    static let noMessages = DiagnosticCode(
        "markdown.no-messages", "the file has no message header, no front matter and no chatconv comment")
    static let unclosedFrontMatter = DiagnosticCode(
        "markdown.unclosed-front-matter", "the front matter has no closing line")
    static let invalidFrontMatter = DiagnosticCode(
        "markdown.invalid-front-matter", "the front matter is not YAML that chatconv can read")
    static let aliasesRepeatTooMuch = DiagnosticCode(
        "markdown.alias-limit", "aliases in the front matter repeat more values than the limit")
    static let noFrontMatter = DiagnosticCode("markdown.no-front-matter", "the page has no front matter")
    static let noDate = DiagnosticCode("markdown.no-date", "the front matter has no date, so times count from the start")
    static let invalidTime = DiagnosticCode("markdown.invalid-time", "a header line's digits are no time or date")
    static let invalidComment = DiagnosticCode(
        "markdown.invalid-comment", "a chatconv comment does not hold what such a comment holds")

    static let allOfMarkdown: [DiagnosticCode] = [
        noMessages, unclosedFrontMatter, invalidFrontMatter, aliasesRepeatTooMuch, noFrontMatter, noDate, invalidTime, invalidComment,
    ]
}
