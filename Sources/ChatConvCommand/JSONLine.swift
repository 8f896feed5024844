import ChatConv
import TextScanning
import TranscriptJSON

extension CommandStreams {
    /// Prints a value as a line of JSON.
    func printLine(_ value: Value) throws(ConversionError) {
        var output = OutputBuffer(capacity: 4096)
        output.appendReport(value)
        output.append(UInt8(ascii: "\n"))
        try output.withBytes { bytes throws(ConversionError) in try self.output.write(UnsafeRawBufferPointer(bytes)) }
    }
}

extension Value {
    static func text(_ text: String) -> Value { .string(Text(text)) }
    static func texts(_ texts: [String]) -> Value { .array(texts.map { .text($0) }) }
}

/// A count as a value.
func number(_ count: Int) -> Value { .number(NumberLiteral(count)) }
