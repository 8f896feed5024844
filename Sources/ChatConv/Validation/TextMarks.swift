import TextScanning

/// What a text must hold for some check to have a closer look at it. Nearly all texts hold none of it.
struct TextMarks: OptionSet {
    let rawValue: UInt8
    /// An ampersand.
    static let ampersand = TextMarks(rawValue: 1)
    /// Two question marks in a row.
    static let questionMarks = TextMarks(rawValue: 2)
    /// The last two bytes of U+FFFD in a row, which other characters have as well.
    static let replacement = TextMarks(rawValue: 4)

    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Looks through `bytes`, eight at a time; O(n).
    @inline(__always)
    init(in bytes: UnsafeBufferPointer<UInt8>) {
        self = Self.hasAny(bytes) ? Self.found(in: bytes) : []
    }

    /// Whether there is any mark at all.
    @inline(__always)
    private static func hasAny(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let base = bytes.baseAddress, bytes.count > 8 else { return !found(in: bytes).isEmpty }
        if base[0] == UInt8(ascii: "&") { return true }
        var marks: UInt64 = 0
        var index = 1
        let last = bytes.count &- 8
        while true {
            // Each byte beside the one before it. A word that is zero in a byte holds what is looked for.
            let here = load(base + index)
            let before = load(base + (index &- 1))
            marks |= zeros(in: here ^ word(UInt8(ascii: "&")))
            marks |= zeros(in: (here ^ word(UInt8(ascii: "?"))) | (before ^ word(UInt8(ascii: "?"))))
            marks |= zeros(in: (here ^ word(0xBD)) | (before ^ word(0xBF)))
            if index == last { break }
            // The last word overlaps the one before it.
            index = min(index &+ 8, last)
        }
        return marks != 0
    }

    /// - Precondition: eight bytes can be read.
    @inline(__always)
    private static func load(_ base: UnsafePointer<UInt8>) -> UInt64 {
        UnsafeRawPointer(base).loadUnaligned(as: UInt64.self)
    }

    @inline(__always)
    private static func word(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

    /// Not zero if, and only if, a byte of `word` is: which one, the borrow blurs.
    @inline(__always)
    private static func zeros(in word: UInt64) -> UInt64 {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
    }

    /// Which marks there are, byte by byte: for short texts, and for the few that have any.
    private static func found(in bytes: UnsafeBufferPointer<UInt8>) -> TextMarks {
        var marks: TextMarks = []
        var before: UInt8 = 0
        for byte in bytes {
            switch (before, byte) {
            case (_, UInt8(ascii: "&")): marks.insert(.ampersand)
            case (UInt8(ascii: "?"), UInt8(ascii: "?")): marks.insert(.questionMarks)
            case (0xBF, 0xBD): marks.insert(.replacement)
            default: break
            }
            before = byte
        }
        return marks
    }
}
