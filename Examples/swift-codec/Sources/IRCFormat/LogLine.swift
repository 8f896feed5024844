import TranscriptModel

/// What a line says, which reader and writer share: `[10:27:03] <ann> hello`, and `[10:27:03] - hello` where nobody says it.
///
/// A name or a text may hold what would end it or its line; such a character is written with a backslash: `\n` for a line
/// feed, `\>` in a name, `\\` for a backslash. Any other backslash is one, so that logs of other programs read as they are.
struct LogLine {
    /// Since the start, in seconds. A log may go on for days, so hours pass 24.
    var seconds: UInt32
    var name: String?
    var body: String

    init(seconds: UInt32, name: String?, body: String) {
        self.seconds = seconds
        self.name = name
        self.body = body
    }

    /// Reads a line without its line feed; nil when it is no message.
    init?(_ line: String) {
        // As scalars: a character could join what belongs to the syntax with what follows it.
        let scalars = line.unicodeScalars
        guard scalars.first == "[", let bracket = scalars.firstIndex(of: "]"),
            let seconds = Self.seconds(String(scalars[..<bracket].dropFirst()))
        else { return nil }
        self.seconds = seconds
        var rest = scalars[scalars.index(after: bracket)...]
        if rest.starts(with: " - ".unicodeScalars) {
            rest = rest.dropFirst(3)
        } else {
            guard rest.starts(with: " <".unicodeScalars) else { return nil }
            rest = rest.dropFirst(2)
            guard let name = Self.takeName(&rest) else { return nil }
            self.name = name
        }
        body = Self.unescaped(rest)
    }

    /// The line as it is written, with its line feed.
    var text: String {
        let minutes = seconds / 60
        let time = "[\(Self.padded(minutes / 60)):\(Self.padded(minutes % 60)):\(Self.padded(seconds % 60))]"
        let sender = name.map { "<\(Self.escaped($0).replacing(">", with: "\\>"))>" } ?? "-"
        return "\(time) \(sender) \(Self.escaped(body))\n"
    }

    // MARK: Times

    private static func seconds(_ text: String) -> UInt32? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ $0.utf8.count >= 2 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) else {
            return nil
        }
        let numbers = parts.compactMap { UInt64($0) }
        guard numbers.count == 3, numbers[0] <= 2_000_000, numbers[1] < 60, numbers[2] < 60 else { return nil }
        return UInt32(exactly: numbers[0] * 3600 + numbers[1] * 60 + numbers[2])
    }

    private static func padded(_ number: UInt32) -> String { number < 10 ? "0\(number)" : "\(number)" }

    // MARK: Escapes

    private static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result.append(contentsOf: "\\\\".unicodeScalars)
            case "\n": result.append(contentsOf: "\\n".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    private static func unescaped(_ text: Substring.UnicodeScalarView) -> String {
        var result = String.UnicodeScalarView()
        var rest = text
        while let scalar = rest.popFirst() {
            guard scalar == "\\", let next = rest.first, let meaning = meanings[next] else {
                result.append(scalar)
                continue
            }
            result.append(meaning)
            rest = rest.dropFirst()
        }
        return String(result)
    }

    private static let meanings: [Unicode.Scalar: Unicode.Scalar] = ["\\": "\\", "n": "\n", ">": ">"]

    /// Takes a name up to `> `, which is what ends it.
    private static func takeName(_ rest: inout Substring.UnicodeScalarView) -> String? {
        let start = rest.startIndex
        var index = start
        while index != rest.endIndex {
            let next = rest.index(after: index)
            if rest[index] == ">" {
                guard next != rest.endIndex, rest[next] == " " else { return nil }
                let name = unescaped(rest[start..<index])
                rest = rest[rest.index(after: next)...]
                return name
            }
            // What follows a backslash does not end the name.
            index = rest[index] == "\\" && next != rest.endIndex ? rest.index(after: next) : next
        }
        return nil
    }
}
