import TextScanning
import TranscriptCoding

/// Records the shape of a part of a document while its tags and texts come by.
struct ShapeRecorder {
    /// A part that was recorded, or an element of it.
    struct Recording {
        /// Where its steps end in the tree, and how many they are.
        let end: ShapeTree.Place
        let length: Int
        /// The first of its elements in `starts`.
        let firstElement: Int
    }

    var tree = ShapeTree()
    private var values = ShapeValues(useCount: Name.allCases.count + 1)
    private var place = ShapeTree.root
    /// How many steps lead from the root to `place`.
    private var length = 0
    /// For each element of the shape, in the order of their start tags, where in the document that tag ends.
    private(set) var starts: [Int] = []
    private var open: [OpenElement] = []
    /// Whether there is so much in the part that no more of it is recorded.
    private(set) var isTooLong = false

    /// How much of a part is recorded. libxml2 compares each element of an interleave with each: 70 s for 100,000
    /// participants, 7 ms for a thousand.
    private static let mostElements = 1000
    private static let mostSteps = 1 << 15
    /// Shapes beyond this, all together, are forgotten. Transcripts have some dozens, of some dozens of steps.
    private static let mostNodes = 1 << 15
    private static let mostBytes = 1 << 20
    /// What values of elements are used for, beside those of attributes.
    private static let useOfText = Name.allCases.count

    private struct OpenElement {
        enum Content {
            /// Any text, or none, or elements.
            case any
            /// A value that the schema has a pattern for.
            case boolean, number
            /// What nothing in it can change the judgement of: content of other namespaces, and unknown elements.
            case opaque
        }

        let content: Content
        /// Where it starts in the tree and among the steps and elements.
        let start: ShapeTree.Place
        let startLength: Int
        let firstElement: Int
        var hasText = false
        /// Whether the reader leaves it out, so that nothing in it is looked at but by the schema.
        var isLeftOut = false
        /// The steps of the element that ended in it last, and whether they equal those of the one before.
        var last = 0..<0
        var lastIsTwin = false
    }

    /// Begins another part.
    mutating func restart() {
        if tree.nodeCount > Self.mostNodes || values.byteCount > Self.mostBytes {
            tree.removeAll()
            values = ShapeValues(useCount: Name.allCases.count + 1)
        }
        (place, length, isTooLong) = (ShapeTree.root, 0, false)
        starts.removeAll(keepingCapacity: true)
        open.removeAll(keepingCapacity: true)
    }

    /// All that was recorded of the part.
    var whole: Recording { Recording(end: place, length: length, firstElement: 0) }

    /// The shape that a recording is of.
    func shape(of recording: Recording) -> ElementShape {
        ElementShape(parts: tree.steps(to: recording.end, count: recording.length).compactMap(part))
    }

    private func part(_ step: ShapeStep) -> ElementShape.Part? {
        switch step.kind {
        case .end: .end
        case .element: Name(rawValue: step.name).map { .element($0) }
        case .otherElement: .otherElement(values[step.value], isOurs: step.name == 1)
        case .foreignElement: .foreignElement
        case .attribute: Name(rawValue: step.name).map { .attribute($0, step.value == 0 ? "" : values[step.value - 1]) }
        case .otherAttribute: .otherAttribute(values[step.value], isOurs: step.name == 1)
        case .foreignAttribute: .foreignAttribute
        case .text: .text(step.value == 0 ? "x" : values[step.value - 1])
        }
    }

    @inline(__always)
    private mutating func add(_ step: ShapeStep) {
        place = tree.next(step, from: place)
        length &+= 1
    }

    // MARK: Start tags

    /// Adds a start tag, and where it stands in the input.
    mutating func start(_ tag: StartTag) {
        if isTooLong { return }
        // Nothing inside an unknown element is part of the shape.
        if open.last?.content == .opaque { return begin(.opaque) }
        let offset = tag.endOffset
        if let name = tag.name {
            start(name, at: offset)
        } else {
            begin(.opaque)
            addStart(at: offset)
            if !tag.isOurs, tag.qualifiedName.hasNamespace { return add(ShapeStep(.foreignElement)) }
            add(ShapeStep(.otherElement, name: tag.isOurs ? 1 : 0, value: number(of: tag.qualifiedName.local)))
        }
        for index in 0..<tag.attributeCount {
            if let attribute = tag.attribute(at: index) { add(attribute) }
        }
    }

    mutating func start(_ name: Name, at offset: Int) {
        begin(name == .boolean ? .boolean : name == .number ? .number : .any)
        addStart(at: offset)
        add(ShapeStep(.element, name: name.rawValue))
    }

