public import TranscriptCoding

/// What the Markdown writer can be told.
public struct MarkdownWriterOptions: FormatOptions {
    public enum LineEnding: String, Sendable, Hashable, CaseIterable {
        case lf, crlf
    }

    /// How lines end; nil keeps what the transcript's source had, LF where it does not say.
    public var lineEnding: LineEnding?

    public init() {}

    public static var schema: [FormatOption<MarkdownWriterOptions>] {
        [
            .choice("line-ending", help: "end lines so; default: as in the source, else lf") { $0.lineEnding = $1 }
        ]
    }
}
