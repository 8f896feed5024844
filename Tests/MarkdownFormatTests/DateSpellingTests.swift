import Testing
import TranscriptModel

@testable import MarkdownFormat

@Suite("Days as people write them")
struct DateSpellingTests {
    private func day(_ text: String) -> String? {
        PageDate.date(of: ["date": .string(Text(text))]).map { "\($0.year)-\($0.month)-\($0.day)" }
    }

    @Test("A usual spelling is a day", arguments: [
        "2011-02-07", "2011-02-07T14:30:43Z", "2011-02-07 14:30:43 +0000", "2011-2-7", "2011/02/07", "2011/2/7 14:30", "2011.02.07", "20110207",
        "Mon, 07 Feb 2011 14:30:43 +0000", "7 Feb 2011", "07-Feb-2011", "7. February 2011", "Feb 7, 2011", "February 7th, 2011",
        "Mon Feb  7 14:30:43 2011", "Monday, February 7, 2011", "Mon Feb 7 14:30:43 CET 2011", "7.2.2011", "2011年2月7日", "2011-02-07Z", "7 Feb. 2011",
    ])
    func usual(_ text: String) {
        #expect(day(text) == "2011-2-7")
    }

    @Test("What is two days, or none, is none", arguments: ["1/2/2011", "2011-02-30", "soon", "", "2011", "Feb 2011", "7 Feb", "32 Jan 2011", "12:30", "1.13.2011"])
    func none(_ text: String) { #expect(day(text) == nil) }

    @Test("Where only one order of day and month is possible, it is that")
    func order() {
        #expect(day("23/1/2018") == "2018-1-23")
        #expect(day("1/23/2018") == "2018-1-23")
        #expect(day("2/2/2018") == "2018-2-2")
    }
}
