public import SubtitleCues
public import TranscriptCoding

/// What the WebVTT reader can be told.
public struct WebVTTReaderOptions: FormatOptions {
    public var cues = CueReadingOptions()
    public var speakerPrefix = SpeakerPrefix.colon

    public init() {}

    public static var schema: [FormatOption<WebVTTReaderOptions>] {
        CueReadingOptions.schema(at: \.cues) + [
            .choice(
                "speaker-prefix",
                help:
                    "how a text without voices tells who speaks: colon (Name: text), brackets ([Name] text), or off, not at all; default: colon"
            ) { $0.speakerPrefix = $1 }
        ]
    }
}

/// What the WebVTT writer can be told.
public struct WebVTTWriterOptions: FormatOptions {
    public var cues = CueWritingOptions()
    public var speakerPrefix = SpeakerPrefix.colon

    public init() {}

    public static var schema: [FormatOption<WebVTTWriterOptions>] {
        CueWritingOptions.schema(at: \.cues) + [
            .choice(
                "speaker-prefix",
                help:
                    "what a text of nobody's must not begin with, as it would be read as a speaker: colon, brackets or off; default: colon"
            ) { $0.speakerPrefix = $1 }
        ]
    }
}
