@testable import ChatConvCommand
import ChatConv
import SystemPackage
import Testing

/// What an input holds, and how its file is called, acts nowhere in what a run says: neither on a terminal nor on a build service.
@Suite struct HostileReportTests {
    /// What a line may not begin with, and what does something instead of being seen.
    private static let hostileTexts = [
        "::add-mask::x", " ::error::x", "\u{3000}::warning::x", "\u{A0}##[error]x", "##[add-path]x", "::", "\u{1B}[2J::set-output", "a\u{202E}b::", "\u{85}::x",
        "\u{7F}x", "\u{9B}31mx", "\u{2066}::x\u{2028}::y", "x \u{200F}", "a ::notice::x " + String(repeating: "long ", count: 12) + "::notice::y ##[group]z",
        "x\r::add-mask::y", "\u{FEFF}::x", "x \u{AD}y", "a ##[add-mask]b", "a\u{301}##vso[task.setvariable]b", "###[x",
    ]
    private static let hostileNames = [
        "::add-mask::x.md", " ::error::y.md", "##[error]z.md", "\u{3000}::w.md", "a\n::add-mask::b.md", "\u{202E}dm.md", "\u{1B}[31m.md", "\u{85}::c.md",
        ":.md", "#.md", "a\r::d.md", "b ##[add-mask]e.md",
    ]

    /// A page in which much can be mended, warned of and reported, with hostile lines wherever a page has any.
    private static func page(_ text: String) -> String {
        let oneLine = text.replacing("\r", with: " ").replacing("\u{2028}", with: " ").replacing("\u{85}", with: " ")
        return """
            ---
            title: "\(json(oneLine))"
            "\(json(oneLine))": "\(json(oneLine))"
            date: 2018-01-23
            lines: 9
            ---
            > 10:27:03  \(oneLine)

            \(text)
            \(text)
            a &amp;amp;lt; b \(text)
            \(text)

            > 10:27:01  \(oneLine)

            \(text) &amp;amp;amp; \(text)
            \(text)

            > 10:27:04  Ann

            c &amp;amp;lt; d

            """
    }

    /// The same texts where no page has any: in ids, titles and extensions.
    private static func transcript(_ text: String) -> String {
        let text = json(text)
        return """
            {"chatconv":1,"id":"\(text)","title":"\(text)","kind":"\(text)","participants":[{"displayName":"\(text)"}],"metadata":{"\(text)":"\(text)"},"extensions":{"x:\(text)":"\(text)"}}
            {"timestamp":"2018-01-23T10:00:00","sender":{"name":"\(text)","id":"\(text)"},"body":"\(text)","attachments":[{"type":"image","title":"\(text)","url":"\(text)"}],"event":{"action":"\(text)"},"extensions":{"x:\(text)":1}}
            {"timestamp":"2018-01-23T09:00:00","body":"\(text)","deleted":true}

            """
    }

