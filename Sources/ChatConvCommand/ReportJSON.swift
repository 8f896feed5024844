import TextScanning
import TranscriptJSON
import TranscriptModel

extension OutputBuffer {
    /// Appends a value as JSON of a report, which terminals and web pages show: what would act there instead of being seen, as
    /// control characters and marks of direction do, is escaped. It is the same value.
    mutating func appendReport(_ value: Value) {
        var plain = OutputBuffer(capacity: 1024)
        plain.appendJSON(value)
        plain.withBytes { bytes in
            var start = 0
            for index in bytes.indices where bytes[index] == UInt8(ascii: "#") && isCommandMark(bytes, at: index) {
                appendVisible(bytes.slice(start..<index))
                appendEscape("#")
                start = index + 1
            }
            appendVisible(bytes.slice(start..<bytes.count))
        }
    }

    private mutating func appendVisible(_ bytes: UnsafeBufferPointer<UInt8>) {
        if bytes.allSatisfy({ (0x20..<0x7F).contains($0) }) { return append(bytes) }
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            if scalar.isActive { appendEscape(scalar) } else { append(scalar: scalar) }
        }
    }

    /// `\u202e`, in strings alone: outside of them JSON has none of these.
    private mutating func appendEscape(_ scalar: Unicode.Scalar) {
        for unit in String(scalar).utf16 {
            let digits = String(unit, radix: 16)
            append("\\u")
            append(utf8: String(repeating: "0", count: 4 - digits.utf8.count) + digits)
        }
    }
}
