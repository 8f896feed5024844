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
    func timestamp(_ bytes: UnsafeBufferPointer<UInt8>) -> Timestamp? {
        guard rest.count <= Self.longest else { return nil }
        var start = rest.lowerBound
        for _ in 0..<8 {
            while start < rest.upperBound, bytes[start].isBlank { start += 1 }
            if start == rest.upperBound { return nil }
            if Self.couldStartDate(bytes, at: start, to: rest.upperBound),
                let timestamp = MailDate.timestamp(bytes, in: start..<rest.upperBound)
            {
                return timestamp
            }
            while start < rest.upperBound, !bytes[start].isBlank { start += 1 }
        }
        return nil
    }

    /// A date has its day or its month in front: a letter and then two more, or a digit.
    private static func couldStartDate(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int, to end: Int) -> Bool {
        guard end - start >= 10 else { return false }
        if bytes[start].isASCIIDigit { return true }
        return bytes[start].isASCIILetter && bytes[start + 1].isASCIILetter && bytes[start + 2].isASCIILetter
            && (bytes[start + 3].isBlank || bytes[start + 3] == UInt8(ascii: ","))
    }
}
