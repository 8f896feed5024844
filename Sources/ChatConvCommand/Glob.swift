/// A pattern for the names of files, as a shell has it.
///
/// `*` is any text without a slash, `?` one character, `[a-z]` and `[!a-z]` one of a range or one outside it, `**` any
/// text at all, `**/` any folders or none, and `\` takes the next character as it is. A pattern without a slash is
/// compared with the last part of a path, one with a slash with all of it.
///
/// Time is linear in the pattern and in the path: the places that the path can be at are followed all at once.
struct Glob: Sendable, Hashable {
    fileprivate enum Token: Hashable {
        case byte(UInt8)
        case anyCharacter
        case set(CharacterSet)
        /// Any text without a slash.
        case star
        /// Any text.
        case doubleStar
        /// Any text that ends in a slash, or none.
        case folders
        /// What nothing matches: a `\` at the end.
        case nothing
    }

    private let tokens: [Token]
    private let isForWholePath: Bool

    init(_ pattern: [UInt8]) {
        // A slash at the end says "folder" to a reader, and one at the start "from here".
        var pattern = pattern[...]
        isForWholePath = pattern.dropLast().contains(UInt8(ascii: "/"))
        if pattern.count > 1, pattern.last == UInt8(ascii: "/") { pattern.removeLast() }
        if pattern.count > 1, pattern.first == UInt8(ascii: "/") { pattern.removeFirst() }
        var tokens: [Token] = []
        while let token = Self.takeToken(from: &pattern) { tokens.append(token) }
        self.tokens = tokens
    }

    private static func takeToken(from pattern: inout ArraySlice<UInt8>) -> Token? {
        guard let first = pattern.popFirst() else { return nil }
        switch first {
        case UInt8(ascii: "*"):
            var isDouble = false
            while pattern.first == UInt8(ascii: "*") {
                isDouble = true
                pattern.removeFirst()
            }
            guard isDouble else { return .star }
            guard pattern.first == UInt8(ascii: "/") else { return .doubleStar }
            pattern.removeFirst()
            return .folders
        case UInt8(ascii: "?"): return .anyCharacter
        case UInt8(ascii: "["): return CharacterSet(from: &pattern).map { .set($0) } ?? .byte(first)
        case UInt8(ascii: "\\"): return pattern.popFirst().map { .byte($0) } ?? .nothing
        default: return .byte(first)
        }
    }

    /// Whether the path, which is relative and has no slash at its ends, is one that the pattern names.
    func matches(_ path: [UInt8]) -> Bool {
        let name = isForWholePath ? path[...] : path[((path.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1)...]
        let text = Array(name)
        // At which places the text can be when the tokens so far are passed.
        var places = [Bool](repeating: false, count: text.count + 1)
        places[0] = true
        for token in tokens { places = Self.places(behind: token, from: places, in: text) }
        return places[text.count]
    }

    private static func places(behind token: Token, from places: [Bool], in text: [UInt8]) -> [Bool] {
        var result = [Bool](repeating: false, count: places.count)
        var isPassed = false
        for index in places.indices {
            isPassed = isPassed || places[index]
            let next = index < text.count ? text[index] : nil
            switch token {
            case .byte(let byte):
                if places[index], next == byte { result[index + 1] = true }
            case .anyCharacter, .set:
                guard places[index], next != nil, let length = token.length(in: text[index...]) else { continue }
                result[index + length] = true
            case .star:
                result[index] = isPassed
                if next == UInt8(ascii: "/") { isPassed = false }
            case .doubleStar: result[index] = isPassed
            case .folders:
                if places[index] { result[index] = true }
                if isPassed, next == UInt8(ascii: "/") { result[index + 1] = true }
            case .nothing: break
            }
        }
        return result
    }

    /// The next scalar; a byte that is not UTF-8 counts as one that nothing names.
    fileprivate static func takeScalar(from text: inout ArraySlice<UInt8>) -> Unicode.Scalar? {
        guard let first = text.first else { return nil }
        let length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1
        let scalars = String(decoding: text.prefix(length), as: UTF8.self).unicodeScalars
        text = text.dropFirst(scalars.count == 1 ? min(length, text.count) : 1)
        return scalars.first
    }

    /// What stands between brackets.
    fileprivate struct CharacterSet: Hashable {
        private var ranges: [ClosedRange<Unicode.Scalar>] = []
        private var isNegated = false

        /// Takes the set up to its bracket; nil, and nothing is taken, when there is none.
        init?(from pattern: inout ArraySlice<UInt8>) {
            var rest = pattern
            if rest.first == UInt8(ascii: "!") || rest.first == UInt8(ascii: "^") {
                isNegated = true
                rest.removeFirst()
            }
            var isFirst = true
            while isFirst || rest.first != UInt8(ascii: "]") {
                isFirst = false
                guard let lower = takeScalar(from: &rest) else { return nil }
                var upper = lower
                if rest.first == UInt8(ascii: "-"), let end = rest.dropFirst().first, end != UInt8(ascii: "]") {
                    rest.removeFirst()
                    upper = takeScalar(from: &rest) ?? lower
                }
                if lower <= upper { ranges.append(lower...upper) }
            }
            pattern = rest.dropFirst()
        }

        func contains(_ scalar: Unicode.Scalar) -> Bool { ranges.contains { $0.contains(scalar) } != isNegated }
    }
}

extension Glob.Token {
    /// How many bytes at the start of the text are the one character that the token stands for; nil when it does not.
    fileprivate func length(in text: ArraySlice<UInt8>) -> Int? {
        var rest = text
        guard let scalar = Glob.takeScalar(from: &rest), scalar != "/" else { return nil }
        if case .set(let set) = self, !set.contains(scalar) { return nil }
        return text.count - rest.count
    }
}
