import TextScanning
import TranscriptCoding
import TranscriptModel

/// The line that separates mails (RFC 4155, appendix A): `From ADDRESS DATE`.
struct FromLine {
    /// All after `From `, without the line's end.
    let rest: Range<Int>

    /// Takes the line in `range`; nil when it does not start like one.
    init?(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) {
        guard bytes.starts(with: MboxSyntax.separator, at: range.lowerBound) else { return nil }
        rest = range.lowerBound + MboxSyntax.separator.utf8CodeUnitCount..<range.upperBound
    }

    /// Whether it says nothing but an address, or what stands for one.
    func isOneWord(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let word = bytes.trimmed(rest)
        return word.count <= Self.longest && !bytes.slice(word).contains { $0.isBlank }
    }

    /// The most bytes that a `From ` line has. Longer ones are text.
    static let longest = 1000

    /// The time that it tells; nil when it tells none.
    ///
    /// Addresses may have blanks in them (`ada at example.org`) or be missing, so the date is looked for after some words.
    /// Mail that came by UUCP says behind it which machine it was from.
    func timestamp(_ bytes: UnsafeBufferPointer<UInt8>) -> Timestamp? {
        guard rest.count <= Self.longest else { return nil }
        let line = bytes.trimmed(rest)
        if let timestamp = Self.timestamp(bytes, in: line) { return timestamp }
        guard let origin = bytes.slice(0..<line.upperBound).firstIndex(of: " remote from ", from: line.lowerBound) else { return nil }
        return Self.timestamp(bytes, in: line.lowerBound..<origin)
    }

    private static func timestamp(_ bytes: UnsafeBufferPointer<UInt8>, in line: Range<Int>) -> Timestamp? {
        var start = line.lowerBound
        for _ in 0..<8 {
            while start < line.upperBound, bytes[start].isBlank { start += 1 }
            if start == line.upperBound { return nil }
            if couldStartDate(bytes, at: start, to: line.upperBound),
                let reading = MailDate.reading(bytes, in: start..<line.upperBound), !reading.hasStrayWords,
                reading.unknownZone.map(couldBeZone) ?? true
            {
                return reading.timestamp
            }
            while start < line.upperBound, !bytes[start].isBlank { start += 1 }
        }
        return nil
    }

    /// A date has the name of its day or its month in front, or a digit.
    private static func couldStartDate(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int, to end: Int) -> Bool {
        guard end - start >= 10 else { return false }
        if bytes[start].isASCIIDigit { return true }
        var index = start
        while index < end, bytes[index].isASCIILetter { index += 1 }
        guard index - start >= 3, index < end, bytes[index].isBlank || bytes[index] == UInt8(ascii: ",") else { return false }
        return MailDate.canBegin(with: bytes.slice(start..<index))
    }

    /// Whether an unknown word in a date is a zone's name, and the line no sentence.
    private static func couldBeZone(_ word: String) -> Bool {
        (1...5).contains(word.utf8.count) && word.utf8.allSatisfy { (0x41...0x5A).contains($0) }
    }

    /// Whether it is the line that git writes before each patch, whose date is always the same:
    /// `From 0123…cdef Mon Sep 17 00:00:00 2001`.
    func isOfGit(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let line = bytes.slice(bytes.trimmed(rest))
        let digits = line.prefix { $0.hexadecimalValue != nil }.count
        return (digits == 40 || digits == 64) && line.slice(digits..<line.count).equals(" Mon Sep 17 00:00:00 2001")
    }
}
