public import TranscriptCoding
public import TranscriptModel

/// Where a file's clock starts.
public enum CueEpoch: String, Sendable, Hashable, CaseIterable {
    /// The transcript's own clock: midnight of its first day, or its start.
    case own
    /// The first message.
    case first
}

/// Whether cues may be shown together.
enum CueOverlap: String, Sendable, CaseIterable {
    case no, yes
}

/// What is done with captions each of which shows the last line of the one before again.
public enum RollingCaptions: String, Sendable, Hashable, CaseIterable {
    case keep, collapse
}

/// What writers of subtitles have in common.
public struct CueWritingOptions: Sendable, Hashable {
    public var duration = DurationRule()
    public var epoch = CueEpoch.own

    public init() {}

    /// The schema of these options as a part of `Options`.
    public static func schema<Options: FormatOptions>(
        at part: any WritableKeyPath<Options, CueWritingOptions> & Sendable
    ) -> [FormatOption<Options>] {
        [
            .choice(
                "epoch",
                help: "where the clock starts: own, the midnight of the first day, or first, the first message; default: own"
            ) { $0[keyPath: part].epoch = $1 },
            .decimal(
                "min-duration", in: 0.001...3600, placeholder: "SECONDS",
                help: "show a message that has no end at least so long, or until the next one starts (see overlap); default: 1"
            ) { $0[keyPath: part].duration.minimum = milliseconds($1) },
            .choice(
                "overlap",
                help:
                    "whether a message that has no end is shown for its least duration even where the next one starts before: no, or yes; default: no"
            ) { (options: inout Options, overlap: CueOverlap) in options[keyPath: part].duration.overlaps = overlap == .yes },
            .decimal(
                "max-duration", in: 0.001...3600, placeholder: "SECONDS",
                help: "show a message that has no end at most so long; default: 7"
            ) { $0[keyPath: part].duration.maximum = milliseconds($1) },
            .decimal(
                "cps", in: 0.1...1000, placeholder: "CHARACTERS",
                help: "characters that are read in a second, by which messages without end are shown; default: 17"
            ) { $0[keyPath: part].duration.charactersPerSecond = $1 },
        ]
    }
}

/// What readers of subtitles have in common.
public struct CueReadingOptions: Sendable, Hashable {
    /// The longest pause in milliseconds over which cues of one speaker are joined; nil joins none.
    public var mergeGap: Int?
    public var rolling = RollingCaptions.keep

    public init() {}

    /// A reader that joins what another reads as these options say. `spelling` names the extensions that describe a cue's spelling.
    public func joining(_ reader: any TranscriptReader, limits: Limits, spelling: Set<Text>) -> any TranscriptReader {
        var reader = reader
        if rolling == .collapse { reader = RollingCollapse(reader, spelling: spelling) }
        if let mergeGap { reader = SpeakerMerging(reader, gap: mergeGap, limits: limits, spelling: spelling) }
        return reader
    }

    public static func schema<Options: FormatOptions>(
        at part: any WritableKeyPath<Options, CueReadingOptions> & Sendable
    ) -> [FormatOption<Options>] {
        [
            .decimal(
                "merge-gap", in: 0...3600, placeholder: "SECONDS",
                help: "join a speaker's consecutive cues that are no further apart than this; default: join none"
            ) { $0[keyPath: part].mergeGap = milliseconds($1) },
            .choice(
                "rolling",
                help:
                    "what to do with captions that roll, each of which shows the lines before again: keep them, or collapse, so that each line is said once; default: keep"
            ) { $0[keyPath: part].rolling = $1 },
        ]
    }
}

private func milliseconds(_ seconds: Double) -> Int { Int((seconds * 1000).rounded()) }
