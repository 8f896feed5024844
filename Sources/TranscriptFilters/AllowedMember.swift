import TranscriptModel

/// A member of metadata or extensions that an anonymized transcript keeps. All others are left out: nobody knows who is in them.
public struct AllowedMember: Sendable {
    public enum Place: String, Sendable, CaseIterable {
        case metadata
        case transcript = "extension of the transcript"
        case message = "extension of a message"
        case attachment = "extension of an attachment"
    }

    /// What its value has to be; any other is left out.
    public enum Shape: String, Sendable, CaseIterable {
        case flag = "yes or no"
        case number = "a number of at most six digits"
        case date = "a date, with or without a time"
        case language = "a language's code"
        case zone = "a time zone's name"
        case label = "words that name nobody, such as `chat` or `WhatsApp`, and dates"
        case lineEnding = "a line's end"
        case settings = "a cue's settings and nothing else"
        case text = "a text, in which people are replaced as in messages"
        case person = "somebody's name, which is replaced"
    }

    public let name: String
    public let place: Place
    public let shape: Shape

    /// All of them.
    public static let all: [AllowedMember] =
        list(.metadata, .date, "date created updated modified exported start end since until")
        + list(.metadata, .number, "lines messages count total words")
        + list(.metadata, .label, "layout tag tags categories title format version platform encoding charset")
        + list(.metadata, .language, "lang language") + list(.metadata, .zone, "timezone tz")
        + list(.metadata, .person, "author creator owner sender")
        + list(.transcript, .flag, "markdown:byteOrderMark srt:byteOrderMark webvtt:byteOrderMark")
        + list(.transcript, .lineEnding, "markdown:lineEnding srt:lineEnding webvtt:lineEnding")
        + list(.message, .number, "srt:number webvtt:identifier")
        + list(.message, .settings, "srt:coordinates webvtt:settings") + list(.message, .text, "mbox:Subject")
        + list(.attachment, .number, "json:width json:height json:duration")

    private static func list(_ place: Place, _ shape: Shape, _ names: String) -> [AllowedMember] {
        names.split(separator: " ").map { AllowedMember(name: String($0), place: place, shape: shape) }
    }

    static let shapes: [Place: [Text: Shape]] = Dictionary(grouping: all, by: \.place)
        .mapValues { Dictionary(uniqueKeysWithValues: $0.map { (Text($0.name), $0.shape) }) }
}

extension AllowedMember.Shape {
    /// Whether a value is nothing else than that. A text or a person is replaced, not looked at.
    func admits(_ value: Value) -> Bool {
        switch (self, value) {
        case (.label, .array(let values)): return values.allSatisfy { admits($0) }
        case (.flag, .bool), (_, .null): return true
        case (.number, .number(let number)), (.label, .number(let number)), (.date, .number(let number)): return Self.isSmall(number.text)
        case (.text, .string), (.person, .string): return true
        case (_, .string(let text)): return admits(String(text))
        default: return false
        }
    }

    /// A year, and perhaps the rest of a date and a time: no telephone number.
    private static func isDate(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        guard text.utf8.count < 40, let first = scalars.first, first == "1" || first == "2",
            scalars.allSatisfy({ ("0"..."9").contains($0) || "-:TZ+./ ".unicodeScalars.contains($0) })
        else { return false }
        let groups = scalars.split { !("0"..."9").contains($0) }.map(\.count)
        let rest = groups.dropFirst()
        return groups == [8] || groups.first == 4 && rest.count < 9 && rest.prefix(5).allSatisfy { $0 < 3 } && rest.dropFirst(5).allSatisfy { $0 < 4 }
    }

    private func admits(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        switch self {
        case .number: return Self.isSmall(Text(text))
        case .flag: return ["true", "false", "yes", "no"].contains(text)
        case .date: return Self.isDate(text)
        case .language:
            return text.utf8.count < 12 && text.split(separator: "-").allSatisfy { $0.count < 5 && $0.allSatisfy { $0.isASCII && $0.isLetter } }
        case .zone: return ["UTC", "GMT", "Z"].contains(text) || Self.isZone(text)
        case .label: return FreeLabel.isFree(text)
        case .lineEnding: return scalars.allSatisfy { $0 == "\r" || $0 == "\n" } || ["crlf", "cr", "lf", "mixed"].contains(text.lowercased())
        case .settings: return text.split(separator: " ").allSatisfy(Self.isSetting)
        case .text, .person: return true
        }
    }

    private static func isSmall(_ number: Text) -> Bool {
        number.utf8Count < 8 && String(number).unicodeScalars.allSatisfy { ("0"..."9").contains($0) || $0 == "." || $0 == "-" }
    }

    private static func isZone(_ text: String) -> Bool {
        let areas = ["Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific", "Etc"]
        return areas.contains { text.hasPrefix($0 + "/") } && text.utf8.count < 40
    }

    /// `align:start`, `position:10%,line-left`, `X1:40`: a region has a name of its own.
    private static func isSetting(_ text: Substring) -> Bool {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return false }
        if ["X1", "X2", "Y1", "Y2"].contains(parts[0].uppercased()) { return isSmall(Text(parts[1])) }
        guard ["vertical", "line", "position", "size", "align"].contains(parts[0]) else { return false }
        let words: Set<Substring> = ["rl", "lr", "start", "center", "middle", "end", "left", "right", "line-left", "line-right"]
        return parts[1].split(separator: ",").allSatisfy { words.contains($0) || isSmall(Text($0.last == "%" ? $0.dropLast() : $0)) }
    }
}
