import TranscriptCoding

extension OmissionKind {
    static let repeatedMembers = OmissionKind(
        "repeated members", .damage, "members whose name comes again in their object: with `--lenient` the later one stands")
    static let unreadableMessages = OmissionKind(
        "unreadable messages", .damage, "objects and lines that are no message or header: `--lenient` passes over them")

    static let allOfJSON: [OmissionKind] = [repeatedMembers, unreadableMessages, damagedText]
}
