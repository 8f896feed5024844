import TextScanning

extension SpeakerPrefix {
    /// Whether bytes look like a speaker's name.
    ///
    /// One to four words that start with a capital letter or a digit, with a letter among them. Scripts without capitals have
    /// shorter names: up to three words, and of Chinese, Japanese and Korean up to four characters, or six before a number, as
    /// programs name speakers that they do not know.
    ///
    /// Behind a name can stand what somebody is, in brackets, as meeting programs put it there: `Ada Lovelace (she/her)`.
    public static func isName(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        guard !name.isEmpty, name.count <= longestName else { return false }
        return isOfPlainWords(name) || isOtherName(name)
    }

    /// Whether a name is of up to four words in letters of ASCII, as nearly all are.
    private static func isOfPlainWords(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        var previous: UInt8 = 0x20
        var words = 1
        for byte in name {
            if (byte | 0x20) &- UInt8(ascii: "a") < 26 {
                // A small letter begins no word.
                if previous == 0x20, byte >= UInt8(ascii: "a") { return false }
            } else {
                guard byte == 0x20, previous != 0x20 else { return false }
                words &+= 1
            }
            previous = byte
        }
        return previous != 0x20 && words <= 4
    }

    private static func isOtherName(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        guard name.last == UInt8(ascii: ")") else { return isBareName(name) }
        guard let open = name.firstIndex(of: UInt8(ascii: "("), from: 2), name[open - 1] == 0x20, isRole(name.slice(open + 1..<name.count - 1))
        else { return false }
        return isBareName(name.slice(0..<open - 1))
    }

    /// Letters, digits, spaces and what joins words, with nothing beside them: a full-width colon would end the name.
    private static func isRole(_ role: UnsafeBufferPointer<UInt8>) -> Bool {
        !role.isEmpty && wideColon(in: role, from: 0) == nil && role.allSatisfy { byte in
            byte >= 0x80 || byte.isASCIIDigit || (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte == 0x20 || byte == UInt8(ascii: "/")
                || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
        }
    }

    private static func isBareName(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        guard !name.isEmpty else { return false }
        var words = 1
        var hasLetter = false
        var startsWord = true
        var wordStart = 0
        var script = Script.none
        for index in name.indices {
            let byte = name[index]
            switch byte {
            case 0x20:
                if startsWord || index == name.count - 1 { return false }
                words += 1
                startsWord = true
                wordStart = index + 1
                continue
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): hasLetter = true
            case UInt8(ascii: "a")...UInt8(ascii: "z"):
                if startsWord { return false }
                hasLetter = true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): break
            case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "'"), UInt8(ascii: "#"): if startsWord { return false }
            case UInt8(ascii: "."): if startsWord || !isShort(name.slice(wordStart..<index)) { return false }
            case 0x80..<0xC0: continue
            case 0xC0...:
                if startsWord {
                    guard let own = Script(ofFirst: name, at: index) else { return false }
                    script = max(script, own)
                    hasLetter = hasLetter || own != .none
                } else if isPunctuation(name, at: index) {
                    return false
                }
            default: return false
            }
            startsWord = false
        }
        guard hasLetter else { return false }
        switch script {
        case .none, .cased: return words <= 4
        case .caseless: return words <= 3
        case .eastAsian: return words <= 4 && countOfOthers(name) <= (name.last?.isASCIIDigit == true ? 6 : 4)
        }
    }

    /// Whether a word is so short that a point behind it makes it an abbreviation.
    private static func isShort(_ word: UnsafeBufferPointer<UInt8>) -> Bool { word.countOfScalars() <= 3 }

    /// The number of characters that are not ASCII.
    private static func countOfOthers(_ name: UnsafeBufferPointer<UInt8>) -> Int { name.count { $0 >= 0xC0 } }

    /// Whether the character at `index`, inside a word, is a mark that no name holds: a quotation mark, a dash, a full stop.
    private static func isPunctuation(_ name: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        guard index + 2 < name.count else { return false }
        let (second, third) = (name[index + 1], name[index + 2])
        switch (name[index], second) {
        // All but the apostrophe and the two joiners, which are part of words.
        case (0xE2, 0x80): return third != 0x99 && third != 0x8C && third != 0x8D
        case (0xE3, 0x80): return third != 0x85 && third != 0x87
        case (0xEF, 0xBC): return third < 0x90 || (0x9A...0xA0).contains(third)
        case (0xEF, 0xBD): return (0x9B...0xA5).contains(third)
        default: return false
        }
    }
}

/// What a name's script says of its length.
private enum Script: Int, Comparable {
    /// A digit's, which is no letter.
    case none
    case cased, caseless, eastAsian

    static func < (a: Script, b: Script) -> Bool { a.rawValue < b.rawValue }

    /// The script of the word whose first character is at `index` and is not ASCII; nil where no name's word starts so.
    init?(ofFirst name: UnsafeBufferPointer<UInt8>, at index: Int) {
        if Self.isHan(name, at: index) {
            self = .eastAsian
            return
        }
        var bytes = name.slice(index..<name.count).makeIterator()
        var decoder = UTF8()
        guard case .scalarValue(let character) = decoder.decode(&bytes) else { return nil }
        let properties = character.properties
        if properties.isUppercase || properties.generalCategory == .titlecaseLetter {
            self = .cased
        } else if properties.isAlphabetic, (0x2E80...0xD7FF).contains(character.value) || character.value >= 0x20000 {
            self = .eastAsian
        } else if properties.generalCategory == .otherLetter {
            self = .caseless
        } else if properties.numericType == .decimal {
            self = .none
        } else {
            return nil
        }
    }

    /// Whether a character is one of U+4E00 to U+9FFF, which are alphabetic without exception: those of nearly all
    /// Chinese names, whose properties need not be looked up.
    private static func isHan(_ name: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        switch name[index] {
        case 0xE4: index + 1 < name.count && name[index + 1] >= 0xB8
        case 0xE5...0xE9: true
        default: false
        }
    }
}
