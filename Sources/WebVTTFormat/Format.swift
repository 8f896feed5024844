import SubtitleCues
import TextScanning
public import TranscriptCoding
import TranscriptModel

/// WebVTT, the subtitles of the web, as its specification has them. `docs/formats/webvtt.md` describes what is made
/// of them.
public struct WebVTTFormat: TranscriptFormat {
    public init() {}

    public var descriptor: FormatDescriptor { Self.madeOnce }

    private static let madeOnce = FormatDescriptor(
        name: "webvtt", aliases: ["vtt"], extensions: ["vtt", "webvtt"], mediaTypes: ["text/vtt"],
        summary: "WebVTT subtitles", capabilities: .wholeModel,
        spellingExtensions: [Text(WebVTTExtension.verbatim)], omissions: OmissionKind.allOfWebVTT, showsFormatting: true,
        diagnostics: DiagnosticCode.allOfWebVTT)

    public func probe(_ prefix: ProbePrefix) -> ProbeResult {
        prefix.bytes.withUnsafeBufferPointer { bytes in
            if Signature(bytes) != nil { return ProbeResult(.certain, "WEBVTT on the first line") }
            return UnsignedCues(bytes)?.judgement ?? .no
        }
    }

    /// The order of cues is the specification's affair, and the reader has a code of its own for it.
    public func makeChecks() -> FormatChecks { FormatChecks(replacing: ["message.time-order"]) }

    public func makeReader(_ input: InputBuffer, options: WebVTTReaderOptions) -> any TranscriptReader {
        let reader = WebVTTReader(input, prefix: options.speakerPrefix)
        return options.cues.joining(reader, limits: input.limits, spelling: [Text(WebVTTExtension.verbatim)])
    }

    public func makeWriter(options: WebVTTWriterOptions) -> any TranscriptWriter { WebVTTWriter(options: options) }
}
