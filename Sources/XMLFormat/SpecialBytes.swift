import TextScanning

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
            guard let place = EightBytes(base + index).specialInXML(next: EightBytes(base + (index &+ 1))).first else {
                index &+= 8
                continue
            }
            let candidate = index &+ place
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

extension EightBytes {
    /// The bytes that may be special. `next` is the eight bytes from the second of these on.
    @inline(__always)
    fileprivate func specialInXML(next: EightBytes) -> ByteMarks {
        // `"` and `&` differ in one bit, as do `<` and `>`.
        below(0x20) | setting(0x04).equal(to: UInt8(ascii: "&")) | setting(0x02).equal(to: UInt8(ascii: ">"))
            | equal(to: 0xEF, and: 0xBF, in: next)
    }
}
