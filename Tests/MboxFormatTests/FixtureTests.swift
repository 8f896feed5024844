import MboxFormat
import TestSupport
import Testing

@Suite("mbox cases")
struct FixtureTests {
    @Test("A mailbox means what is expected, and is written in the canonical form", arguments: CaseFolder.all("mbox"))
    func mailbox(_ folder: CaseFolder) throws {
        try folder.check(MboxFormat())
    }
}
