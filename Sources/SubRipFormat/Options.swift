public import SubtitleCues
public import TranscriptCoding

/// What the SRT reader can be told.
public struct SubRipReaderOptions: FormatOptions {
    public var cues = CueReadingOptions()
    public var speakerPrefix = SpeakerPrefix.colon

    public init() {}

    public static var schema: [FormatOption<SubRipReaderOptions>] {
        CueReadingOptions.schema(at: \.cues) + [
            .choice(
                "speaker-prefix",
                help: "how a text tells who speaks: colon (Name: text), brackets ([Name] text), or off, not at all; default: colon"
            ) { $0.speakerPrefix = $1 }
        ]
    }
}

/// What the SRT writer can be told.
public struct SubRipWriterOptions: FormatOptions {
    public var cues = CueWritingOptions()
    public var speakerPrefix = SpeakerPrefix.colon

    public init() {}

    public static var schema: [FormatOption<SubRipWriterOptions>] {
        CueWritingOptions.schema(at: \.cues) + [
            .choice(
                "speaker-prefix",
                help: "how to write who speaks: colon (Name: text), brackets ([Name] text), or off, not at all; default: colon"
            ) { $0.speakerPrefix = $1 }
        ]
    }
}
