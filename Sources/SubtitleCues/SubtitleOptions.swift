public import TranscriptCoding

/// Where a file's clock starts.
public enum CueEpoch: String, Sendable, Hashable, CaseIterable {
    /// The transcript's own clock: midnight of its first day, or its start.
    case own
    /// The first message.
    case first
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
                help: "show a message that has no end at least so long; default: 1"
            ) { $0[keyPath: part].duration.minimum = milliseconds($1) },
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

    public init() {}

    public static func schema<Options: FormatOptions>(
        at part: any WritableKeyPath<Options, CueReadingOptions> & Sendable
    ) -> [FormatOption<Options>] {
        [
            .decimal(
                "merge-gap", in: 0...3600, placeholder: "SECONDS",
                help: "join a speaker's consecutive cues that are no further apart than this; default: join none"
            ) { $0[keyPath: part].mergeGap = milliseconds($1) }
        ]
    }
}

private func milliseconds(_ seconds: Double) -> Int { Int((seconds * 1000).rounded()) }
