import SubtitleCues
import TranscriptCoding

extension OmissionKind {
    static let overrides = OmissionKind(
        "overrides", .presentation, "overrides such as `{\\an8}`: positions, fonts, fades, and remarks in the same brackets")
    static let strayText = OmissionKind("stray text", .damage, "lines before the first cue that belong to none")

    static let allOfSubRip: [OmissionKind] = [
        formatting, overrides, finerTimes, repeatedLines, detailsOfJoinedCues, unreadableCues, strayText, damagedText,
    ]
}
