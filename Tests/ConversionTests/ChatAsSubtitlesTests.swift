import ChatConv
import TextScanning
import Testing

/// A message without an end ends where the next one begins: what is written must not depend on whether that one is known yet.
@Suite("A chat as subtitles")
struct ChatAsSubtitlesTests {
    /// Days and seconds since the first midnight; nil for a message without a time.
    private static let times: [[(day: Int, second: Double)?]] = [
        [(0, 0), (0, 1), (0, 5), (0, 5.25), (0, 60)],
        [(0, 10), (0, 10), (0, 10), (0, 11), (0, 11)],
        [(0, 10), (0, 5), (0, 3), (0, 20), (0, 12), (0, 30)],
        [(0, 86_399), (1, 0), (1, 1), (3, 0), (2, 0), (0, 1)],
        [nil, (0, 5), nil, nil, (0, 6), nil, (0, 9)],
    ]
    private static let bodies = ["hello", "a longer text that takes somebody two or three seconds to read", "", "\n", "-->", "<b>", "12", "x: y"]

    private static func messages(_ times: [(day: Int, second: Double)?], dated: Bool, ends: Bool) -> [Message] {
        times.enumerated().map { index, time in
            let name = ["Ann", "bob the builder of houses", nil][index % 3]
            var message = Message(
                timestamp: time.flatMap { timestamp($0, dated: dated) }, sender: name.map { Sender(name: Text($0)) } ?? .none,
                body: index == 4 ? nil : Text(bodies[index % bodies.count]))
            if ends, index % 2 == 0, let time { message.details.end = timestamp((time.day, time.second + 0.5), dated: dated) }
            return message
        }
    }

    private static func timestamp(_ time: (day: Int, second: Double), dated: Bool) -> Timestamp? {
        let (seconds, rest) = (Int(time.second), Int((time.second - time.second.rounded(.down)) * 1e9))
        let date = dated ? CalendarDate(year: 2018, month: 1, day: 23 + time.day) : nil
        return Timestamp(
            date: date, seconds: dated ? seconds : seconds + time.day * 86_400, nanoseconds: rest,
            precision: rest == 0 ? .second : .fraction(digits: 3))
    }

    private func written(_ messages: [Message], _ format: any TranscriptFormat, _ options: [OptionAssignment], portion: Int) throws -> String {
        var writer = try format.makeWriter(options)
        var output = OutputBuffer()
        try writer.begin(TranscriptHeader(), into: &output)
        for start in stride(from: 0, to: messages.count, by: portion) {
            try writer.write(Array(messages[start..<min(start + portion, messages.count)]), into: &output)
        }
        try writer.finish(into: &output)
        return output.withBytes { String(decoding: $0, as: UTF8.self) }
    }

    @Test("Messages all at once give the same bytes as one by one", arguments: ["srt", "webvtt"], times.indices)
    func portions(_ name: String, _ index: Int) throws {
        let format = try FormatRegistry.builtIn.requireFormat(named: name)
        for (dated, ends) in [(false, false), (true, false), (false, true), (true, true)] {
            let messages = Self.messages(Self.times[index], dated: dated, ends: ends)
            for options in [[], [OptionAssignment(name: "epoch", value: "first")]] {
                let expected = try written(messages, format, options, portion: 1)
                for portion in [2, 3, messages.count] {
                    #expect(try written(messages, format, options, portion: portion) == expected, "\(portion) at a time, dated: \(dated), ends: \(ends)")
                }
            }
        }
    }

    @Test("One is shown until the next begins, or as long as it takes to read")
    func ends() throws {
        let messages = Self.messages([(0, 0), (0, 0.4), (0, 10), (0, 10), (0, 20)], dated: false, ends: false)
        let srt = try written(messages, FormatRegistry.builtIn.requireFormat(named: "srt"), [], portion: messages.count)
        let times = srt.split(separator: "\n").filter { $0.contains(" --> ") && $0.first?.isNumber == true }
        #expect(times == [
            "00:00:00,000 --> 00:00:00,400", "00:00:00,400 --> 00:00:04,047", "00:00:10,000 --> 00:00:11,000", "00:00:10,000 --> 00:00:11,000",
            "00:00:20,000 --> 00:00:21,000",
        ])
    }
}
