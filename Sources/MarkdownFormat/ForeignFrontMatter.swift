import TextScanning
import TranscriptCoding
import TranscriptJSON
import TranscriptModel

/// Front matter in TOML, between lines of `+++`, or in JSON, as Hugo and Zola have it: its top-level `title` and `date`, which
/// say what a page is and when. The rest is kept as it stands.
enum ForeignFrontMatter {
    static func mapping(in content: Text, _ syntax: FrontMatterSyntax) -> YAMLMapping {
        let members = syntax == .json ? json(content) : toml(content)
        let omitted = content.isEmpty ? [] : [OmittedPart(.foreignFrontMatter, 0..<content.utf8Count)]
        return YAMLMapping(members: members, keyLineStarts: [], isSeparable: false, omitted: omitted)
    }

    private static let names: [Text] = ["title", "date"]

    private static func isRead(_ name: Text) -> Bool { names.contains(name) }

    private static func json(_ content: Text) -> Members {
        var decoder = ModelDecoder()
        guard case .object(let members)? = try? decoder.value(Text("{" + String(content) + "}")) else { return Members() }
        return members.filter { isRead($0.name) }
    }

    /// The entries before the first table (TOML 1.0).
    private static func toml(_ content: Text) -> Members {
        var builder = MembersBuilder()
        var openQuotes: String?
        for line in String(content).split(separator: "\n", omittingEmptySubsequences: false) {
            if let quotes = openQuotes {
                if line.contains(quotes) { openQuotes = nil }
                continue
            }
            let words = line.drop { $0 == " " || $0 == "\t" }
            if words.hasPrefix("[") { break }
            guard !words.hasPrefix("#"), let equals = words.firstIndex(of: "=") else { continue }
            let key = Text(words[..<equals].filter { $0 != " " && $0 != "\t" && $0 != "\"" && $0 != "'" })
            let value = words[words.index(after: equals)...].drop { $0 == " " || $0 == "\t" }
            if let quotes = ["\"\"\"", "'''"].first(where: { value.hasPrefix($0) }) {
                if !value.dropFirst(3).contains(quotes) { openQuotes = quotes }
                continue
            }
            if isRead(key), let text = tomlText(value) { _ = builder.append(key, .string(text)) }
        }
        return builder.members
    }

    /// What a value says: a string, or a bare date and time.
    private static func tomlText(_ value: Substring) -> Text? {
        if value.first == "'" {
            return value.dropFirst().firstIndex(of: "'").map { Text(value[value.index(after: value.startIndex)..<$0]) }
        }
        guard value.first == "\"" else {
            let bare = value.prefix { $0 != "#" && $0 != "\r" }
            let text = bare.reversed().drop { $0 == " " || $0 == "\t" }.reversed()
            return text.isEmpty ? nil : Text(String(text))
        }
        return basicString(value.dropFirst())
    }

    /// A string in double quotes, up to the closing one; nil where there is none, or an escape that there is not.
    private static func basicString(_ value: Substring) -> Text? {
        var text = ""
        var rest = value
        while let character = rest.popFirst() {
            if character == "\"" { return Text(text) }
            guard character == "\\" else {
                text.append(character)
                continue
            }
            switch rest.popFirst() {
            case "n"?: text.append("\n")
            case "t"?: text.append("\t")
            case "\""?: text.append("\"")
            case "\\"?: text.append("\\")
            case "u"?:
                let digits = rest.prefix(4)
                guard digits.utf8.count == 4, let scalar = UInt32(digits, radix: 16).flatMap({ Unicode.Scalar($0) }) else { return nil }
                text.unicodeScalars.append(scalar)
                rest = rest.dropFirst(4)
            default: return nil
            }
        }
        return nil
    }
}
