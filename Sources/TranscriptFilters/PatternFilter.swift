public import TranscriptCoding
public import TranscriptModel

/// Messages whose text, or the title of one of whose attachments, matches a regular expression somewhere.
///
/// The expression is one of Swift's, which are those of Perl: `(?i)` ignores case, `\b` is the edge of a word, `^` and
/// `$` are the ends of the text. A character is a Unicode scalar.
public struct PatternFilter: MessageFilter {
    private let pattern: Regex<AnyRegexOutput>

    /// - Throws: `usage` when `pattern` is no regular expression.
    public init(_ pattern: String) throws(ConversionError) {
        do {
            self.pattern = try Regex(pattern).matchingSemantics(.unicodeScalar)
        } catch {
            throw ConversionError(
                .usage, .invalidOption, "'\(pattern)' is no regular expression: \(error)")
        }
    }

    public mutating func filter(_ messages: inout [Message]) -> Bool {
        let filter = self
        messages.removeAll { !filter.admits($0) }
        return true
    }

    private func admits(_ message: Message) -> Bool {
        if let body = message.body, matches(body) { return true }
        if message.isPlain { return false }
        return message.details.attachments.contains { $0.title.map(matches) ?? false }
    }

    private func matches(_ text: Text) -> Bool { (try? pattern.firstMatch(in: String(text))) ?? nil != nil }
}
