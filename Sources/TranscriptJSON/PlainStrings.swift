import TextScanning

extension EightBytes {
    /// The quotation marks, backslashes and control characters.
    @inline(__always)
    var specialInJSONString: ByteMarks {
        // With its second bit turned over, a quotation mark (0x22) is 0x20 and joins the controls below 0x21; a space
        // and what follows it stay above.
        flipping(0x02).below(0x21) | equal(to: UInt8(ascii: "\\"))
    }
}

/// Whether RFC 8259, section 7, has the byte escaped in a string.
@inline(__always)
func isSpecialInJSONString(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
}

extension UnsafeBufferPointer<UInt8> {
    /// The index of the first quotation mark, backslash or control from `start` on; the count when there is none.
    @inline(__always)
    func endOfPlainJSONString(from start: Int) -> Int {
        guard let base = baseAddress else { return count }
        var index = start
        while count &- index >= 8 {
            // Not a step of as many bytes as are clean: the next would have to wait for that number.
            if let special = EightBytes(base + index).specialInJSONString.first { return index &+ special }
            index &+= 8
        }
        while index < count, !isSpecialInJSONString(base[index]) { index &+= 1 }
        return index
    }
}
