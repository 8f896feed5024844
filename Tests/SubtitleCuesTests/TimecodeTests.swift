import SubtitleCues
import TextScanning
import Testing

@Suite("Timecodes")
struct TimecodeTests {
    @Test("A position is written and read again", arguments: [
        (0, "00:00:00,000"), (1, "00:00:00,001"), (59_999, "00:00:59,999"), (3_599_999, "00:59:59,999"),
        (45_296_789, "12:34:56,789"), (359_999_999, "99:59:59,999"),
    ])
    func plain(_ position: Int, _ timecode: String) {
        var output = OutputBuffer()
        output.appendTimecode(position, separator: UInt8(ascii: ","))
        #expect(output.withBytes { String(decoding: $0, as: UTF8.self) } == timecode)
        #expect(output.withBytes { $0.plainTimecode(at: 0, separator: UInt8(ascii: ",")) } == position)
    }

    @Test("Hours past 99 take more digits, in pairs as well")
    func manyHours() {
        var output = OutputBuffer()
        output.append(CueTimes(start: 359_999_999, end: 360_000_000), separator: UInt8(ascii: "."))
        #expect(output.withBytes { String(decoding: $0, as: UTF8.self) } == "99:59:59.999 --> 100:00:00.000")
    }

    @Test("Just what has the form is read: no other byte in any place")
    func otherBytes() {
        let highest = Array("99:59:59,999".utf8)
        for place in highest.indices {
            for byte in UInt8.min...UInt8.max {
                var bytes = highest
                bytes[place] = byte
                let isDigit = highest[place] &- 0x30 < 10 && byte >= 0x30 && byte <= highest[place]
                let read = bytes.withUnsafeBufferPointer { $0.plainTimecode(at: 0, separator: UInt8(ascii: ",")) }
                #expect((read != nil) == (isDigit || byte == highest[place]), "\(byte) at \(place)")
            }
        }
    }

    @Test("Hours past 99 are read as they are written, and no others", arguments: [
        ("00:00:00,000", 0), ("99:59:59,999", 359_999_999), ("100:00:00,000", 360_000_000),
        ("1193046:28:15,999", 4_294_967_295_999), ("9999999:59:59,999", 35_999_999_999_999),
        ("12345678:00:00,000", 44_444_440_800_000), ("999999999:59:59,999", 3_599_999_999_999_999),
        ("0100:00:00,000", nil), ("000:00:00,000", nil), ("1234567890:00:00,000", nil), ("100:60:00,000", nil),
        ("100:00:00.000", nil), ("1:00:00,000", nil), ("100:00:00,00", nil), ("123", nil), ("", nil),
    ] as [(String, Int?)])
    func readManyHours(_ timecode: String, _ position: Int?) {
        let read = Array(timecode.utf8).withUnsafeBufferPointer { $0.timecode(at: 0, separator: UInt8(ascii: ",")) }
        #expect(read?.position == position)
        #expect(read?.end == position.map { _ in timecode.utf8.count })
    }

    @Test("Nothing is read past the end", arguments: -1...4)
    func outside(start: Int) {
        let bytes = Array("00:00:00,0001".utf8)
        let read = bytes.withUnsafeBufferPointer { $0.plainTimecode(at: start, separator: UInt8(ascii: ",")) }
        #expect((read != nil) == (start == 0))
    }
}
