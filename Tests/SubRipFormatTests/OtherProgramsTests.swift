import Foundation
import MarkdownFormat
import SubtitleCues
import TestSupport
import Testing
import TranscriptCoding
import TranscriptModel
import WebVTTFormat

@testable import SubRipFormat

/// What other programs make of what is written: ffmpeg, and pysubs2 and srt for Python.
@Suite("Other programs read the same cues", .tags(.concurrent))
struct OtherProgramsTests {
    private static let isRequired = ProcessInfo.processInfo.environment["CHATCONV_REQUIRE_TOOLS"] == "1"

    /// Runs a program; nil when it is not there, which is an issue only where it has to be.
    private func run(_ program: String, _ arguments: [String], _ input: [UInt8]) throws -> String? {
        let folder = FileManager.default.temporaryDirectory.appending(path: "chatconv-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "input")
        try Data(input).write(to: file)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments.map { $0 == "INPUT" ? file.path : $0 }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : nil
    }

    private func isThere(_ program: String, _ arguments: [String]) throws -> Bool {
        if try run(program, arguments, []) != nil { return true }
        #expect(!Self.isRequired, "\(program) \(arguments.joined(separator: " ")) fails")
        print("\(program) \(arguments.last ?? "") is not here, so nothing is compared with it")
        return false
    }

    // MARK: What is written

    private func transcripts(hours: UInt = 100) throws -> [(name: String, transcript: Transcript)] {
        let late = hours * 3_600_000
        func cue(_ start: UInt, _ end: UInt, _ name: Text?, _ body: Text) -> Message {
            Message(
                timestamp: Timestamp(sinceStartMilliseconds: start), sender: Sender(name: name), body: body,
                end: Timestamp(sinceStartMilliseconds: end))
        }
        var all = [
            (
                "awkward",
                Transcript(messages: [
                    cue(0, 1000, "Ada", "hello"), cue(1000, 2500, "x: y", "a --> b"), cue(2500, 3000, nil, "Ada: not she"),
                    cue(3000, 4000, "张三", "first\n\nthird"), cue(4000, 5000, nil, "<b>no tag</b> & {\\an8} &amp;"),
                    cue(5000, late, "a\nb", "1\n2\nx"), cue(late, late + 1000, nil, "00:00:01,000 --> 00:00:02,000 x"),
                ])
            ),
            ("seed", try MarkdownFormat().read(Places.seed.bytes())),
        ]
        if let folder = Places.corpus?.appending(path: "srt/byroot+pysrt/utf-8.srt") {
            all.append(("film", try SubRipFormat().read(folder.bytes())))
        }
        return all
    }

    /// The cues that a file has as it stands, by a reading of its own: the lines between blank ones.
    private func cues(_ bytes: [UInt8], separator: Character) -> [SampleCue] {
        let text = String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: "\r\n", with: "\n")
        return text.components(separatedBy: "\n\n").compactMap { block in
            var lines = block.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            guard let index = lines.firstIndex(where: { $0.contains(" --> ") }), !block.hasPrefix("NOTE") else { return nil }
            let times = lines[index].components(separatedBy: " --> ").map { time in
                let fields = time.split { $0 == ":" || $0 == separator }.compactMap { Int($0) }
                // ffmpeg leaves out hours that are none.
                return fields.count == 3 ? [0] + fields : fields
            }
            guard times.count == 2, times.allSatisfy({ $0.count == 4 }) else { return nil }
            lines.removeFirst(index + 1)
            let milliseconds = times.map { (($0[0] * 60 + $0[1]) * 60 + $0[2]) * 1000 + $0[3] }
            return SampleCue(milliseconds[0], milliseconds[1], lines.joined(separator: "\n"))
        }
    }

    private static let script = """
        import json, sys
        if sys.argv[1] == "srt":
            import datetime, srt
            ms = datetime.timedelta(milliseconds=1)
            cues = [[c.start // ms, c.end // ms, c.content] for c in srt.parse(open(sys.argv[2], encoding="utf-8").read())]
        else:
            import pysubs2
            subs = pysubs2.load(sys.argv[2], encoding="utf-8", format_={"subrip": "srt", "webvtt": "vtt"}[sys.argv[1]])
            cues = [[c.start, c.end, c.plaintext] for c in subs]
        print(json.dumps(cues))
        """

    private func python(_ kind: String, _ bytes: [UInt8]) throws -> [SampleCue] {
        let output = try #require(try run("python3", ["-c", Self.script, kind, "INPUT"], bytes), "python3 fails on \(kind)")
        let rows = try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [[Any]])
        return rows.map { SampleCue($0[0] as? Int ?? -1, $0[1] as? Int ?? -1, $0[2] as? String ?? "?") }
    }

    // MARK: Comparison

    @Test("The Python package srt reads the cues of SRT that is written, with their texts")
    func srt() throws {
        guard try isThere("python3", ["-c", "import srt"]) else { return }
        for (name, transcript) in try transcripts() {
            let bytes = try SubRipFormat().write(transcript)
            #expect(try python("srt", bytes) == cues(bytes, separator: ","), "\(name)")
        }
    }

    @Test("pysubs2 reads the cues of SRT and WebVTT that is written, with their times", arguments: ["subrip", "webvtt"])
    func pysubs2(_ kind: String) throws {
        guard try isThere("python3", ["-c", "import pysubs2"]) else { return }
        // It takes no more than two digits of hours.
        for (name, transcript) in try transcripts(hours: 99) {
            let bytes = kind == "webvtt" ? try WebVTTFormat().write(transcript) : try SubRipFormat().write(transcript)
            let expected = cues(bytes, separator: kind == "webvtt" ? "." : ",")
            let actual = try python(kind, bytes)
            #expect(actual.map(\.start) == expected.map(\.start) && actual.map(\.end) == expected.map(\.end), "\(name)")
        }
    }

    @Test("ffmpeg reads the cues of SRT and WebVTT that is written, with their times and what is said", arguments: ["srt", "webvtt"])
    func ffmpeg(_ kind: String) throws {
        guard try isThere("ffmpeg", ["-version"]) else { return }
        for (name, transcript) in try transcripts() {
            let bytes = kind == "webvtt" ? try WebVTTFormat().write(transcript) : try SubRipFormat().write(transcript)
            let output = try run("ffmpeg", ["-v", "error", "-f", kind, "-i", "INPUT", "-c:s", "copy", "-f", kind, "-"], bytes)
            let copied = cues(Array(try #require(output, "ffmpeg fails on \(name)").utf8), separator: kind == "webvtt" ? "." : ",")
            #expect(copied.map(\.start) == cues(bytes, separator: kind == "webvtt" ? "." : ",").map(\.start), "\(name)")
            #expect(copied == cues(bytes, separator: kind == "webvtt" ? "." : ","), "\(name)")
        }
    }
}
