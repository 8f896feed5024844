/// A tree of words, each known by its hash: where a word leads from a node. One table with open addressing, since hashes are keys
/// as they are. O(1) for each word, on average.
struct WordTree: Sendable {
    /// A node; the root is 0, as is what leads nowhere.
    typealias Node = Int32

    private struct Edge: Sendable {
        var key: UInt64
        var target: Node
    }

    private var edges = [Edge](repeating: Edge(key: 0, target: 0), count: 64)
    private var edgeCount = 0
    /// Whether any word leads on, of each node.
    private var leadsOn: [Bool] = [false]
    /// Which words may lead from the root, some bits each: most words of a text are passed by one look.
    private var starts = [UInt64](repeating: 0, count: 64)
    private var startCount = 0

    var nodeCount: Int { leadsOn.count }

    func isInner(_ node: Node) -> Bool { leadsOn.indices.contains(Int(node)) && leadsOn[Int(node)] }

    /// Which words may lead from the root, for as long as the closure of `withStarts` runs.
    struct Starts {
        fileprivate let bits: UnsafeBufferPointer<UInt64>

        @inline(__always)
        func mayHave(_ word: UInt64) -> Bool {
            bits[Int(truncatingIfNeeded: WordTree.spread(word)) & (bits.count - 1)] & WordTree.startBit(word) != 0
        }
    }

    /// Looks at many words take no reference each.
    func withStarts<Result>(_ body: (Starts) -> Result) -> Result { starts.withUnsafeBufferPointer { body(Starts(bits: $0)) } }

    /// The node that a word leads to; nil when none has it there.
    func target(from node: Node, _ word: UInt64) -> Node? {
        let edge = edges[slot(of: Self.key(node, word))]
        return edge.target == 0 ? nil : edge.target
    }

    /// The node that a word leads to, made where there is none.
    mutating func addTarget(from node: Node, _ word: UInt64) -> Node {
        let key = Self.key(node, word)
        let place = slot(of: key)
        if edges[place].target != 0 { return edges[place].target }
        let target = Node(truncatingIfNeeded: leadsOn.count)
        leadsOn.append(false)
        leadsOn[Int(node)] = true
        edges[place] = Edge(key: key, target: target)
        edgeCount += 1
        if node == 0 { addStart(word) }
        if edgeCount * 2 > edges.count { grow() }
        return target
    }

    private mutating func addStart(_ word: UInt64) {
        startCount += 1
        if startCount > starts.count * 4 {
            // The root's edges have words for keys. Those of other edges set bits that are of no use, and do no harm.
            starts = [UInt64](repeating: 0, count: starts.count * 2)
            for edge in edges where edge.target != 0 { starts[startIndex(edge.key)] |= Self.startBit(edge.key) }
        }
        starts[startIndex(word)] |= Self.startBit(word)
    }

    private mutating func grow() {
        let old = edges
        edges = [Edge](repeating: Edge(key: 0, target: 0), count: old.count * 2)
        for edge in old where edge.target != 0 { edges[slot(of: edge.key)] = edge }
    }

    /// Where the key is, or would be: there are always free slots.
    @inline(__always)
    private func slot(of key: UInt64) -> Int {
        var place = Int(truncatingIfNeeded: Self.spread(key)) & (edges.count - 1)
        while edges[place].target != 0, edges[place].key != key { place = (place + 1) & (edges.count - 1) }
        return place
    }

    private static func key(_ node: Node, _ word: UInt64) -> UInt64 { word ^ spread(UInt64(truncatingIfNeeded: node)) }
    /// The upper bits of a product depend on all bits of the factor.
    @inline(__always)
    fileprivate static func spread(_ value: UInt64) -> UInt64 { (value &* 0x9E37_79B9_7F4A_7C15).byteSwapped }
    private func startIndex(_ word: UInt64) -> Int { Int(truncatingIfNeeded: Self.spread(word)) & (starts.count - 1) }
    @inline(__always)
    fileprivate static func startBit(_ word: UInt64) -> UInt64 { 1 << ((word ^ word >> 29) & 63) }
}
