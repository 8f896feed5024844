import SubtitleCues
import TextScanning

/// A line that tells when a cue is shown, and how (W3C WebVTT, section 6.3).
struct CueTiming {
    var times: CueTimes
    /// What follows the times, white space at either end excluded.
    var settings: Range<Int>
    /// Whether the times are not as the specification has them, and are read as what they are meant for.
    private(set) var isMended = false
    /// Whether they tell more than milliseconds.
    private(set) var isFiner = false

    /// The same of a line for which the specification has the parser fail, if it is plain what is meant.
    init?(mending bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        guard let line = TimingLine(bytes, range) else { return nil }
        times = line.times
        settings = bytes.trimmed(line.rest)
        (isMended, isFiner) = (true, line.isFiner)
    }

    /// Parses the line in `range` of `bytes`; nil where the specification has it fail.
    init?(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        var position = range.lowerBound
        func skipWhitespace() {
            while position < range.upperBound, WebVTTSyntax.isWhitespace(bytes[position]) { position += 1 }
        }
        skipWhitespace()
        guard let start = Self.takeTimestamp(bytes, &position, to: range.upperBound) else { return nil }
        skipWhitespace()
        guard position + 3 <= range.upperBound, bytes.starts(with: WebVTTSyntax.arrow, at: position) else { return nil }
        position += 3
        skipWhitespace()
        guard let end = Self.takeTimestamp(bytes, &position, to: range.upperBound) else { return nil }
        times = CueTimes(start: start, end: end)
        settings = bytes.trimmed(position..<range.upperBound)
    }

    /// Hours beyond this count as this many: a hundred thousand years.
    private static let mostHours = 999_999_999

    /// Collects a WebVTT timestamp, in milliseconds (section 6.3, "collect a WebVTT timestamp").
    static func takeTimestamp(_ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int, to end: Int) -> Int? {
        func takeDigits() -> (value: Int, count: Int) {
            let first = position
            var value = 0
            while position < end, bytes[position].isASCIIDigit {
                value = min(value * 10 + Int(bytes[position] - 0x30), mostHours)
                position += 1
            }
            return (value, position - first)
        }
        func take(_ byte: UInt8) -> Bool {
            guard position < end, bytes[position] == byte else { return false }
            position += 1
            return true
        }
        let first = takeDigits()
        if first.count == 0 { return nil }
        guard take(UInt8(ascii: ":")) else { return nil }
        let second = takeDigits()
        guard second.count == 2 else { return nil }
        var (hours, minutes, seconds) = (0, first.value, second.value)
        let firstIsHours = first.count != 2 || first.value > 59
        if firstIsHours || (position < end && bytes[position] == UInt8(ascii: ":")) {
            guard take(UInt8(ascii: ":")) else { return nil }
            let third = takeDigits()
            guard third.count == 2 else { return nil }
            (hours, minutes, seconds) = (first.value, second.value, third.value)
        }
        guard take(UInt8(ascii: ".")) else { return nil }
        let fraction = takeDigits()
        guard fraction.count == 3, minutes <= 59, seconds <= 59 else { return nil }
        return ((hours * 60 + minutes) * 60 + seconds) * 1000 + fraction.value
    }
}
