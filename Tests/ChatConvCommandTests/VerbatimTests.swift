import ChatConv
import ChatConvCommand
import Foundation
import Testing

/// `--verbatim keep|drop`.
@Suite("Spelling on the command line")
struct VerbatimTests {
    /// An input that no writer would spell so, in a record and at its head.
    private struct Foreign: Sendable, CustomTestStringConvertible {
        var name: String
        var text: String
        var testDescription: String { name }
    }

    private static let inputs = [
        Foreign(name: "a.md", text: "--- \ntitle: 'x'\ndate: 2018-01-23\n---\n> 10:27:03  Ann\n\nhello\n"),
        Foreign(name: "a.srt", text: "5\n00:00:01.000  --> 00:00:02.000\nAnn: hello\n"),
        Foreign(name: "a.vtt", text: "WEBVTT\n\n\n\n00:01.000 --> 00:02.000\n<v Ann>hello</v>\n"),
    ]
    private static let spelling = ["markdown:verbatim", "markdown:frontMatter", "srt:verbatim", "webvtt:verbatim"]

    private let folder: URL

    init() throws {
        folder = URL(filePath: NSTemporaryDirectory()).appending(path: "chatconv-verbatim-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for input in Self.inputs { try Data(input.text.utf8).write(to: folder.appending(path: input.name)) }
    }

    private func path(_ name: String) -> String { folder.appending(path: name).path }
    private func content(_ name: String) -> String? {
        FileManager.default.contents(atPath: path(name)).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("What an input spells otherwise travels along, unless it is dropped; its text comes once then", arguments: inputs)
    private func drop(_ input: Foreign) {
        let kept = CommandRun([path(input.name), "-t", "jsonl"]).output
        #expect(Self.spelling.contains { kept.contains($0) })
        #expect(CommandRun([path(input.name), "-t", "jsonl", "--verbatim", "keep"]).output == kept)
        let dropped = CommandRun([path(input.name), "-t", "jsonl", "--verbatim", "drop"])
        #expect(dropped.status == .done)
        #expect(!Self.spelling.contains { dropped.output.contains($0) })
        #expect(dropped.output.split(separator: "hello", omittingEmptySubsequences: false).count == 2)
    }

    @Test("Dropping it is no loss, and what is written can be proven", arguments: inputs)
    private func proof(_ input: Foreign) {
        let run = CommandRun([path(input.name), "-o", path("out.json"), "--verbatim", "drop", "--verify", "--fail-on-loss", "-q"])
        #expect(run.status == .done && run.error == "")
        #expect(content("out.json")?.contains("hello") == true)
    }

    @Test("In the input's own format it stays, whatever is asked for", arguments: inputs)
    private func home(_ input: Foreign) {
        let output = "out-\(input.name)"
        let run = CommandRun([path(input.name), "-o", path(output), "--verbatim", "drop", "-q"])
        #expect(run.status == .done)
        #expect(content(output) == input.text)
    }

    @Test("So with parts of an input, and with several that become one")
    func combined() {
        let split = CommandRun([path("a.md"), "--split", "sender", "-t", "jsonl", "-o", path("parts/"), "--verbatim", "drop", "-q"])
        #expect(split.status == .done)
        #expect(content("parts/Ann.jsonl")?.contains("verbatim") == false)
        let merged = CommandRun([path("a.md"), path("a.srt"), "--merge", "-t", "jsonl", "--verbatim", "drop", "-q"])
        #expect(merged.status == .done && merged.output.contains("hello"))
        #expect(!Self.spelling.contains { merged.output.contains($0) })
    }

    @Test("Anything else is no value for it")
    func usage() {
        let run = CommandRun(["-t", "json", "--verbatim", "yes"], input: "x")
        #expect(run.status == .usage)
        #expect(run.error.contains("it takes keep or drop"))
    }
}
