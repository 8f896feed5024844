import TextScanning
import TranscriptCoding

extension DiagnosticCode {
    public static let mixedLineEnds = DiagnosticCode(
        "input.mixed-line-ends", "some lines end in LF and others in CRLF",
        Explanation(
            """
            A file that two programs wrote to can end its lines in two ways. A format that takes its line ends from the first \
            line then reads the other kind as part of the text. `--fix` ends all lines as the first one ends.
            """,
            fails: "---\ndate: 2018-01-23\r\n---\n> 10:27:03  Ann  \n   \nhello  \n   \n",
            passes: "---\ndate: 2018-01-23\n---\n> 10:27:03  Ann  \n   \nhello  \n   \n"))
}

/// Looks for the first line that does not end as the first one does. Memory speed: `memchr` where lines end in LF.
struct MixedLineEnds {
    private var expected: LineEnd?
    private var isDone = false
    private var endsInReturn = false

    /// Looks at the next bytes of the input, of which `location` tells the places.
    mutating func look(
        at bytes: UnsafeBufferPointer<UInt8>, _ location: (Int) -> SourceLocation?
    ) -> Diagnostic? {
        if isDone || bytes.isEmpty { return nil }
        defer { endsInReturn = bytes.last == 0x0D }
        guard let feed = firstOddLineEnd(bytes) else { return nil }
        isDone = true
        return Diagnostic(
            .warning, .mixedLineEnds,
            expected == .lf
                ? "this line ends in CRLF, while the first ends in LF" : "this line ends in LF, while the first ends in CRLF",
            help: "chatconv validate --fix ends all lines alike",
            at: location(feed), mend: .lineEnds(expected ?? .lf))
    }

    /// The line feed that ends the first line of the other kind.
    private mutating func firstOddLineEnd(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var index = 0
        if expected == nil {
            guard let feed = bytes.firstIndex(of: 0x0A, from: 0) else { return nil }
            expected = isReturn(before: feed, in: bytes) ? .crlf : .lf
            index = feed + 1
        }
        if expected == .lf {
            if index == 0, endsInReturn, bytes.first == 0x0A { return 0 }
            while let found = bytes.firstIndex(of: 0x0D, from: index) {
                if found + 1 < bytes.count, bytes[found + 1] == 0x0A { return found + 1 }
                index = found + 1
            }
            return nil
        }
        while let feed = bytes.firstIndex(of: 0x0A, from: index) {
            if !isReturn(before: feed, in: bytes) { return feed }
            index = feed + 1
        }
        return nil
    }

    private func isReturn(before index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        index > 0 ? bytes[index - 1] == 0x0D : endsInReturn
    }
}
