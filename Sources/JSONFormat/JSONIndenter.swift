import TextScanning

/// Lays out JSON that has no white space, as it is handed over piece by piece: two spaces a level.
struct JSONIndenter {
    private var depth = 0
    private var isInString = false
    private var isAfterBackslash = false
    /// Whether a container was just opened: should it be closed at once, it stays on its line.
    private var isOpening = false

    mutating func append(_ json: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) {
        for byte in json {
            if isInString { appendInString(byte, to: &output) } else { append(byte, to: &output) }
        }
    }

    private mutating func appendInString(_ byte: UInt8, to output: inout OutputBuffer) {
        output.append(byte)
        if isAfterBackslash {
            isAfterBackslash = false
        } else if byte == UInt8(ascii: "\\") {
            isAfterBackslash = true
        } else if byte == UInt8(ascii: "\"") {
            isInString = false
        }
    }

    private mutating func append(_ byte: UInt8, to output: inout OutputBuffer) {
        let closes = byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
        if closes { depth -= 1 }
        if closes != isOpening { breakLine(in: &output) }
        isOpening = false
        output.append(byte)
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            depth += 1
            isOpening = true
        case UInt8(ascii: ","): breakLine(in: &output)
        case UInt8(ascii: ":"): output.append(UInt8(ascii: " "))
        case UInt8(ascii: "\""): isInString = true
        default: break
        }
    }

    private func breakLine(in output: inout OutputBuffer) {
        output.append(UInt8(ascii: "\n"))
        for _ in 0..<depth { output.append("  ") }
    }
}
