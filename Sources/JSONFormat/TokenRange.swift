import TextScanning

extension UnsafeBufferPointer<UInt8> {
    /// Where the string, number, word or escape stands that starts at `start`, as far as it is here and on one line; of an object or
    /// array, only its first byte. Looks at a thousand bytes at most.
    func rangeOfToken(at start: Int) -> Range<Int> {
        guard indices.contains(start) else { return start..<start }
        let limit = Swift.min(count, start + 1000)
        var end = start + 1
        switch self[start] {
        case UInt8(ascii: "\""):
            while end < limit, self[end] != UInt8(ascii: "\""), self[end] >= 0x20 {
                end += self[end] == UInt8(ascii: "\\") ? 2 : 1
            }
            return start..<Swift.min(end + 1, limit)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"):
            while end < limit, self[end].isPartOfWord { end += 1 }
            return start..<end
        // `\uXXXX`, in a string.
        case UInt8(ascii: "\\"): return start..<Swift.min(start + 6, limit)
        default: return start..<end
        }
    }
}

extension UInt8 {
    /// Whether the byte can go on a number, `true`, `false` or `null`.
    fileprivate var isPartOfWord: Bool {
        isASCIIDigit || (self | 0x20) &- UInt8(ascii: "a") < 26 || self == UInt8(ascii: ".") || self == UInt8(ascii: "-")
            || self == UInt8(ascii: "+")
    }
}
