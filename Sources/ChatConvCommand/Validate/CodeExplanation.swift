import ChatConv

extension DiagnosticCode {
    /// What `--explain` prints.
    var explained: String {
        var text = "\(id): \(summary)\n"
        guard let explanation else { return text }
        text += "\n" + wrapped(explanation.text, to: 80).joined(separator: "\n") + "\n"
        text += "\nThis fails\(explanation.fails.where):\n\n" + explanation.fails.shown
        text += "\nThis passes\(explanation.passes.where):\n\n" + explanation.passes.shown
        return text
    }
}

extension Explanation.Example {
    var `where`: String { fileName.map { ", in a file named \($0)" } ?? "" }

    fileprivate var shown: String { shownLines.map { "    \($0)\n" }.joined() }

    /// The lines as they can be shown, long ones cut, and of very many the first and the last.
    var shownLines: [String] {
        if bytes.isEmpty { return ["(an empty file)"] }
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        func shown(_ lines: ArraySlice<ArraySlice<UInt8>>) -> [String] {
            lines.map { truncated(Self.shown($0.prefix(4096)), to: 100) }
        }
        let (first, last) = (16, 4)
        if lines.count <= 2 * (first + last) { return shown(lines[...]) }
        let between = "(\(lines.count - first - last) lines like these)"
        return shown(lines.prefix(first)) + [between] + shown(lines.suffix(last))
    }

    /// A line with what is no text made visible, bytes that are not UTF-8 as `\xE9`.
    private static func shown(_ line: ArraySlice<UInt8>) -> String {
        var text = ""
        var rest = line
        while let first = rest.first {
            let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
            let character = rest.prefix(length)
            if let valid = String(validating: character, as: UTF8.self) {
                text += valid == "\t" ? "\t" : displayed(valid)
                rest = rest.dropFirst(character.count)
            } else {
                let digits = String(first, radix: 16, uppercase: true)
                text += "\\x" + (digits.count < 2 ? "0" : "") + digits
                rest = rest.dropFirst()
            }
        }
        return text
    }
}
