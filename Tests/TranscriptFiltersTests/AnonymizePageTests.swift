import Foundation
import TestSupport
import Testing
import TranscriptFilters

/// `docs/anonymize.md` says what is kept of metadata and extensions, by the list that the filter has.
@Suite struct AnonymizePageTests {
    @Test func theTableIsTheListOfWhatIsKept() throws {
        let page = Places.repository.appending(path: "docs/anonymize.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let head = "| name | where | value |\n| --- | --- | --- |\n"
        let table = head + AllowedMember.all.map { "| `\($0.name)` | \($0.place.rawValue) | \($0.shape.rawValue) |\n" }.joined()
        let start = try #require(text.range(of: head)).lowerBound
        let end = try #require(text[start...].range(of: "\n\n")).lowerBound
        let found = text[start...end]
        if Places.updatesFixtures {
            try (text[..<start] + table + text[text.index(after: end)...]).write(to: page, atomically: true, encoding: .utf8)
        } else {
            #expect(found == table, "UPDATE_FIXTURES=1 make test rewrites the table")
        }
    }
}
