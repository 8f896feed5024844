public import TranscriptModel

/// Texts that formats are known to stumble over. Every one of them is a legal part of a transcript.
public enum AwkwardTexts {
    /// For bodies, titles and every other text that people write.
    public static let bodies: [Text] = [
        whiteSpace, controls, characters, markdown, messageHeaders, markup, mail, subtitles, data,
    ].flatMap { $0 }

    /// For the names of senders, participants and transcripts.
    public static let names: [Text] = [
        "", " ", "  ", "a  b", "a   b", "  a", " a", "a ", "a  ", "a:", "a: b", ":", ": a", "a\nb", "a\r\nb", "a\rb",
        "\n", "\t", "a\tb", "a\u{A0}b", "\u{3000}a", "\"a\"", "\"", "'", "a \"b\" c", "a <a@example.org>", "<a>", "<",
        ">", "> a", "a, b", "(a)", "[a]", "[a](b)", "a & b", "&amp;", "a\\", "\\", "=?utf-8?q?a?=", "😀", "e\u{301}",
        "\u{0}", "a\u{0}b", "-->", "]]>", "--", "---", "null", "1", "true", "10:27:03", "10:27:03  a",
        "<!-- chatconv {", "\u{FEFF}a", "\u{FEFF}", "\u{2028}", "\u{85}", "\u{FFFE}", "\u{1B}[1m", "张三", "محمد", "@a",
    ]

    /// Only spaces, tabs and line ends, and texts that start or end with them.
    static let whiteSpace: [Text] = [
        "", " ", "  ", "   ", "\t", "\n", "\n\n", "\n\n\n", "\r", "\r\n", "\r\n\r\n", "\n\r", "\r\r\n", " \n", "   \n",
        "  \n   \n", "a ", "a  ", "a   ", " a", "  a  ", "\ta", "a\t", "a\n", "\na", "a\n\n", "a\nb", "a\n\nb", "a\rb",
        "a\r", "\ra", "a\r\nb", "a\r\n", "a  \nb", "a  \n   \n", "a  \n   \nb", "a\n   \nb", "a\n \n b", "a\u{A0}",
        "\u{3000}a", "\u{2003}",
    ]

    /// Each of the C0 control characters, then all of them in one text.
    static let controls: [Text] = {
        let scalars = (UInt8(0)..<0x20).map { UnicodeScalar($0) }
        return scalars.map { Text(String($0)) } + [Text(String(String.UnicodeScalarView(scalars)))]
    }()

    /// Characters that are invisible, that end a line for some programs, or that some formats cannot hold.
    static let characters: [Text] = [
        "a\u{0}b", "\u{7F}", "\u{80}", "\u{85}", "a\u{85}b", "\u{9F}", "\u{AD}", "\u{200B}", "\u{200D}", "\u{202E}a",
        "\u{2028}", "a\u{2028}b", "\u{2029}", "\u{FEFF}", "\u{FEFF}a", "a\u{FEFF}", "\u{FFFD}", "\u{FFFE}", "\u{FFFF}",
        "\u{1FFFE}", "\u{10FFFF}", "\u{D7FF}", "\u{E000}", "😀", "👨‍👩‍👧‍👦", "🇩🇪", "é", "e\u{301}", "\u{301}", "a\u{300}\u{301}\u{302}", "中文",
        "שלום", "\u{1B}[31mred\u{1B}[0m", "\u{1A}",
    ]

    /// What Markdown, YAML front matter and their comments are made of.
    static let markdown: [Text] = [
        "---", "---\n", "---\ntitle: x\n---", "---\ntitle: x\n---\n\n> 10:27:03  x  \n   \ny", "...", "# x", "- x", "1. x",
        "> x", ">", "```", "```\nx\n```", "***", "| a | b |", "a  \nb", "    x", "<!-- chatconv {", "<!-- chatconv {}-->",
        "<!-- chatconv {\"id\":\"x\"} -->", "\\<!-- chatconv {", "\\\\<!-- chatconv {", "x\n<!-- chatconv {} -->\ny",
        "![a](b)", "![a](b) ", "![a](b)  ", " ![a](b)", "![a](b)\n", "![a](b)![a](b)", "\\![a](b)", "![](b)", "![a]()",
        "![]()", "![2018-01-23 10:27:03](https://example.org/a.jpg)", "![a](b c)", "![a](b \"c\")", "![a\nb](c)",
        "[a](b)", "[a](b) ", "\\[a](b)", "[](b)", "[a]()", "[]()", "[a\n](b)", "[a]b](c)", "[a](b)c", "x [a](b)",
        "[a](b(c))", "[a](b)c)", "[a\\](b)", "[[a]](b)", "[a](b\nc)", "[a] (b)", "[a][b]", "[a]", "![a]",
        "「 a: b 」 - - - - - - - - - - - - - - - c",
    ]

