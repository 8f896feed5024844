import JSONFormat
import TestSupport
import Testing

@Suite("JSON cases")
struct FixtureTests {
    @Test("A document means what is expected, and comes back", arguments: CaseFolder.all("json"))
    func document(_ folder: CaseFolder) throws {
        try folder.check(JSONDocumentFormat())
    }

    @Test("Lines mean what is expected, and come back", arguments: CaseFolder.all("jsonl"))
    func lines(_ folder: CaseFolder) throws {
        try folder.check(JSONLinesFormat())
    }
}
