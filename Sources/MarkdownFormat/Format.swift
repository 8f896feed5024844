import CLibYAML
public import TranscriptCoding
import TextScanning
import TranscriptModel

/// Markdown with front matter: a page for each day, messages as block quotes. `docs/formats/markdown.md` describes it.
public struct MarkdownFormat: TranscriptFormat {
    public init() {}

    public var descriptor: FormatDescriptor { Self.madeOnce }

    private static let madeOnce = FormatDescriptor(
        name: "markdown", aliases: ["md"], extensions: ["md", "markdown"],
        mediaTypes: ["text/markdown"], summary: "Markdown pages with front matter",
        capabilities: .wholeModel,
        spellingExtensions: [Text(MarkdownExtension.verbatim), Text(MarkdownExtension.frontMatter)],
        omissions: OmissionKind.allOfMarkdown, diagnostics: DiagnosticCode.allOfMarkdown,
        libraries: [LibraryVersion("libyaml", yaml_get_version_string())])

    public func probe(_ prefix: ProbePrefix) -> ProbeResult {
        prefix.bytes.withUnsafeBufferPointer { bytes in
            if bytes.starts(with: MarkdownSyntax.commentStart) {
                return ProbeResult(.certain, "a chatconv comment on the first line")
            }
            let hasFence = bytes.starts(with: "---\n") || bytes.starts(with: "---\r\n")
            let hasHeader = Self.hasHeaderLine(bytes)
            switch (hasFence, hasHeader) {
            case (true, true): return ProbeResult(.certain, "front matter, then a header line (> HH:MM:SS  NAME)")
            case (false, true): return ProbeResult(.likely, "a header line (> HH:MM:SS  NAME)")
            case (true, false):
                if case .found = FrontMatterBlock.search(bytes) { return ProbeResult(.likely, "front matter") }
                return ProbeResult(.possible, "a front-matter fence on the first line")
            case (false, false): return .no
            }
        }
    }

    public func makeReader(_ input: InputBuffer, options: NoOptions) -> any TranscriptReader {
        MarkdownReader(input)
    }

    public func makeWriter(options: MarkdownWriterOptions) -> any TranscriptWriter {
        MarkdownWriter(options: options)
    }

    public func makeChecks() -> FormatChecks { FormatChecks([FrontMatterCheck()]) }

    private static func hasHeaderLine(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var start = 0
        while start < bytes.count {
            if HeaderLine(bytes, at: start) != nil { return true }
            guard let feed = bytes.firstIndex(of: MarkdownSyntax.lineFeed, from: start) else { return false }
            start = feed + 1
        }
        return false
    }
}
