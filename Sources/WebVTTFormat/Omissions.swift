import SubtitleCues
import TranscriptCoding

extension OmissionKind {
    static let textInBrackets = OmissionKind(
        "text in angle brackets", .content,
        "what stands behind a `<` that starts no tag, up to the next `>` or the end of the cue: players do not show it")
    static let silentVoices = OmissionKind(
        "voices without words", .people, "voices that say nothing in a cue in which others do")
    static let repeatedVoices = OmissionKind(
        "repeated voices", .presentation, "a voice that a cue names again for what the same voice goes on to say")
    static let timesInTexts = OmissionKind("times inside texts", .times, "when a part of a cue's text is shown")
    static let timesOutOfRange = OmissionKind("times out of range", .times, "times later than a transcript can tell")
    static let blocksWithoutCue = OmissionKind(
        "blocks without a cue", .description, "a note of chatconv's on a cue that is not there, and the blocks behind it")
    static let unreadableNotes = OmissionKind(
        "unreadable notes", .damage, "the JSON of a note of chatconv's that cannot be read, and members that `--lenient` takes out of it")

    static let allOfWebVTT: [OmissionKind] = [
        textInBrackets, silentVoices, repeatedVoices, timesInTexts, timesOutOfRange, finerTimes, formatting, repeatedLines, blocksWithoutCue,
        detailsOfJoinedCues,
        unreadableCues, unreadableNotes, contradictingNotes, damagedText,
    ]
}
