import ChatConv
import Testing

@testable import ChatConv

@Suite struct SuggestionTests {
    @Test(arguments: [
        ("jsno", "json"), ("jsom", "json"), ("markdwon", "markdown"), ("mark", "markdown"), ("JSON", "json"),
        ("overwrit", "overwrite"),
    ])
    func aSlipIsAnsweredWithTheNearestName(written: String, meant: String) {
        #expect(nearest(to: written, among: ["json", "jsonl", "markdown", "overwrite"]) == meant)
    }

    @Test(arguments: ["", "x", "docx", "something else", String(repeating: "json", count: 1000)])
    func whatIsNearNothingGetsNoSuggestion(written: String) {
        #expect(nearest(to: written, among: ["json", "jsonl", "markdown", "overwrite"]) == nil)
    }

    @Test(arguments: [("", "abc", 3), ("abc", "acb", 1), ("kitten", "sitting", 3), ("same", "same", 0)])
    func distances(a: String, b: String, distance: Int) {
        #expect(editDistance(Array(a.unicodeScalars), Array(b.unicodeScalars)) == distance)
    }

    @Test(arguments: [([], "none"), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")])
    func lists(names: [String], text: String) { #expect(list(names) == text) }
}
