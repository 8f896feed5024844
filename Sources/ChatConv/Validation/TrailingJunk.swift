import TextScanning
import TranscriptCoding

extension DiagnosticCode {
    public static let trailingJunk = DiagnosticCode(
        "input.trailing-junk", "the input ends in bytes that are no text",
        Explanation(
            """
            NUL bytes, a Ctrl-Z, or other control characters at the very end come from programs that filled up the last \
            block of a file, or from a transfer that broke off. They would become part of the last message. `--fix` removes them.
            """,
            fails: "---\ndate: 2018-01-23\n---\n> 10:27:03  Ann  \n   \nhello  \n   \n\u{1A}",
            passes: "---\ndate: 2018-01-23\n---\n> 10:27:03  Ann  \n   \nhello  \n   \n"))
}

/// Looks at how an input ends: at the run of control characters that nothing follows.
struct TrailingJunk {
    /// Where the run starts; nil where the input so far ends in text.
    private var start: SourceLocation?

    /// Looks at the next bytes of the input, of which `location` tells the places.
    mutating func look(at bytes: UnsafeBufferPointer<UInt8>, _ location: (Int) -> SourceLocation?) {
        if bytes.isEmpty { return }
        let end = (bytes.lastIndex { !Self.isJunk($0) } ?? -1) + 1
        if end > 0 { start = nil }
        if end == bytes.count || start != nil { return }
        start = location(end)
    }

    /// What is to be said once the input has ended.
    func finding(endOfInput end: Int) -> Diagnostic? {
        guard let start, start.byteOffset > 0 else { return nil }
        let count = end - start.byteOffset
        return Diagnostic(
            .warning, .trailingJunk,
            "the input ends in \(count) control character\(count == 1 ? "" : "s") that \(count == 1 ? "is" : "are") no text",
            help: "chatconv validate --fix removes them", at: start, mend: .edits([SourceEdit(start.byteOffset..<end, [])]))
    }

    private static func isJunk(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x09...0x0D: false
        case 0..<0x20, 0x7F: true
        default: false
        }
    }
}
