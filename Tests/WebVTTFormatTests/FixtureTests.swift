import WebVTTFormat
import TestSupport
import Testing

@Suite("webvtt cases")
struct FixtureTests {
    @Test("A file means what is expected, and comes back", arguments: CaseFolder.all("webvtt"))
    func file(_ folder: CaseFolder) throws {
        try folder.check(WebVTTFormat())
    }
}
