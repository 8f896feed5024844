import SubRipFormat
import TestSupport
import Testing

@Suite("srt cases")
struct FixtureTests {
    @Test("A file means what is expected, and comes back", arguments: CaseFolder.all("srt"))
    func file(_ folder: CaseFolder) throws {
        try folder.check(SubRipFormat())
    }
}
