import TranscriptModel

/// Finds what leads to a person whether or not anyone knows whose it is: addresses of mail, telephone numbers, links to profiles,
/// and @names.
struct ContactSearch {
    struct Contact {
        var range: Range<Int>
        var kind: NameSearch.Kind
        var owner: Text
    }

    /// In the order of the text; none in another.
    private(set) var found: [Contact] = []
    /// The text's characters, seen through escapes and of single width, with the index that each begins at, and one more.
    private var characters: [UInt32] = []
    private var starts: [Int] = []
    private let numbers: [UInt64: Text]

    /// Whether a closer look is worth it: one pass over the bytes.
    static func mayFind(in utf8: UnsafeBufferPointer<UInt8>) -> Bool {
        var digits = 0
        for (index, byte) in utf8.enumerated() {
            switch byte {
            case UInt8(ascii: "@"), UInt8(ascii: "/"), UInt8(ascii: "%"), UInt8(ascii: "&"): return true
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits += 1
                if digits == 7 { return true }
            case 0xEF:
                // Of full width are @, / and the digits.
                if index + 2 < utf8.count, utf8[index + 1] == 0xBC, utf8[index + 2] == 0xA0 || (0x8F...0x99).contains(utf8[index + 2]) {
                    return true
                }
            case 0xD9, 0xDB: digits += 1
            default: break
            }
        }
        return digits > 6
    }

    init(_ utf8: UnsafeBufferPointer<UInt8>, _ numbers: [UInt64: Text]) {
        self.numbers = numbers
        var index = 0
        while index < utf8.count {
            let character = EscapedCharacter(in: utf8, at: index)
            characters.append(Self.plain(character.scalar))
            starts.append(index)
            index = character.end
        }
        starts.append(utf8.count)
        var position = 0
        while position < characters.count { position = contact(at: position) ?? position + 1 }
    }

    private static func plain(_ scalar: UInt32) -> UInt32 {
        if scalar < 0x80 { return scalar }
        let fold = LetterFolding.fold(scalar)
        return (0x30...0x39).contains(fold.scalar) && fold.kind == .letter ? fold.scalar : LetterFolding.narrow(scalar)
    }

    /// Takes what is found at a position, and returns the one behind it.
    private mutating func contact(at position: Int) -> Int? {
        switch characters[position] {
        case UInt32(UInt8(ascii: "@")): return addressOrHandle(at: position)
        case UInt32(UInt8(ascii: "/")): return profile(at: position)
        case 0x28, 0x2B, 0x30...0x39: return telephoneNumber(at: position)
        default: return nil
        }
    }

    private mutating func add(_ range: Range<Int>, _ kind: NameSearch.Kind, _ owner: Text) -> Int {
        // An address may begin before a number that it holds.
        while let last = found.last, last.range.upperBound > starts[range.lowerBound] { found.removeLast() }
        found.append(Contact(range: starts[range.lowerBound]..<starts[range.upperBound], kind: kind, owner: owner))
        return range.upperBound
    }

    private func text(_ range: Range<Int>) -> Text {
        var view = String.UnicodeScalarView()
        for scalar in characters[range] { if let scalar = Unicode.Scalar(scalar) { view.append(scalar) } }
        return Text(String(view))
    }

    private func isWord(_ position: Int) -> Bool {
        characters.indices.contains(position) && [.letter, .alone].contains(LetterFolding.fold(characters[position]).kind)
    }

    private func isLatin(_ position: Int) -> Bool {
        characters.indices.contains(position) && LetterFolding.fold(characters[position]).kind == .letter
    }

    private func character(_ position: Int) -> Unicode.Scalar? {
        characters.indices.contains(position) ? Unicode.Scalar(characters[position]) : nil
    }

    private func isOne(of marks: String, _ position: Int) -> Bool {
        marks.unicodeScalars.contains { $0.value == characters[position] }
    }

    private func skip(from start: Int, while isIncluded: (Int) -> Bool) -> Int {
        var position = start
        while position < characters.count, isIncluded(position) { position += 1 }
        return position
    }

    // MARK: Addresses and @names

