import TextScanning
import TranscriptCoding
import TranscriptJSON
import TranscriptModel

extension OutputBuffer {
    /// Appends the header's object up to the place where another member could follow, a comma last.
    fileprivate mutating func appendOpenHeader(_ header: TranscriptHeader) {
        append("{\"chatconv\":")
        appendDecimal(notationVersion)
        append(UInt8(ascii: ","))
        appendJSONMembers(header)
    }
}

/// Writes one object a line.
struct LinesWriter: TranscriptWriter {
    func begin(_ header: TranscriptHeader, into output: inout OutputBuffer) {
        output.appendOpenHeader(header)
        output.truncate(to: output.count - 1)
        output.append("}\n")
    }

    func write(_ messages: [Message], into output: inout OutputBuffer) {
        messages.forEachInPlace { message in
            output.appendJSON(message)
            output.append(UInt8(ascii: "\n"))
        }
    }

    func finish(into output: inout OutputBuffer) {}
}

/// Writes one document.
struct DocumentWriter: TranscriptWriter {
    private let layout: JSONWriterOptions.Layout
    private var indenter = JSONIndenter()
    private var hasMessages = false

    init(_ layout: JSONWriterOptions.Layout) { self.layout = layout }

    mutating func begin(_ header: TranscriptHeader, into output: inout OutputBuffer) {
        laidOut(into: &output) { output in
            output.appendOpenHeader(header)
            output.append("\"messages\":[")
        }
    }

    mutating func write(_ messages: [Message], into output: inout OutputBuffer) {
        let isFirst = !hasMessages
        let breaksLines = layout == .lines
        hasMessages = hasMessages || !messages.isEmpty
        laidOut(into: &output) { output in
            var isFirst = isFirst
            messages.forEachInPlace { message in
                if !isFirst { output.append(UInt8(ascii: ",")) }
                if breaksLines { output.append(UInt8(ascii: "\n")) }
                isFirst = false
                output.appendJSON(message)
            }
        }
    }

    mutating func finish(into output: inout OutputBuffer) {
        let breaksLine = layout == .lines && hasMessages
        laidOut(into: &output) { output in
            if breaksLine { output.append(UInt8(ascii: "\n")) }
            output.append("]}")
        }
        output.append(UInt8(ascii: "\n"))
    }

    /// Lets `body` append JSON on one line, and indents it where that is asked for.
    private mutating func laidOut(into output: inout OutputBuffer, _ body: (inout OutputBuffer) -> Void) {
        if layout != .pretty { return body(&output) }
        var line = OutputBuffer()
        body(&line)
        line.withBytes { indenter.append($0, to: &output) }
    }
}
