import TextScanning
public import TranscriptCoding
public import TranscriptModel

/// Messages whose text, or the title or address of one of whose attachments, matches a regular expression somewhere.
///
/// The expression is one of Perl's, by PCRE2: `(?i)` ignores case, `\b` is the edge of a word, `^` and `$` are the ends of
/// the text. A character is a Unicode scalar.
///
/// Searching a message stops at a limit where an expression makes it take exponential time: then that is an error, or the
/// message is passed over.
public struct PatternFilter: MessageFilter {
    private let pattern: String
    private let expression: RegularExpression
    private let passesOver: Bool

    /// - Parameter passesOver: whether a message that reaches the limit counts as one that does not match.
    /// - Throws: `usage` when `pattern` is no regular expression.
    public init(_ pattern: String, passesOver: Bool = false) throws(ConversionError) {
        self.pattern = pattern
        self.passesOver = passesOver
        expression = try RegularExpression(pattern)
    }

    /// - Throws: `limitExceeded` for a message that reaches the limit.
    public mutating func filter(_ messages: inout [Message]) throws(ConversionError) -> Bool {
        var kept = 0
        for index in messages.indices where try admits(messages[index]) {
            if kept != index { messages.swapAt(kept, index) }
            kept += 1
        }
        messages.removeLast(messages.count - kept)
        return true
    }

    private func admits(_ message: Message) throws(ConversionError) -> Bool {
        do {
            if let body = message.body, try expression.matches(body) { return true }
            if message.isPlain { return false }
            for attachment in message.details.attachments {
                for text in [attachment.title, attachment.url] where try text.map(expression.matches) ?? false { return true }
            }
            return false
        } catch {
            if passesOver { return false }
            throw ConversionError(
                .limitExceeded, .patternLimit, "'\(pattern)' goes back too often in \(Self.name(of: message))",
                help: "nested repetitions such as (a+)+ do that: write it another way, or pass such messages over with --lenient")
        }
    }

    private static func name(of message: Message) -> String {
        let time = message.timestamp.map { timestamp in
            var written = OutputBuffer()
            written.append(timestamp)
            return " of " + written.withBytes { String(decoding: $0, as: UTF8.self) }
        } ?? ""
        let sender = (message.sender.name ?? message.sender.id).map { " by \($0)" } ?? ""
        return "the message\(time)\(sender)"
    }
}

extension DiagnosticCode {
    static let patternLimit = DiagnosticCode("limit.pattern", "a search for a pattern takes too long")
}
