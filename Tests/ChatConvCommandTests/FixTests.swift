import ChatConv
import ChatConvCommand
import Foundation
import Testing

@Suite("chatconv validate --fix")
struct FixTests {
    /// A page with everything that can be mended, and much that must stay as it is.
    private static let odd =
        "---\r\ndate: 2018-01-23\r\nlines: 9\n---\r\n> 10:27:03  A\t nn  \r\n   \r\na &amp;amp;lt; b &amp; c &amp;#39;  \r\n   \r\n> 9:99  ??\u{1A}"
    private static let mended =
        "---\r\ndate: 2018-01-23\r\nlines: 1\r\n---\r\n> 10:27:03  A\t nn  \r\n   \r\na &lt; b &amp; c &#39;  \r\n   \r\n> 9:99  ??"

    private func withFile(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "fix-\(UInt64.random(in: 0 ... .max))")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "chat.md")
        try Data(bytes).write(to: file)
        try body(file.path)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names == ["chat.md"], "no other file is left")
    }

    private func content(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path))) }

    @Test("What has one right answer is mended, the rest stays byte for byte, and a second run finds nothing to mend")
    func fix() throws {
        try withFile(Array(Self.odd.utf8)) { path in
            let run = CommandRun(["validate", "--fix", path])
            #expect(run.status == .done)
            #expect(run.error == "\(path): mended\n")
            #expect(run.output == "")
            let result = try content(path)
            #expect(String(decoding: result, as: UTF8.self) == Self.mended)
            let again = CommandRun(["validate", "--fix", path])
            #expect(again.error == "" && again.output == "")
        }
    }

    @Test("A dry run changes nothing, and shows a diff")
    func dryRun() throws {
        try withFile(Array(Self.odd.utf8)) { path in
            let run = CommandRun(["validate", "--fix", "--dry-run", path])
            #expect(run.status == .answerIsNo)
            #expect(
                run.output == """
                    --- \(path)
                    +++ \(path)
                    @@ -1,9 +1,9 @@
                     ---\r
                     date: 2018-01-23\r
                    -lines: 9
                    +lines: 1\r
                     ---\r
                     > 10:27:03  A\t nn  \r
                        \r
                    -a &amp;amp;lt; b &amp; c &amp;#39;  \r
                    +a &lt; b &amp; c &#39;  \r
                        \r
                    -> 9:99  ??\\u{1A}
                    \\ No newline at end of file
                    +> 9:99  ??
                    \\ No newline at end of file

                    """)
            let unchanged = try content(path)
            #expect(unchanged == Array(Self.odd.utf8))
            #expect(!CommandRun(["validate", "--fix", "--dry-run", path], isTerminal: true).output.contains("\u{1A}"))
        }
    }

    @Test("Only what is selected is mended")
    func selected() throws {
        try withFile(Array(Self.odd.utf8)) { path in
            CommandRun(["validate", "--fix", "--select", "markdown.line-count", path])
            let result = try content(path)
            #expect(String(decoding: result, as: UTF8.self) == Self.odd.replacing("lines: 9", with: "lines: 1"))
        }
    }

    @Test("Nothing is mended in a file whose bytes are not what was read")
    func otherEncodings() throws {
        let text = "---\ndate: 2018-01-23\nlines: 9\n---\n> 10:27:03  Ann  \n   \na &amp;lt; b  \n   \n"
        let utf16: [UInt8] = [0xFF, 0xFE] + text.utf8.flatMap { [$0, 0] }
        for bytes in [utf16, Array(text.utf8) + [0xFF]] {
            try withFile(bytes) { path in
                let run = CommandRun(["validate", "--fix", path])
                #expect(run.error == "\(path): is not in UTF-8, so nothing in it is mended\n")
                let unchanged = try content(path)
                #expect(unchanged == bytes)
            }
        }
    }

    @Test("Cues are numbered anew from the first that is out of step, whatever their line ends", arguments: ["\n", "\r\n"])
    func cueNumbers(_ lineEnd: String) throws {
        func file(_ numbers: [String?]) -> [UInt8] {
            let cues = numbers.enumerated().map { index, number in
                (number.map { "\($0)\n" } ?? "") + "00:00:0\(index + 1),000 --> 00:00:0\(index + 1),500\ntext \(index)\n"
            }
            return Array(cues.joined(separator: "\n").replacing("\n", with: lineEnd).utf8)
        }
        try withFile(file(["1", "2", "7", "8", nil, "0010", " 11 "])) { path in
            CommandRun(["validate", "--fix", "-f", "srt", path])
            let result = try content(path)
            #expect(String(decoding: result, as: UTF8.self) == String(decoding: file(["1", "2", "3", "4", "5", "6", " 7 "]), as: UTF8.self))
        }
    }

    @Test("Without a file there is nothing to change")
    func usage() {
        #expect(CommandRun(["validate", "--fix"]).status == .usage)
        #expect(CommandRun(["validate", "--fix", "-"]).status == .usage)
        #expect(CommandRun(["validate", "--dry-run", "chat.md"]).status == .usage)
    }
}
