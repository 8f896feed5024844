/// What in UTF-8 may not stand as it is in a text or in an attribute's value, or only in one of them.
extension UnsafeBufferPointer<UInt8> {
    /// The first byte at or after `start` that is a control character, one of `& < > "`, or the start of U+FFFE or U+FFFF; the
    /// count where there is none. O(n), eight bytes at a time.
    @inline(__always)
    func firstSpecial(from start: Int) -> Int {
        guard let base = baseAddress else { return 0 }
        var index = start
        // The byte behind the eight is looked at as well.
        while count &- index > 8 {
            let word = UInt64(littleEndian: UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
            let shifted = UInt64(littleEndian: UnsafeRawPointer(base + (index &+ 1)).loadUnaligned(as: UInt64.self))
            let found = specialBytes(in: word, followedBy: shifted)
            if found == 0 {
                index &+= 8
                continue
            }
            let candidate = index &+ found.trailingZeroBitCount / 8
            // EF BF starts 64 characters, of which two are special.
            if base[candidate] != 0xEF || isNoncharacter(at: candidate) { return candidate }
            index = candidate &+ 3
        }
        while index < count {
            let byte = base[index]
            if byte < 0x20 || byte == UInt8(ascii: "&") || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">")
                || byte == UInt8(ascii: "\"") || isNoncharacter(at: index)
            {
                return index
            }
            index &+= 1
        }
        return count
    }

    /// Whether U+FFFE or U+FFFF (EF BF BE, EF BF BF) stands at `index`, which is where its first byte is.
    @inline(__always)
    func isNoncharacter(at index: Int) -> Bool {
        self[index] == 0xEF && index + 2 < count && self[index + 1] == 0xBF && self[index + 2] >= 0xBE
    }

    @inline(__always)
    func isForbiddenControl(at index: Int) -> Bool {
        let byte = self[index]
        return byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D
    }

    /// Where the first character from `start` on is that XML cannot hold.
    func firstForbiddenCharacter(from start: Int) -> Int? {
        start < count ? (start..<count).first { isForbiddenControl(at: $0) || isNoncharacter(at: $0) } : nil
    }
}

/// The high bit of the first byte in `word` that may be special; bits after the first mean nothing. `next` is the word that begins
/// a byte later.
@inline(__always)
private func specialBytes(in word: UInt64, followedBy next: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    @inline(__always) func zeroBytes(_ value: UInt64) -> UInt64 { (value &- ones) & ~value }
    // `"` and `&` differ in one bit, as do `<` and `>`.
    let found =
        ((word &- ones &* 0x20) & ~word)
        | zeroBytes((word | ones &* 0x04) ^ ones &* 0x26) | zeroBytes((word | ones &* 0x02) ^ ones &* 0x3E)
        | zeroBytes((word ^ ones &* 0xEF) | (next ^ ones &* 0xBF))
    return found & (ones &* 0x80)
}
