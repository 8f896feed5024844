import Foundation
@testable import MarkdownFormat
import TestSupport
import Testing
import TextScanning
import TranscriptCoding
import TranscriptModel

@Suite("Front matter")
struct YAMLTests {
    private func mapping(_ text: String) throws(YAMLFailure) -> Members {
        try YAMLReader.mapping(in: Text(text), depthLimit: 256).members
    }

    @Test("Plain scalars are what the core schema says, as JSON writes it", arguments: [
        ("~", .null), ("null", .null), ("", .null), ("true", true), ("FALSE", false), ("yes", "yes"), ("12", 12), ("-0", number("-0")),
        ("1.50", number("1.50")), ("+5", 5), ("0x1F", 31), ("0o17", 15), ("012", 12), (".5", number("0.5")), ("5.", number("5.0")),
        ("1e400", number("1e400")), (".inf", ".inf"), ("2018-01-23", "2018-01-23"), ("10:27", "10:27"), ("'12'", "12"), ("!!str 12", "12"),
        ("[a, 1, {b: ~}]", .array(["a", 1, .object(["b": .null])])), ("-", .array([.null])), (".", "."), ("0x", "0x"), ("- - 1", .array([.array([1])])),
    ] as [(String, Value)])
    func scalars(_ yaml: String, value: Value) throws {
        #expect(try mapping(yaml.hasPrefix("-") && value != number("-0") ? "k:\n \(yaml)\n" : "k: \(yaml)\n") == ["k": value])
    }

    @Test("What is written reads back as the same values", arguments: [
        ["a": "plain", "b": "with: colon", "c": "with #hash", "d": " spaces ", "e": "", "f": "no", "g": "12", "h": "2018-01-23 12:00:00"],
        ["": "empty key", "a: b": 1, "- x": true, "#": .null, "\"q\"": "\\", "null": "null", "1": "1", "multi\nline": "a\nb\n"],
        ["k": .array([1, "two", .array([]), .object([:]), .object(["": .array([.null, "a, b", "]"])])])],
        ["controls": "\u{0}\u{1}\u{8}\t\u{B}\u{1F}\u{7F}\u{85}\u{9F}\u{2028}\u{2029}\u{FEFF}\u{FFFE}\u{FFFF}\r\u{1FFFE}🌹"],
        ["x": "---", "y": "...", "z": "a\n---\nb", "t": "\ttab", "p": "? q", "s": "*a", "u": "&a", "v": "!x", "w": "%x", "b": "`x", "at": "@x"],
    ] as [Members])
    func writing(_ members: Members) throws {
        var output = OutputBuffer()
        for member in members { YAMLWriter.append(member.name, member.value, to: &output) }
        let text = output.withBytes { String(decoding: $0, as: UTF8.self) }
        #expect(try mapping(text) == members, "\(text)")
    }

    @Test("Long keys are written so that they can be read", arguments: [127, 300, 1025, 5000])
    func longKeys(_ length: Int) throws {
        let key = Text(String(repeating: "k", count: length))
        let members = Members([Members.Member(name: key, value: .object(Members([Members.Member(name: key, value: 1)])))])
        var output = OutputBuffer()
        for member in members { YAMLWriter.append(member.name, member.value, to: &output) }
        #expect(try mapping(output.withBytes { String(decoding: $0, as: UTF8.self) }) == members)
    }

    @Test("Aliases that nest what they stand for stop at the depth limit")
    func nestedAliases() {
        let lines = (1...1000).map { "a\($0): &a\($0) [*a\($0 - 1)]\n" }
        #expect { try mapping("a0: &a0 x\n" + lines.joined()) } throws: { ($0 as? YAMLFailure)?.code == .nestedTooDeep }
    }

    @Test("Changing one key leaves the spelling of the others alone")
    func spelling() throws {
        let page = "---\n# roses\ntitle:   'one'\ndate:\t2019-03-07\ntags:\n  - a\n  - b\n---\n> 08:15:00  Ada  \n   \nhello  \n   \n"
        var transcript = try MarkdownFormat().read(page)
        transcript.header.metadata["date"] = "2019-03-08"
        transcript.header.metadata["new"] = 1
        let written = String(decoding: try MarkdownFormat().write(transcript), as: UTF8.self)
        #expect(written.hasPrefix("---\n# roses\ntitle:   'one'\ndate: 2019-03-08\ntags:\n  - a\n  - b\nnew: 1\n---\n"))
    }

    @Test(
        "The YAML test suite's mappings mean what its JSON says",
        .enabled(if: Places.corpus != nil, "needs ../shared/corpus, which is not here"))
    func testSuite() throws {
        let data = try #require(Places.corpus).appending(path: "frontmatter/yaml+yaml-test-suite/data")
        var compared = 0
        for file in Places.files(under: data, extensions: ["json"]) where file.lastPathComponent == "in.json" {
            let folder = file.deletingLastPathComponent()
            guard let expected = try? JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? NSDictionary,
                !FileManager.default.fileExists(atPath: folder.appending(path: "error").path)
            else { continue }
            let name = String(folder.path.dropFirst(data.path.count + 1))
            let yaml = try folder.appending(path: "in.yaml").bytes()
            let members = try? mapping(String(decoding: yaml, as: UTF8.self))
            let found = members.flatMap { Value.object($0).foundation as? [String: Any] }.map { NSDictionary(dictionary: $0) }
            #expect((found == expected) != Self.differing.contains(name), "\(name)")
            compared += 1
        }
        #expect(compared == 78)
    }

    /// Cases that libyaml, which is a YAML 1.1 parser, refuses or reads otherwise: adjacent values in flow mappings
    /// that span lines, tabs as separation, colons in plain texts and anchors, a block scalar without its last line feed.
    private static let differing: Set<String> = [
        "2SXE", "4MUZ/00", "4MUZ/01", "4MUZ/02", "58MP", "5MUD", "96NN/00", "96NN/01", "A2M4", "DK95/00", "DK95/04",
        "L24T/01", "Q5MG", "VJP3/01", "W5VH", "Y2GN",
    ]
}

private func number(_ text: String) -> Value { NumberLiteral(Text(text)).map { .number($0) } ?? .null }

extension Value {
    /// The value as Foundation's JSON classes have it.
    fileprivate var foundation: Any {
        switch self {
        case .null: NSNull()
        case .bool(let isTrue): isTrue
        case .number(let number): Double(String(number.text)) ?? 0
        case .string(let text): String(text)
        case .array(let items): items.map(\.foundation)
        case .object(let members):
            Dictionary(members.map { (String($0.name), $0.value.foundation) }) { _, last in last }
        }
    }
}
