import TranscriptModel

/// Finds names in texts, the longest that stands at a place, and what else tells a person: addresses, telephone numbers, links to
/// profiles, @names.
///
/// A name is found word by word, as `NamePatterns` takes it apart, in any case, normal form and spelling that `WordScanner` sees
/// through. Words are found in a tree by their hashes, so that the time does not depend on the number of names. Names of one
/// character are not looked for, as they stand everywhere.
///
/// A class, since it is large and never changes: filters hand on one reference.
final class NameSearch: Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case name, address, number, handle, link
    }

    /// What takes the pseudonym of whom.
    struct Found {
        var kind: Kind
        var owner: Text
    }

    private let index: NameIndex
    private let numbers: [UInt64: Text]

    init(_ names: some Sequence<Text>) {
        var index = NameIndex()
        var numbers: [UInt64: Text] = [:]
        for name in Set(names.lazy.map(\.normalName)).sorted() {
            let patterns = NamePatterns(name)
            index.add(patterns.patterns, of: name)
            for key in patterns.number?.keys ?? [] where numbers[key] == nil { numbers[key] = name }
        }
        self.index = index
        self.numbers = numbers
    }

    // MARK: Searching

    /// The text with each name replaced; nil when none is in it.
    func replacing(in text: Text, by pseudonym: (Found) -> Text) -> Text? {
        text.withUTF8 { utf8 in index.tree.withStarts { replacing(in: utf8, $0, by: pseudonym) } }
    }

    private func replacing(in utf8: UnsafeBufferPointer<UInt8>, _ starts: WordTree.Starts, by pseudonym: (Found) -> Text) -> Text? {
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
            guard let word = scanner.word(at: &index), starts.mayHave(word.hash) else { continue }
            if let (end, owner) = longest(from: word, scanner) {
                // Of an address that a name reaches into, nothing may be left.
                let reached = contacts.prefix { $0.range.lowerBound < end }.last?.range.upperBound ?? end
                replace(start..<max(end, reached), Found(kind: .name, owner: owner))
            }
        }
        if copied == 0 { return nil }
        result.append(contentsOf: utf8[copied...])
        return result.withUnsafeBufferPointer { Text(copying: $0) }
    }

    /// Whether a known name, or anything else that tells a person, is in the text.
    func finds(in text: Text) -> Bool { replacing(in: text) { $0.owner } != nil }

    private func longest(from first: WordScanner.Word, _ scanner: WordScanner) -> (end: Int, owner: Text)? {
        guard var node = index.tree.target(from: 0, first.hash) else { return nil }
        var best: (end: Int, owner: Int32)?
        var word = first
        while true {
            let end = index.ends[Int(node)]
            if end.owner >= 0, admits(end, node, first.range.lowerBound..<word.range.upperBound, scanner) {
                best = (word.range.upperBound, end.owner)
            }
            guard index.tree.isInner(node), let next = scanner.word(after: word.range.upperBound),
                let inner = index.tree.target(from: node, next.hash)
            else { return best.map { ($0.end, index.owners[Int($0.owner)]) } }
            (node, word) = (inner, next)
        }
    }

    private func admits(_ end: NameIndex.End, _ node: WordTree.Node, _ range: Range<Int>, _ scanner: WordScanner) -> Bool {
        switch end.letterCase {
        case .any: return true
        case .exact: return index.spellings[node]?.withUTF8 { scanner.utf8[range].elementsEqual($0) } ?? false
        case .capital:
            let first = Unicode.Scalar(EscapedCharacter(in: scanner.utf8, at: range.lowerBound).scalar)
            return first.map { !$0.properties.isLowercase } ?? true
        }
    }
}
