import TextScanning

/// Text whose long lines were broken on the way, in a manner that tells so (RFC 3676, format=flowed): a space at a line's end
/// says that the paragraph goes on in the next.
///
/// Lines that quote somebody stay lines: each says whose words it has.
struct FlowedText: Sendable {
    /// Whether the space at the end of a line is no part of the text (DelSp=yes).
    private let dropsSpace: Bool

    /// nil where the lines of a text stay as they are.
    init?(_ parameters: FieldParameters) {
        func says(_ name: StaticString, _ value: StaticString) -> Bool {
            parameters.bytes(name)?.withUnsafeBufferPointer { $0.equalsIgnoringCase(value) } ?? false
        }
        guard says("format", "flowed") else { return nil }
        dropsSpace = says("delsp", "yes")
    }

    /// Appends a text with its paragraphs in one line each.
    func append(_ text: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) {
        var index = 0
        var goesOn = false
        while index < text.count {
            let line = text.line(at: index, to: text.count)
            var content = text.slice(index..<line.end)
            let isQuoted = content.first == UInt8(ascii: ">")
            // What would be a quote, or `From `, or starts with a space itself has one in front (4.4).
            if content.first == MboxSyntax.space { content = content.slice(1..<content.count) }
            if goesOn, isQuoted || content.isEmpty || content.equals("-- ") { output.append(MboxSyntax.lineFeed) }
            // The line before a signature ends in a space and is whole (4.3).
            goesOn = content.last == MboxSyntax.space && !isQuoted && !content.equals("-- ") && line.next < text.count
            if goesOn, dropsSpace { content = content.slice(0..<content.count - 1) }
            output.append(content)
            if !goesOn, line.next > line.end { output.append(MboxSyntax.lineFeed) }
            index = line.next
        }
    }
}