    private mutating func addressOrHandle(at position: Int) -> Int? {
        var start = position
        while start > 0, isLatin(start - 1) || isOne(of: "._%+-~!#$*=?^|{}'", start - 1) { start -= 1 }
        while start < position, !isLatin(start), characters[start] != 0x2B { start += 1 }
        var end = skip(from: position + 1) { isLatin($0) || isOne(of: ".-", $0) }
        while end > position + 1, !isLatin(end - 1) { end -= 1 }
        if start < position, end > position + 1 { return add(start..<end, .address, text(start..<end).normalName) }
        return isWord(position - 1) ? nil : handle(at: position)
    }

    private mutating func handle(at position: Int) -> Int? {
        let start = position + 1
        var end = skip(from: start) { isWord($0) || isOne(of: "._-\u{200D}", $0) }
        while end > start, !isWord(end - 1) { end -= 1 }
        guard end > start else { return nil }
        let name = text(start..<end)
        if Self.everybody.contains(String(name).lowercased()) { return end }
        return add(start..<end, .handle, name.normalName)
    }

    private static let everybody: Set<String> = ["all", "everyone", "here", "channel", "room", "team", "online", "所有人", "全体成员", "alle", "todos"]

    // MARK: Telephone numbers

    /// Digits in groups with marks between them; the longest run of groups that is a number.
    private mutating func telephoneNumber(at position: Int) -> Int? {
        guard let certainty = certaintyOfNumber(at: position) else { return nil }
        var groups: [Range<Int>] = []
        var next = position
        while next < characters.count, groups.count < 16 {
            let start = skip(from: next) { TelephoneNumber.isMark(characters[$0]) || (groups.isEmpty && characters[$0] == 0x2B) }
            let end = skip(from: start, while: isDigit)
            guard end > start, groups.isEmpty || start - next <= 3 else { break }
            groups.append(start..<end)
            next = end
        }
        for count in stride(from: groups.count, to: 0, by: -1) {
            let end = groups[count - 1].upperBound
            if isLatin(end) { continue }
            if let owner = owner(of: Array(groups[..<count]), from: position, certainty) { return add(position..<end, .number, owner) }
        }
        // Not to look again from each of its digits.
        return groups.first?.upperBound
    }

    /// How much what stands before a number says of it.
    private enum NumberCertainty {
        /// It begins here.
        case free
        /// A mark stands before it, as in a path: it is one if it is known, or has a `+`.
        case marked
    }

    /// Nil inside a word or a longer number.
    private func certaintyOfNumber(at position: Int) -> NumberCertainty? {
        guard let before = character(position - 1) else { return .free }
        let hasPlus = characters[position] == 0x2B
        if isDigit(position - 1) || before == "+" || !hasPlus && isLatin(position - 1) { return nil }
        if hasPlus { return .free }
        guard ".,:/#-_".unicodeScalars.contains(before) else { return .free }
        return isDigit(position - 2) ? nil : .marked
    }

    private func isDigit(_ position: Int) -> Bool {
        characters.indices.contains(position) && (0x30...0x39).contains(characters[position])
    }

    private func owner(of groups: [Range<Int>], from start: Int, _ certainty: NumberCertainty) -> Text? {
        var digits: [UInt8] = []
        for group in groups {
            // The (0) of an international number is not dialled.
            if group.count == 1, characters[group.lowerBound] == 0x30, character(group.lowerBound - 1) == "(", !digits.isEmpty { continue }
            digits += characters[group].map { UInt8(truncatingIfNeeded: $0 - 0x30) }
        }
        let hasPlus = characters[start..<(groups.first?.lowerBound ?? start)].contains(0x2B)
        guard let number = TelephoneNumber(digits, isInternational: hasPlus) else { return nil }
        let national = number.digits.first == 0 ? number.digits.dropFirst() : number.digits[...]
        if let owner = numbers[TelephoneNumber.key(number.digits[...])] ?? numbers[TelephoneNumber.key(national)] { return owner }
        if certainty == .marked { return nil }
        return number.isInternational || isNational(number, groups.map(\.count)) && !isDate(groups) ? Text(number.text) : nil
    }

