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
        name: "webvtt", aliases: ["vtt"], extensions: ["vtt"], mediaTypes: ["text/vtt"],
        summary: "WebVTT subtitles", capabilities: .wholeModel,
        spellingExtensions: [Text(WebVTTExtension.verbatim)], omissions: OmissionKind.allOfWebVTT, showsFormatting: true,
        diagnostics: DiagnosticCode.allOfWebVTT)

    public func probe(_ prefix: ProbePrefix) -> ProbeResult {
        prefix.bytes.withUnsafeBufferPointer { bytes in
            if Signature(bytes) != nil { return ProbeResult(.certain, "WEBVTT on the first line") }
            return bytes.holdsPointedTimes ? ProbeResult(.none, ifNamed: .certain, "times with points, and no WEBVTT before them") : .no
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

extension UnsafeBufferPointer<UInt8> {
    /// Whether the first line that tells times has a point in them, as SRT does not.
    fileprivate var holdsPointedTimes: Bool {
        var start = 0
        while start < count {
            let end = self[start...].firstIndex(where: WebVTTSyntax.isLineEnd) ?? count
            if holdsArrow(in: start..<end), TimingLine(self, start..<end) != nil {
                return slice(start..<end).firstIndex(of: UInt8(ascii: "."), from: 0) != nil
            }
            start = end + 1
        }
        return false
    }
}
