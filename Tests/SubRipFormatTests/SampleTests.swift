import Foundation
import SubtitleCues
import TestSupport
import Testing
import TranscriptCoding
import TranscriptModel

@testable import SubRipFormat

private let folder = Places.corpus?.appending(path: "srt")
private let absence: Comment = "no ../shared/corpus"

/// A cue as other programs tell it: milliseconds and lines.
struct SampleCue: Equatable, CustomStringConvertible {
    var start: Int
    var end: Int
    var text: String

    init(_ start: Int, _ end: Int, _ text: String) {
        self.start = start
        self.end = end
        self.text = text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: "\n")
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    init(_ message: Message) {
        let name = message.sender.name.map { "\($0): " } ?? ""
        self.init(
            message.timestamp?.millisecondsSinceStart ?? -1, message.end?.millisecondsSinceStart ?? -1,
            name + (message.body.map { String($0) } ?? ""))
    }

    var description: String { "\(start)–\(end) \(text.debugDescription)" }
}

@Suite("Real SRT files")
struct SampleTests {
    private static let files =
        folder.map { Places.files(under: $0, extensions: ["srt"]).filter { (try? $0.bytes().isEmpty) == false } } ?? []
    private static let unreadable: Set<String> = [
        // Not UTF-8, and UTF-16 and UTF-32 with a mark, which are decoded before a reader sees them.
        "auto_detect_windows-1250.srt", "auto_detect_windows-1251.srt", "non-utf8-win-eol.srt", "bom-utf-16-le.srt",
        "bom-utf-32-be.srt", "utf16.srt",
        // A number and nothing else.
        "invalid_format1.srt",
    ]

