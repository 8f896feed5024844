import TextScanning
import TranscriptCoding
import TranscriptModel

extension OutputBuffer {
    /// Appends a timestamp's written form as a JSON string.
    mutating func appendJSON(_ timestamp: Timestamp) {
        if let date = timestamp.date, timestamp.precision == .second, timestamp.utcOffset == nil,
            timestamp.zone == nil, !timestamp.isLeapSecond
        {
            return appendPlain(date, seconds: timestamp.seconds)
        }
        append(UInt8(ascii: "\""))
        append(timestamp)
        append(UInt8(ascii: "\""))
    }

    /// Appends `"YYYY-MM-DDTHH:MM:SS"`, which nearly all timestamps are, at once.
    private mutating func appendPlain(_ date: CalendarDate, seconds: UInt32) {
        appendUpTo(21) { room in
            func write(_ value: UInt32, at place: Int, before separator: UInt8) {
                room[place] = 0x30 &+ UInt8(truncatingIfNeeded: value / 10)
                room[place + 1] = 0x30 &+ UInt8(truncatingIfNeeded: value % 10)
                room[place + 2] = separator
            }
            let year = UInt32(truncatingIfNeeded: date.year)
            room[0] = UInt8(ascii: "\"")
            write(year / 100, at: 1, before: 0)
            write(year % 100, at: 3, before: UInt8(ascii: "-"))
            write(UInt32(date.month), at: 6, before: UInt8(ascii: "-"))
            write(UInt32(date.day), at: 9, before: UInt8(ascii: "T"))
            write(seconds / 3600, at: 12, before: UInt8(ascii: ":"))
            write(seconds / 60 % 60, at: 15, before: UInt8(ascii: ":"))
            write(seconds % 60, at: 18, before: UInt8(ascii: "\""))
            return 21
        }
    }
}
