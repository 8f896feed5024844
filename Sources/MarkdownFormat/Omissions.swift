import TranscriptCoding

extension OmissionKind {
    static let unreadableTimes = OmissionKind(
        "unreadable times", .times, "digits of a header line that are no time or date: the message is read without one")
    static let repeatedKeys = OmissionKind(
        "repeated keys", .description, "entries of front matter whose key comes again: the later one stands")
    static let frontMatterComments = OmissionKind("comments in front matter", .description, "what stands behind a `#` in front matter")
    static let frontMatterTags = OmissionKind(
        "tags in front matter", .description, "types that front matter names of its values, such as `!person`")
    static let foreignFrontMatter = OmissionKind(
        "foreign front matter", .description, "front matter in TOML or JSON, of which `title` and `date` are read")
    static let unreadableFrontMatter = OmissionKind(
        "unreadable front matter", .damage, "front matter that is no YAML mapping: the page is read without metadata")
    static let repeatedMembers = OmissionKind(
        "repeated members", .damage, "members of a chatconv comment whose name comes again: with `--lenient` the later one stands")

    static let allOfMarkdown: [OmissionKind] = [
        unreadableTimes, repeatedKeys, frontMatterComments, frontMatterTags, foreignFrontMatter, unreadableFrontMatter, repeatedMembers,
        contradictingNotes, damagedText,
    ]
}
