public import TranscriptModel

/// Names and values of metadata that are known to be taken for something else, above all in YAML.
public enum AwkwardValues {
    /// For the names of metadata and extensions.
    public static let keys: [Text] = [
        "", " ", "  ", "date", "title", "lines", "null", "Null", "~", "true", "yes", "no", "1", "1.5", "-1", "-", "- a",
        "--", "a-b", "a: b", "a:", ":", ": a", "a:b", "#", "# a", "a #b", "a#b", "a\nb", "\n", "a\n", "\na", "\r", "a\r\nb",
        "\t", "a\t", "\ta", " a", "a ", "a b", "\"", "\"a\"", "'", "'a'", "a'b", "a\"b", "\\", "?", "? a", "?a", "!", "!x",
        "!!str", "&", "&x", "*", "*x", "|", ">", "%", "%YAML 1.2", "@", "`", "{", "}", "{}", "[", "]", "[]", ",", "a,b", "=",
        "<<", "...", "---", "2018-01-23", "12:30:45", "0x1F", "1e3", ".inf", ".nan", "\u{0}", "\u{7F}", "\u{85}", "a\u{85}b",
        "\u{2028}", "\u{FEFF}", "\u{FEFF}a", "\u{FFFE}", "\u{FFFD}", "😀", "日期", "é", "e\u{301}", "<", "-->", "kind", "id",
        "participants", "metadata", "extensions", "messages", "chatconv", "xml:lang", "__proto__",
        Text(String(repeating: "k", count: 130)), Text(String(repeating: "k", count: 1100)),
    ]

    /// For texts that are values: what YAML 1.1 or 1.2 would read as another type, and what plain scalars cannot hold.
    public static let texts: [Text] = [
        "null", "Null", "NULL", "~", "true", "True", "TRUE", "false", "yes", "Yes", "no", "on", "off", "y", "n", "1", "-1",
        "+1", "0", "-0", "00", "007", "0o7", "0x1F", "0b1", "1_000", "1.5", "1.", ".5", "-.5", "1e3", "1E+3", "+1.5e-3",
        ".inf", "-.inf", "+.Inf", ".nan", ".NaN", "190:20:30", "12:30", "2018-01-23", "2018-1-2", "2018-01-23 10:27:03",
        "2018-01-23T10:27:03Z", "2018-01-23t10:27:03.5 +8", " leading", "trailing ", "  both  ", "a\n", "a\n\n", "\na",
        "\n", "\n\n", " \n", "\n ", "a\nb", "a\nb\n", "a\n b", " a\nb", "  a\n b\n", "a\n\n\nb", "a \nb", "a\n\tb", "a\t", "\ta",
        "\t", "a\tb", "a\rb", "a\r\nb\r\n", "-", "- a", "-a", "a -", "--- a", "---", "...", "a\n---\nb", "a\n...\nb", "?", "? a",
        "?a", ":", ": a", ":a", "a:", "a: b", "a :b", "a:b", "#", "#a", "a #b", "a# b", "&a", "*a", "!a", "!!int 1", "|", "|-",
        ">", ">+", "'", "''", "'a'", "a'", "it's", "\"", "\"a\"", "a\"b", "\\", "a\\nb", "%a", "@a", "`a", "{", "}", "{a: b}", "{}",
        "[", "]", "[a]", "[]", ",", "a, b", ", a", "<<", "=", "\u{0}", "\u{85}", "a\u{85}b", "\u{2028}a", "\u{FEFF}a", "\u{FFFE}",
        "a\u{7F}", "\u{1B}", "é", "e\u{301}", "😀", Text(String(repeating: "word ", count: 40)),
        Text(String(repeating: "a", count: 200)),
    ]

    /// Numbers as RFC 8259 writes them, many of which no binary type holds.
    public static let numbers: [NumberLiteral] = [
        "0", "-0", "1", "-1", "42", "2018", "1.50", "0.1", "1.0", "0.000", "-0.0", "1e400", "-1e-400", "1E+2", "1e5", "1E5",
        "0e0", "1.5e3", "0.1e-7", "123456789012345678901234567890", "9007199254740993", "9223372036854775807",
        "9223372036854775808", "-9223372036854775808", "18446744073709551616", "0.12345678901234567890123",
    ].compactMap { NumberLiteral($0) }

    /// Names of extensions, with and without the prefix of a format.
    public static let extensionNames: [Text] = [
        "x", "", "json:x", "json:y", "json:body", "json:timestamp", "json:sender", "json:attachments", "json:type",
        "json:title", "json:id", "json:messages", "json:metadata", "json:chatconv", "json:extensions", "json:json:x",
        "json:", "json:quote/foo", "json:a\nb", "json: ", "json:é", "JSON:x", "json", "mbox:List-Id", "mbox:X-A",
        "webvtt:settings", "webvtt:identifier", "xml:x", "wechat:type", "a:b:c", ":", ":x", "x:", "body", "extensions", "a b",
        "a\nb", "-->", "\u{0}", "😀:x",
    ]
}
