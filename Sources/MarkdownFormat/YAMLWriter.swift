import TextScanning
import TranscriptCoding
import TranscriptModel

/// Writes metadata as YAML that reads back as the same values: one line an entry, strings plain where nothing could
/// take them for something else, all else in the flow style that YAML shares with JSON.
enum YAMLWriter {
    /// Appends `name: value` and a line feed.
    static func append(_ name: Text, _ value: Value, to output: inout OutputBuffer) {
        appendKey(name, to: &output)
        append(value, isTopLevel: true, to: &output)
        output.append(MarkdownSyntax.lineFeed)
    }

    /// The longest key that libyaml takes without being told that it is one is 1,024 characters (YAML 1.2.2, 8.2.2).
    private static let longestSimpleKey = 256

    private static func appendKey(_ name: Text, to output: inout OutputBuffer) {
        let isLong = name.utf8Count > longestSimpleKey
        if isLong { output.append("? ") }
        if isPlain(name, allowsDate: false) { output.append(name) } else { appendQuoted(name, to: &output) }
        output.append(isLong ? "\n: " : ": ")
    }

    private static func append(_ value: Value, isTopLevel: Bool, to output: inout OutputBuffer) {
        switch value {
        case .null: output.append("null")
        case .bool(let isTrue): output.append(isTrue ? "true" : "false")
        case .number(let number): output.append(number.text)
        case .string(let text):
            if isTopLevel && isPlain(text, allowsDate: true) { output.append(text) } else { appendQuoted(text, to: &output) }
        case .array(let items):
            output.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { output.append(", ") }
                append(item, isTopLevel: false, to: &output)
            }
            output.append(UInt8(ascii: "]"))
        case .object(let members):
            output.append(UInt8(ascii: "{"))
            for (index, member) in members.entries.enumerated() {
                if index > 0 { output.append(", ") }
                let isLong = member.name.utf8Count > longestSimpleKey
                if isLong { output.append("? ") }
                appendQuoted(member.name, to: &output)
                output.append(": ")
                append(member.value, isTopLevel: false, to: &output)
            }
            output.append(UInt8(ascii: "}"))
        }
    }

    /// Whether `text` can stand without quotes and is read as this string, by us and by the YAML 1.1 readers that
    /// pages meet (where `yes` is a truth value and `1:30` a number). A date may stand plain: there it is one.
    private static func isPlain(_ text: Text, allowsDate: Bool) -> Bool {
        text.withUTF8 { utf8 in
            guard utf8.count <= 512, YAMLPlainScalar.isOne(utf8), let first = utf8.first else { return false }
            if first.isASCIIDigit, !allowsDate || !PageDate.isDate(utf8) { return false }
            return !isWord(text)
        }
    }

    /// Words that some reader takes for a truth value or for nothing.
    private static func isWord(_ text: Text) -> Bool {
        guard text.utf8Count <= 5 else { return false }
        return ["null", "true", "false", "yes", "no", "on", "off", "y", "n"].contains(String(text).lowercased())
    }

    /// Appends a double-quoted scalar (YAML 1.2.2, 7.3.1). What libyaml takes for a line break or does not take at all
    /// is escaped.
    private static func appendQuoted(_ text: Text, to output: inout OutputBuffer) {
        output.append(UInt8(ascii: "\""))
        for scalar in String(text).unicodeScalars {
            switch scalar.value {
            case 0x22, 0x5C:
                output.append(MarkdownSyntax.backslash)
                output.append(utf8: String(scalar))
            case 0x0A: output.append("\\n")
            case 0x09: output.append("\\t")
            case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF:
                output.append("\\u")
                let digits = String(scalar.value, radix: 16)
                for _ in digits.utf8.count..<4 { output.append(UInt8(ascii: "0")) }
                output.append(utf8: digits)
            default: output.append(utf8: String(scalar))
            }
        }
        output.append(UInt8(ascii: "\""))
    }
}
