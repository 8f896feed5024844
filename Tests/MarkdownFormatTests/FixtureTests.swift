import MarkdownFormat
import TestSupport
import Testing

@Suite("Markdown cases")
struct FixtureTests {
    @Test("A page means what is expected, and comes back", arguments: CaseFolder.all("markdown"))
    func page(_ folder: CaseFolder) throws {
        try folder.check(MarkdownFormat())
    }
}
