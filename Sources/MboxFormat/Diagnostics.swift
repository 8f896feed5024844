import TranscriptCoding

extension DiagnosticCode {
    static let notMail = DiagnosticCode(
        "mbox.no-mail", "the input starts with neither a `From ` line nor a mail's header")
    static let noSeparator = DiagnosticCode(
        "mbox.no-from-line", "the input is one mail without a `From ` line before it")
    static let unquotedSeparator = DiagnosticCode(
        "mbox.unquoted-from", "a line of text starts with `From ` and is not quoted")
    static let wrongLength = DiagnosticCode("mbox.content-length", "Content-Length does not lead to the end of a mail")
    static let headerWithoutEnd = DiagnosticCode("mbox.header-end", "a mail's header does not end in a blank line")
    static let tooManyFields = DiagnosticCode("mbox.fields-limit", "a mail has more header fields than the limit")
    static let tooManyParts = DiagnosticCode("mbox.parts-limit", "a mail has more parts than the limit")
    static let nestedParts = DiagnosticCode("mbox.nesting-limit", "a mail has parts nested deeper than the limit")
    static let unclosedBoundary = DiagnosticCode("mbox.unclosed-boundary", "a multipart does not end in its boundary")
    static let noBoundary = DiagnosticCode("mbox.no-boundary", "a multipart names no boundary")
    static let invalidDate = DiagnosticCode("mbox.invalid-date", "the date of a mail cannot be read")
    static let damagedEncoding = DiagnosticCode(
        "mbox.transfer-encoding", "a part is not quite in the transfer encoding that it names")
    static let undeclaredCharset = DiagnosticCode(
        "mbox.undeclared-charset", "text that is not ASCII names no charset and was read in the fallback")
    static let unknownCharset = DiagnosticCode("mbox.unknown-charset", "text names a charset that is not known here")
    static let invalidCharacters = DiagnosticCode(
        "mbox.invalid-characters", "text has bytes that its charset has not, which became U+FFFD")
    static let invalidOwnField = DiagnosticCode(
        "mbox.invalid-field", "an X-Chatconv field does not hold what such a field holds")
    static let extractionFailed = DiagnosticCode(
        "mbox.extraction", "attachments cannot be written where they should be")

    static let allOfMbox: [DiagnosticCode] = [
        notMail, noSeparator, unquotedSeparator, wrongLength, headerWithoutEnd, tooManyFields, tooManyParts,
        nestedParts, unclosedBoundary, noBoundary, invalidDate, damagedEncoding, undeclaredCharset, unknownCharset,
        invalidCharacters, invalidOwnField, extractionFailed,
    ]
}
