public import TextScanning
public import TranscriptModel

// The written form of a timestamp, one for all formats that are ours. With a date it is RFC 3339 without the need
// for a zone, and RFC 9557's suffix for a named one:
//
//     2018-01-23                               precision: day
//     2018-01-23T10:27                         minute
//     2018-01-23T10:27:03                      second
//     2018-01-23T10:27:03.250+08:00[Asia/Shanghai]
//
// Without a date it counts from the start of the transcript, and its hours may be more than two digits: `10:27:03`,
// `100:00:00.5`. An offset that is no whole minute is written `+08:05:43` (ISO 8601-2), `-00:00` is never written. A leap
// second is `23:59:60`; without a date that many seconds are the next minute.

extension OutputBuffer {
    /// Appends the written form of `timestamp`.
    public mutating func append(_ timestamp: Timestamp) {
        if let date = timestamp.date {
            append(date)
            if timestamp.precision == .day { return appendZone(of: timestamp) }
            append(UInt8(ascii: "T"))
        }
        let seconds = Int(timestamp.seconds)
        let hours = seconds / 3600
        if hours < 100 { appendTwoDigits(hours) } else { appendDecimal(hours) }
        append(UInt8(ascii: ":"))
        appendTwoDigits(seconds / 60 % 60)
        if timestamp.precision != .minute {
            append(UInt8(ascii: ":"))
            appendTwoDigits(seconds % 60 + (timestamp.isLeapSecond ? 1 : 0))
            appendFraction(of: timestamp)
        }
        appendZone(of: timestamp)
    }

    private mutating func appendFraction(of timestamp: Timestamp) {
        let digits = timestamp.fractionDigits
        if digits == 0 { return }
        append(UInt8(ascii: "."))
        var unit: UInt32 = 100_000_000
        for _ in 0..<digits {
            append(0x30 &+ UInt8(truncatingIfNeeded: timestamp.nanoseconds / unit % 10))
            unit /= 10
        }
    }

    private mutating func appendZone(of timestamp: Timestamp) {
        if let offset = timestamp.utcOffset {
            let size = Int(offset.magnitude)
            append(offset < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
            appendTwoDigits(size / 3600)
            append(UInt8(ascii: ":"))
            appendTwoDigits(size / 60 % 60)
            if size % 60 != 0 {
                append(UInt8(ascii: ":"))
                appendTwoDigits(size % 60)
            }
        }
        if let zone = timestamp.zone {
            append(UInt8(ascii: "["))
            append(zone)
            append(UInt8(ascii: "]"))
        }
    }
}

extension Timestamp {
    /// Reads the written form; nil when `utf8` is not exactly one. `Z` is read as `+00:00`, a space as the `T`.
    ///
    /// `text` gives the text that `utf8` is the UTF-8 of, from which a zone's name is sliced.
    public init?(_ text: Text) {
        let parsed = text.withUTF8 { utf8 in
            var parser = TimestampParser(utf8)
            return parser.parse()
        }
        guard let parsed else { return nil }
        let zone = parsed.zone.flatMap { text.slice($0) }
        self.init(
            date: parsed.date, seconds: parsed.seconds, nanoseconds: parsed.nanoseconds, precision: parsed.precision,
            utcOffset: parsed.utcOffset, zone: zone)
    }
}

private struct ParsedTimestamp {
    var date: CalendarDate?
    var seconds = 0
    var nanoseconds = 0
    var precision = Timestamp.Precision.second
    var utcOffset: Int?
    var zone: Range<Int>?
}

private struct TimestampParser {
    private let utf8: UnsafeBufferPointer<UInt8>
    private var index = 0

    init(_ utf8: UnsafeBufferPointer<UInt8>) { self.utf8 = utf8 }