    /// Whether digits begin with a day, a month and a year of four digits, and the same mark between them.
    private func isDate(_ groups: [Range<Int>]) -> Bool {
        guard groups.count > 2, groups[2].count == 4, groups[0].count == 2, groups[1].count == 2 else { return false }
        let mark = characters[groups[0].upperBound]
        let isMarked = groups[1].lowerBound - groups[0].upperBound == 1 && groups[2].lowerBound - groups[1].upperBound == 1
        return isMarked && isOne(of: "./-", groups[0].upperBound) && characters[groups[1].upperBound] == mark
            && (characters[groups[2].lowerBound] == 0x31 || characters[groups[2].lowerBound] == 0x32)
    }

    /// Whether it is written as numbers are within a country: many digits are no number.
    private func isNational(_ number: TelephoneNumber, _ groups: [Int]) -> Bool {
        let digits = number.digits
        if digits[0] == 0 { return (9...12).contains(digits.count) && groups.count < 7 && (groups.first ?? 0) > 1 }
        if groups == [3, 3, 4] || groups == [1, 3, 3, 4] { return true }
        let isChinese = digits.count == 11 && digits[0] == 1 && digits[1] > 2
        return isChinese && [[11], [3, 4, 4]].contains(groups)
    }

    // MARK: Profiles

    /// A link's first slash behind its host: what follows on a site of people is one of them.
    private mutating func profile(at position: Int) -> Int? {
        var start = position
        while start > 0, isLatin(start - 1) || isOne(of: ".-", start - 1) { start -= 1 }
        let host = String(text(start..<position)).lowercased()
        let end = skip(from: position + 1) {
            // What is escaped in a link is a part of it.
            starts[$0 + 1] - starts[$0] > 2 || characters[$0] > 0x20 && !isOne(of: "<>\"'()[]{}，。、；：！？）】》\u{3000}\u{A0}", $0)
        }
        guard start < position, host.contains("."), end > position + 1 else { return nil }
        var name = position + 1
        guard let path = Self.path(ofProfilesOn: host, String(text(name..<end))) else { return nil }
        name += path.unicodeScalars.count
        let last = path.isEmpty || Self.isOfPeople(host) ? end : skip(from: name) { $0 < end && !isOne(of: "/?#&", $0) }
        var stop = last
        while stop > name, !isWord(stop - 1) { stop -= 1 }
        return stop > name ? add(name..<stop, .link, text(name..<stop).normalName) : nil
    }

    private static func isOfPeople(_ host: String) -> Bool {
        let name = host.hasPrefix("www.") || host.hasPrefix("m.") ? String(host.drop { $0 != "." }.dropFirst()) : host
        return people.contains(name)
    }

    /// What stands before the name in the path of a profile; nil for any other link.
    private static func path(ofProfilesOn host: String, _ path: String) -> String? {
        for prefix in prefixes where path.hasPrefix(prefix) { return prefix }
        if isOfPeople(host) { return "" }
        let name = host.hasPrefix("www.") ? String(host.dropFirst(4)) : host
        let isAlone = !path.dropLast(path.hasSuffix("/") ? 1 : 0).contains("/")
        return sites.contains(name) && isAlone ? "" : nil
    }

    /// Sites where whatever follows is somebody's.
    private static let people: Set<String> = [
        "t.me", "telegram.me", "wa.me", "facebook.com", "fb.com", "fb.me", "m.me", "twitter.com", "x.com", "instagram.com", "threads.net",
        "tiktok.com", "vk.com", "ok.ru", "snapchat.com", "weibo.com", "signal.me", "line.me", "matrix.to", "paypal.me", "linktr.ee",
    ]
    /// Sites where a single name is somebody's.
    private static let sites: Set<String> = [
        "github.com", "gitlab.com", "bitbucket.org", "keybase.io", "about.me", "medium.com", "twitch.tv", "pinterest.com", "youtube.com",
        "soundcloud.com", "flickr.com", "dribbble.com", "behance.net", "venmo.com", "cash.app", "gravatar.com",
    ]
    private static let prefixes = [
        "in/", "u/", "user/", "users/", "profile/", "profiles/", "profile.php?id=", "people/", "person/", "member/", "members/", "id/", "@", "~",
    ]
}
