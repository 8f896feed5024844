import Foundation
import SubtitleCues
import TestSupport
import Testing
import TextScanning
import TranscriptModel

@testable import WebVTTFormat

private let folder = Places.corpus?.appending(path: "webvtt/w3c+webvtt.js")
private let absence: Comment = "no ../shared/corpus"

@Suite("What the web platform's tests expect")
struct WebPlatformTests {
    private static let files = folder.map { Places.files(under: $0.appending(path: "wpt-file-parsing"), extensions: ["vtt"]) } ?? []

    @Test("All files are there", .enabled(if: folder != nil, absence))
    func all() { #expect(Self.files.count == 24) }

    @Test("Cues, times, identifiers, settings, regions and texts agree", arguments: files)
    func file(_ file: URL) throws {
        let name = file.deletingPathExtension().lastPathComponent
        let parsed = try ParsedFile(file.bytes())
        let data = try Data(contentsOf: file.deletingLastPathComponent().appending(path: name + ".expected.json"))
        let expected = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let assertions = try #require(expected["assertions"] as? [[String: Any]])
        for assertion in assertions {
            let path = try #require(assertion["path"] as? String)
            #expect(assertion["op"] as? String == "==")
            let actual = Self.value(at: path, in: parsed)
            #expect(Self.areEqual(actual, assertion["expected"]), "\(name): \(path) is \(actual ?? "nothing")")
        }
        if let count = expected["cueCount"] as? Int { #expect(parsed.cues.count == count) }
    }

    private static func value(at path: String, in parsed: ParsedFile) -> Any? {
        if path == "cues.length" { return Double(parsed.cues.count) }
        let rest = path.dropFirst("cues[".count)
        guard path.hasPrefix("cues["), let bracket = rest.firstIndex(of: "]"), let index = Int(rest[..<bracket]),
            parsed.cues.indices.contains(index)
        else { return nil }
        return parsed.cues[index].property(String(rest[rest.index(bracket, offsetBy: 2)...]))
    }

    static func areEqual(_ actual: Any?, _ expected: Any?) -> Bool {
        switch (actual, expected) {
        case (let actual as String, let expected as String): actual == expected
        case (let actual as Bool, let expected as Bool): actual == expected
        case (let actual as Double, let expected as NSNumber): actual == expected.doubleValue
        default: false
        }
    }

    @Test("The trees of cue texts agree", .enabled(if: folder != nil, absence))
    func cueTexts() throws {
        struct Case: Decodable {
            var text: String
            var expectedTree: String
        }
        let file = try #require(folder).appending(path: "wpt-cue-parsing/timestamps.json")
        let cases = try JSONDecoder().decode([Case].self, from: Data(contentsOf: file))
        #expect(cases.count == 10)
        for test in cases {
            // The cue's text ends before the line end.
            let text = test.text.hasSuffix("\n") ? String(test.text.dropLast()) : test.text
            #expect(Self.tree(text) == test.expectedTree, "\(text)")
        }
    }

    /// The tree of a cue text in the form of the html5lib tests.
    private static func tree(_ text: String) -> String {
        var arena = TextArena()
        let text = Text(text).preprocessed(&arena)
        return text.withUTF8 { utf8 in
            var parser = CueTextParser(utf8)
            var tree = ""
            var depth = 0
            func line(_ content: String) { tree += "| \(String(repeating: "  ", count: depth))\(content)\n" }
            while let part = parser.next() {
                switch part {
                case .text(let text): 
                    var decoded = OutputBuffer()
                    decoded.append(decoding: utf8.slice(text))
                    line("\"\(decoded.withBytes { String(decoding: $0, as: UTF8.self) })\"")
                case .timestamp(let time):
                    var output = OutputBuffer()
                    output.appendTimecode(time, separator: UInt8(ascii: "."))
                    line("<?timestamp \(output.withBytes { String(decoding: $0, as: UTF8.self) })>")
                case .open(let element, _):
                    line("<\(element.rawValue)>")
                    depth += 1
                case .close: depth -= 1
                }
            }
            return tree
        }
    }
}
