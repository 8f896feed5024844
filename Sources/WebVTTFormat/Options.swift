public import SubtitleCues
public import TranscriptCoding

/// What the WebVTT reader can be told.
public struct WebVTTReaderOptions: FormatOptions {
    public var cues = CueReadingOptions()

    public init() {}

    public static var schema: [FormatOption<WebVTTReaderOptions>] { CueReadingOptions.schema(at: \.cues) }
}

/// What the WebVTT writer can be told.
public struct WebVTTWriterOptions: FormatOptions {
    public var cues = CueWritingOptions()

    public init() {}

    public static var schema: [FormatOption<WebVTTWriterOptions>] { CueWritingOptions.schema(at: \.cues) }
}
