import SubtitleCues
import TestSupport
import Testing
import TextScanning
import TranscriptCoding
import TranscriptModel
import WebVTTFormat

/// A rule that the specification (W3C WebVTT, section 4) gives to authors, and files that break it.
private struct Rule: Sendable, CustomTestStringConvertible {
    let text: String
    /// What is found in each of the files, as `line:column code`.
    let files: [(file: String, found: [String])]

    init(_ text: String, _ files: (String, [String])...) {
        self.text = text
        self.files = files.map { ($0.0, $0.1) }
    }

    /// A rule for a cue's text, which begins in column 1 of line 4.
    static func cue(_ text: String, _ files: (String, [String])...) -> Rule {
        Rule(text, files: files.map { ("WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n\($0.0)\n", $0.1) })
    }

    /// A rule for the settings of a cue, which begin in column 31 of line 3.
    static func settings(_ text: String, _ files: (String, [String])...) -> Rule {
        Rule(text, files: files.map { ("WEBVTT\n\n00:00:01.000 --> 00:00:03.000 \($0.0)\nhi\n", $0.1) })
    }

    /// A rule for the settings of a region, which begin in column 1 of line 4.
    static func region(_ text: String, _ files: (String, [String])...) -> Rule {
        Rule(text, files: files.map { ("WEBVTT\n\nREGION\n\($0.0)\n\n00:00:01.000 --> 00:00:03.000\nhi\n", $0.1) })
    }

    private init(_ text: String, files: [(String, [String])]) {
        self.text = text
        self.files = files
    }

    var testDescription: String { text }
}

private func findings(_ file: String, _ chunk: Int = .max) throws -> [String] {
    var found: [String] = []
    let log = DiagnosticLog { found.append("\($0.location?.line ?? 0):\($0.location?.column ?? 0) \($0.code.id.dropFirst("webvtt.".count))") }
    let input = WebVTTFormat().makeInput(MemorySource(Array(file.utf8), chunk: chunk), isLenient: true, diagnostics: log, isValidated: true)
    do {
        var reader = WebVTTFormat().makeReader(input, options: WebVTTReaderOptions())
        _ = try reader.readHeader()
        var batch: [Message] = []
        while try reader.readMessages(into: &batch) { batch.removeAll() }
    } catch { log.report(error.diagnostic) }
    return found
}

private let head = "WEBVTT\n\n"
private let first = "00:00:01.000 --> 00:00:02.000\nhi\n"

@Suite("What the specification asks of authors")
struct AuthoringTests {
    // Rules that no code stands for: that a file is UTF-8 (`input.invalid-utf8` says that of all formats); the media type,
    // which no file tells; that a style is CSS, which is another specification; that chapters are nested and have no tags,
    // and that metadata is any text, for a file does not say what its cues are.
    private static let structure = [
        Rule("WEBVTT, then white space or a line end", ("webvtt\n\n" + first, ["1:1 no-signature"]), ("WEBVTTX\n\n" + first, ["1:1 no-signature"])),
        Rule("Two line ends after the first line",
            ("WEBVTT\n" + first, ["2:1 no-blank-line"]), ("WEBVTT a\nKind: captions\n\n" + first, ["2:1 header"]),
            ("WEBVTT\nSTYLE\n::cue {}\n\n" + first, ["2:1 header"])),
        Rule("Blocks are regions, styles, comments and cues", (head + "hello\n\n" + first, ["3:1 dropped-block"]), (head + "NOTES\n\n" + first, ["3:1 dropped-block"])),
        Rule("Regions and styles come before cues", (head + first + "\nSTYLE\n::cue {}\n", ["6:1 late-block"]), (head + first + "\nREGION\nid:a\n", ["6:1 late-block"])),
        Rule("Nothing but white space follows REGION or STYLE", (head + "STYLE x\n::cue {}\n\n" + first, ["3:1 dropped-block"]), (head + "REGION \t\nid:a\n\n" + first, [])),
        Rule("No arrow in a style", (head + "STYLE\na { b: \"-->\" }\n\n" + first, ["4:1 invalid-timing"])),
        Rule("No arrow in a comment", (head + "NOTE a\nb --> c\n\n" + first, ["4:1 invalid-timing"]), (head + "NOTE a --> b\n\n" + first, ["3:1 invalid-timing"])),
        Rule("No arrow in an identifier", (head + "a-->b\n" + first, ["3:1 invalid-timing"])),
        Rule("No arrow in a text, and a blank line before each cue",
            (head + first + "00:00:03.000 --> 00:00:04.000\nyo\n", ["5:1 no-blank-line"]), (head + first + "a --> b\n", ["5:1 invalid-timing"])),
        Rule("Identifiers are unique",
            (head + "1\n" + first + "\n1\n" + first + "\nb\n" + first + "\nb\n" + first, ["7:1 duplicate-identifier", "15:1 duplicate-identifier"])),
        Rule("A line end is the last of a file", (head + "00:00:01.000 --> 00:00:02.000\nhi", ["4:3 loose-syntax"])),
        Rule("A NUL is no text", (head + "00:00:01.000 --> 00:00:02.000\nh\0i\n", ["4:2 nul"])),
    ]

