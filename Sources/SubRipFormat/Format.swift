import SubtitleCues
import TextScanning
public import TranscriptCoding
import TranscriptModel

/// SRT, the subtitles of SubRip, as real files have them. `docs/formats/srt.md` describes what is made of them.
public struct SubRipFormat: TranscriptFormat {
    public init() {}

    public var descriptor: FormatDescriptor { Self.madeOnce }

    private static let madeOnce = FormatDescriptor(
        name: "srt", aliases: ["subrip"], extensions: ["srt"], mediaTypes: ["application/x-subrip"],
        summary: "SRT subtitles",
        capabilities: [.timesSinceStart, .subseconds, .ends, .senderNames, .bodies],
        spellingExtensions: [Text(SubRipExtension.verbatim)], omissions: OmissionKind.allOfSubRip, showsFormatting: true,
        diagnostics: DiagnosticCode.allOfSubRip)

    public func probe(_ prefix: ProbePrefix) -> ProbeResult {
        prefix.bytes.withUnsafeBufferPointer { bytes in
            let text = bytes.slice((bytes.starts(with: SubRipSyntax.byteOrderMark) ? 3 : 0)..<bytes.count)
            // Most files of other formats are told by this alone.
            if !text.holdsArrow, text.count > 2 { return .no }
            var search = CueSearch(fromStart: true)
            guard let cue = search.next(in: text, isAtEnd: true) else {
                // A file without a cue is one blank line.
                return prefix.isWhole && (text.equals("\n") || text.equals("\r\n"))
                    ? ProbeResult(.likely, "a blank line and nothing else") : .no
            }
            let start = cue.number?.lowerBound ?? cue.timingLine.lowerBound
            // Cues without numbers whose times have points may be WebVTT's without its first line.
            let times = text.slice(cue.timingLine.lowerBound..<cue.timing.rest.lowerBound)
            let isOwn = cue.number != nil || !times.contains(UInt8(ascii: "."))
            let startsFile = text.slice(0..<start).allSatisfy { $0 <= 0x20 }
            if startsFile, cue.number != nil {
                return ProbeResult(cue.oddities.isEmpty ? .certain : .likely, "a number, then a timing line")
            }
            var rest = CueSearch(fromStart: false)
            let isAlone = rest.next(in: text.slice(cue.end..<text.count), isAtEnd: true) == nil
            let confidence: ProbeConfidence = isAlone ? .possible : .likely
            let evidence = isAlone ? "a timing line" : "timing lines"
            return ProbeResult(
                isOwn ? confidence : .possible, ifNamed: isOwn ? confidence : .likely,
                startsFile ? evidence : "\(evidence), after other text")
        }
    }

    public func makeReader(_ input: InputBuffer, options: SubRipReaderOptions) -> any TranscriptReader {
        let reader = SubRipReader(input, prefix: options.speakerPrefix)
        let spelling: Set<Text> = [Text(SubRipExtension.verbatim), Text(SubRipExtension.number)]
        return options.cues.joining(reader, limits: input.limits, spelling: spelling)
    }

    public func makeChecks() -> FormatChecks { FormatChecks([CueNumbering()]) }

    public func makeWriter(options: SubRipWriterOptions) -> any TranscriptWriter { SubRipWriter(options: options) }

    public func capabilities(writing options: SubRipWriterOptions) -> Set<Capability> {
        options.speakerPrefix == .off ? descriptor.capabilities.subtracting([.senderNames]) : descriptor.capabilities
    }

    public func makeCompletion(options: SubRipWriterOptions) -> (any MessageCompletion)? { CueCompletion(options) }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether there is an arrow, however short, as every timing line has one.
    fileprivate var holdsArrow: Bool {
        var start = 0
        while let dash = firstIndex(of: UInt8(ascii: "-"), from: start) {
            if self[safely: dash + 1] == UInt8(ascii: ">") { return true }
            start = dash + 1
        }
        return false
    }
}
