import TranscriptModel

/// The names that are looked for, by the words that they are written with.
struct NameIndex: Sendable {
    /// What ends at a node of the tree.
    struct End: Sendable {
        /// Whose name it is, an index of `owners`; negative where none ends.
        fileprivate(set) var owner: Int32 = -1
        fileprivate var rank = NamePatterns.Rank.partOfAddress
        fileprivate(set) var letterCase = NamePatterns.Case.any
        /// Whether several names have it in common.
        fileprivate var isShared = false
    }

    private(set) var tree = WordTree()
    private(set) var ends: [End] = [End()]
    private(set) var owners: [Text] = []
    /// The spelling that each node admits alone, where it has to be exact.
    private(set) var spellings: [WordTree.Node: Text] = [:]

    mutating func add(_ patterns: [NamePatterns.Pattern], of name: Text) {
        let owner = addOwner(name)
        for pattern in patterns {
            let node = addWords(of: pattern.spelling)
            if node != 0 { end(at: node, End(owner: owner, rank: pattern.rank, letterCase: pattern.letterCase), pattern.spelling) }
        }
    }

    private mutating func addOwner(_ name: Text) -> Int32 {
        owners.append(name)
        return Int32(truncatingIfNeeded: owners.count - 1)
    }

    private mutating func addWords(of spelling: String) -> WordTree.Node {
        var node: WordTree.Node = 0
        var spelling = spelling
        spelling.withUTF8 { utf8 in
            let scanner = WordScanner(utf8: utf8)
            var index = 0
            while index < utf8.count { if let word = scanner.word(at: &index) { node = tree.addTarget(from: node, word.hash) } }
        }
        while ends.count < tree.nodeCount { ends.append(End()) }
        return node
    }

    /// What two names have in common is a name of its own.
    private mutating func end(at node: WordTree.Node, _ new: End, _ spelling: String) {
        let index = Int(node)
        let old = ends[index]
        guard old.owner >= 0, old.rank >= new.rank else {
            ends[index] = new
            spellings[node] = new.letterCase == .exact ? Text(spelling) : nil
            return
        }
        if old.rank > new.rank { return }
        if old.letterCase != new.letterCase, new.letterCase == .any { ends[index].letterCase = .any }
        if old.rank != .whole, old.owner != new.owner, !old.isShared {
            ends[index].owner = addOwner(Text(spelling))
            ends[index].isShared = true
        }
    }
}
