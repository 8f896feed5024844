import TranscriptCoding

extension OmissionKind {
    /// Not the list of them, which a message has, but what they hold.
    static let attachments = OmissionKind(
        "attachments", .content,
        "the contents of attached files; a message keeps their names, types and sizes, and --extract-attachments writes them into a folder")
    static let alternativeTexts = OmissionKind(
        "alternative texts", .presentation, "other forms of a text that is kept, mostly HTML (RFC 2046, 5.1.4)")
    static let htmlMarkup = OmissionKind(
        "HTML markup", .presentation, "formatting, pictures and hidden text of a mail that has its text in HTML alone")
    static let textOutsideParts = OmissionKind(
        "text outside parts", .presentation,
        "what stands before, between and behind the parts of a mail, where mail programs show nothing (RFC 2046, 5.1.1)")
    static let partFields = OmissionKind(
        "fields of parts", .description, "header fields of a mail's parts, but for what they say of an attachment")
    static let formFields = OmissionKind(
        "fields of form", .description,
        "what fields about a mail's form say beyond it: a comment in MIME-Version, a parameter that changes nothing, a field that comes twice")
    static let transcriptMailFields = OmissionKind(
        "fields of the transcript's mail", .description,
        "what others have written into the header of the mail in which chatconv keeps what a transcript says of itself")
    static let strayHeaderLines = OmissionKind(
        "stray header lines", .damage, "lines in a header that belong to no field, such as a second `From ` line")
    static let partsPastLimit = OmissionKind(
        "parts past a limit", .damage, "fields and parts of a mail that has more than thousands of them")
    static let mailsPastLimit = OmissionKind(
        "mails past the size limit", .damage, "whole mails that are longer than --max-record, which --lenient passes over")

    static let allOfMbox: [OmissionKind] = [
        attachments, alternativeTexts, htmlMarkup, textOutsideParts, partFields, formFields, transcriptMailFields, strayHeaderLines, partsPastLimit,
        mailsPastLimit, .contradictingNotes, .damagedText,
    ]
}
