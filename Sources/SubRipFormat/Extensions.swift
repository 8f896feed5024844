import TranscriptModel

/// The names under which a file's own peculiarities are kept.
enum SubRipExtension {
    /// On a message: its cue's number where that is not the one after the last, what follows the times (coordinates),
    /// and the bytes that the cue was read from, where it would be written otherwise.
    static let number: StaticString = "srt:number"
    static let coordinates: StaticString = "srt:coordinates"
    static let verbatim: StaticString = "srt:verbatim"
    /// On the header: whether the file starts with a byte order mark, and how its lines end where that is not LF.
    static let byteOrderMark: StaticString = "srt:byteOrderMark"
    static let lineEnding: StaticString = "srt:lineEnding"
}

/// The names of a message's extensions as texts, made once for all messages.
struct SubRipExtensionNames {
    let number = Text(SubRipExtension.number)
    let coordinates = Text(SubRipExtension.coordinates)
    let verbatim = Text(SubRipExtension.verbatim)
}