    /// Lines that are taken for the header of a message unless they are quoted, and lines that nearly are.
    static let messageHeaders: [Text] = [
        "> 10:27:03  x", "> 10:27:03  x  ", "> 10:27:03  x  \n   \ny", "> 10:27:03  ", "> 10:27:03    ", "> 10:27:03",
        "> 10:27:03 x", "> 10:27:03   x", ">10:27:03  x", " > 10:27:03  x", "> 2018-01-23 10:27:03  x",
        "> 2018-13-99 10:27:03  x", "> 99:99:99  x", "> 100:27:03  x", "> 1:02:03  x", "> 10:27  x", "> 10:27:03.5  x",
        "\\> 10:27:03  x", "\\\\> 10:27:03  x", "\\\\\\> 10:27:03  x", "\\> 2018-01-23 10:27:03  x", "\\> x", "\\",
        "x\n> 10:27:03  x", "x\n\\> 10:27:03  x", "x\r> 10:27:03  x", "x\r\n> 10:27:03  x\r\n", "x\u{2028}> 10:27:03  x",
        "> 10:27:03  x\n> 10:27:04  y",
    ]

    /// What XML and HTML are made of.
    static let markup: [Text] = [
        "-->", "<!--", "<!-- x -->", "--", "a--b", "]]>", "]]", "<![CDATA[", "<![CDATA[x]]>", "<", ">", "&", "<b>x</b>",
        "<br/>", "</message>", "<message>", "<?xml version=\"1.0\"?>", "<?x?>", "<!DOCTYPE x>", "&amp;", "&lt;",
        "&amp;amp;quot;", "&#0;", "&#13;", "&x;", "&nbsp;", "<char code=\"8\"/>", "<html>", "\"", "'", "\"'", "a=\"b\"",
    ]

    /// What mailboxes and mails are made of.
    static let mail: [Text] = [
        "From ", "From", "From x", "From x@example.org Mon Jan  1 00:00:00 2018", ">From ", ">From x", ">>From x",
        "x\nFrom x", "x\n\nFrom x@example.org Tue Jan 23 10:27:03 2018\nSubject: y\n\nz", " From x", "From: x",
        "Subject: x", "Subject: x\n\ny", "X-A: b\n c", ".", "..", ".\nx", "=20", "=", "a=\nb", "a =", "=?utf-8?q?x?=",
        "=?utf-8?b?eA==?=", "--boundary", "--boundary--", "--=_chatconv", "--=_chatconv--", "-- \nx",
        "Content-Type: text/plain", "Content-Transfer-Encoding: base64\n\neA==", "begin 644 x", "eA==",
        Text(String(repeating: "x", count: 77)), Text(String(repeating: "é", count: 80)),
        Text(String(repeating: "x", count: 999)), Text(String(repeating: "x ", count: 500)),
    ]

    /// What subtitle files are made of.
    static let subtitles: [Text] = [
        "00:00:01.000 --> 00:00:02.000", "00:00:01,000 --> 00:00:02,000", "1\n00:00:01,000 --> 00:00:02,000\nx",
        "x\n\n2\n00:00:01,000 --> 00:00:02,000\ny", "x\n\n00:01.000 --> 00:02.000 align:start\ny", "1", "\n1", "WEBVTT",
        "WEBVTT\n\n", "NOTE", "NOTE x", "x\n\nNOTE y", "NOTE chatconv {}", "STYLE\n::cue{}", "REGION", "<v x>y</v>",
        "<v x>", "<c.a>x</c>", "<00:00:01.000>", "</v>", "{\\an8}x", "<i>x</i>", "x: y", ": y", "x:", "X1:1 X2:2", "a->b",
    ]

    /// What JSON, YAML and tables are made of.
    static let data: [Text] = [
        "{\"a\":1}", "{", "}", "[1,2]", "[", "]", ",", "{\"chatconv\":1}", "{\"chatconv\":1,\"messages\":[", "null", "true",
        "1", "\\n", "\\u0000", "\\ud800", "\\\\", "\\\"", "a\\", "a,b", "a\tb", "\"a\",\"b\"", "=1+1", "%s%n", "$(x)",
        "../../x", "a: b", "a #b",
    ]

    /// Ordinary texts, which most messages have.
    static let ordinary: [Text] = [
        "Hello", "Yes.", "See you tomorrow at 10:30!", "ok", "Thanks, that helps a lot", "大家早上好", "收到，谢谢", "Привет, как дела?",
        "What do you think? I am not sure.", "https://example.org/a?b=c&d=e#f", "😀👍", "first line\nsecond line",
        "It's 5 > 3, and 3 < 5.", "C'est déjà l'été", "a", "x",
    ]

    static let ordinaryNames: [Text] = ["Ada", "Grace Hopper", "张三", "李 四", "bot-1", "Zoë", "Ada", "x"]
}
