import TranscriptModel

/// What is looked for of one name: the whole, its words, and how people spell them who have no such letters.
struct NamePatterns {
    /// How sure it is that what is found is the name, the surest last.
    enum Rank: Int, Comparable {
        case partOfAddress, part, whole

        static func < (left: Rank, right: Rank) -> Bool { left.rawValue < right.rawValue }
    }

    /// Which spellings of the same letters count.
    enum Case: Int {
        case any
        /// Those with a capital at the start: the name is a word as well.
        case capital
        /// The one that is known: two letters are too little for any other.
        case exact
    }

    struct Pattern {
        var spelling: String
        var rank: Rank
        var letterCase: Case
    }

    private(set) var patterns: [Pattern] = []
    private(set) var number: TelephoneNumber?

    init(_ name: Text) {
        let name = String(name)
        // A day that stands in a field of people is nobody.
        if TelephoneNumber.isDate(name) { return }
        if let number = TelephoneNumber(name) {
            self.number = number
            return
        }
        if let at = name.lastIndex(of: "@"), at != name.startIndex, !name.contains(" ") {
            addLocalPart(name[..<at])
        } else {
            // Matrix has it that way round.
            addName(name.first == "@" ? name.dropFirst().prefix { $0 != ":" } : name[...])
        }
    }

    private mutating func addLocalPart(_ part: Substring) {
        if let number = TelephoneNumber(part) {
            self.number = number
            return
        }
        addParts(Self.words(of: part), .partOfAddress)
    }

    private mutating func addName(_ name: Substring) {
        let parts = Self.words(of: name)
        let words = parts.map { $0.lowercased() }
        guard !words.isEmpty, !words.allSatisfy({ NameWords.generic.contains($0) }) else { return }
        let letters = words.reduce(0) { $0 + $1.unicodeScalars.count }
        guard letters > 1 else { return }
        // Of a number, all that one can say is that a longer one is hardly there by chance.
        if words.allSatisfy({ $0.allSatisfy(\.isNumber) }), letters < 6 { return }
        let isCommon = words.count == 1 && NameWords.common.contains(words[0])
        let isShort = letters == 2 && name.unicodeScalars.allSatisfy { $0.value < 0x2E80 }
        add(String(name), .whole, isShort ? .exact : isCommon ? .capital : .any)
        if words.count > 1 {
            add(words.joined(), .whole, .any)
            // `AdaByron-King` of `Ada Byron-King`.
            let closed = name.filter { !$0.isWhitespace }
            if words.count > 2, closed.utf8.count < name.utf8.count { add(closed, .whole, .any) }
        }
        addParts(parts, .part)
    }

    private mutating func addParts(_ words: [Substring], _ rank: Rank) {
        for (index, word) in words.enumerated() {
            let lower = word.lowercased()
            if NameWords.generic.contains(lower) { continue }
            let letterCase: Case = NameWords.common.contains(lower) ? .capital : .any
            switch Self.length(of: word) {
            case .alone(let count):
                // Of names in scripts without spaces, companies and places often follow.
                if index == 0, count > 1 { add(String(word), rank, .any) }
            case .letters(let count):
                if count == 2, rank == .part { add(String(word), rank, .exact) }
                if count < 3 { continue }
                add(String(word), rank, letterCase)
                let joined = word.filter { $0.isLetter || $0.isNumber }
                if joined.count < word.count { add(joined, rank, .any) }
                addEnds(of: word, rank)
            }
        }
    }

    /// The name in `ada1815`, and in `O'Brien`.
    private mutating func addEnds(of word: Substring, _ rank: Rank) {
        for piece in word.split(whereSeparator: { !$0.isLetter }) where piece.count < word.count && piece.count > 3 {
            let lower = piece.lowercased()
            if NameWords.generic.contains(lower) { continue }
            add(String(piece), rank, NameWords.common.contains(lower) ? .capital : .any)
        }
    }

    private mutating func add(_ spelling: String, _ rank: Rank, _ letterCase: Case) {
        patterns.append(Pattern(spelling: spelling, rank: rank, letterCase: letterCase))
        for other in Self.otherSpellings(of: spelling) {
            patterns.append(Pattern(spelling: other, rank: rank, letterCase: letterCase))
        }
    }