    private static let times = [
        Rule("White space around the arrow", (head + "00:00:01.000-->00:00:02.000\nhi\n", ["3:1 loose-syntax"]), (head + "00:00:01.000 -->00:00:02.000\nhi\n", ["3:1 loose-syntax"])),
        Rule("Nothing before the times", (head + " 00:00:01.000 --> 00:00:02.000\nhi\n", ["3:1 loose-syntax"])),
        Rule("Hours are two digits or more", (head + "0:00:01.000 --> 00:00:02.000\nhi\n", ["3:1 loose-syntax"]), (head + "100:00:01.000 --> 100:00:02.000\nhi\n", [])),
        Rule("Minutes and seconds are two digits below 60, and three follow the point",
            (head + "00:60:01.000 --> 00:61:02.000\nhi\n", ["3:1 invalid-timing"]), (head + "00:00:61.000 --> 00:01:02.000\nhi\n", ["3:1 invalid-timing"]),
            (head + "00:01,000 --> 00:02,000\nhi\n", ["3:1 invalid-timing"]), (head + "00:01.00 --> 00:02.000\nhi\n", ["3:1 invalid-timing"]),
            (head + "01.000 --> 02.000\nhi\n", ["3:1 invalid-timing"])),
        Rule("A start is not earlier than those before", (head + "00:05.000 --> 00:06.000\na\n\n" + first, ["6:1 out-of-order"])),
        Rule("An end is later than its start", (head + "00:01.000 --> 00:01.000\nhi\n", ["3:1 end-before-start"])),
        Rule("White space before settings", (head + "00:00:01.000 --> 00:00:02.000align:end\nhi\n", ["3:1 loose-syntax"])),
    ]

    private static let settings: [Rule] = [
        .settings("A setting is a name and a value", ("align", ["3:31 ignored-setting"]), ("align:", ["3:31 ignored-setting"]), (":end", ["3:31 ignored-setting"])),
        .settings("A name is one of six", ("size:50% colour:red", ["3:40 ignored-setting"])),
        .settings("Each is there once", ("align:end size:5% align:start", ["3:49 duplicate-setting"])),
        .settings("vertical: rl or lr", ("vertical:up", ["3:31 ignored-setting"]), ("vertical:rl", [])),
        .settings("line: a percentage or a whole number, and an alignment",
            ("line:-1,end", []), ("line:5%,left", ["3:31 ignored-setting"]), ("line:101%", ["3:31 ignored-setting"]), ("line:1.5", ["3:31 loose-syntax"])),
        .settings("position: a percentage and an alignment", ("position:50%,line-left", []), ("position:50", ["3:31 ignored-setting"]), ("position:50%,start", ["3:31 ignored-setting"])),
        .settings("size: a percentage", ("size:50", ["3:31 ignored-setting"]), ("size:.5%", ["3:31 ignored-setting"])),
        .settings("align: start, center, end, left or right", ("align:middle", ["3:31 ignored-setting"]), ("align:left", [])),
        .settings("region: one that there is, and no vertical, line or size", ("region:a", ["3:31 unknown-region"]), ("region:a size:50%", ["3:31 ignored-setting"])),
        .region("A region has an id", ("width:40%", ["4:1 region-id"]), ("id:a", [])),
        .region("No other has it", ("id:a\n\nREGION\nid:a", ["7:1 region-id"])),
        .region("Each setting is there once", ("id:a id:b", ["4:6 duplicate-setting"]), ("id:a\nlines:2\nlines:3", ["6:1 duplicate-setting"])),
        .region("Widths and anchors are percentages, lines a number, scroll is up",
            ("id:a width:40", ["4:6 ignored-setting"]), ("id:a lines:-1", ["4:6 ignored-setting"]), ("id:a regionanchor:1%", ["4:6 ignored-setting"]),
            ("id:a viewportanchor:1%,101%", ["4:6 ignored-setting"]), ("id:a scroll:down", ["4:6 ignored-setting"]),
            ("id:a width:40% lines:3 regionanchor:0%,100% viewportanchor:10%,90% scroll:up", [])),
    ]

