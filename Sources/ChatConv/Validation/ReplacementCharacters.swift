import TextScanning
import TranscriptCoding

extension DiagnosticCode {
    public static let replacementCharacter = DiagnosticCode(
        "text.replacement-character", "a text holds U+FFFD, which stands for a character that was lost",
        Explanation(
            """
            A program that could not decode a byte wrote U+FFFD for it, and the character is lost: only the source can tell what \
            it was. Where the input itself is not UTF-8, `input.invalid-utf8` says so instead.
            """,
            fails: "---\ndate: 2018-01-23\n---\n> 10:27:03  Ann  \n   \nna\u{FFFD}ve  \n   \n",
            passes: "---\ndate: 2018-01-23\n---\n> 10:27:03  Ann  \n   \nnaïve  \n   \n"))
}

/// Looks for U+FFFD. Reports one finding for each text.
enum ReplacementCharacters {
    static func check(_ text: Text, ofMessage index: Int, _ findings: Findings) {
        let (first, count) = text.withUTF8 { utf8 in
            var first: Int?
            var count = 0
            var position = 0
            while let found = utf8.firstIndex(of: 0xEF, from: position) {
                position = found + 1
                guard utf8.starts(with: "\u{FFFD}", at: found) else { continue }
                if first == nil { first = found }
                count += 1
            }
            return (first, count)
        }
        guard let first else { return }
        findings.report(
            .warning, .replacementCharacter,
            count == 1 ? "a character was lost here: U+FFFD" : "\(count) characters were lost in this text, the first here: U+FFFD",
            help: "export again in UTF-8", at: .text(text, first..<first + 3, ofMessage: index))
    }
}
