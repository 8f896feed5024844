import TextScanning

/// What a schema can tell apart of an element and of all that is in it.
///
/// Which text a `body` holds makes no difference to a schema that allows any, nor does it matter which digits a time is made
/// of where the pattern says `[0-9]`. So most messages of a transcript have one shape, which has to be judged once. A shape
/// is itself a document that has it, with `x` for texts and `0` for digits: what is true of one is true of the other. For
/// the same reason two equal elements in a row stand for any number of them, since no pattern of the schema counts further.
///
/// Held as bytes, so that two shapes are compared by one look at memory.
struct ElementShape {
    private(set) var bytes: [UInt8] = []
    /// Where the elements of the shape start in the input, in the order of their start tags.
    private(set) var starts: [Int] = []
    private var open: [OpenElement] = []

    private enum Mark {
        static let end: UInt8 = 0
        static let element: UInt8 = 1
        static let otherElement: UInt8 = 2
        static let foreignElement: UInt8 = 3
        static let attribute: UInt8 = 4
        static let otherAttribute: UInt8 = 5
        static let foreignAttribute: UInt8 = 6
        static let text: UInt8 = 7
        /// Ends a name or value: no byte of UTF-8.
        static let stop: UInt8 = 0xFF
    }

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
        /// Where it starts in the bytes, and among the elements.
        let start: Int
        let startCount: Int
        var hasText = false
        /// Whether the reader leaves it out, so that nothing in it is looked at but by the schema.
        var isLeftOut = false
        /// The element that ended in it last, in the bytes, and whether that equals the one before.
        var last = 0..<0
        var lastIsTwin = false
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        open.removeAll(keepingCapacity: true)
    }

    // MARK: Recording

    /// Adds a start tag, which stands at a byte of the input.
    mutating func start(_ tag: StartTag, at offset: Int) {
        // Nothing inside an unknown element is part of the shape.
        if open.last?.content == .opaque { return begin(.opaque) }
        if let name = tag.name {
            start(name, at: offset)
        } else {
            begin(.opaque)
            starts.append(offset)
            if !tag.isOurs, tag.qualifiedName.hasNamespace { return bytes.append(Mark.foreignElement) }
            add(Mark.otherElement, tag.qualifiedName.local, isOurs: tag.isOurs)
        }
        for index in 0..<tag.attributeCount {
            if let attribute = tag.attribute(at: index) { add(attribute) }
        }
    }

    mutating func start(_ name: Name, at offset: Int) {
        begin(name == .boolean ? .boolean : name == .number ? .number : .any)
        starts.append(offset)
        bytes.append(Mark.element)
        bytes.append(name.rawValue)
    }

    private mutating func begin(_ content: OpenElement.Content) {
        open.append(OpenElement(content: content, start: bytes.count, startCount: starts.count))
    }

    /// Says that the element that was started last is left out by the reader.
    mutating func leaveOut() {
        if let last = open.indices.last { open[last].isLeftOut = open[last].content != .opaque }
    }

    /// Adds an end tag. Returns the shape of what ended if the reader left it out.
    mutating func end() -> ElementShape? {
        guard let ended = open.popLast() else { return nil }
        guard let parent = open.indices.last else {
            bytes.append(Mark.end)
            return nil
        }
        if open[parent].content == .opaque { return nil }
        bytes.append(Mark.end)
        let leftOut = ended.isLeftOut ? part(from: ended) : nil
        closeTwin(ended, in: parent)
        return leftOut
    }

    private func part(from element: OpenElement) -> ElementShape {
        var part = ElementShape()
        part.bytes = Array(bytes[element.start...])
        part.starts = Array(starts[element.startCount...])
        return part
    }

    /// Takes back an element that ended in `parent`, if it equals the two before it.
    private mutating func closeTwin(_ ended: OpenElement, in parent: Int) {
        let range = ended.start..<bytes.count
        let last = open[parent].last
        let isTwin = last.upperBound == range.lowerBound && last.count == range.count && bytes[last] == bytes[range]
        if isTwin, open[parent].lastIsTwin {
            bytes.removeLast(range.count)
            starts.removeLast(starts.count - ended.startCount)
        } else {
            open[parent].last = range
            open[parent].lastIsTwin = isTwin
        }
    }

    /// Adds text, or a part of one.
    mutating func text(_ utf8: UnsafeBufferPointer<UInt8>) {
        guard let current = open.indices.last else { return }
        switch open[current].content {
        case .opaque: break
        case .boolean: add(Mark.text, utf8)
        // -?(0|[1-9][0-9]*): zero and the other digits are two things.
        case .number: add(Mark.text, utf8, digitsFrom: 0x31)
        case .any:
            // Where text may stand, it may stand between any elements. White space between elements is nothing, and in a
            // text it is as good as any.
            if open[current].hasText || utf8.allSatisfy({ $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }) { return }
            open[current].hasText = true
            bytes.append(Mark.text)
            bytes.append(UInt8(ascii: "x"))
            bytes.append(Mark.stop)
        }
    }

    private mutating func add(_ attribute: StartTag.Attribute) {
        guard let name = attribute.name else {
            if attribute.isForeign {
                bytes.append(Mark.foreignAttribute)
            } else {
                let name = attribute.qualifiedName
                add(Mark.otherAttribute, name.local, isOurs: name.hasNamespace)
            }
            return
        }
        bytes.append(Mark.attribute)
        switch name.attributeContent {
        case .text:
            bytes.append(name.rawValue)
            bytes.append(Mark.stop)
        case .word: attribute.withValue { add(name.rawValue, $0) }
        // Longer ones may pass the bound of 64 bits.
        case .integer: attribute.withValue { add(name.rawValue, $0, digitsFrom: $0.count <= 18 ? 0x30 : 0xFF) }
        case .time: attribute.withValue { add(name.rawValue, $0, digitsFrom: 0x30) }
        }
    }

    private mutating func add(_ mark: UInt8, _ name: String, isOurs: Bool) {
        bytes.append(mark)
        bytes.append(isOurs ? 1 : 0)
        bytes.append(contentsOf: name.utf8)
        bytes.append(Mark.stop)
    }

    /// Adds a value, with `first` for each digit from `first` to nine.
    private mutating func add(_ mark: UInt8, _ value: UnsafeBufferPointer<UInt8>, digitsFrom first: UInt8 = 0xFF) {
        bytes.append(mark)
        let start = bytes.count
        bytes.append(contentsOf: value)
        if first <= 0x39 {
            let digits = first...0x39
            bytes.withUnsafeMutableBufferPointer { all in
                for index in start..<all.count where digits.contains(all[index]) { all[index] = first }
            }
        }
        bytes.append(Mark.stop)
    }

    // MARK: Playing back

    enum Part {
        case element(Name)
        /// An element of our namespace that is not in our vocabulary, or one of no namespace.
        case otherElement(String, isOurs: Bool)
        case foreignElement
        case attribute(Name, String)
        case otherAttribute(String, isOurs: Bool)
        /// The number keeps two of them apart.
        case foreignAttribute(Int)
        case text(String)
        case end
    }

    /// What was recorded, in order.
    var parts: [Part] {
        var parts: [Part] = []
        var index = 0
        func takeByte() -> UInt8 {
            defer { index += 1 }
            return index < bytes.count ? bytes[index] : Mark.end
        }
        func takeString() -> String {
            let start = min(index, bytes.count)
            let end = bytes[start...].firstIndex(of: Mark.stop) ?? bytes.count
            index = end + 1
            return String(decoding: bytes[start..<end], as: UTF8.self)
        }
        while index < bytes.count {
            switch takeByte() {
            case Mark.element: if let name = Name(rawValue: takeByte()) { parts.append(.element(name)) }
            case Mark.otherElement:
                let isOurs = takeByte() == 1
                parts.append(.otherElement(takeString(), isOurs: isOurs))
            case Mark.foreignElement: parts.append(.foreignElement)
            case Mark.attribute: if let name = Name(rawValue: takeByte()) { parts.append(.attribute(name, takeString())) }
            case Mark.otherAttribute:
                let isOurs = takeByte() == 1
                parts.append(.otherAttribute(takeString(), isOurs: isOurs))
            case Mark.foreignAttribute: parts.append(.foreignAttribute(index))
            case Mark.text: parts.append(.text(takeString()))
            default: parts.append(.end)
            }
        }
        return parts
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
