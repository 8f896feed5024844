import TestSupport
import Testing
import XMLFormat

@Suite("XML cases")
struct FixtureTests {
    @Test("A document means what is expected, and is written in the canonical form", arguments: CaseFolder.all("xml"))
    func document(_ folder: CaseFolder) throws {
        try folder.check(XMLFormat())
    }
}
