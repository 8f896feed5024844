import SubtitleCues
import TranscriptCoding

extension OmissionKind {
    static let overrides = OmissionKind(
        "overrides", .presentation, "overrides such as `{\\an8}`: positions, fonts, fades, and remarks in the same brackets")
    static let strayText = OmissionKind("stray text", .damage, "lines before the first cue that belong to none")
    static let finerTimes = OmissionKind("parts of milliseconds", .times, "what times tell beyond their third decimal")

    static let allOfSubRip: [OmissionKind] = [
        formatting, overrides, finerTimes, detailsOfJoinedCues, unreadableCues, strayText, damagedText,
    ]
}
