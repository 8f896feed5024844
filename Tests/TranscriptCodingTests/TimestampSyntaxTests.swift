import Testing
import TextScanning
import TranscriptCoding
import TranscriptModel

@Suite("The written form of times")
struct TimestampSyntaxTests {
    @Test("What is written canonically reads and writes back", arguments: [
        "2018-01-23", "2018-01-23T10:27", "2018-01-23T10:27:03", "2018-01-23T10:27:03.250", "2018-01-23T10:27:03.000000001",
        "2018-01-23T10:27:03+08:00", "2018-01-23T10:27:03-03:30", "2018-01-23T10:27:03+00:00", "1890-01-01T00:00:00+08:05:43",
        "2018-01-23T10:27:03+08:00[Asia/Shanghai]", "2018-01-23T10:27[Asia/Shanghai]", "2018-01-23+08:00", "0000-01-01T00:00:00",
        "9999-12-31T23:59:59.9", "2016-12-31T23:59:60", "2016-12-31T23:59:60.250+00:00", "2017-01-01T08:59:60.9+09:00[Asia/Tokyo]", "10:27:03", "00:00", "99:59:59.5", "100:00:00", "1193046:28:15",
    ])
    func roundTrip(_ text: String) throws {
        let timestamp = try #require(Timestamp(Text(text)))
        var output = OutputBuffer()
        output.append(timestamp)
        #expect(output.withBytes { String(decoding: $0, as: UTF8.self) } == text)
    }

    @Test("Other spellings of the same are understood", arguments: [
        ("2018-01-23T10:27:03Z", "2018-01-23T10:27:03+00:00"), ("2018-01-23 10:27:03", "2018-01-23T10:27:03"),
        ("2018-01-23T10:27:03-00:00", "2018-01-23T10:27:03+00:00"), ("2018-01-23T10:27:03-00:00[UTC]", "2018-01-23T10:27:03+00:00[UTC]"),
        ("10:27:60", "10:28:00"), ("00:59:60.5", "01:00:00.5"),
    ])
    func otherSpellings(_ text: String, same: String) { #expect(Timestamp(Text(text)) == Timestamp(Text(same))) }

    @Test("What is no time is refused", arguments: [
        "", "2018", "2018-02-30", "2018-01-23T", "2018-01-23T24:00:00", "2018-01-23T10:60:00", "2018-01-23T10:27:61", "2018-01-23T24:00:60",
        "2018-01-23T10:27:03.", "2018-01-23T10:27:03.0123456789", "2018-01-23T10:27:03+24:00", "2018-01-23T10:27:03 ",
        "2018-01-23T10:27:03[", "2018-01-23T10:27:03[]", "1:00:00", "010:00:00", "10:27:03+08:00", "10:27:03[Asia/Shanghai]",
        "10", "99999999999:00:00", "２０18-01-23", "中文中文中文",
    ])
    func noTime(_ text: String) { #expect(Timestamp(Text(text)) == nil) }

    @Test("A leap second comes after the second before it, and before the next one")
    func leapSecond() throws {
        let times = try ["2016-12-31T23:59:59.999", "2016-12-31T23:59:60", "2016-12-31T23:59:60.5", "2017-01-01T00:00:00"]
            .map { try #require(Timestamp(Text($0))) }
        #expect(times.map(\.isLeapSecond) == [false, true, true, false])
        for (earlier, later) in zip(times, times.dropFirst()) where earlier.date == later.date {
            #expect((earlier.seconds, earlier.nanoseconds) < (later.seconds, later.nanoseconds))
        }
        let day = times[0].date
        #expect(Timestamp(date: day, seconds: 58, nanoseconds: 1_000_000_000) == nil)
        #expect(Timestamp(date: nil, seconds: 59, nanoseconds: 1_000_000_000) == nil)
        #expect(Timestamp(date: day, seconds: 59, nanoseconds: 2_000_000_000, precision: .fraction(digits: 1)) == nil)
    }
}
