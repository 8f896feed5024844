import Testing

@testable import TranscriptCoding

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

    @Test func candidatesAreAskedForOnceForEachName() {
        var suggestions = Suggestions()
        var asked = 0
        func meant(_ name: String, in context: String = "") -> String? {
            suggestions.nearest(to: name, in: context) {
                asked += 1
                return ["align", "line"]
            }
        }
        #expect(meant("algn") == "align" && meant("algn") == "align" && asked == 1)
        #expect(meant("xyz") == nil && meant("xyz") == nil && asked == 2)
        #expect(meant("line") == nil, "what is a candidate itself has another problem")
        #expect(meant("algn", in: "region") == "align" && asked == 4)
    }

    @Test func aFileThatMakesNamesUpIsSearchedForNoMoreThanAHundred() {
        var suggestions = Suggestions()
        let meant = (0..<200).map { number in suggestions.nearest(to: "align\(number)") { ["align"] } }
        #expect(meant.prefix(100).allSatisfy { $0 != nil } && meant.dropFirst(100).allSatisfy { $0 == nil })
    }
}
