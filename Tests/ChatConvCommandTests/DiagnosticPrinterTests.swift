import ChatConv
import Testing

@testable import ChatConvCommand

@Suite struct DiagnosticPrinterTests {
    private func printed(
        _ diagnostics: [Diagnostic], name: String = "chat.md", isTerminal: Bool = false, isQuiet: Bool = false,
        environment: [String: String] = [:]
    ) -> String {
        let destination = MemoryDestination()
        let streams = CommandStreams(
            input: MemorySource(""), output: MemoryDestination(), error: destination, isErrorTerminal: isTerminal,
            environment: { environment[$0] })
        let printer = DiagnosticPrinter(streams, name: name, isQuiet: isQuiet)
        let log = printer.log
        diagnostics.forEach(log.report)
        printer.finish()
        return String(decoding: destination.bytes, as: UTF8.self)
    }

    private func diagnostic(
        _ severity: Diagnostic.Severity = .error, _ message: String = "wrong", line: String, column: Int, help: String? = nil
    ) -> Diagnostic {
        Diagnostic(
            severity, DiagnosticCode("test.code", ""), message, help: help,
            at: SourceLocation(
                byteOffset: 0, line: 7, column: column + 1, lineText: LineExcerpt(text: Text(line), column: column)))
    }

    @Test func placeMessageLineCaretAndHelp() {
        let text = printed([diagnostic(line: "> 25:00:00  Ann", column: 2, help: "hours end at 23")])
        #expect(
            text == """
                chat.md:7:3: error: wrong [test.code]
                  | > 25:00:00  Ann
                  |   ^
                help: hours end at 23

                """)
    }

    @Test(
        "the caret stands under what it points at",
        arguments: [
            ("ab", 2, "ab", 2), ("你好x", 2, "你好x", 4), ("🙂x", 1, "🙂x", 2), ("👨‍👩‍👧x", 5, "👨‍👩‍👧x", 2), ("🇨🇳x", 2, "🇨🇳x", 2),
            ("e\u{301}x", 2, "e\u{301}x", 1), ("❤\u{FE0F}x", 2, "❤\u{FE0F}x", 2), ("\tx", 1, "    x", 4), ("ｘx", 1, "ｘx", 2),
            ("\u{1B}[31mx", 5, "\\u{1B}[31mx", 10), ("\u{0}x", 1, "\\u{00}x", 6), ("\u{202E}x", 1, "\\u{202E}x", 8),
            ("x\r", 0, "x", 0), ("x\r", 1, "x\\u{0D}", 1), ("\u{9B}x", 1, "\\u{9B}x", 6), ("\u{2028}x", 1, "\\u{2028}x", 8),
        ])
    func carets(line: String, column: Int, shown: String, caret: Int) {
        let result = ShownLine(LineExcerpt(text: Text(line), column: column))
        #expect(result.text == shown)
        #expect(result.caret == caret)
    }

    @Test(
        "carets stand under all that is pointed at, however wide it is, as far as it is shown",
        arguments: [
            ("abc", 1, 1, 1, 1), ("abc", 0, 3, 0, 3), ("你好x", 0, 2, 0, 4), ("x你", 1, 1, 1, 2), ("👨‍👩‍👧xy", 0, 6, 0, 3),
            ("e\u{301}xy", 0, 1, 0, 1), ("a\tb", 1, 1, 1, 4), ("\u{1B}x", 0, 1, 0, 6), ("abc", 1, 99, 1, 2), ("abc", 3, 1, 3, 1),
            ("x\r", 0, 2, 0, 1), (String(repeating: "x", count: 200), 0, 200, 0, 73), ("", 0, 1, 0, 1),
        ])
    func severalCarets(line: String, column: Int, count: Int, caret: Int, carets: Int) {
        let result = ShownLine(LineExcerpt(text: Text(line), column: column), pointingAt: count)
        #expect(result.caret == caret)
        #expect(result.caretCount == carets)
    }

    @Test(arguments: [0, 10, 100, 199, 200])
    func aLongLineIsCutAroundThePlace(column: Int) {
        let line = (0..<20).map { "word \($0) 你好".padding(to: 10) }.joined()
        let result = ShownLine(LineExcerpt(text: Text(line), column: min(column, line.unicodeScalars.count)))
        #expect(columns(of: result.text) <= 76)
        #expect(result.caret <= columns(of: result.text))
        let pointed = Array(line.unicodeScalars).dropFirst(column).first
        if let pointed { #expect(result.scalar(at: result.caret) == pointed) }
    }

    @Test func aTerminalIsSentNothingToObey() {
        let text = printed([diagnostic(.error, "bad \u{1B}[2J", line: "\u{1B}]0;x\u{7}", column: 0)], name: "a\u{1B}b\n.md")
        #expect(text.hasPrefix("a\\u{1B}b\\n.md:7:1: error: bad \\u{1B}[2J [test.code]\n  | \\u{1B}]0;x\\u{07}\n"))
        #expect(!text.contains("\u{1B}"))
    }

    @Test("no line can be a command of a build service", arguments: ["::add-mask::x", "##[group]x", "::set-output name=a::b"])
    func commands(text: String) {
        let printed = printed([diagnostic(line: text, column: 0)], name: text)
        for line in printed.split(separator: "\n") {
            let start = line.drop { $0 == " " }
            #expect(!start.hasPrefix("::") && !start.hasPrefix("##["))
        }
    }

    @Test func coloursAreForTerminalsThatWantThem() {
        let error = diagnostic(line: "x", column: 0)
        #expect(printed([error], isTerminal: true).contains("\u{1B}[1;31merror:\u{1B}[0m"))
        #expect(!printed([error], isTerminal: true, environment: ["NO_COLOR": "1"]).contains("\u{1B}"))
        #expect(printed([error], isTerminal: true, environment: ["NO_COLOR": ""]).contains("\u{1B}"))
        #expect(!printed([error], isTerminal: true, environment: ["TERM": "dumb"]).contains("\u{1B}"))
        #expect(!printed([error]).contains("\u{1B}"))
    }

    @Test func onlyTheFirstTwentyWarningsAreShown() {
        let warnings = (0..<25).map { diagnostic(.warning, "warning \($0)", line: "", column: 0) }
        let lines = printed(warnings).split(separator: "\n")
        #expect(lines.count == 21)
        #expect(lines.last == "chat.md: ... and 5 more")
    }

    @Test func quietHidesWarningsAndNotErrors() {
        let both = [diagnostic(.warning, "small", line: "", column: 0), diagnostic(.error, "big", line: "", column: 0)]
        let text = printed(both, isQuiet: true)
        #expect(text.contains("big") && !text.contains("small"))
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: Swift.max(0, width - count)) }
}

extension ShownLine {
    fileprivate var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The scalar that is shown after so many columns.
    fileprivate func scalar(at column: Int) -> Unicode.Scalar? {
        var used = 0
        for character in text {
            if used == column { return character.unicodeScalars.first }
            used += character.displayed.columns
        }
        return nil
    }
}
