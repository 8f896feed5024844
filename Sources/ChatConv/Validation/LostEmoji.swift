import TextScanning
import TranscriptCoding

extension DiagnosticCode {
    public static let lostEmoji = DiagnosticCode(
        "text.lost-emoji", "question marks stand where an emoji was lost",
        Explanation(
            """
            A program that stores text in an encoding without emoji writes a question mark for each half of one: `??`. What it was \
            is lost here, and only the source can tell. Reported are question marks in a name, and those before the first word \
            of a text or of a mention, where nobody asks anything; each name once.
            """,
            fails: "---\ndate: 2018-01-23\n---\n> 10:27:03  Ann??  \n   \nhello  \n   \n",
            passes: "---\ndate: 2018-01-23\n---\n> 10:27:03  Ann🌻  \n   \nhello??  \n   \n"))
}

/// Looks for pairs of question marks that ask nothing.
enum LostEmoji {
    static func check(_ text: Text, isName: Bool, ofMessage index: Int, _ findings: Findings) {
        guard let marks = text.withUTF8({ isName ? firstPair($0) : firstPairBeforeWord($0) }) else { return }
        findings.report(
            .warning, .lostEmoji,
            isName ? "the sender's name lost an emoji: `??` stands in its place" : "an emoji was lost here: `??` stands in its place",
            help: "export again in UTF-8", at: .text(text, marks, ofMessage: index))
    }

    private static func firstPair(_ utf8: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
        var index = 0
        while let found = utf8.firstIndex(of: question, from: index) {
            if found + 1 < utf8.count, utf8[found + 1] == question { return found..<found + 2 }
            index = found + 1
        }
        return nil
    }

    /// Question marks in pairs, at the start of the text or right after `@`, with a word right after them.
    private static func firstPairBeforeWord(_ utf8: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
        var index = 0
        while let start = utf8.firstIndex(of: question, from: index) {
            var end = start
            while end < utf8.count, utf8[end] == question { end += 1 }
            index = end
            guard (end - start).isMultiple(of: 2), start == 0 || utf8[start - 1] == UInt8(ascii: "@"), end < utf8.count else {
                continue
            }
            // Letters of any script. ASCII punctuation and spaces are no word, nor are those of CJK (U+3000 to U+303F, and the
            // full-width forms).
            if utf8[end] == 0xEF { continue }
            if utf8[end] == 0xE3, end + 1 < utf8.count, utf8[end + 1] == 0x80 { continue }
            if utf8[end] >= 0x80 || (utf8[end] | 0x20) &- UInt8(ascii: "a") < 26 { return start..<end }
        }
        return nil
    }

    private static let question = UInt8(ascii: "?")
}
