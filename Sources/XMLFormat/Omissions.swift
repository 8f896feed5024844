import TranscriptCoding

extension OmissionKind {
    static let comments = OmissionKind("comments", .description, "XML comments, which are no part of a document's content")
    static let processingInstructions = OmissionKind(
        "processing instructions", .description, "what stands between `<?` and `?>`, the XML declaration apart")
    static let invalidMarkup = OmissionKind(
        "invalid elements and attributes", .damage,
        "elements, with all that is in them, and attributes that the schema does not allow: `--lenient` passes over them")
    static let strayText = OmissionKind(
        "stray text", .damage, "text where only elements may stand: `--lenient` passes over it")

    static let allOfXML: [OmissionKind] = [comments, processingInstructions, invalidMarkup, strayText, damagedText]
}
