import TextScanning
import TranscriptCoding
import TranscriptJSON
import TranscriptModel

/// Front matter in TOML, between lines of `+++`, or in JSON, as Hugo and Zola have it: its top-level `title` and `date`, which
/// say what a page is and when. The rest is kept as it stands.
enum ForeignFrontMatter {
    /// An entry that is read.
    struct Entry {
        let name: Text
        let value: Value
        /// Where the value stands.
        let range: Range<String.Index>
        /// Where all of the entry stands, if it can be taken out.
        let line: Range<String.Index>?
    }

    static func mapping(in content: Text, _ syntax: FrontMatterSyntax) -> YAMLMapping {
        let entries = entries(in: String(content), syntax)
        let omitted = content.isEmpty ? [] : [OmittedPart(.foreignFrontMatter, 0..<content.utf8Count)]
        var builder = MembersBuilder()
        for entry in entries { _ = builder.append(entry.name, entry.value) }
        return YAMLMapping(members: builder.members, keyLineStarts: [], isSeparable: false, omitted: omitted)
    }

    /// The lines of `content` with the values of `metadata`, each in the place of the old one, so that all else stays as it
    /// stands; nil where that does not go.
    static func edited(_ content: Text, _ syntax: FrontMatterSyntax, to metadata: Members) -> Text? {
        let old = String(content)
        let entries = entries(in: old, syntax)
        let added = metadata.filter { member in !entries.contains { $0.name == member.name } }
        guard added.allSatisfy({ isRead($0.name) }) else { return nil }
        var lines = ""
        for member in added {
            guard let value = written(member.value, syntax, inPlaceOf: nil) else { return nil }
            lines += syntax == .json ? "  \"\(String(member.name))\": \(value),\n" : "\(String(member.name)) = \(value)\n"
        }
        var position = old.startIndex
        for entry in entries {
            if let value = metadata[entry.name] {
                lines += old[position..<entry.range.lowerBound]
                if value == entry.value {
                    lines += old[entry.range]
                } else {
                    guard let value = written(value, syntax, inPlaceOf: old[entry.range]) else { return nil }
                    lines += value
                }
                position = entry.range.upperBound
            } else {
                guard let line = entry.line else { return nil }
                lines += old[position..<line.lowerBound]
                position = line.upperBound
            }
        }
        lines += old[position...]
        return Text(lines)
    }

    private static let names: [Text] = ["title", "date"]

    private static func isRead(_ name: Text) -> Bool { names.contains(name) }

    private static func entries(in content: String, _ syntax: FrontMatterSyntax) -> [Entry] {
        let entries = syntax == .json ? JSONFrontMatter.entries(in: content) : TOMLFrontMatter.entries(in: content)
        return entries.filter { isRead($0.name) }
    }

    private static func written(_ value: Value, _ syntax: FrontMatterSyntax, inPlaceOf old: Substring?) -> String? {
        syntax == .json ? JSONFrontMatter.written(value) : TOMLFrontMatter.written(value, inPlaceOf: old)
    }
}
