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
        guard let base = bytes.baseAddress else {
            self = []
            return
        }
        var index = 0
        var before: UInt64 = 0
        var (ampersands, questions, replacements): (UInt64, UInt64, UInt64) = (0, 0, 0)
        while index < bytes.count {
            let word: UInt64
            if bytes.count &- index >= 8 {
                word = UInt64(littleEndian: UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
            } else {
                word = Self.rest(base + index, count: bytes.count &- index)
            }
            // Each byte's predecessor in its place.
            let shifted = word &<< 8 | before &>> 56
            ampersands |= Self.bytes(of: word, equalTo: UInt8(ascii: "&"))
            questions |= Self.bytes(of: word, equalTo: UInt8(ascii: "?")) & Self.bytes(of: shifted, equalTo: UInt8(ascii: "?"))
            replacements |= Self.bytes(of: word, equalTo: 0xBD) & Self.bytes(of: shifted, equalTo: 0xBF)
            before = word
            index &+= 8
        }
        var marks: TextMarks = []
        if ampersands != 0 { marks.insert(.ampersand) }
        if questions != 0 { marks.insert(.questionMarks) }
        if replacements != 0 { marks.insert(.replacement) }
        self = marks
    }

    private static func rest(_ base: UnsafePointer<UInt8>, count: Int) -> UInt64 {
        var word: UInt64 = 0
        for index in 0..<count { word |= UInt64(base[index]) &<< UInt64(8 &* index) }
        return word
    }

    /// The high bit of each byte of `word` that is `byte`, exactly.
    @inline(__always)
    private static func bytes(of word: UInt64, equalTo byte: UInt8) -> UInt64 {
        let other = word ^ (UInt64(byte) &* 0x0101_0101_0101_0101)
        return ~(((other & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7F7F_7F7F_7F7F_7F7F) | other) & 0x8080_8080_8080_8080
    }
}
