public import TextScanning
public import TranscriptModel

extension OutputBuffer {
    /// Appends `text` as a JSON string with its quotation marks (RFC 8259, section 7). O(n).
    ///
    /// Characters outside ASCII are written as they are; controls that have no short escape as `\u00xx`.
    public mutating func appendJSON(_ text: Text, escaping: JSONEscaping = .minimal) {
        text.withUTF8 { utf8 in
            switch escaping {
            case .minimal: appendJSONString(utf8)
            case .htmlComment: appendCommentString(utf8)
            }
        }
    }

    @inline(__always)
    mutating func appendJSONString(_ utf8: UnsafeBufferPointer<UInt8>) {
        append(UInt8(ascii: "\""))
        var start = 0
        while utf8.count - start > Self.longestPiece {
            appendEscaped(utf8.slice(start..<start + Self.longestPiece))
            start += Self.longestPiece
        }
        appendEscaped(utf8.slice(start..<utf8.count))
        append(UInt8(ascii: "\""))
    }

    /// The longest form of so many bytes is reserved at once.
    private static var longestPiece: Int { 4096 }
    /// The longest escape, `\u00xx`.
    private static var longestEscape: Int { 6 }

    /// Copies eight bytes at a time, and looks whether one of them had to be escaped after it was copied.
    private mutating func appendEscaped(_ utf8: UnsafeBufferPointer<UInt8>) {
        appendUpTo(utf8.count * Self.longestEscape + 8) { room in
            guard let source = utf8.baseAddress else { return 0 }
            var out = room
            let end = source + utf8.count
            var next = source
            while end - next >= 8 {
                let bytes = EightBytes(next)
                bytes.store(at: out)
                guard let clean = bytes.specialInJSONString.first else {
                    next += 8
                    out += 8
                    continue
                }
                next += clean
                out += clean
                out += Self.writeEscape(of: next.pointee, to: out)
                next += 1
            }
            while next < end {
                let byte = next.pointee
                if isSpecialInJSONString(byte) {
                    out += Self.writeEscape(of: byte, to: out)
                } else {
                    out.pointee = byte
                    out += 1
                }
                next += 1
            }
            return out - room
        }
    }

    private mutating func appendCommentString(_ utf8: UnsafeBufferPointer<UInt8>) {
        append(UInt8(ascii: "\""))
        var previous: UInt8 = 0
        for byte in utf8 {
            if byte == UInt8(ascii: ">") {
                append(#"\u003e"#)
            } else if byte == UInt8(ascii: "-"), previous == byte {
                append(#"\u002d"#)
            } else if isSpecialInJSONString(byte) {
                appendUpTo(Self.longestEscape) { Self.writeEscape(of: byte, to: $0) }
            } else {
                append(byte)
            }
            previous = byte
        }
        append(UInt8(ascii: "\""))
    }

    /// Writes the escape of a quotation mark, backslash or control to `out`, at most six bytes; returns how many.
    @inline(__always)
    private static func writeEscape(of byte: UInt8, to out: UnsafeMutablePointer<UInt8>) -> Int {
        out[0] = UInt8(ascii: "\\")
        // Nearly all that are escaped are line ends.
        if byte == 0x0A {
            out[1] = UInt8(ascii: "n")
            return 2
        }
        return writeOtherEscape(of: byte, to: out)
    }

    private static func writeOtherEscape(of byte: UInt8, to out: UnsafeMutablePointer<UInt8>) -> Int {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): out[1] = byte
        case 0x0D: out[1] = UInt8(ascii: "r")
        case 0x09: out[1] = UInt8(ascii: "t")
        case 0x08: out[1] = UInt8(ascii: "b")
        case 0x0C: out[1] = UInt8(ascii: "f")
        default:
            out[1] = UInt8(ascii: "u")
            out[2] = UInt8(ascii: "0")
            out[3] = UInt8(ascii: "0")
            out[4] = UInt8(ascii: "0") + (byte >> 4)
            let low = byte & 0x0F
            out[5] = low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + (low - 10)
            return 6
        }
        return 2
    }
}