    @Test("Files are there", .enabled(if: folder != nil, absence))
    func all() { #expect(Self.files.count > 80) }

    @Test("Every file in UTF-8 is read, with a cue for each timing line, and comes back byte for byte", arguments: files)
    func file(_ file: URL) throws {
        let bytes = try file.bytes()
        if Self.unreadable.contains(file.lastPathComponent) {
            #expect(throws: ConversionError.self) { try SubRipFormat().read(bytes) }
            return
        }
        let transcript = try SubRipFormat().read(bytes)
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
        #expect(transcript.messages.count == lines.count { $0.contains(/\d\s*-?->\s*\d/) })
        #expect(try SubRipFormat().write(transcript) == bytes)
        for chunk in [1, 7, 61] where bytes.count < 5000 {
            #expect(try SubRipFormat().read(bytes, chunk: chunk) == transcript)
        }
    }

    @Test("What real files hold is told with its line", .enabled(if: folder != nil, absence), arguments: [
        ("glut23+webvtt-py/missing_timeframe.srt", [
            "5:1: warning: the cue with this number has no times, so it is dropped [srt.missing-timing]",
            "8:1: note: the cue's number does not follow the last [srt.number]",
        ]),
        ("glut23+webvtt-py/invalid_timeframe.srt", ["6:1: note: the times are not written as 00:00:01,000 --> 00:00:02,000 [srt.odd-timing]"]),
        (
            "captioning+captioning/Subrip/failed-equal-start-and-end-time-in-last-queue.srt",
            ["27:1: warning: the cue does not end after it starts, so players may not show it [srt.end-before-start]"]
        ),
        (
            "captioning+captioning/Subrip/failed-equal-subtitle-order-number.srt",
            ["26:1: note: the cue's number does not follow the last [srt.number]"]
        ),
        ("aj-archipelago+subvibe/sample.srt", [
            "5:1: note: the cue's number does not follow the last [srt.number]",
            "10:1: note: the cue's number does not follow the last [srt.number]",
        ]),
    ])
    func findings(_ path: String, _ expected: [String]) throws {
        let recorder = DiagnosticRecorder()
        _ = try SubRipFormat().read(#require(folder).appending(path: path).bytes(), diagnostics: recorder.log)
        #expect(recorder.lines == expected)
    }

    // MARK: Other programs' readings

    @Test("Times and texts are those that the tests of pysubs2 expect", .enabled(if: folder != nil, absence))
    func pysubs2() throws {
        struct Expectation: Decodable {
            struct Event: Decodable {
                var start_ms: Int
                var end_ms: Int
                var text: String
            }
            var pysubs2_result: [Event]
        }
        let files = Places.files(under: try #require(folder).appending(path: "tkarabela+pysubs2"), extensions: ["srt"])
        #expect(files.count == 7)
        for file in files {
            let json = try Data(contentsOf: file.deletingPathExtension().appendingPathExtension("expected.json"))
            // Some expect tags to be kept as text; the texts are compared without any.
            let expected = try JSONDecoder().decode(Expectation.self, from: json).pysubs2_result.map {
                SampleCue($0.start_ms, $0.end_ms, Self.withoutTags($0.text.replacingOccurrences(of: "\\N", with: "\n")))
            }
            let actual = try SubRipFormat().read(file.bytes()).messages.map {
                var cue = SampleCue($0)
                cue.text = Self.withoutTags(cue.text)
                return cue
            }
            #expect(actual == expected, "\(file.lastPathComponent)")
        }
    }

    private static func withoutTags(_ text: String) -> String {
        text.replacing(/<\/?[a-z]+( [^>]*)?>/, with: "").replacing(/\{\\[^}]*\}/, with: "")
    }

    @Test("The same text in other encodings gives the same cues", .enabled(if: folder != nil, absence))
    func encodings() throws {
        let pysrt = try #require(folder).appending(path: "byroot+pysrt")
        let plain = try SubRipFormat().read(pysrt.appending(path: "bom-utf-8.srt").bytes()).messages.map(SampleCue.init)
        #expect(plain.count == 7)
        for (name, charset) in [("bom-utf-16-le.srt", "UTF-16"), ("bom-utf-32-be.srt", "UTF-32")] {
            let source = try CharsetDecodingSource(
                MemorySource(pysrt.appending(path: name).bytes()), charset: charset)
            var reader = try SubRipFormat().makeReader(InputBuffer(source))
            _ = try reader.readHeader()
            var batch: [Message] = []
            var cues: [SampleCue] = []
            while try reader.readMessages(into: &batch) {
                cues += batch.map(SampleCue.init)
                batch.removeAll()
            }
            #expect(cues == plain, "\(name)")
        }
        let unnumbered = try SubRipFormat().read(pysrt.appending(path: "no-indexes.srt").bytes()).messages.map(SampleCue.init)
        #expect(unnumbered.map(\.start) == plain.map(\.start) && unnumbered.map(\.text) == plain.map(\.text))
    }

    @Test("UTF-16 that ends inside a character is refused with its place", .enabled(if: folder != nil, absence))
    func cutUTF16() throws {
        let bytes = try #require(folder).appending(path: "byroot+pysrt/bom-utf-16-le.srt").bytes()
        let source = try CharsetDecodingSource(MemorySource(bytes.dropLast()), charset: "UTF-16")
        let error = #expect(throws: ConversionError.self) {
            var reader = try SubRipFormat().makeReader(InputBuffer(source))
            _ = try reader.readHeader()
            var batch: [Message] = []
            while try reader.readMessages(into: &batch) { batch.removeAll() }
        }
        #expect(error?.code == .undecodable)
    }

    /// pysrt refuses this file for its times without a fraction, which other programs write.
    @Test("Times without a fraction are read, and told", .enabled(if: folder != nil, absence))
    func withoutFraction() throws {
        let recorder = DiagnosticRecorder()
        let bytes = try #require(folder).appending(path: "byroot+pysrt/invalid.srt").bytes()
        let cues = try SubRipFormat().read(bytes, diagnostics: recorder.log).messages.map(SampleCue.init)
        #expect(cues == [SampleCue(1000, 10_000, "This subtitle is invalid")])
        #expect(recorder.lines == ["2:1: note: the times are not written as 00:00:01,000 --> 00:00:02,000 [srt.odd-timing]"])
    }
}
