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
        addParts(of: part, .partOfAddress)
    }

    private mutating func addName(_ name: Substring) {
        let words = Self.words(of: name).map { $0.lowercased() }
        guard !words.isEmpty, !words.allSatisfy({ NameWords.generic.contains($0) }) else { return }
        let letters = words.reduce(0) { $0 + $1.unicodeScalars.count }
        guard letters > 1 else { return }
        // Of a number, all that one can say is that a longer one is hardly there by chance.
        if words.allSatisfy({ $0.allSatisfy(\.isNumber) }), letters < 6 { return }
        let isCommon = words.count == 1 && NameWords.common.contains(words[0])
        let isShort = letters == 2 && name.unicodeScalars.allSatisfy { $0.value < 0x2E80 }
        add(String(name), .whole, isShort ? .exact : isCommon ? .capital : .any)
        if words.count > 1 { add(words.joined(), .whole, .any) }
        addParts(of: name, .part)
    }

    private mutating func addParts(of name: Substring, _ rank: Rank) {
        for (index, word) in Self.words(of: name).enumerated() {
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
        let count = word.unicodeScalars.count { LetterFolding.fold($0.value).kind != .ignored }
        let isAlone = word.unicodeScalars.contains { LetterFolding.fold($0.value).kind == .alone }
        let digits = word.unicodeScalars.count { $0.properties.numericType == .decimal }
        // Numbers are no words of a name.
        return isAlone ? .alone(count) : .letters(digits == count ? 0 : count)
    }

    /// Runs of letters and digits, with the apostrophes inside.
    static func words(of name: Substring) -> [Substring] {
        let apostrophes: Set<Character> = ["'", "’", "‘", "ʼ", "`", "´"]
        return name.split { !($0.isLetter || $0.isNumber || apostrophes.contains($0)) }
            .map { word in
                var word = word
                while let first = word.first, apostrophes.contains(first) { word.removeFirst() }
                while let last = word.last, apostrophes.contains(last) { word.removeLast() }
                return word
            }
            .filter { !$0.isEmpty }
    }

    /// `Mueller` for `Müller`, and `Muller` for `Mueller`, which is what `Müller` is compared as.
    private static func otherSpellings(of name: String) -> [String] {
        var expanded = ""
        var hasChanged = false
        for character in name.unicodeScalars.map({ Character($0) }) {
            if let last = expanded.last, character == "\u{308}", let long = digraphs[Character(last.lowercased())] {
                expanded.removeLast()
                expanded += last.isUppercase ? long.capitalizedFirst : long
                hasChanged = true
            } else if let long = digraphs[Character(character.lowercased())], "äöüåø".contains(character.lowercased()) {
                expanded += character.isUppercase ? long.capitalizedFirst : long
                hasChanged = true
            } else {
                expanded.unicodeScalars.append(contentsOf: character.unicodeScalars)
            }
        }
        if hasChanged { return [expanded] }
        guard name.utf8.count > 4, name.utf8.allSatisfy({ $0 < 0x80 }) else { return [] }
        let contracted = name.replacing("ae", with: "a").replacing("oe", with: "o").replacing("ue", with: "u").replacing("aa", with: "a")
        return contracted == name ? [] : [contracted]
    }

    private static let digraphs: [Character: String] = ["a": "ae", "o": "oe", "u": "ue", "ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"]
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
