import ChatConvTesting
import Foundation
@testable import MarkdownFormat
import TestSupport
import Testing
import TranscriptCoding
import TranscriptModel

@Suite("Plain front matter")
struct PlainFrontMatterTests {
    @Test("Is read without libyaml, and as libyaml reads it", arguments: [
        "", "title: Roses\n", "a:\nb: null\n", "layout:     source\ntitle:      \"2018-01-23\"\ndate:       2018-01-23 12:00:00\ntag:        [chat]\n",
        "t: 10:27\nu: http://example.org/#a\nv: a [b] {c}, d & e * f ! g | h > i ' j \" k % l @ m ` n\n", "n: 12\nm: 1.5e3\no: 0x1F\np: 012\nq: 1:30\nr: 5.\n",
        "yes: yes\nNo: No\ntrue: true\nnull: Null\n12: twelve\n2018-01-23: a day\n", "q: 'it is'\nr: \"a: b # c\"\ns: ''\nt: \"\"\nu: \" a \"\nv: ' '\n",
        "l: []\nm: [a, b-c, \"d, e\", 'f]', 12, true, null, 中文]\n", "标题: 玫瑰\nname: Zoë\nface: 🌹\n", "key_-: value\nk: a:b\nl: a#b\nm: a---\n",
        "long: \(String(repeating: "word ", count: 1000))end\nlist: [\(String(repeating: "item, ", count: 500))last]\n", "\(String(repeating: "k", count: 256)): v\n",
    ])
    func plain(_ block: String) throws {
        let plain = try #require(YAMLPlainMapping.mapping(in: Text(block)))
        #expect(try YAMLReader.parsedMapping(in: Text(block), depthLimit: 2) == plain)
    }

    @Test("What may say something else is left to libyaml", arguments: [
        "# a\nb: c\n", "\n", "a: b\n\nc: d\n", "a: b\n  c\n", "a: b \n", "a: b # c\n", "a: b: c\n", "a: b:\n", "a: &x b\n", "a: *x\n", "a: !t b\n", "a: |\n  b\n",
        "a: - b\n", "a: -1\n", "a: .5\n", "a: {b: c}\n", "a: [b,c]\n", "a: [ b ]\n", "a: [[b]]\n", "a: [b c]\n", "a: [b\n", "a: [-b]\n", "a: [b]c\n", "a: [b:c]\n",
        "a: 'b''c'\n", "a: 'b' c\n", "a: \"b\\n\"\n", "a: \"b\n", "a: 'b\n  c'\n", "a: ?\n", "? a\n: b\n", "- a\n", "a:\n- b\n", "a:b\n", "a :b\n", "a\n", "a b: c\n", "a: b\na: c\n",
        " a: b\n", "a:\tb\n", "a: b\tc\n", "a: b\u{85}c: d\n", "a: b\u{2028}c\n", "a: b\u{FEFF}\n", "\u{FEFF}a: b\n", "a: b\u{7F}\n", "a: b\r\n", "%YAML 1.1\n---\na: b\n", "a: @b\n", "a: `b\n",
        "<<: b\n", "=: b\n", "a: =\n", "a: ,b\n", "a: ]b\n", "a: b", "\"a\": b\n", "\(String(repeating: "k", count: 257)): v\n", "_a: b\n", "-: b\n",
    ])
    func notPlain(_ block: String) {
        #expect(YAMLPlainMapping.mapping(in: Text(block)) == nil)
    }

    @Test("A list counts as one value inside another")
    func depth() throws {
        #expect { try YAMLReader.mapping(in: "a: [b]\n", depthLimit: 1) } throws: { ($0 as? YAMLFailure)?.code == .nestedTooDeep }
        #expect(try YAMLReader.mapping(in: "a: [b]\n", depthLimit: 2).members == ["a": .array(["b"])])
    }

    @Test("20,000 blocks of pieces that mean something in YAML say the same in both ways")
    func generated() throws {
        let pieces = [
            "a", "b", "key", "中", "é", "12", "0x1F", "2018-01-23", "10:27", "true", "~", "null", ": ", ": ", ": ", ": ", ":", " ", "\n", "\n", "\n", "\n", ", ", ",", "[", "]",
            "[a, b]", "{", "}", "'", "\"", "'x y'", "\"x: y\"", "\\", "#", " #", "-", "- ", "?", "!", "&", "*", "|", ">", "%", "@", "`", "\t", "\u{A0}", "。", "\u{2028}", "---", "...",
        ]
        var random = RandomSource(seed: 7)
        var plainCount = 0
        for _ in 0..<20_000 {
            // Most lines begin as entries do, so that enough blocks are plain.
            var block = ""
            for _ in 0..<random.number(in: 1...3) {
                if random.chance(75) { block += "k\(random.below(10)): " }
                for _ in 0..<random.number(in: 1...3) { block += random.pick(pieces) ?? "" }
                block += "\n"
            }
            guard let plain = YAMLPlainMapping.mapping(in: Text(block)) else { continue }
            plainCount += 1
            #expect(try YAMLReader.parsedMapping(in: Text(block), depthLimit: 256) == plain, "\(block.debugDescription)")
        }
        #expect(plainCount > 1000)
    }

    @Test(
        "What others wrote says the same in both ways",
        .enabled(if: Places.corpus != nil, "needs ../shared/corpus, which is not here"))
    func corpus() throws {
        let folder = try #require(Places.corpus)
        var plainCount = 0
        for file in Places.files(under: folder.appending(path: "frontmatter"), extensions: ["yaml", "yml", "md", "markdown"]) {
            let text = String(decoding: try file.bytes(), as: UTF8.self)
            // Pages as they are, and what stands between their fences.
            for block in [text] + text.split(separator: "---\n", omittingEmptySubsequences: false).map(String.init) {
                guard let plain = YAMLPlainMapping.mapping(in: Text(block)) else { continue }
                plainCount += 1
                #expect(try YAMLReader.parsedMapping(in: Text(block), depthLimit: 256) == plain, "\(file.path)")
            }
        }
        #expect(plainCount > 100)
    }
}
