import TranscriptModel

/// Finds names in texts, the longest that stands at a place, and what else tells a person: addresses, telephone numbers, links to
/// profiles, @names.
///
/// A name is found word by word, as `NamePatterns` takes it apart, in any case, normal form and spelling that `WordScanner` sees
/// through. Words are found in a tree by their hashes, so that the time does not depend on the number of names. Names of one
/// character are not looked for, as they stand everywhere.
struct NameSearch: Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case name, address, number, handle, link
    }

    /// What takes the pseudonym of whom.
    struct Found {
        var kind: Kind
        var owner: Text
    }

    private struct End: Sendable {
        var owner: Text
        var rank: NamePatterns.Rank
        var letterCase: NamePatterns.Case
        var spelling: Text
    }

    /// The node that a word leads to from another.
    private var edges: [UInt64: Int32] = [:]
    private var ends: [Int32: End] = [:]
    private var nodeCount: Int32 = 1
    private var isInner: Set<Int32> = []
    /// Which words a name starts with, a bit each: most words of a text are passed by one look.
    private var starts: [UInt64] = []
    private var numbers: [UInt64: Text] = [:]

    init(_ names: Set<Text>) {
        let normal = Set(names.map(\.normalName)).sorted()
        var roots: [UInt64] = []
        for name in normal {
            let patterns = NamePatterns(name)
            for pattern in patterns.patterns { insert(pattern, of: name, &roots) }
            for key in patterns.number?.keys ?? [] where numbers[key] == nil { numbers[key] = name }
        }
        var size = 16
        while size < roots.count { size *= 2 }
        starts = [UInt64](repeating: 0, count: size)
        for hash in roots { starts[startIndex(hash)] |= startBit(hash) }
    }

    private mutating func insert(_ pattern: NamePatterns.Pattern, of owner: Text, _ roots: inout [UInt64]) {
        var spelling = pattern.spelling
        let hashes = spelling.withUTF8 { utf8 in
            let scanner = WordScanner(utf8: utf8)
            var index = 0
            var hashes: [UInt64] = []
            while index < utf8.count { if let word = scanner.word(at: &index) { hashes.append(word.hash) } }
            return hashes
        }
        guard let first = hashes.first else { return }
        roots.append(first)
        var node: Int32 = 0
        for hash in hashes {
            if node != 0 { isInner.insert(node) }
            let key = Self.edge(node, hash)
            if let next = edges[key] {
                node = next
            } else {
                edges[key] = nodeCount
                node = nodeCount
                nodeCount += 1
            }
        }
        let end = End(owner: owner, rank: pattern.rank, letterCase: pattern.letterCase, spelling: Text(pattern.spelling))
        ends[node] = ends[node].map { Self.joined($0, end) } ?? end
    }

    /// What two names have in common is a name of its own.
    private static func joined(_ first: End, _ second: End) -> End {
        if first.rank != second.rank { return first.rank > second.rank ? first : second }
        var joined = first
        if first.letterCase != second.letterCase, second.letterCase == .any { joined.letterCase = .any }
        if first.rank != .whole, first.owner != second.owner { joined.owner = first.spelling }
        return joined
    }

    private static func edge(_ node: Int32, _ hash: UInt64) -> UInt64 {
        hash ^ (UInt64(truncatingIfNeeded: node) &* 0x9E37_79B9_7F4A_7C15)
    }

    private func startIndex(_ hash: UInt64) -> Int { Int((hash &* 0x9E37_79B9_7F4A_7C15) >> 40) & (starts.count - 1) }
    private func startBit(_ hash: UInt64) -> UInt64 { 1 << ((hash ^ hash >> 29) & 63) }

    // MARK: Searching

    /// The text with each name replaced; nil when none is in it.
    func replacing(in text: Text, by pseudonym: (Found) -> Text) -> Text? {
        text.withUTF8 { utf8 in
            let scanner = WordScanner(utf8: utf8)
            var contacts = ContactSearch.mayFind(in: utf8) ? ContactSearch(utf8, numbers).found[...] : []
            var result: [UInt8] = []
            var copied = 0
            var index = 0
            func replace(_ range: Range<Int>, _ found: Found) {
                result.append(contentsOf: utf8[copied..<range.lowerBound])
                pseudonym(found).withUTF8 { result.append(contentsOf: $0) }
                (index, copied) = (range.upperBound, range.upperBound)
            }
            while index < utf8.count {
                while let next = contacts.first, next.range.lowerBound < index { contacts.removeFirst() }
                if let next = contacts.first, next.range.lowerBound == index {
                    contacts.removeFirst()
                    var start = index
                    if next.kind == .handle, let word = scanner.word(at: &start), let (end, owner) = longest(from: word, scanner) {
                        replace(index..<end, Found(kind: .name, owner: owner))
                    } else {
                        replace(next.range, Found(kind: next.kind, owner: next.owner))
                    }
                    continue
                }
                if !WordScanner.mayStart(utf8[index]) {
                    index += 1
                    continue
                }
                let start = index
                guard let word = scanner.word(at: &index) else { continue }
                if let (end, owner) = longest(from: word, scanner) {
                    replace(start..<end, Found(kind: .name, owner: owner))
                }
            }
            if copied == 0 { return nil }
            result.append(contentsOf: utf8[copied...])
            return result.withUnsafeBufferPointer { Text(copying: $0) }
        }
    }

    /// Whether a known name, or anything else that tells a person, is in the text.
    func finds(in text: Text) -> Bool { replacing(in: text) { $0.owner } != nil }

    private func longest(from first: WordScanner.Word, _ scanner: WordScanner) -> (end: Int, owner: Text)? {
        guard starts[startIndex(first.hash)] & startBit(first.hash) != 0, var node = edges[Self.edge(0, first.hash)]
        else { return nil }
        var best: (Int, Text)?
        var word = first
        while true {
            if let end = ends[node], admits(end, first.range.lowerBound..<word.range.upperBound, scanner) {
                best = (word.range.upperBound, end.owner)
            }
            guard isInner.contains(node), let next = scanner.word(after: word.range.upperBound),
                let inner = edges[Self.edge(node, next.hash)]
            else { return best }
            (node, word) = (inner, next)
        }
    }

    private func admits(_ end: End, _ range: Range<Int>, _ scanner: WordScanner) -> Bool {
        switch end.letterCase {
        case .any: return true
        case .exact: return end.spelling.withUTF8 { scanner.utf8[range].elementsEqual($0) }
        case .capital:
            let first = Unicode.Scalar(EscapedCharacter(in: scanner.utf8, at: range.lowerBound).scalar)
            return first.map { !$0.properties.isLowercase } ?? true
        }
    }
}
