import TextScanning
import TranscriptCoding

extension DiagnosticCode {
    public static let emptyName = DiagnosticCode(
        "message.empty-name", "a sender's name is empty or only white space",
        Explanation(
            """
            The place for the sender's name is there, and nothing is in it: who said this is lost. A message that never had a \
            sender, such as a subtitle without a speaker, is another matter and is not reported.
            """,
            fails: "---\ndate: 2018-01-23\n---\n> 08:58:07    \n   \nhello  \n   \n",
            passes: "---\ndate: 2018-01-23\n---\n> 08:58:07  Ann  \n   \nhello  \n   \n"))
}

/// Looks at the names of senders. What is wrong with a name's characters is told once for each name: the same people
/// write again and again.
struct NameChecks {
    private var known: Set<Text> = []

    /// So many names are remembered; those of further people are told each time.
    private static let mostNames = 4096

    @inline(__always)
    mutating func check(
        _ name: Text, _ search: inout MarkSearch, judgesReplacements: Bool, ofMessage index: Int, _ findings: Findings
    ) {
        let (marks, isBlank) = name.withUTF8 { (search.marks(in: $0), $0.allSatisfy { $0 == 0x20 || $0 == 0x09 }) }
        if isBlank {
            findings.report(
                .warning, .emptyName, "the sender's name is \(name.isEmpty ? "empty" : "only white space")", at: .message(index))
        } else if !marks.isEmpty {
            lookCloser(name, marks, judgesReplacements, ofMessage: index, findings)
        }
    }

    private mutating func lookCloser(
        _ name: Text, _ marks: TextMarks, _ judgesReplacements: Bool, ofMessage index: Int, _ findings: Findings
    ) {
        // Entities can be mended, so that each of them is told.
        if marks.contains(.ampersand) { EscapedEntities.check(name, ofMessage: index, findings) }
        if marks == .ampersand || known.contains(name) { return }
        if known.count < Self.mostNames { known.insert(name.detached()) }
        if marks.contains(.questionMarks) { LostEmoji.check(name, isName: true, ofMessage: index, findings) }
        if marks.contains(.replacement), judgesReplacements {
            ReplacementCharacters.check(name, ofMessage: index, findings)
        }
    }
}
