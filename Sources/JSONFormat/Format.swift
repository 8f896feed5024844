public import TranscriptCoding

/// Transcripts as one JSON document (RFC 8259).
public struct JSONDocumentFormat: TranscriptFormat {
    public init() {}

    public var descriptor: FormatDescriptor { Self.madeOnce }

    private static let madeOnce = FormatDescriptor(
        name: "json", extensions: ["json"], ambiguousExtensions: ["json"], mediaTypes: ["application/json"],
        summary: "one JSON object, with one message a line", capabilities: .wholeModel,
        omissions: OmissionKind.allOfJSON, diagnostics: DiagnosticCode.documentCodes, schema: JSONSchema.document)

    public func probe(_ prefix: ProbePrefix) -> ProbeResult { probeDocument(prefix) }

    public func makeReader(_ input: InputBuffer, options: NoOptions) throws(ConversionError) -> any TranscriptReader {
        DocumentReader(input)
    }

    public func makeWriter(options: JSONWriterOptions) throws(ConversionError) -> any TranscriptWriter {
        DocumentWriter(options.layout)
    }
}

/// Transcripts as JSON Lines: a header object and one object for each message, a line each.
public struct JSONLinesFormat: TranscriptFormat {
    public init() {}

    public var descriptor: FormatDescriptor { Self.madeOnce }

    private static let madeOnce = FormatDescriptor(
        name: "jsonl", aliases: ["ndjson"], extensions: ["jsonl", "ndjson"],
        mediaTypes: ["application/x-ndjson", "application/jsonl"],
        summary: "JSON Lines: a header line, then one message a line", capabilities: .wholeModel,
        omissions: OmissionKind.allOfJSON, diagnostics: DiagnosticCode.linesCodes, schema: JSONSchema.document)

    public func probe(_ prefix: ProbePrefix) -> ProbeResult { probeLines(prefix) }

    public func makeReader(_ input: InputBuffer, options: NoOptions) throws(ConversionError) -> any TranscriptReader {
        LinesReader(input)
    }

    public func makeWriter(options: NoOptions) throws(ConversionError) -> any TranscriptWriter { LinesWriter() }
}
