/// The shapes of parts of documents, as a tree: from the root to the end of a shape there is one node for each step, and
/// shapes that begin alike share the nodes of their beginning.
///
/// So a shape is recorded by going down the tree, which grows only where nobody has gone before, and what libxml2 said of the
/// shape is remembered where its way ends.
struct ShapeTree {
    /// The number of a node.
    typealias Place = Int

    static let root: Place = 0

    /// What is known of a shape.
    enum Opinion {
        case unknown, valid
        case objection(SchemaValidator.Objection)
    }

    private struct Node {
        var step: ShapeStep
        var parent: Place
        /// The node that was next the last time.
        var usualNext: Place = ShapeTree.root
        var opinion = 0
    }

    private struct Turn: Hashable {
        var from: Place
        var step: ShapeStep
    }

    private static let noNodes: ContiguousArray<Node> = [Node(step: .end, parent: ShapeTree.root)]

    private var nodes = noNodes
    private var turns: [Turn: Place] = [:]
    /// 0 is unknown, 1 valid, and from 2 on come these.
    private var objections: [SchemaValidator.Objection] = []

    var nodeCount: Int { nodes.count }

    mutating func removeAll() {
        nodes = Self.noNodes
        turns = [:]
        objections = []
    }

    /// The node one step further.
    @inline(__always)
    mutating func next(_ step: ShapeStep, from place: Place) -> Place {
        let usual = nodes[place].usualNext
        return usual != Self.root && nodes[usual].step == step ? usual : turn(step, from: place)
    }

    private mutating func turn(_ step: ShapeStep, from place: Place) -> Place {
        let turn = Turn(from: place, step: step)
        let next = turns[turn] ?? nodes.count
        if next == nodes.count {
            nodes.append(Node(step: step, parent: place))
            turns[turn] = next
        }
        nodes[place].usualNext = next
        return next
    }

    /// The steps that lead to a node: the last `count` of them, in their order.
    func steps(to place: Place, count: Int) -> [ShapeStep] {
        var steps: [ShapeStep] = []
        var place = place
        for _ in 0..<count where place != Self.root {
            steps.append(nodes[place].step)
            place = nodes[place].parent
        }
        return steps.reversed()
    }

    /// Whether the last `count` steps to two nodes are the same.
    func hasSameSteps(to place: Place, as other: Place, count: Int) -> Bool {
        var (place, other) = (place, other)
        for _ in 0..<count {
            if nodes[place].step != nodes[other].step { return false }
            (place, other) = (nodes[place].parent, nodes[other].parent)
        }
        return true
    }

    /// What is known of the shape that ends at a node.
    subscript(place: Place) -> Opinion {
        get {
            let opinion = nodes[place].opinion
            return opinion == 0 ? .unknown : opinion == 1 ? .valid : .objection(objections[opinion - 2])
        }
        set {
            switch newValue {
            case .unknown: nodes[place].opinion = 0
            case .valid: nodes[place].opinion = 1
            case .objection(let objection):
                objections.append(objection)
                nodes[place].opinion = objections.count + 1
            }
        }
    }
}

/// One thing that a schema can tell apart in a document. What belongs to it besides a name of the vocabulary is a number
/// under which `ShapeValues` keeps it.
struct ShapeStep: Hashable {
    enum Kind: UInt8 {
        case end, element, otherElement, foreignElement, attribute, otherAttribute, foreignAttribute, text
    }

    /// In one word, so that two steps are compared at once: the kind in the lowest byte, then the name, then the value.
    private let word: UInt64

    static let end = ShapeStep(.end)

    init(_ kind: Kind, name: UInt8 = 0, value: Int = 0) {
        word = UInt64(kind.rawValue) | UInt64(name) << 8 | UInt64(truncatingIfNeeded: value) << 16
    }

    var kind: Kind { Kind(rawValue: UInt8(truncatingIfNeeded: word)) ?? .end }
    var name: UInt8 { UInt8(truncatingIfNeeded: word >> 8) }
    var value: Int { Int(word >> 16) }
}

/// Values and names that are part of shapes, each under one number.
struct ShapeValues {
    private struct Known {
        var bytes: ContiguousArray<UInt8> = []
        var number = 0
    }

    private var values: [ContiguousArray<UInt8>] = []
    private var numbers: [ContiguousArray<UInt8>: Int] = [:]
    /// For each use the value that it had last, which it most often has again.
    private var usual: ContiguousArray<Known>
    private(set) var byteCount = 0

    /// - Parameter useCount: how many uses of values there are, such as names of attributes, which most often have the value
    ///   that they had before.
    init(useCount: Int) { usual = ContiguousArray(repeating: Known(), count: useCount) }

    /// The number of a value, with `first` in the place of each digit from `first` to nine; no digit where `first` is none.
    ///
    /// - Parameter use: what the value is used for: a number below `useCount`.
    mutating func number(of value: UnsafeBufferPointer<UInt8>, for use: Int, digitsFrom first: UInt8 = 0xFF) -> Int {
        // A width of zero leaves every byte what it is.
        let width = first <= 0x39 ? 0x39 &- first : 0
        let isUsual = usual[use].bytes.withUnsafeBufferPointer { known in
            if known.count != value.count || known.isEmpty { return false }
            var difference: UInt8 = 0
            for index in known.indices {
                let byte = value[index]
                difference |= known[index] ^ (byte &- first <= width ? first : byte)
            }
            return difference == 0
        }
        if isUsual { return usual[use].number }
        let bytes = ContiguousArray(value.lazy.map { $0 &- first <= width ? first : $0 })
        let number = self.number(of: bytes)
        usual[use] = Known(bytes: bytes, number: number)
        return number
    }

    /// The number of a value as it is.
    mutating func number(of bytes: ContiguousArray<UInt8>) -> Int {
        if let number = numbers[bytes] { return number }
        let number = values.count
        values.append(bytes)
        numbers[bytes] = number
        byteCount += bytes.count
        return number
    }

    /// The value that has a number.
    subscript(number: Int) -> String {
        values.indices.contains(number) ? String(decoding: values[number], as: UTF8.self) : ""
    }
}
