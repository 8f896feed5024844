/// Cuts a text into words as names are compared: each known by a hash of its folded letters. O(1) for each byte.
struct WordScanner {
    struct Word {
        var range: Range<Int>
        var hash: UInt64
        /// Whether it is a letter of a script that puts no spaces between words.
        var isAlone = false
    }

    let utf8: UnsafeBufferPointer<UInt8>

    /// Where a word may start: what is not a separator of ASCII.
    @inline(__always)
    static func mayStart(_ byte: UInt8) -> Bool { classes[Int(byte)] != 0 }

    /// The word at an index where no other goes on; nil when there is none, with `index` moved behind what stands there.
    func word(at index: inout Int) -> Word? {
        let start = index
        var hash = Self.emptyHash
        var isEmpty = true
        Self.classes.withUnsafeBufferPointer { classes in
            while index < utf8.count {
                let folded = classes[Int(utf8[index])]
                guard folded > 1 else { break }
                hash = Self.mixed(hash, UInt32(folded))
                isEmpty = false
                index += 1
            }
        }
        // Most words end here.
        if !isEmpty, index == utf8.count || Self.classes[Int(utf8[index])] == 0 { return Word(range: start..<index, hash: hash) }
        return slowWord(from: start, at: &index, hash, isEmpty)
    }

    private func slowWord(from start: Int, at index: inout Int, _ hash: UInt64, _ isEmpty: Bool) -> Word? {
        var (hash, isEmpty) = (hash, isEmpty)
        while index < utf8.count {
            let character = EscapedCharacter(in: utf8, at: index)
            let fold = LetterFolding.fold(character.scalar)
            switch fold.kind {
            case .separator:
                if isEmpty { index = character.end }
                return isEmpty ? nil : Word(range: start..<index, hash: hash)
            case .ignored:
                index = character.end
                if isEmpty { return nil }
            case .alone:
                if !isEmpty { return Word(range: start..<index, hash: hash) }
                index = endOfMarks(from: character.end)
                return Word(range: start..<index, hash: Self.mixed(hash, fold.scalar), isAlone: true)
            case .letter:
                index = character.end
                isEmpty = false
                if fold.isLong {
                    for scalar in LetterFolding.scalars(of: character.scalar) { hash = Self.mixed(hash, scalar) }
                } else {
                    hash = Self.mixed(hash, fold.scalar)
                }
            }
        }
        return isEmpty ? nil : Word(range: start..<index, hash: hash)
    }

    private func endOfMarks(from start: Int) -> Int {
        var end = start
        while end < utf8.count, utf8[end] >= 0x80 {
            let character = EscapedCharacter(in: utf8, at: end)
            guard LetterFolding.fold(character.scalar).kind == .ignored else { break }
            end = character.end
        }
        return end
    }

    /// The word behind another, over what may stand between two words of one name: a few characters, and no line's end.
    func word(after end: Int) -> Word? {
        var index = end
        for _ in 0..<6 where index < utf8.count {
            let before = index
            if let word = word(at: &index) { return word }
            if utf8[before] == 0x0A || utf8[before] == 0x0D { return nil }
            // What cannot start a word is passed here, what could and does not by looking for it.
            if index == before { index += 1 }
        }
        return nil
    }

    // MARK: Hashes

    static let emptyHash: UInt64 = 0xCBF2_9CE4_8422_2325

    @inline(__always)
    static func mixed(_ hash: UInt64, _ scalar: UInt32) -> UInt64 { (hash ^ UInt64(scalar)) &* 0x0000_0100_0000_01B3 }

    /// Of each byte: 0 for what stands between words, 1 for what needs a closer look, else what it is compared as.
    private static let classes: [UInt8] = (0..<256).map { value in
        let byte = UInt8(value)
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): return byte
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): return byte | 0x20
        case UInt8(ascii: "%"), UInt8(ascii: "="), UInt8(ascii: "&"), UInt8(ascii: "\\"), 0x80...: return 1
        default: return 0
        }
    }
}
