public import TranscriptCoding

/// What the writer of JSON documents can be told.
public struct JSONWriterOptions: FormatOptions {
    /// How the document is laid out.
    public enum Layout: Sendable, Hashable {
        /// The header on the first line, then one message a line.
        case lines
        /// Every member on a line of its own, indented by two spaces a level.
        case pretty
        /// No line break but the last.
        case compact
    }

    public var layout = Layout.lines

    public init() {}

    public init(layout: Layout) { self.layout = layout }

    public static var schema: [FormatOption<JSONWriterOptions>] {
        [
            .flag("pretty", help: "put every member on a line of its own, indented") { $0.layout = .pretty },
            .flag("compact", help: "write no line breaks but the last") { $0.layout = .compact },
        ]
    }
}
