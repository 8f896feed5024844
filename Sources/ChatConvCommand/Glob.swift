/// A pattern for the names of files, as a shell has it.
///
/// `*` is any text without a slash, `?` one character, `[a-z]` and `[!a-z]` one of a range or one outside it, `**` any
/// text at all, `**/` any folders or none, and `\` takes the next character as it is. A pattern without a slash is
/// compared with the last part of a path, one with a slash with all of it.
struct Glob: Sendable, Hashable {
    private let pattern: [UInt8]
    private let isForWholePath: Bool

    init(_ pattern: [UInt8]) {
        // A slash at the end says "folder" to a reader, and one at the start "from here".
        var pattern = pattern[...]
        isForWholePath = pattern.dropLast().contains(UInt8(ascii: "/"))
        if pattern.count > 1, pattern.last == UInt8(ascii: "/") { pattern.removeLast() }
        if pattern.count > 1, pattern.first == UInt8(ascii: "/") { pattern.removeFirst() }
        self.pattern = Array(pattern)
    }

    /// Whether the path, which is relative and has no slash at its ends, is one that the pattern names.
    func matches(_ path: [UInt8]) -> Bool {
        let name = isForWholePath ? path[...] : path[((path.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1)...]
        return Self.matches(pattern[...], name)
    }

    private static func matches(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
        var pattern = pattern
        var text = text
        while let next = pattern.popFirst() {
            switch next {
            case UInt8(ascii: "*"): return matchesStar(pattern, text)
            case UInt8(ascii: "?"):
                guard takeCharacter(from: &text) else { return false }
            case UInt8(ascii: "["):
                guard let set = CharacterSet(from: &pattern) else {
                    // No set, as it is never closed.
                    guard text.popFirst() == next else { return false }
                    continue
                }
                guard let scalar = takeScalar(from: &text), scalar != "/", set.contains(scalar) else { return false }
            case UInt8(ascii: "\\"):
                guard let literal = pattern.popFirst(), text.popFirst() == literal else { return false }
            default:
                guard text.popFirst() == next else { return false }
            }
        }
        return text.isEmpty
    }

    /// What follows a `*`, tried at every place that the star can end at.
    private static func matchesStar(_ rest: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
        var rest = rest
        var crossesFolders = false
        while rest.first == UInt8(ascii: "*") {
            crossesFolders = true
            rest.removeFirst()
        }
        if crossesFolders, rest.first == UInt8(ascii: "/"), matches(rest.dropFirst(), text) { return true }
        var text = text
        while !matches(rest, text) {
            guard let next = text.popFirst(), crossesFolders || next != UInt8(ascii: "/") else { return false }
        }
        return true
    }

    private static func takeCharacter(from text: inout ArraySlice<UInt8>) -> Bool {
        guard let scalar = takeScalar(from: &text) else { return false }
        return scalar != "/"
    }

    /// The next scalar; a byte that is not UTF-8 counts as one that nothing names.
    private static func takeScalar(from text: inout ArraySlice<UInt8>) -> Unicode.Scalar? {
        guard let first = text.first else { return nil }
        let length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1
        let scalars = String(decoding: text.prefix(length), as: UTF8.self).unicodeScalars
        text = text.dropFirst(scalars.count == 1 ? length : 1)
        return scalars.first
    }

    /// What stands between brackets.
    private struct CharacterSet {
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