    mutating func parse() -> ParsedTimestamp? {
        var result = ParsedTimestamp()
        if utf8.count >= 10, utf8[4] == UInt8(ascii: "-") {
            guard let date = takeDate() else { return nil }
            result.date = date
            if index == utf8.count || utf8[index] == UInt8(ascii: "[") || utf8[index] == UInt8(ascii: "+")
                || utf8[index] == UInt8(ascii: "-")
            {
                result.precision = .day
                return takeZone(into: &result)
            }
            guard take(UInt8(ascii: "T")) || take(UInt8(ascii: " ")) else { return nil }
        }
        guard let hours = takeHours(unbounded: result.date == nil), take(UInt8(ascii: ":")),
            let minutes = takePair(below: 60)
        else { return nil }
        result.seconds = hours * 3600 + minutes * 60
        result.precision = .minute
        if take(UInt8(ascii: ":")) {
            guard let seconds = takePair(below: 61) else { return nil }
            result.seconds += seconds
            result.precision = .second
            if take(UInt8(ascii: ".")) {
                guard takeFraction(into: &result) else { return nil }
            }
            if seconds == 60, result.date != nil {
                result.seconds -= 1
                result.nanoseconds += 1_000_000_000
            }
        }
        return takeZone(into: &result)
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < utf8.count, utf8[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func takePair(below bound: Int) -> Int? {
        guard index + 2 <= utf8.count, let value = twoDigits(utf8[index], utf8[index + 1]), value < bound else {
            return nil
        }
        index += 2
        return value
    }

    private mutating func takeDate() -> CalendarDate? {
        guard let century = takePair(below: 100), let year = takePair(below: 100), take(UInt8(ascii: "-")),
            let month = takePair(below: 13), take(UInt8(ascii: "-")), let day = takePair(below: 32)
        else { return nil }
        return CalendarDate(year: century * 100 + year, month: month, day: day)
    }

    /// At least two digits; more than two only without a date, where they may not start with a zero.
    private mutating func takeHours(unbounded: Bool) -> Int? {
        let start = index
        var hours = 0
        while index < utf8.count, utf8[index].isASCIIDigit, index - start < 8 {
            hours = hours * 10 + Int(utf8[index] - 0x30)
            index += 1
        }
        let digits = index - start
        if digits == 2 { return hours }
        return unbounded && digits > 2 && utf8[start] != 0x30 ? hours : nil
    }

    private mutating func takeFraction(into result: inout ParsedTimestamp) -> Bool {
        var digits: UInt8 = 0
        while index < utf8.count, utf8[index].isASCIIDigit {
            guard digits < 9 else { return false }
            result.nanoseconds = result.nanoseconds * 10 + Int(utf8[index] - 0x30)
            digits += 1
            index += 1
        }
        guard digits > 0 else { return false }
        for _ in digits..<9 { result.nanoseconds *= 10 }
        result.precision = .fraction(digits: digits)
        return true
    }

    private mutating func takeZone(into result: inout ParsedTimestamp) -> ParsedTimestamp? {
        if take(UInt8(ascii: "Z")) {
            result.utcOffset = 0
        } else if index < utf8.count, utf8[index] == UInt8(ascii: "+") || utf8[index] == UInt8(ascii: "-") {
            let isWest = utf8[index] == UInt8(ascii: "-")
            index += 1
            guard let hours = takePair(below: 24), take(UInt8(ascii: ":")), let minutes = takePair(below: 60) else {
                return nil
            }
            var offset = hours * 3600 + minutes * 60
            if take(UInt8(ascii: ":")) {
                guard let seconds = takePair(below: 60) else { return nil }
                offset += seconds
            }
            // RFC 3339, 4.3 and RFC 9557, 2.2: -00:00 is a time in UTC, of which nobody says what local clocks showed.
            result.utcOffset = isWest ? -offset : offset
        }
        if take(UInt8(ascii: "[")) {
            let start = index
            while index < utf8.count, utf8[index] != UInt8(ascii: "]") { index += 1 }
            result.zone = start..<index
            guard take(UInt8(ascii: "]")) else { return nil }
        }
        return index == utf8.count ? result : nil
    }
}