    private static func json(_ text: String) -> String {
        text.unicodeScalars.map { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) ? "\\u00" + ($0.value < 16 ? "0" : "") + String($0.value, radix: 16) : String($0) }.joined()
    }

    /// How a command line is run.
    private enum Way {
        case inThisProcess
        /// Where files have names without a path before them, which only a process can have.
        case inAFolder
    }

    /// Runs command lines on files of these contents and this name, and looks at everything that is said.
    private func check(_ text: String, name: String, _ way: Way) throws {
        let work = try Workspace()
        try work.put(Self.page(text), name)
        try work.put(Self.page("other"), "other.md")
        try work.put(Self.transcript(text), "t-\(name).jsonl")
        try work.put("{\"a\":\"\(Self.json(text))\", \(text)", "broken-\(name).json")
        for line in Self.lines(text, "@\(name)", "@t-\(name).jsonl", "@broken-\(name).json") {
            let place = way == .inThisProcess ? work.folder.string + "/" : ""
            let arguments = line.map { $0.hasPrefix("@") ? place + $0.dropFirst() : $0 }
            let said: [String]
            switch way {
            case .inThisProcess:
                let run = CommandRun(arguments)
                said = [run.output, run.error]
            case .inAFolder:
                let run = try ChildProcess.run(arguments, in: work.folder)
                said = [run.output, run.error]
            }
            for said in said { Self.check(said, of: line) }
        }
    }

    /// What is run on a page, a transcript and a file that is neither. Files begin with an `@`.
    private static func lines(_ text: String, _ page: String, _ transcript: String, _ broken: String) -> [[String]] {
        let files = [page, transcript, broken]
        return ReportKind.allCases.map { ["validate", "--report", $0.rawValue] + files } + [
            ["validate", "--fix", "--dry-run", page], ["info"] + files, ["info", "--json"] + files, ["detect"] + files,
            ["detect", "--json"] + files, ["compare", page, "@other.md"], ["compare", "--json", page, "@other.md"], ["compare", page, transcript],
            ["-t", "srt", "--no-sync", "--loss-report", "-", "-o", "@out"] + files, ["-t", "srt", "-o", "@x.srt", "--fail-on-loss", transcript],
            ["-t", "json", "--no-sync", "-o", "@y.json", "--sender", text, transcript], ["-t", text, page], ["--\(text)", page],
            ["--merge", "-t", "json", "--no-sync", "-o", "@z.json", page, transcript], ["-f", "srt", "-t", "json", "-o", "@n.json", transcript],
            ["-t", "json", "--no-sync", "-o", "@a.json", "--anonymize-report", "-", transcript], ["validate", "--no-sync", "--fix", page],
        ]
    }

    private static func check(_ said: String, of line: [String]) {
        for scalar in said.unicodeScalars where scalar != "\n" && scalar != "\t" {
            #expect(!scalar.isActive, "U+\(String(scalar.value, radix: 16)) from \(line)")
        }
        #expect(line.contains("github") || !said.contains("##[") && !said.contains("##vso["), "\(line)")
        for row in said.split(separator: "\n") where beginsLikeCommand(row) {
            let isOwn = line.contains("github") && row.contains(/^::(error|warning|notice) file=[^:,]*(,|::)/)
            #expect(isOwn, "\(row.debugDescription) from \(line)")
        }
    }

    @Test("whatever an input holds", arguments: hostileTexts)
    func contents(text: String) throws { try check(text, name: "chat.md", .inThisProcess) }

    @Test("whatever its name is", arguments: hostileNames)
    func names(name: String) throws { try check("hello", name: name, .inAFolder) }

    @Test("what begins like a command is told from what does not", arguments: [
        ("::x", true), (" \t::x", true), ("\u{3000}##[x", true), (":", false), ("a::", false), ("#[", false), ("##x", false), ("", false), ("|::", false),
    ])
    func starts(line: String, isCommand: Bool) {
        #expect(beginsLikeCommand(line) == isCommand)
        #expect(!beginsLikeCommand(harmless(line)))
        #expect(isCommand || harmless(line) == line)
        #expect(!beginsLikeCommand(displayedName(line) + ":1:1"))
    }

    @Test("the context of a change ends in front of what may not be shown, and the diff can still be applied", .enabled(if: Tools.has("patch"), "patch is not there"))
    func diff() throws {
        let work = try Workspace()
        let page = "---\ndate: 2018-01-23\n---\n> 10:00:00  Ann\n\na\n::stop\nb\nc &amp;amp;lt; d\ne\n\u{1B}[2J\nf\ng &amp;amp;lt; h\n\ti\n"
        try work.put(page, "chat.md")
        let diff = try ChildProcess.run(["validate", "--fix", "--dry-run", "--select", "text.escaped-twice", "chat.md"], in: work.folder).output
        #expect(diff.contains("@@ -8,3 +8,3 @@\n b\n-c &amp;amp;lt; d\n+c &lt; d\n e\n"))
        #expect(diff.contains("@@ -12,3 +12,3 @@\n f\n-g &amp;amp;lt; h\n+g &lt; h\n \ti\n"))
        try work.put(diff, "diff")
        #expect(try ChildProcess.shell("patch -s chat.md diff", in: work.folder).status == 0)
        #expect(work.text("chat.md") == page.replacing("&amp;amp;lt;", with: "&lt;"))
    }
}
