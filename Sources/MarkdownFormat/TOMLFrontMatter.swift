import TranscriptModel

/// The entries of front matter in TOML that stand on a line of their own.
enum TOMLFrontMatter {
    /// Those before the first table (TOML 1.0).
    static func entries(in content: String) -> [ForeignFrontMatter.Entry] {
        var entries: [ForeignFrontMatter.Entry] = []
        var openQuotes: String?
        for line in content.split(separator: "\n", omittingEmptySubsequences: false) {
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
            guard let (text, end) = text(value), !entries.contains(where: { $0.name == key }) else { continue }
            let lineEnd = line.endIndex < content.endIndex ? content.index(after: line.endIndex) : line.endIndex
            entries.append(
                ForeignFrontMatter.Entry(
                    name: key, value: .string(text), range: value.startIndex..<end, line: line.startIndex..<lineEnd))
        }
        return entries
    }

    /// What a value says, a string or a bare date and time, and where it ends.
    private static func text(_ value: Substring) -> (Text, end: String.Index)? {
        if value.first == "'" {
            return value.dropFirst().firstIndex(of: "'").map { close in
                (Text(value[value.index(after: value.startIndex)..<close]), value.index(after: close))
            }
        }
        if value.first == "\"" { return basicString(value.dropFirst()) }
        var bare = value.prefix { $0 != "#" && $0 != "\r" }
        while let last = bare.last, last == " " || last == "\t" { bare.removeLast() }
        return bare.isEmpty ? nil : (Text(bare), bare.endIndex)
    }

    /// A string in double quotes, up to the closing one; nil where there is none, or an escape that there is not.
    private static func basicString(_ value: Substring) -> (Text, end: String.Index)? {
        var text = ""
        var rest = value
        while let character = rest.popFirst() {
            if character == "\"" { return (Text(text), rest.startIndex) }
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

    // MARK: Writing

    /// A value in place of another: without quotes only where that had none and this can do without; nil for what is no text.
    static func written(_ value: Value, inPlaceOf old: Substring?) -> String? {
        guard case .string(let text) = value else { return nil }
        let string = String(text)
        let isQuoted = old.map { $0.first == "\"" || $0.first == "'" } ?? true
        return !isQuoted && isDate(string) ? string : quoted(string)
    }

    /// Whether a text has just what TOML's dates and times are made of, and begins with a year.
    private static func isDate(_ text: String) -> Bool {
        text.utf8.count >= 10 && text.utf8.prefix(4).allSatisfy { $0 >= 0x30 && $0 <= 0x39 } && text.utf8.dropFirst(4).first == UInt8(ascii: "-")
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || [UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "T"), UInt8(ascii: "Z"), 0x20].contains(byte)
            }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case "\u{0}"..<" ", "\u{7F}":
                let digits = String(scalar.value, radix: 16, uppercase: true)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
