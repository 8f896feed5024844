import TextScanning
import TranscriptCoding
import TranscriptModel

/// Writes mails as they stand in the mailbox that they were read from, and sees to it that mails which came from different
/// places stay apart.
struct MailCopier {
    /// The line ends that are missing between the mail that was copied last and the next.
    private var missingLineEnds = 0
    /// Where the last mail ended, if it was copied: what follows there needs no separation.
    private var last: (file: RecordFile, end: Int)?

    /// Appends what has to come before a mail that is written anew.
    mutating func separate(_ output: inout OutputBuffer) {
        for _ in 0..<missingLineEnds { output.append(MboxSyntax.lineFeed) }
        (missingLineEnds, last) = (0, nil)
    }

    /// Appends a mail that has a `From ` line and was not changed; a long one piece by piece, so that no more of it is in memory.
    ///
    /// - Throws: `inputOutput` when it is not there any more.
    mutating func append(
        _ copy: MailCopy, to output: inout OutputBuffer, passingOn passOn: (inout OutputBuffer) throws(ConversionError) -> Void
    ) throws(ConversionError) {
        if let last, last.file === copy.file, last.end == copy.range.lowerBound { missingLineEnds = 0 }
        separate(&output)
        var start = copy.range.lowerBound
        while copy.range.upperBound - start > Self.longestPiece {
            // The last piece is long enough to show what the mail ends in.
            let end = start + Self.longestPiece / 2
            try copy.file.append(start..<end, to: &output)
            try passOn(&output)
            start = end
        }
        try copy.file.append(start..<copy.range.upperBound, to: &output)
        note(copy, output)
    }

    private static var longestPiece: Int { 256 * 1024 }

    /// Appends a mail with another header, or one that had no `From ` line, as `mail` has it.
    mutating func append(_ mail: borrowing OutputBuffer, of copy: MailCopy, to output: inout OutputBuffer) {
        separate(&output)
        mail.withBytes { output.append($0) }
        note(copy, output)
    }

    private mutating func note(_ copy: MailCopy, _ output: borrowing OutputBuffer) {
        missingLineEnds = output.withBytes { Self.missingLineEnds($0) }
        last = (copy.file, copy.range.upperBound)
    }

    /// How many line ends are missing to a blank line.
    private static func missingLineEnds(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var rest = bytes[...]
        var found = 0
        while found < 2, rest.last == MboxSyntax.lineFeed {
            rest.removeLast()
            if rest.last == MboxSyntax.carriageReturn { rest.removeLast() }
            found += 1
        }
        return 2 - found
    }
}