    private static let texts: [Rule] = [
        .cue("Tags are c, i, b, u, ruby, rt, v and lang",
            ("<font>a</font>", ["4:1 unknown-tag", "4:8 stray-end-tag"]), ("a < b", ["4:3 unknown-tag"]), ("a <3 b> c", ["4:3 timestamp"]),
            ("<c.red.big>a</c> <i>b</i> <u>c</u> <b.x>d</b>", [])),
        .cue("Every tag is closed, but the one voice that says all", ("<i>a", ["4:1 unclosed-tag"]), ("<v Ann>a", []), ("<v Ann>a\n<v Bob>b", ["4:1 unclosed-tag", "5:1 unclosed-tag", "3:1 several-voices"]),
            ("- <v Ann>a", ["4:3 unclosed-tag"]), ("<v Ann>a</v>", [])),
        .cue("In the opposite order", ("<b><i>a</b></i></b>", ["4:8 stray-end-tag"]), ("a</i>", ["4:2 stray-end-tag"]), ("<i>a</i >", ["4:5 stray-end-tag", "4:1 unclosed-tag"])),
        .cue("A tag has its `>`", ("<i>a</i", ["4:5 unknown-tag", "4:1 unclosed-tag"]), ("<v Ann", ["4:1 unknown-tag"])),
        .cue("rt stands in ruby, and ruby has one", ("<rt>a</rt>", ["4:1 unknown-tag", "4:6 stray-end-tag"]), ("<ruby>a</ruby>", ["4:8 loose-syntax"]), ("<ruby>a<rt>b</ruby>", []), ("<ruby>a<rt>b</rt></ruby>", [])),
        .cue("Voices and languages are annotated, and others are not",
            ("<v>a", ["4:1 missing-annotation"]), ("<lang>a</lang>", ["4:1 missing-annotation"]), ("<i x>a</i>", ["4:1 loose-syntax"])),
        .cue("A language is a tag of BCP 47", ("<lang French!>a</lang>", ["4:1 language-tag"]), ("<lang en-GB>a</lang><lang x-klingon>b</lang><lang zh-Hant-TW>c</lang>", [])),
        .cue("A class has a character", ("<c.>a</c>", ["4:1 loose-syntax"])),
        .cue("A time in a text is one, and lies between its neighbours",
            ("<00:00:02.000>a", []), ("<00:02>a", ["4:1 timestamp"]), ("<00:00:01.000>a", ["4:1 timestamp"]), ("<00:00:03.000>a", ["4:1 timestamp"]),
            ("<00:00:02.000>a<00:00:02.000>b", ["4:16 timestamp"])),
        .cue("`&` starts a character reference, which ends in `;`", ("R&D", ["4:2 ampersand"]), ("a &nosuch; b", ["4:3 ampersand"]), ("a &amp b", ["4:3 ampersand"]), ("&lt;&#60;&nbsp;&eacute;", [])),
    ]

    @Test("Whatever breaks a rule is found, at its place", arguments: structure + times + settings + texts)
    fileprivate func rule(_ rule: Rule) throws {
        for (file, expected) in rule.files {
            for chunk in [1, 7, Int.max] { #expect(try findings(file, chunk) == expected, "\(file)") }
        }
    }

    @Test("A conversion is not bothered with it")
    func conversion() throws {
        var found = 0
        let log = DiagnosticLog { _ in found += 1 }
        let file = "WEBVTT\nKind: captions\n\n1\n00:01.000-->00:02.000 align:end align:end\nR&D <i>a\n"
        let input = WebVTTFormat().makeInput(MemorySource(file), diagnostics: log)
        var reader = WebVTTFormat().makeReader(input, options: WebVTTReaderOptions())
        _ = try reader.readHeader()
        var batch: [Message] = []
        #expect(try reader.readMessages(into: &batch))
        #expect(found == 0)
    }
}
