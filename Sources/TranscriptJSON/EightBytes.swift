import TextScanning

/// Eight bytes of a JSON string, looked at together.
///
/// Each test leaves the highest bit of a byte set where the byte passes. A borrow can set bits above a byte that
/// passes, never below, so that the lowest set bit is always right.
struct EightBytes {
    let bits: UInt64

    /// Takes eight bytes from `start` on, all of which may be read.
    @inline(__always)
    init(_ start: UnsafePointer<UInt8>) {
        bits = UnsafeRawPointer(start).loadUnaligned(as: UInt64.self)
    }

    /// The highest bit of each quotation mark, backslash and control character; the lowest bit set is right.
    @inline(__always)
    var specials: UInt64 {
        let word = UInt64(littleEndian: bits)
        // With its second bit turned over, a quotation mark (0x22) is 0x20 and joins the controls below 0x21; a space
        // and what follows it stay above.
        let turned = word ^ (Self.ones &* 0x02)
        let backslashes = word ^ (Self.ones &* 0x5C)
        let hits = ((turned &- Self.ones &* 0x21) & ~turned) | ((backslashes &- Self.ones) & ~backslashes)
        return hits & Self.highBits
    }

    /// How many bytes come before the first of `specials`, which is not zero.
    @inline(__always)
    static func count(before specials: UInt64) -> Int { specials.trailingZeroBitCount >> 3 }

    private static var ones: UInt64 { 0x0101_0101_0101_0101 }
    private static var highBits: UInt64 { 0x8080_8080_8080_8080 }
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
            let specials = EightBytes(base + index).specials
            // Not a step of as many bytes as are clean: the next would have to wait for that number.
            if specials != 0 { return index &+ EightBytes.count(before: specials) }
            index &+= 8
        }
        while index < count, !isSpecialInJSONString(base[index]) { index &+= 1 }
        return index
    }
}
