import Foundation
import TestSupport
import Testing
import TranscriptModel

@testable import WebVTTFormat

private let folder = Places.corpus?.appending(path: "webvtt/mozilla+vtt.js")

@Suite("What Mozilla's parser makes of its tests")
struct VTTJSTests {
    private static let files = folder.map { Places.files(under: $0, extensions: ["vtt"]) } ?? []

    @Test("All files are there", .enabled(if: folder != nil, "no ../shared/corpus"))
    func all() { #expect(Self.files.count == 160) }

    /// What its specification of 2019 says otherwise than today's: `middle` was `center`, the position's alignment
    /// followed the cue's, regions were lines of the header.
    private static let contradicted: Set<String> = ["positionAlign", "region", "pauseOnExit"]

    @Test("Cues, times, identifiers, settings and texts agree", arguments: files)
    func file(_ file: URL) throws {
        let path = file.path.components(separatedBy: "mozilla+vtt.js/").last ?? ""
        let parsed = try ParsedFile(file.bytes())
        let expectation = file.deletingPathExtension().appendingPathExtension("expected.json")
        let expected = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: expectation)) as? [String: Any])
        let cues = try #require(expected["cues"] as? [[String: Any]])
        if let reason = Self.differences[path] {
            withKnownIssue("\(reason)") { try compare(parsed, cues, path) }
        } else {
            try compare(parsed, cues, path)
        }
    }

    private func compare(_ parsed: ParsedFile, _ cues: [[String: Any]], _ path: String) throws {
        #expect(parsed.cues.count == cues.count, "\(path)")
        for (index, (actual, expected)) in zip(parsed.cues, cues).enumerated() {
            for (name, value) in expected where !Self.contradicted.contains(name) {
                let value = value as? String == "middle" ? "center" : value
                let property = actual.property(name)
                #expect(WebPlatformTests.areEqual(property, value), "\(path): cue \(index): \(name) is \(property ?? "nothing"), not \(value)")
            }
        }
    }

    /// Files that differ as a whole, and why ours is right.
    private static let differences: [String: String] = [
        "cue-settings/line/bad-line-align.vtt": "a setting with an alignment that is none is ignored as a whole",
        "cue-settings/position/bad-position-align.vtt": "a setting with an alignment that is none is ignored as a whole",
        "cue-settings/position/position-end-align.vtt": "the alignments are line-left, center and line-right now",
        "cue-settings/position/position-start-align.vtt": "the alignments are line-left, center and line-right now",
        "cue-times/min-top-digits.vtt": "three digits are hours, which minutes have to follow (WPT: timings-too-long)",
        "file-layout/header-no-new-line.vtt": "a timing line ends the header (WPT: header-timings)",
    ]
}
