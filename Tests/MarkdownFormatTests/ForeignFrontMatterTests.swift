import Testing
import TranscriptModel

@testable import MarkdownFormat

/// Front matter in TOML and JSON whose title or date is another now.
@Suite("Edited front matter in other languages")
struct ForeignFrontMatterTests {
    private static let toml: Text = """
        # of the page
        title = "Day \\"one\\"" # said
        date = 2019-03-07T12:00:00Z
        tags = ["Apples"]

        [extra]
        title = "Nested"

        """
    private static let json: Text = """
          "title": "Day",
          "tags": ["x, y", {"date": 1}],
          "date" : "7 March 2019"

        """

    private static func metadata(_ members: [(Text, Value)]) -> Members {
        var builder = MembersBuilder()
        for member in members { _ = builder.append(member.0, member.1) }
        return builder.members
    }

    private func edited(_ content: Text, _ syntax: FrontMatterSyntax, _ members: [(Text, Value)]) -> String? {
        let metadata = Self.metadata(members)
        guard let lines = ForeignFrontMatter.edited(content, syntax, to: metadata) else { return nil }
        #expect(ForeignFrontMatter.mapping(in: lines, syntax).members == metadata)
        return String(lines)
    }

    @Test("Unchanged, all of it stays")
    func unchanged() {
        let date: Value = "2019-03-07T12:00:00Z"
        #expect(edited(Self.toml, .toml, [("title", "Day \"one\""), ("date", date)]) == String(Self.toml))
        #expect(edited(Self.json, .json, [("title", "Day"), ("date", "7 March 2019")]) == String(Self.json))
    }

    @Test("Another value stands in the place of the old one, and all else stays")
    func replaced() {
        #expect(
            edited(Self.toml, .toml, [("title", "a \\ \"b\"\n\u{1}"), ("date", "2020-01-02")]) == """
                # of the page
                title = "a \\\\ \\"b\\"\\n\\u0001" # said
                date = 2020-01-02
                tags = ["Apples"]

                [extra]
                title = "Nested"

                """)
        #expect(
            edited(Self.json, .json, [("title", "Night \"x\""), ("date", "soon")]) == """
                  "title": "Night \\"x\\"",
                  "tags": ["x, y", {"date": 1}],
                  "date" : "soon"

                """)
    }

    @Test("A date that is none of TOML's is a string")
    func string() {
        #expect(edited("date = 2019-03-07\n", .toml, [("date", "7 March")]) == "date = \"7 March\"\n")
        #expect(edited("date = '2019-03-07' # x\n", .toml, [("date", "2020-01-01")]) == "date = \"2020-01-01\" # x\n")
    }

    @Test("A key that is gone takes its line with it, and a new one stands first")
    func lines() {
        #expect(edited("title = 'a'\ndate = 2019-03-07\nx = 1\n", .toml, [("date", "2019-03-07")]) == "date = 2019-03-07\nx = 1\n")
        #expect(edited("date = 2019-03-07\nx = 1\n", .toml, [("title", "t"), ("date", "2019-03-07")]) == "title = \"t\"\ndate = 2019-03-07\nx = 1\n")
        #expect(edited("  \"x\": 1\n", .json, [("title", "t")]) == "  \"title\": \"t\",\n  \"x\": 1\n")
    }

    @Test("What cannot stand there is not written there")
    func impossible() {
        #expect(edited(Self.toml, .toml, [("author", "Ada")]) == nil)
        #expect(edited(Self.json, .json, [("title", "Day")]) == nil)
        #expect(edited("title = 'a'\n", .toml, [("title", 1)]) == nil)
    }
}
