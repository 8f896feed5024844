import TextScanning
import TranscriptCoding

extension DiagnosticCode {
    public static let escapedTwice = DiagnosticCode(
        "text.escaped-twice", "an HTML entity was escaped once more: `&amp;lt;`",
        Explanation(
            """
            A program that escapes what is escaped already turns `&lt;` into `&amp;lt;`, and the next one makes `&amp;amp;lt;` of \
            that. A page then shows `&lt;` where the text says `<`. `--fix` takes away all escapes but the innermost one.
            """,
            fails: "---\ndate: 2018-01-23\n---\n> 10:27:03  Ann  \n   \na &amp;lt; b  \n   \n",
            passes: "---\ndate: 2018-01-23\n---\n> 10:27:03  Ann  \n   \na &lt; b  \n   \n"))
}

/// Looks for entities whose ampersand is an entity itself. Reports one finding for each text, with all places to mend.
enum EscapedEntities {
    static func check(_ text: Text, ofMessage index: Int, _ findings: Findings) {
        let found = text.withUTF8(escaped)
        guard let first = found.first else { return }
        let edits = found.compactMap { entity in findings.bytes(entity.escapes, of: text).map { SourceEdit($0, []) } }
        let count = found.count
        findings.report(
            .warning, .escapedTwice,
            count == 1
                ? "the entity here was escaped more than once" : "\(count) entities from here on were escaped more than once",
            help: "chatconv validate --fix takes the outer escapes away", at: .text(text, first.range, ofMessage: index),
            mend: edits.count == count ? .edits(edits) : nil)
    }

    /// An entity that was escaped again.
    private struct Entity {
        /// All of it, from its first ampersand on.
        var range: Range<Int>
        /// What is too much: the `amp;` after the first ampersand, as often as it stands there.
        var escapes: Range<Int>
    }

    private static func escaped(in utf8: UnsafeBufferPointer<UInt8>) -> [Entity] {
        var found: [Entity] = []
        var index = 0
        while let ampersand = utf8.firstIndex(of: UInt8(ascii: "&"), from: index) {
            index = ampersand + 1
            var end = index
            while utf8.starts(with: "amp;", at: end) { end += 4 }
            guard end > index else { continue }
            if let entityEnd = endOfEntity(utf8, at: end) {
                found.append(Entity(range: ampersand..<entityEnd, escapes: index..<end))
            } else if end - index > 4 {
                // `&amp;amp;`: the last one is the entity itself.
                found.append(Entity(range: ampersand..<end, escapes: index..<end - 4))
            }
            index = end
        }
        return found
    }

    /// The place after `lt;`, `#39;` or `#x27;`, a name of letters and digits, or a number, that stands at `start`.
    private static func endOfEntity(_ utf8: UnsafeBufferPointer<UInt8>, at start: Int) -> Int? {
        var index = start
        let isNumber = index < utf8.count && utf8[index] == UInt8(ascii: "#")
        if isNumber { index += 1 }
        let first = index
        while index < utf8.count, index - first < 10, utf8[index].isASCIIDigit || utf8[index].isASCIILetter { index += 1 }
        guard index > first, index < utf8.count, utf8[index] == UInt8(ascii: ";") else { return nil }
        let name = String(decoding: utf8.slice(first..<index), as: UTF8.self)
        return isNumber || names.contains(name) ? index + 1 : nil
    }

    /// Those that programs write for what HTML or XML cannot hold as it is, or for spaces and marks.
    private static let names: Set<String> = [
        "lt", "gt", "quot", "apos", "nbsp", "copy", "reg", "trade", "hellip", "mdash", "ndash", "lsquo", "rsquo", "ldquo",
        "rdquo", "middot", "bull", "laquo", "raquo", "times", "deg", "euro", "yen", "pound", "cent", "sect", "para", "ensp",
        "emsp", "thinsp", "zwj", "zwnj", "lrm", "rlm", "shy",
    ]
}

extension UInt8 {
    fileprivate var isASCIILetter: Bool { (self | 0x20) &- UInt8(ascii: "a") < 26 }
}
