import SubtitleCues
import TextScanning

/// A line that tells when a cue is shown.
///
/// The plain form is `00:00:01,000 --> 00:00:02,000`. Read is what real files hold as well: fewer digits, a point or
/// colon for the comma, a fraction of other length or none, no hours, a shorter arrow, white space around, and
/// something after, such as coordinates.
struct TimingLine {
    var times: CueTimes
    /// What follows the times, white space at either end excluded.
    var rest: Range<Int>
    /// Whether the times tell more than milliseconds.
    private(set) var isFiner = false

    init?(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) {
        var position = line.lowerBound
        func skipBlanks() {
            while position < line.upperBound, SubRipSyntax.isBlank(bytes[position]) { position += 1 }
        }
        skipBlanks()
        var isFiner = false
        guard let start = Self.takeTime(bytes, &position, to: line.upperBound, &isFiner) else { return nil }
        skipBlanks()
        let arrow = position
        while position < line.upperBound, bytes[position] == UInt8(ascii: "-") { position += 1 }
        guard (1...3).contains(position - arrow), position < line.upperBound, bytes[position] == UInt8(ascii: ">") else {
            return nil
        }
        position += 1
        skipBlanks()
        guard let end = Self.takeTime(bytes, &position, to: line.upperBound, &isFiner) else { return nil }
        if position < line.upperBound, !SubRipSyntax.isBlank(bytes[position]) { return nil }
        skipBlanks()
        var upper = line.upperBound
        while upper > position, SubRipSyntax.isBlank(bytes[upper - 1]) { upper -= 1 }
        // A time that no transcript can tell is none.
        if max(start, end) > CueClock.latest { return nil }
        times = CueTimes(start: start, end: end)
        rest = position..<upper
        self.isFiner = isFiner
    }

    private static let mostHours = 999_999_999

    /// Minutes and seconds, with hours before them or not, and what is finer than that.
    private static func takeTime(
        _ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int, to end: Int, _ isFiner: inout Bool
    ) -> Int? {
        var (hours, minutes) = (0, 0)
        guard var seconds = takeDigits(bytes, &position, to: end) else { return nil }
        var count = 1
        while count < 3, position < end, bytes[position] == UInt8(ascii: ":") {
            position += 1
            guard let value = takeDigits(bytes, &position, to: end) else { return nil }
            (hours, minutes, seconds) = (minutes, seconds, value)
            count += 1
        }
        guard count >= 2, seconds < 60, minutes < 60 else { return nil }
        return ((hours * 60 + minutes) * 60 + seconds) * 1000 + takeFraction(bytes, &position, to: end, &isFiner)
    }

    /// A separator and digits, in milliseconds; digits beyond the third are left out.
    private static func takeFraction(
        _ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int, to end: Int, _ isFiner: inout Bool
    ) -> Int {
        guard position + 1 < end, bytes[position + 1].isASCIIDigit else { return 0 }
        switch bytes[position] {
        case UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: ";"): position += 1
        default: return 0
        }
        var value = 0
        var count = 0
        while position < end, bytes[position].isASCIIDigit {
            if count < 3 { value = value * 10 + Int(bytes[position] - 0x30) } else if bytes[position] != 0x30 { isFiner = true }
            count += 1
            position += 1
        }
        while count < 3 {
            value *= 10
            count += 1
        }
        return value
    }

    private static func takeDigits(
        _ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int, to end: Int
    ) -> Int? {
        let first = position
        var value = 0
        while position < end, bytes[position].isASCIIDigit {
            value = min(value * 10 + Int(bytes[position] - 0x30), mostHours)
            position += 1
        }
        return position > first ? value : nil
    }
}
