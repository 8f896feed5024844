import ChatConvCommand
import Foundation
import Testing

/// Files that are WebVTT but for their first line.
@Suite("WebVTT without its first line")
struct UnsignedWebVTTTests {
    private let folder: URL

    init() throws {
        folder = URL(filePath: NSTemporaryDirectory()).appending(path: "chatconv-unsigned-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func file(_ name: String, _ text: String) throws -> String {
        let file = folder.appending(path: name)
        try Data(text.utf8).write(to: file)
        return file.path
    }

    private static let cue = "<v Ann>hello\n"

    @Test(
        "A file by the name of WebVTT is told as that, with what to do, whatever its times look like",
        arguments: ["a.vtt", "a.webvtt", "A.VTT"],
        [
            ("00:00:01.000 --> 00:00:02.000\n", "write `WEBVTT` and a blank line before it; --lenient"),
            ("1\n00:00:01,000 --> 00:00:02,000\n", "points for the commas in its times"),
            ("00:00:01,000 --> 00:00:02,000 align:start\n", "points for the commas in its times"),
            ("title\n\n0:0:1.5 --> 0:0:2.5\n", "write `WEBVTT` and a blank line before it; --lenient"),
        ])
    func named(_ name: String, _ head: (times: String, help: String)) throws {
        let path = try file(name, head.times + Self.cue)
        defer { try? FileManager.default.removeItem(at: folder) }
        for arguments in [["validate", path], [path, "-t", "jsonl"]] {
            let run = CommandRun(arguments)
            #expect(run.status == (arguments[0] == "validate" ? .answerIsNo : .malformedInput))
            #expect(run.error.contains("webvtt.no-signature") || run.output.contains("webvtt.no-signature"))
            #expect((run.error + run.output).contains(head.help), "\(run.error)")
        }
        let lenient = CommandRun([path, "-t", "jsonl", "--lenient"])
        #expect(lenient.status == .done)
        #expect(lenient.output.contains("\"sender\":{\"name\":\"Ann\"},\"body\":\"hello\""), "\(lenient.output)")
        #expect(lenient.error.contains("webvtt.no-signature"))
    }

    @Test(
        "Without a name, points with settings or voices say what the input is",
        arguments: [
            ("00:00:01.000 --> 00:00:02.000\n<v Ann>a\n\n00:00:03.000 --> 00:00:04.000\nb\n", "webvtt"),
            ("00:00:01.000 --> 00:00:02.000 align:start position:0%\r\na\r\n", "webvtt"),
            ("00:00:01.000 --> 00:00:02.000\r\n<v.loud Ann>a\r\n", "webvtt"),
            ("00:00:01.000 --> 00:00:02.000\na\n\n00:00:03.000 --> 00:00:04.000\nb\n", "srt"),
            ("1\n00:00:01.000 --> 00:00:02.000 align:start\na\n", "srt"),
            ("00:00:01,000 --> 00:00:02,000 align:start\na\n", "srt"),
        ])
    func unnamed(_ text: String, _ format: String) {
        let run = CommandRun(["detect", "-"], input: text)
        #expect(run.output.split(separator: "\n").first?.contains(": \(format) ") == true, "\(run.output) \(run.error)")
    }

    @Test("By the name of SRT it is SRT")
    func namedOtherwise() throws {
        let path = try file("a.srt", "00:00:01.000 --> 00:00:02.000 align:start\nhello\n")
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(CommandRun([path, "-t", "jsonl"]).output.contains("srt:coordinates"))
    }
}
