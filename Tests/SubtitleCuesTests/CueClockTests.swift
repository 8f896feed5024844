import SubtitleCues
import Testing
import TranscriptModel

@Suite("Clocks")
struct CueClockTests {
    @Test("Every day has a number, and every number a day")
    func dayNumbers() throws {
        let last = try #require(CalendarDate(year: 9999, month: 12, day: 31)).dayNumber
        var previous: CalendarDate?
        for number in 0...last where number < 1000 || number % 97 == 0 || number > last - 800 {
            let day = try #require(CalendarDate(dayNumber: number))
            #expect(day.dayNumber == number)
            if let previous { #expect(previous < day) }
            previous = day
        }
        #expect(CalendarDate(dayNumber: -1) == nil && CalendarDate(dayNumber: last + 1) == nil)
    }

    @Test("A clock with a date tells the days after it, in its own manner")
    func dates() throws {
        let day = try #require(CalendarDate(year: 2018, month: 1, day: 23))
        let next = try #require(CalendarDate(year: 2018, month: 1, day: 24))
        let first = Timestamp(day, secondsOfDay: 37_623)
        let clock = try #require(CueClock(ofDayOf: first))
        #expect(clock.position(of: first) == 37_623_000 && clock.timestamp(at: 37_623_000) == first)
        #expect(clock.timestamp(at: 86_400_000) == Timestamp(next, secondsOfDay: 0))
        #expect(clock.position(of: Timestamp(sinceStart: 1)) == nil)
        #expect(CueClock(first).timestamp(at: 0) == first)
    }

    @Test("The standard clock tells milliseconds since the start, up to the latest time there is")
    func standard() {
        let clock = CueClock.standard
        #expect(clock.isStandard && clock.timestamp(at: 1234) == Timestamp(sinceStartMilliseconds: 1234))
        #expect(clock.timestamp(at: CueClock.latest) != nil && clock.timestamp(at: CueClock.latest + 1) == nil)
        #expect(clock.timestamp(at: -1) == nil)
    }
}
