import ChatConv
import TextScanning

extension OutputBuffer {
    /// Appends a diagnostic as people read it: where, what, the line with the place marked, and what helps.
    ///
    /// - Parameter name: what stands before the place: a file's name as it can be shown at the start of a line.
    mutating func append(_ diagnostic: Diagnostic, of name: String, _ style: Style) {
        style.paint(.name, &self) { $0.append(name, diagnostic.location) }
        append(": ")
        style.paint(Style.Role(diagnostic.severity), &self) { output in
            output.append(utf8: diagnostic.severity.rawValue)
            output.append(UInt8(ascii: ":"))
        }
        append(UInt8(ascii: " "))
        append(utf8: displayed(diagnostic.message))
        append(" [")
        append(utf8: diagnostic.code.id)
        append("]\n")
        if let location = diagnostic.location, let excerpt = location.lineText, !excerpt.text.isEmpty {
            append(ShownLine(excerpt, pointingAt: location.extent?.columnCount), style)
        }
        if let help = diagnostic.help {
            style.paint(.help, &self) { $0.append("help:") }
            append(UInt8(ascii: " "))
            append(utf8: displayed(help))
            append(UInt8(ascii: "\n"))
        }
    }

    private mutating func append(_ name: String, _ location: SourceLocation?) {
        append(utf8: name)
        guard let location else { return }
        append(UInt8(ascii: ":"))
        appendDecimal(location.line)
        append(UInt8(ascii: ":"))
        appendDecimal(location.column)
    }

    private mutating func append(_ line: ShownLine, _ style: Style) {
        // Build services take lines for commands that begin with `::` or `##[`, also behind blanks: no line of an input does.
        append("  | ")
        line.bytes.withUnsafeBufferPointer { append($0) }
        append("\n  | ")
        for _ in 0..<line.caret { append(UInt8(ascii: " ")) }
        style.paint(.caret, &self) { output in
            for _ in 0..<line.caretCount { output.append(UInt8(ascii: "^")) }
        }
        append(UInt8(ascii: "\n"))
    }
}
