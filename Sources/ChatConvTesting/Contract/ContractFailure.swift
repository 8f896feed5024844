public import TranscriptModel

/// A way in which a format breaks its contract, with the smallest case that shows it.
public struct ContractFailure: Error, Sendable {
    /// The format's name.
    public var format: String
    public var check: ContractCheck
    /// The seed that `TranscriptGenerator` made the failing transcript of; nil when no generated one is at fault.
    public var seed: UInt64?
    /// The sample that fails, where it is one.
    public var sample: String?
    /// What is wrong, as a sentence.
    public var detail: String
    /// The smallest transcript that fails.
    public var transcript: Transcript?
    /// The bytes at hand: what was written, or the smallest input that fails.
    public var bytes: [UInt8]?
}

extension ContractFailure: CustomStringConvertible {
    /// The whole report, several lines long.
    public var description: String {
        var lines = ["\(format): \(check.rawValue)\(origin): \(detail)"]
        if let transcript {
            lines.append("the smallest transcript that fails:")
            lines.append(indented(transcript.readableForm))
        }
        if let bytes {
            lines.append(transcript == nil ? "the input:" : "it was written as:")
            lines.append(indented(readableForm(of: bytes)))
        }
        return lines.joined(separator: "\n")
    }

    private var origin: String {
        if let sample { return " '\(sample)'" }
        return seed.map { " (seed \($0))" } ?? ""
    }

    private func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }.joined(separator: "\n")
    }
}

/// Bytes for a report: a quoted text for each line, with what is not UTF-8 as `\xNN`. Equal neighbours stand once; a
/// long input is cut.
func readableForm(of bytes: [UInt8]) -> String {
    if bytes.isEmpty { return "nothing" }
    let limit = 3000
    let lines = bytes.prefix(limit).split(separator: 0x0A, omittingEmptySubsequences: false)
    var runs: [(count: Int, line: String)] = []
    for (index, line) in lines.enumerated() {
        let isLast = index == lines.count - 1
        if isLast, line.isEmpty { continue }
        let text = quoted(Array(line) + (isLast ? [] : [0x0A]))
        if let last = runs.last, last.line == text {
            runs[runs.count - 1].count += 1
        } else {
            runs.append((1, text))
        }
    }
    let form = runs.map { $0.count > 1 ? "\($0.count) × \($0.line)" : $0.line }.joined(separator: "\n")
    return bytes.count > limit ? form + "\n… (\(bytes.count) bytes in all)" : form
}

private func quoted(_ bytes: [UInt8]) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return Text(text).quoted }
    let escaped = bytes.map { byte in
        switch byte {
        case 0x0A: "\\n"
        case 0x20..<0x7F: String(UnicodeScalar(byte))
        default: "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
    }
    return "\"" + escaped.joined() + "\""
}
