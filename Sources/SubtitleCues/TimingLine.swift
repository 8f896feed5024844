import TextScanning

/// A line that tells when a cue is shown, in whatever form files have it.
///
/// The plain form of SRT is `00:00:01,000 --> 00:00:02,000`, and WebVTT has a point. Read is what real files hold as well: fewer digits, a point or
/// colon for the comma, a fraction of other length or none, no hours, a shorter arrow, spaces and invisible marks around,
/// digits and signs of other scripts, and something after, such as coordinates.
package struct TimingLine {
    package var times: CueTimes
    /// What follows the times, white space at either end excluded.
    package var rest: Range<Int>
    /// Whether the times tell more than milliseconds.
    package let isFiner: Bool
    /// Whether digits, colons or commas are not those of ASCII.
    package let isTranslated: Bool

    package init?(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) {
        var scanner = TimeScanner(bytes.slice(0..<line.upperBound), from: line.lowerBound)
        guard let start = scanner.takeTime(), scanner.takeArrow(), let end = scanner.takeTime() else { return nil }
        let timesEnd = scanner.position
        scanner.skipBlanks()
        if scanner.position == timesEnd, timesEnd < line.upperBound { return nil }
        // A time that no transcript can tell is none.
        if max(start, end) > CueClock.latest { return nil }
        times = CueTimes(start: start, end: end)
        rest = bytes.withoutBlanks(scanner.position..<line.upperBound)
        isFiner = scanner.isFiner
        isTranslated = scanner.isTranslated
    }

    /// Whether what follows times says how a cue is shown: each word is `X1:100` or `align:start`. Anything else is speech.
    package static func areSettings(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 }).allSatisfy { word in
            guard let colon = word.firstIndex(of: UInt8(ascii: ":")), let first = word.first else { return false }
            return (first | 0x20) &- UInt8(ascii: "a") < 26 && colon + 1 < word.endIndex
        }
    }
}

/// Takes times from a line.
private struct TimeScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private(set) var position: Int
    private(set) var isFiner = false
    private(set) var isTranslated = false

    init(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) {
        self.bytes = bytes
        position = start
    }

    mutating func skipBlanks() {
        while case let length = bytes.lengthOfBlank(at: position), length > 0 { position += length }
    }

    /// An arrow of one to three hyphens, and the blanks before it.
    mutating func takeArrow() -> Bool {
        skipBlanks()
        let start = position
        while position < bytes.count, bytes[position] == UInt8(ascii: "-") { position += 1 }
        guard (1...3).contains(position - start), position < bytes.count, bytes[position] == UInt8(ascii: ">") else { return false }
        position += 1
        return true
    }

    /// Minutes and seconds, with hours before them or not, and what is finer than that; and the blanks before.
    mutating func takeTime() -> Int? {
        skipBlanks()
        var (hours, minutes) = (0, 0)
        guard var seconds = takeDigits() else { return nil }
        var count = 1
        while count < 3, take(Self.colons) {
            guard let value = takeDigits() else { return nil }
            (hours, minutes, seconds) = (minutes, seconds, value)
            count += 1
        }
        guard count >= 2, seconds < 60, minutes < 60 else { return nil }
        return ((hours * 60 + minutes) * 60 + seconds) * 1000 + takeFraction()
    }

    private static let colons: [StaticString] = [":", "\u{FF1A}"]
    private static let separators: [StaticString] = [",", ".", ":", ";", "\u{FF0C}", "\u{FF0E}", "\u{FF1A}", "\u{060C}", "\u{066B}"]

    private mutating func take(_ signs: [StaticString]) -> Bool {
        for sign in signs where bytes.starts(with: sign, at: position) {
            position += sign.utf8CodeUnitCount
            if sign.utf8CodeUnitCount > 1 { isTranslated = true }
            return true
        }
        return false
    }

    /// A separator and digits, in milliseconds; digits beyond the third are left out.
    private mutating func takeFraction() -> Int {
        let start = self
        guard take(Self.separators), bytes.digit(at: position) != nil else {
            self = start
            return 0
        }
        var value = 0
        var count = 0
        while let digit = takeDigit() {
            if count < 3 { value = value * 10 + digit } else if digit != 0 { isFiner = true }
            count += 1
        }
        while count < 3 {
            value *= 10
            count += 1
        }
        return value
    }

    private static let mostHours = 999_999_999

    private mutating func takeDigits() -> Int? {
        let first = position
        var value = 0
        while let digit = takeDigit() { value = min(value * 10 + digit, Self.mostHours) }
        return position > first ? value : nil
    }

    private mutating func takeDigit() -> Int? {
        guard let digit = bytes.digit(at: position) else { return nil }
        position += digit.length
        if digit.length > 1 { isTranslated = true }
        return digit.value
    }
}