    // MARK: Words

    private enum Length {
        case alone(Int), letters(Int)
    }

    private static func length(of word: Substring) -> Length {
        var (count, digits, isAlone) = (0, 0, false)
        for scalar in word.unicodeScalars {
            let kind = LetterFolding.fold(scalar.value).kind
            if kind != .ignored { count += 1 }
            if kind == .alone { isAlone = true }
            if isDigit(scalar) { digits += 1 }
        }
        // Numbers are no words of a name.
        return isAlone ? .alone(count) : .letters(digits == count ? 0 : count)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII ? ("0"..."9").contains(scalar) : scalar.properties.numericType == .decimal
    }

    /// Runs of letters and digits, with the apostrophes inside.
    static func words(of name: Substring) -> [Substring] {
        name.split { !isOfWord($0) }.map { $0.trimming(while: isApostrophe) }.filter { !$0.isEmpty }
    }

    private static func isOfWord(_ character: Character) -> Bool {
        if let byte = character.asciiValue {
            return UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || isApostrophe(character)
        }
        return character.isLetter || character.isNumber || isApostrophe(character)
    }

    private static func isApostrophe(_ character: Character) -> Bool {
        if let byte = character.asciiValue { return byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`") }
        return character == "’" || character == "‘" || character == "ʼ" || character == "´"
    }

    /// `Mueller` for `Müller`, and `Muller` for `Mueller`, which is what `Müller` is compared as.
    private static func otherSpellings(of name: String) -> [String] {
        if name.utf8.allSatisfy({ $0 < 0x80 }) { return contracted(name).map { [$0] } ?? [] }
        let every = expanded(name) { _ in true }
        // Whoever writes `ae` for `ä` may have `ø` on the keyboard.
        let some = expanded(name) { !"øØåÅ".unicodeScalars.contains($0) }
        return [every, some == every ? nil : some].compactMap { $0 }
    }

    private static func expanded(_ name: String, where isChosen: (Unicode.Scalar) -> Bool) -> String? {
        var expanded = ""
        var hasChanged = false
        for scalar in name.unicodeScalars {
            if scalar == "\u{308}", let last = expanded.unicodeScalars.last, let long = digraph(last) {
                expanded.unicodeScalars.removeLast()
                expanded += long
                hasChanged = true
            } else if scalar == "\u{30A}", isChosen("å"), let last = expanded.unicodeScalars.last, last == "a" || last == "A" {
                expanded += "a"
                hasChanged = true
            } else if !scalar.isASCII, isChosen(scalar), let long = digraph(scalar) {
                expanded += long
                hasChanged = true
            } else {
                expanded.unicodeScalars.append(scalar)
            }
        }
        return hasChanged ? expanded : nil
    }

    /// How a letter with two dots, a ring or a stroke, or the letter below the dots, is written without them.
    private static func digraph(_ letter: Unicode.Scalar) -> String? {
        switch letter {
        case "a", "ä": "ae"
        case "o", "ö", "ø": "oe"
        case "u", "ü": "ue"
        case "å": "aa"
        case "A", "Ä": "Ae"
        case "O", "Ö", "Ø": "Oe"
        case "U", "Ü": "Ue"
        case "Å": "Aa"
        default: nil
        }
    }

    /// Of a name in ASCII, nil where nothing changes.
    private static func contracted(_ name: String) -> String? {
        guard name.utf8.count > 4 else { return nil }
        var contracted: [UInt8] = []
        var hasChanged = false
        for byte in name.utf8 {
            switch (contracted.last, byte) {
            case (UInt8(ascii: "a"), UInt8(ascii: "e")), (UInt8(ascii: "o"), UInt8(ascii: "e")), (UInt8(ascii: "u"), UInt8(ascii: "e")),
                (UInt8(ascii: "a"), UInt8(ascii: "a")):
                hasChanged = true
            default: contracted.append(byte)
            }
        }
        return hasChanged ? String(decoding: contracted, as: UTF8.self) : nil
    }
}

extension Substring {
    fileprivate func trimming(while isDropped: (Character) -> Bool) -> Substring {
        var part = drop(while: isDropped)
        while let last = part.last, isDropped(last) { part.removeLast() }
        return part
    }
}
