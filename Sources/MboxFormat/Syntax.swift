import TextScanning

/// What both directions share: the delimiters of mbox (RFC 4155) and the names that chatconv's own mails use.
enum MboxSyntax {
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let tab: UInt8 = 0x09

    /// What a line starts with that separates mails.
    static let separator: StaticString = "From "
    static let byteOrderMark: StaticString = "\u{FEFF}"
    /// A line of this stands before and behind each mail in a mailbox of MMDF, which has no other separators.
    static let mmdfDelimiter: StaticString = "\u{1}\u{1}\u{1}\u{1}"

    /// The field in which a mail says of its message what mail cannot say.
    static let ownField: StaticString = "X-Chatconv"
    /// The value of that field in the mail that holds what the transcript says of itself.
    static let headerMark: StaticString = "transcript"
    /// The domain of addresses that stand for a sender without one. Nothing is ever delivered to `.invalid` (RFC 2606).
    static let ownDomain: StaticString = "@chatconv.invalid"

    /// How extensions are called that hold a header field: this, then the field's name.
    static let extensionPrefix: StaticString = "mbox:"
    /// The extension that holds a `From ` line. No field can have this name, for it has a space in it.
    static let fromLineExtension: StaticString = "mbox:From line"
    static let subjectExtension: StaticString = "mbox:Subject"

    /// The longest line that mail allows, without its end (RFC 5322, 2.1.1).
    static let longestLine = 998
    /// How long lines are at most where that is for us to choose (the same section).
    static let preferredLine = 76
}

extension UInt8 {
    /// Whether this is a space or a tab: what folds a header field, and what surrounds its value.
    @inline(__always)
    var isBlank: Bool { self == MboxSyntax.space || self == MboxSyntax.tab }

    @inline(__always)
    var isLineEnd: Bool { self == MboxSyntax.lineFeed || self == MboxSyntax.carriageReturn }

    /// Whether a field's name can hold this: printable ASCII but the colon (RFC 5322, 2.2).
    @inline(__always)
    var isInFieldName: Bool { self > 0x20 && self < 0x7F && self != UInt8(ascii: ":") }

    /// The letter in lower case; other bytes as they are.
    @inline(__always)
    var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }

    @inline(__always)
    var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }

    /// The value of a hexadecimal digit.
    @inline(__always)
    var hexadecimalValue: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46: self - 0x41 + 10
        case 0x61...0x66: self - 0x61 + 10
        default: nil
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether the bytes are those of `literal`, which is in lower case, whatever the case of their letters.
    @inline(__always)
    func equalsIgnoringCase(_ literal: StaticString) -> Bool {
        guard count == literal.utf8CodeUnitCount, count == 0 || self[0].lowercased == literal.utf8Start[0] else {
            return false
        }
        return startsIgnoringCase(with: literal, at: 0)
    }

    /// The same for the bytes from `start` on.
    func startsIgnoringCase(with literal: StaticString, at start: Int) -> Bool {
        let length = literal.utf8CodeUnitCount
        guard start >= 0, count - start >= length else { return false }
        for index in 0..<length where self[start + index].lowercased != literal.utf8Start[index] { return false }
        return true
    }

    /// The range without blanks and line ends at either end.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (lower, upper) = (range.lowerBound, range.upperBound)
        while lower < upper, self[lower].isBlank || self[lower].isLineEnd { lower += 1 }
        while upper > lower, self[upper - 1].isBlank || self[upper - 1].isLineEnd { upper -= 1 }
        return lower..<upper
    }

    /// The place after the line at `start`, and where the line ends without its line feed and carriage return.
    @inline(__always)
    func line(at start: Int, to limit: Int) -> (end: Int, next: Int) {
        guard let feed = firstIndex(of: MboxSyntax.lineFeed, from: start), feed < limit else { return (limit, limit) }
        let hasReturn = feed > start && self[feed - 1] == MboxSyntax.carriageReturn
        return (hasReturn ? feed - 1 : feed, feed + 1)
    }

    /// The index of the first `literal` at or after `start`.
    func firstIndex(of literal: StaticString, from start: Int) -> Int? {
        let first = literal.utf8Start[0]
        var index = start
        while let found = firstIndex(of: first, from: index) {
            if starts(with: literal, at: found) { return found }
            index = found + 1
        }
        return nil
    }
}

/// A number that stands for some bytes and depends on nothing else: FNV-1a, 64 bits wide.
struct Fingerprint {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        // So that the end of one part is not the start of the next.
        value = (value ^ 0x1FF) &* 0x0000_0100_0000_01B3
    }
}

extension OutputBuffer {
    /// Appends `fingerprint` as 16 hexadecimal digits.
    mutating func append(_ fingerprint: Fingerprint) {
        appendUpTo(16) { digits in
            var rest = fingerprint.value
            for index in 0..<16 {
                let digit = UInt8(truncatingIfNeeded: rest) & 0x0F
                digits[15 &- index] = digit &+ (digit < 10 ? 0x30 : 0x57)
                rest >>= 4
            }
            return 16
        }
    }
}
