import ChatConvTesting
import Testing
import TranscriptCoding
import TranscriptModel

@Suite struct `Projection to capabilities` {
    static let sample = (0..<300).map { TranscriptGenerator().transcript(seed: $0) }

    @Test func `changes nothing for a format that holds the whole model`() {
        for transcript in Self.sample { #expect(transcript.projected(to: .wholeModel) == transcript) }
    }

    @Test func `leaves nothing for a format that holds nothing`() {
        for transcript in Self.sample { #expect(transcript.projected(to: []) == Transcript()) }
    }

    @Test func `changes nothing when done twice`() {
        var random = RandomSource(seed: 1)
        for transcript in Self.sample {
            let capabilities = Set(Capability.allCases.filter { _ in random.chance(60) })
            let once = transcript.projected(to: capabilities)
            #expect(once.projected(to: capabilities) == once)
        }
    }

    static func time(_ day: Int?, _ seconds: Int) -> Timestamp? {
        Timestamp(date: day.flatMap { CalendarDate(year: 2018, month: 2, day: $0) }, seconds: seconds)
    }

    @Test func `counts the time of a format without dates from the first day's midnight`() {
        let march = Timestamp(date: CalendarDate(year: 2018, month: 3, day: 1), seconds: 5)
        let transcript = Transcript(
            messages: [Self.time(27, 10), Self.time(28, 20), march, Self.time(26, 1)].map { Message(timestamp: $0) })
        let times = transcript.projected(to: [.timesSinceStart, .messagesWithoutTime]).messages.map(\.timestamp)
        #expect(times == [Self.time(nil, 10), Self.time(nil, 86_420), Self.time(nil, 172_805), nil])
    }

    @Test func `gives a message without time the time before it where each needs one`() {
        let messages = [Message(body: "a"), Message(timestamp: Self.time(1, 5), body: "b"), Message(body: "c")]
        let projected = Transcript(messages: messages).projected(to: [.dates, .bodies])
        #expect(
            projected.messages == [
                Message(timestamp: Self.time(1, 5), body: "b"), Message(timestamp: Self.time(1, 5), body: "c"),
            ])
    }

    @Test func `puts a message without time at the start where none is before it and times count from there`() {
        let messages = [Message(body: "a"), Message(timestamp: Self.time(1, 5), body: "b"), Message(timestamp: Self.time(nil, 7), body: "c")]
        let projected = Transcript(messages: messages).projected(to: [.timesSinceStart, .bodies])
        #expect(projected.messages.map(\.timestamp) == [Self.time(nil, 0), Self.time(nil, 5), Self.time(nil, 7)])
        #expect(projected.messages.map(\.body) == ["a", "b", "c"])
    }

    @Test func `counts days over leap years`() {
        let days: [(Int, Int, Int)] = [(1999, 12, 31), (2000, 2, 28), (2000, 2, 29), (2000, 3, 1), (2001, 1, 1), (2100, 3, 1)]
        let messages = days.map { year, month, day in
            Message(timestamp: Timestamp(date: CalendarDate(year: year, month: month, day: day), seconds: 0))
        }
        let seconds = Transcript(messages: messages).projected(to: [.timesSinceStart]).messages.map { $0.timestamp?.seconds }
        #expect(seconds == [0, 59, 60, 61, 367, 36_585].map { UInt32($0 * 86_400) })
    }
}
