public import TranscriptCoding

/// What readers of subtitles leave out whatever the format is.
extension OmissionKind {
    public static let formatting = OmissionKind(
        "formatting", .presentation, "tags for bold, italics, colours, fonts, classes, languages and the like: the text of a message is plain")
    public static let unreadableCues = OmissionKind(
        "unreadable cues", .damage, "cues that do not tell their times, with their texts: players do not show them")
    public static let finerTimes = OmissionKind("parts of milliseconds", .times, "what times tell beyond their third decimal")
    public static let repeatedLines = OmissionKind(
        "repeated lines", .presentation, "lines of rolling captions that the cue before shows already, with `--rolling collapse`")
    public static let detailsOfJoinedCues = OmissionKind(
        "details of joined cues", .description, "what cues have beside their texts that `--merge-gap` joins to others: settings, numbers, notes before them")
}