    private mutating func begin(_ content: OpenElement.Content) {
        open.append(OpenElement(content: content, start: place, startLength: length, firstElement: starts.count))
    }

    private mutating func addStart(at offset: Int) {
        if starts.count >= Self.mostElements || length >= Self.mostSteps { isTooLong = true }
        starts.append(offset)
    }

    private mutating func number(of name: String) -> Int { values.number(of: ContiguousArray(name.utf8)) }

    private mutating func add(_ attribute: StartTag.Attribute) {
        guard let name = attribute.name else {
            if attribute.isForeign { return add(ShapeStep(.foreignAttribute)) }
            let name = attribute.qualifiedName
            return add(ShapeStep(.otherAttribute, name: name.hasNamespace ? 1 : 0, value: number(of: name.local)))
        }
        if name.attributeContent == .text { return add(ShapeStep(.attribute, name: name.rawValue)) }
        attribute.withValue { add(name, $0) }
    }

    private mutating func add(_ name: Name, _ value: UnsafeBufferPointer<UInt8>) {
        let use = Int(name.rawValue)
        let number =
            switch name.attributeContent {
            case .text: 0
            case .word: 1 + values.number(of: value, for: use)
            // Longer ones may pass the bound of 64 bits.
            case .integer: 1 + values.number(of: value, for: use, digitsFrom: value.count <= 18 ? 0x30 : 0xFF)
            case .time: 1 + values.number(of: value, for: use, digitsFrom: 0x30)
            }
        add(ShapeStep(.attribute, name: name.rawValue, value: number))
    }

    // MARK: Texts

    /// Adds text, or a part of one.
    mutating func text(_ utf8: UnsafeBufferPointer<UInt8>) {
        guard !isTooLong, let current = open.indices.last else { return }
        switch open[current].content {
        case .opaque: break
        case .boolean: add(ShapeStep(.text, value: 1 + values.number(of: utf8, for: Self.useOfText)))
        // -?(0|[1-9][0-9]*): zero and the other digits are two things.
        case .number: add(ShapeStep(.text, value: 1 + values.number(of: utf8, for: Self.useOfText, digitsFrom: 0x31)))
        case .any:
            // Where text may stand, it may stand between any elements. White space between elements is nothing, and in a
            // text it is as good as any.
            if open[current].hasText || utf8.allSatisfy(\.isXMLSpace) { return }
            open[current].hasText = true
            add(ShapeStep(.text))
        }
    }

    // MARK: End tags

    /// Says that the element that was started last is left out by the reader.
    mutating func leaveOut() {
        if let last = open.indices.last { open[last].isLeftOut = open[last].content != .opaque }
    }

    /// Adds an end tag. Returns what ended if the reader left it out.
    mutating func end() -> Recording? {
        if isTooLong || open.isEmpty { return nil }
        // Looked at where it is: a copy of it took as long as all else here.
        let ended = open.count - 1
        defer { open.removeLast() }
        if ended == 0 {
            add(.end)
            return nil
        }
        if open[ended - 1].content == .opaque { return nil }
        add(.end)
        let leftOut = open[ended].isLeftOut ? recording(since: ended) : nil
        closeTwin(ended)
        return leftOut
    }

    private func recording(since element: Int) -> Recording {
        Recording(end: place, length: length - open[element].startLength, firstElement: open[element].firstElement)
    }

    /// Takes back the open element `ended`, which ends, if it equals the two before it in its parent.
    private mutating func closeTwin(_ ended: Int) {
        let parent = ended - 1
        let range = open[ended].startLength..<length
        let isTwin =
            open[parent].last.upperBound == range.lowerBound && open[parent].last.count == range.count
            && tree.hasSameSteps(to: place, as: open[ended].start, count: range.count)
        if isTwin, open[parent].lastIsTwin {
            (place, length) = (open[ended].start, open[ended].startLength)
            starts.removeLast(starts.count - open[ended].firstElement)
        } else {
            open[parent].last = range
            open[parent].lastIsTwin = isTwin
        }
    }
}

extension Name {
    fileprivate enum AttributeContent { case text, word, integer, time }

    /// What the schema says of an attribute's value, the same for every element that has one of this name.
    fileprivate var attributeContent: AttributeContent {
        switch self {
        case .timestamp, .end: .time
        case .size, .count: .integer
        case .kind, .isSelf, .role, .deleted, .generatedBy, .type, .state, .code: .word
        default: .text
        }
    }
}
