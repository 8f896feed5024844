import Testing
import TranscriptModel

@Suite("Texts")
struct TextTests {
    @Test("A text is its bytes: canonically equivalent spellings differ")
    func equality() {
        #expect(Text("\u{E9}") != Text("e\u{301}"))
        #expect(Text("abc") == Text("abc"))
        #expect(Text("abc").hashValue == Text("abc").hashValue)
        #expect(Text("") == Text())
        #expect(Text("abc") == ("abc" as StaticString))
    }

    @Test("A slice shares the text's bytes and never cuts a character")
    func slices() {
        let text = Text("a中b")
        #expect(text.slice(1..<4) == Text("中"))
        #expect(text.slice(1..<2) == nil)
        #expect(text.slice(2..<4) == nil)
        #expect(text.slice(0..<6) == nil)
        #expect(text.slice(5..<5) == Text())
    }

    @Test("Texts are ordered by their bytes")
    func order() { #expect([Text("b"), "a", "", "ab"].sorted() == ["", "a", "ab", "b"]) }
}

@Suite("Times")
struct TimestampTests {
    @Test("The calendar has leap days where the Gregorian calendar has them", arguments: [
        (2000, true), (1900, false), (2024, true), (2023, false), (0, true),
    ])
    func leapDays(_ year: Int, exists: Bool) {
        #expect((CalendarDate(year: year, month: 2, day: 29) != nil) == exists)
    }

    @Test("Days outside the calendar are refused", arguments: [(2019, 0, 1), (2019, 13, 1), (2019, 4, 31), (2019, 1, 0), (10000, 1, 1), (-1, 1, 1)])
    func noSuchDay(_ year: Int, month: Int, day: Int) { #expect(CalendarDate(year: year, month: month, day: day) == nil) }

    @Test("Parts that contradict each other are refused")
    func contradictions() {
        let day = CalendarDate(year: 2019, month: 3, day: 7)
        #expect(Timestamp(date: day, seconds: 86_400) == nil)
        #expect(Timestamp(date: nil, seconds: 86_400) != nil)
        #expect(Timestamp(date: nil, seconds: 1, utcOffset: 0) == nil)
        #expect(Timestamp(date: nil, seconds: 0, precision: .day) == nil)
        #expect(Timestamp(date: day, seconds: 61, precision: .minute) == nil)
        #expect(Timestamp(date: day, seconds: 1, nanoseconds: 5, precision: .fraction(digits: 3)) == nil)
        #expect(Timestamp(date: day, seconds: 1, nanoseconds: 5_000_000, precision: .fraction(digits: 3)) != nil)
        #expect(Timestamp(date: day, seconds: 1, utcOffset: 86_400) == nil)
        #expect(Timestamp(date: day, seconds: 1, zone: "Not a zone]") == nil)
    }
}

@Suite("Members")
struct MembersTests {
    @Test("Order and names are part of what is compared")
    func equality() {
        #expect((["a": 1, "b": 2] as Members) != ["b": 2, "a": 1])
        #expect((["a": 1] as Members)["a"] == 1)
    }

    @Test("Setting keeps the place, setting nil removes, a new name goes to the end")
    func setting() {
        var members: Members = ["a": 1, "b": 2]
        members["a"] = 3
        members["c"] = 4
        members["b"] = nil
        #expect(members == ["a": 3, "c": 4])
    }

    @Test("A builder finds a repeated name among any number")
    func builder() {
        var builder = MembersBuilder()
        let names = (0..<100).map { Text("name \($0)") }
        let added = names.filter { builder.append($0, 0) }
        let addedAgain = names.filter { builder.append($0, 1) }
        #expect(added == names)
        #expect(addedAgain.isEmpty)
        #expect(builder.members.count == 100)
    }

    @Test("Numbers keep their digits and follow RFC 8259", arguments: [
        ("1.50", true), ("-0", true), ("1e400", true), ("01", false), ("+1", false), (".5", false), ("1.", false), ("0x1", false), ("", false), ("1e", false),
    ])
    func numbers(_ text: String, isNumber: Bool) { #expect((NumberLiteral(Text(text)) != nil) == isNumber) }
}

@Suite("Messages")
struct MessageTests {
    @Test("A plain message is small, and stays plain when details are set to nothing")
    func plain() {
        var message = Message(sender: Sender(name: "Ada"), body: "good morning")
        message.details = MessageDetails()
        #expect(message.isPlain)
        message.details.id = "m1"
        #expect(!message.isPlain)
        message.details.id = nil
        #expect(message.isPlain)
        #expect(MemoryLayout<Message>.size <= 112)
        #expect(MemoryLayout<Message>.stride <= 112)
    }
}

@Suite("A message with an end and nothing else")
struct MessageEndTests {
    /// Ends that take no object of their own, and others.
    private static let ends = [
        Timestamp(sinceStartMilliseconds: 7_001), Timestamp(sinceStartMilliseconds: 0), Timestamp(sinceStartMilliseconds: .max),
        Timestamp(sinceStart: 7), Timestamp(date: nil, seconds: 7, nanoseconds: 1000, precision: .fraction(digits: 6)),
        Timestamp(date: CalendarDate(year: 2018, month: 1, day: 23), seconds: 7, nanoseconds: 1_000_000, precision: .fraction(digits: 3)),
    ].compactMap { $0 }

    @Test("It is equal to the message whose details say so", arguments: ends)
    func equality(_ end: Timestamp) {
        let cue = Message(timestamp: Timestamp(sinceStart: 5), sender: Sender(name: "a"), body: "b", end: end)
        var message = Message(timestamp: Timestamp(sinceStart: 5), sender: Sender(name: "a"), body: "b")
        #expect(cue != message)
        message.details.end = end
        #expect(cue == message && cue.hashValue == message.hashValue)
        #expect(message.isPlainButForEnd && !message.isPlain && message.end == end && cue.details.end == end)
    }

    @Test("More details are kept beside it, and it stays when they go", arguments: ends)
    func more(_ end: Timestamp) {
        var message = Message(timestamp: nil, sender: Sender(), body: nil, end: end)
        message.details.id = "x"
        #expect(!message.isPlainButForEnd && message.end == end && message.details.id == "x")
        message.details.id = nil
        #expect(message.isPlainButForEnd && message.end == end)
        message.details.end = nil
        #expect(message.isPlain && message.end == nil)
    }
}
