@testable import TranscriptFilters
import Testing
import TranscriptCoding
import TranscriptModel

/// Time zones as the system has them. Expectations are those of `TZ=… date -d @…`.
@Suite struct ZoneTests {
    @Test("a time without zone gets the zone and its offset on that day", arguments: [
        ("Asia/Shanghai", "2018-01-23T10:00:00", "2018-01-23T10:00:00+08:00[Asia/Shanghai]"),
        // China had summer time from 1986 to 1991.
        ("Asia/Shanghai", "1988-07-01T10:00:00", "1988-07-01T10:00:00+09:00[Asia/Shanghai]"),
        ("Europe/Berlin", "2018-07-01T10:00:00", "2018-07-01T10:00:00+02:00[Europe/Berlin]"),
        ("Europe/Berlin", "2018-12-01T10:00", "2018-12-01T10:00+01:00[Europe/Berlin]"),
        ("Europe/Berlin", "2018-07-01", "2018-07-01+02:00[Europe/Berlin]"),
        // Past the table, by the rule at the file's end.
        ("Europe/Berlin", "2150-07-01T10:00:00", "2150-07-01T10:00:00+02:00[Europe/Berlin]"),
        ("Europe/Berlin", "9999-12-31T23:59:59", "9999-12-31T23:59:59+01:00[Europe/Berlin]"),
        ("Australia/Sydney", "2150-01-01T00:00:00", "2150-01-01T00:00:00+11:00[Australia/Sydney]"),
        ("America/New_York", "2018-07-01T10:00:00", "2018-07-01T10:00:00-04:00[America/New_York]"),
        // Before the table: the sun's time.
        ("Europe/Berlin", "1850-01-01T00:00:00", "1850-01-01T00:00:00+00:53:28[Europe/Berlin]"),
        ("UTC", "2018-07-01T10:00:00", "2018-07-01T10:00:00+00:00[UTC]"),
        // Shown twice: the first. Left out: the offset from before.
        ("Europe/Berlin", "2018-10-28T02:30:00", "2018-10-28T02:30:00+02:00[Europe/Berlin]"),
        ("Europe/Berlin", "2018-03-25T02:30:00", "2018-03-25T02:30:00+01:00[Europe/Berlin]"),
        ("Europe/Berlin", "2018-03-25T03:00:00", "2018-03-25T03:00:00+02:00[Europe/Berlin]"),
        ("Europe/Berlin", "2018-10-28T03:00:00", "2018-10-28T03:00:00+01:00[Europe/Berlin]"),
        ("Asia/Shanghai", "00:10:00", "00:10:00"),
    ])
    func assigned(zone: String, time: String, expected: String) throws { try check(zone, time, expected) }

    @Test("a time whose offset is known stays the same instant", arguments: [
        ("Asia/Shanghai", "2018-01-23T20:00:00+00:00", "2018-01-24T04:00:00+08:00[Asia/Shanghai]"),
        ("Europe/Berlin", "2018-07-01T00:30:00.25+08:00", "2018-06-30T18:30:00.25+02:00[Europe/Berlin]"),
        ("Europe/Berlin", "2018-10-28T00:30:00Z", "2018-10-28T02:30:00+02:00[Europe/Berlin]"),
        ("Europe/Berlin", "2018-10-28T01:30:00Z", "2018-10-28T02:30:00+01:00[Europe/Berlin]"),
        ("America/New_York", "0000-01-01T00:00:00Z", "0000-01-01T00:00:00+00:00"),
        ("Asia/Kolkata", "2018-01-23T20:00+00:00", "2018-01-24T01:30+05:30[Asia/Kolkata]"),
        ("Europe/Berlin", "1850-01-01T00:00+00:00", "1850-01-01T00:53:28+00:53:28[Europe/Berlin]"),
        ("Asia/Shanghai", "2018-01-23+00:00", "2018-01-23+00:00"),
    ])
    func moved(zone: String, time: String, expected: String) throws { try check(zone, time, expected) }

    private func check(_ zone: String, _ time: String, _ expected: String) throws {
        let assignment = ZoneAssignment(try TimeZoneRules(named: zone))
        let result = try filtered([message(time)], by: assignment)
        #expect(result.first?.timestamp == Timestamp(Text(expected)))
        #expect(Timestamp(Text(expected)) != nil)
    }

    @Test("what is no zone is said so", arguments: ["", "Europe/Nowhere", "../../etc/passwd", "/etc/passwd", "Europe", "tzdata.zi"])
    func unknown(name: String) {
        #expect(throws: (any Error).self) { try TimeZoneRules(named: name) }
    }

    @Test("a rule says when offsets begin", arguments: [
        ("CET-1CEST,M3.5.0,M10.5.0/3", 1_530_439_200, 7200), ("CET-1CEST,M3.5.0,M10.5.0/3", 1_516_698_000, 3600),
        // One second before and at the change.
        ("CET-1CEST,M3.5.0,M10.5.0/3", 1_521_939_599, 3600), ("CET-1CEST,M3.5.0,M10.5.0/3", 1_521_939_600, 7200),
        // South of the equator, summer goes over the new year.
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", 1_516_698_000, 39600), ("AEST-10AEDT,M10.1.0,M4.1.0/3", 1_530_439_200, 36000),
        ("<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", 1_530_439_200, -7200), ("XXX3YYY,J60,J300", 1_519_880_400, -7200),
        ("XXX3YYY,59/0,300", 1_519_873_200, -7200), ("IST-1GMT0,M10.5.0,M3.5.0/1", 1_530_439_200, 3600),
    ])
    func rules(text: String, instant: Int, offset: Int) throws {
        #expect(try #require(PosixZone(text)?.rule).offset(at: instant) == offset)
    }

    @Test("what is no rule is none", arguments: ["", "A", "CET", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.5.0", "<CET-1", "CET-1CEST,M3.5.0,M10.5.0x", "CET-999"])
    func noRules(text: String) { #expect(PosixZone(text) == nil) }

    @Test func aDamagedZoneFileIsNone() throws {
        let whole = Self.zoneFile
        #expect(TimeZoneRules("X", zoneFile: whole)?.offset(at: 0) == 3600)
        for count in 0..<whole.count - 20 { _ = TimeZoneRules("X", zoneFile: Array(whole.prefix(count))) }
        for index in whole.indices {
            for byte: UInt8 in [0, 0x7F, 0xFF] {
                var damaged = whole
                damaged[index] = byte
                _ = TimeZoneRules("X", zoneFile: damaged)?.offset(at: 1_516_698_000)
            }
        }
    }

    /// Version 2 of one zone an hour east, with summer time by rule.
    private static var zoneFile: [UInt8] {
        func header(_ types: UInt8) -> [UInt8] {
            Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15) + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, types, 0, 0, 0, 4]
        }
        let body: [UInt8] = [0, 0, 0x0E, 0x10, 0, 0] + Array("CET\0".utf8)
        return header(1) + body + header(1) + body + Array("\nCET-1CEST,M3.5.0,M10.5.0/3\n".utf8)
    }

    @Test func everyDayIsCountedAndFoundAgain() {
        for days in stride(from: -719_528, through: 2_932_896, by: 1) {
            let date = CalendarDate(daysSince1970: days)
            #expect(date?.daysSince1970 == days)
            if date?.daysSince1970 != days { return }
        }
        #expect(CalendarDate(daysSince1970: 0) == CalendarDate(year: 1970, month: 1, day: 1))
        #expect(CalendarDate(daysSince1970: -719_529) == nil)
        #expect(CalendarDate(daysSince1970: 2_932_897) == nil)
    }
}
