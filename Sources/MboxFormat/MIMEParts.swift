import TextScanning
import TranscriptCoding
import TranscriptModel

/// What a `Content-Type:` field says (RFC 2045, 5). One value serves all parts that say the same.
final class ContentType: Sendable {
    /// Type and subtype, in lower case.
    let mediaType: [UInt8]
    let parameters: FieldParameters
    let charset: Charset
    /// Whether what is of the type is to be shown as text. A type without a subtype nobody can read as anything else.
    let isText: Bool
    let isHTML: Bool
    let isMultipart: Bool
    /// Whether a parameter gives the part a name.
    let hasName: Bool
    /// Whether the field says more than what is made of it.
    let saysMore: Bool
    /// How the lines of a text are to be put together; nil where they stay as they are.
    let flow: FlowedText?

    init(_ parameters: FieldParameters, default mediaType: StaticString) {
        let given = parameters.value
        let type = given.isEmpty ? mediaType.withUTF8Buffer { Array($0) } : given
        self.mediaType = type
        self.parameters = parameters
        // No name has blanks in it: behind one stands a parameter whose semicolon was forgotten.
        let charsetValue = parameters.bytes("charset")
        let charsetName = charsetValue.map { $0.prefix { !$0.isBlank } }
        charset = charsetName.map { $0.withUnsafeBufferPointer { Charset(label: $0) } } ?? .undeclared
        func isType(_ literal: StaticString) -> Bool { type.withUnsafeBufferPointer { $0.equals(literal) } }
        isHTML = isType("text/html")
        isText = isHTML || isType("text/plain") || !type.contains(UInt8(ascii: "/")) || isType("text/enriched") || isType("text/markdown")
        flow = isText && !isHTML ? FlowedText(parameters) : nil
        isMultipart = type.withUnsafeBufferPointer { $0.starts(with: "multipart/") }
        hasName = parameters.has("name")
        let used: [StaticString] =
            if isMultipart { ["boundary"] } else if isText { ["charset", "format", "delsp", "name"] }
            // What a transcript says of itself is read as text.
            else if isType("application/json") { ["charset", "name"] } else { ["name"] }
        let isUnused = isMultipart ? !Self.multiparts.contains { isType($0) } : isText && !isHTML && !isType("text/plain")
        // A value that nobody quoted goes on in the next line. No boundary does.
        let isOddCharset = charsetName?.count != charsetValue?.count
        let isOddBoundary = isMultipart && parameters.bytes("boundary")?.contains { $0 < 0x20 } ?? false
        saysMore =
            isUnused || isOddBoundary || isOddCharset || parameters.hasStrayWords || parameters.haveOther(than: used) || charset.isUnknown
    }

    /// What a multipart can be so that nothing more is to be made of its type.
    private static let multiparts: [StaticString] = [
        "multipart/mixed", "multipart/alternative", "multipart/related", "multipart/digest", "multipart/signed", "multipart/report",
    ]

    static let plain = ContentType(FieldParameters(), default: "text/plain")
    static let mail = ContentType(FieldParameters(), default: "message/rfc822")
}

/// The content types of an archive, each read once: nearly all of its mails have one of a few.
final class ContentTypes {
    private struct Entry {
        let value: [UInt8]
        let type: ContentType
    }

    /// Each in the place that its bytes tell; what comes there next takes its place.
    private var known = [Entry?](repeating: nil, count: 128)

    func type(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) -> ContentType {
        let value = bytes.slice(range)
        let place = Self.place(of: value)
        if let entry = known[place], entry.value.withUnsafeBufferPointer({ $0.hasSameBytes(as: value) }) { return entry.type }
        let type = ContentType(FieldParameters(bytes, in: range), default: "text/plain")
        // A boundary is never seen again.
        if !type.isMultipart, range.count <= 200 { known[place] = Entry(value: Array(value), type: type) }
        return type
    }

    /// A number under 128 that differs between most types: they differ in their length, in their middle, or in the name of the
    /// charset at their end.
    private static func place(of value: UnsafeBufferPointer<UInt8>) -> Int {
        guard let last = value.last else { return 0 }
        return (value.count &* 31 ^ Int(last) &* 7 ^ Int(value[value.count / 2]) &* 3 ^ Int(value[value.count &* 3 / 4])) & 127
    }
}

/// The tree of a mail's parts. Node 0 is the mail itself.
struct MIMETree {
    enum Content {
        case leaf(MIMELeaf)
        case multipart(Kind)
    }

    /// What a `multipart` means for what is shown.
    enum Kind {
        case mixed, alternative, related, digest
    }

    struct Node {
        var content: Content
        var children: [Int] = []
        var depth: Int
    }

    enum Finding {
        case tooDeep(at: Int)
        case tooManyParts(at: Int)
        case unclosed(at: Int)
        case noBoundary(at: Int)
        case tooManyFields(at: Int)
    }

    private(set) var nodes: [Node] = []
    private(set) var findings: [Finding] = []
    /// What of the mail is in no part.
    private(set) var omissions: [OmittedPart] = []

    /// The most parts that a mail can have.
    static let mostParts = 10_000

    /// One `multipart` that is being read.
    private struct Level {
        var node: Int
        var boundary: [UInt8]
        /// Where it starts.
        var start: Int
        /// Where the part's header starts that is being read; nil before the first and after the last.
        var partStart: Int?
        /// Where what is in no part starts; nil inside a part.
        var outsideStart: Int?
        /// What its header says, for the case that it has no parts.
        var whole: MIMELeaf
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private let types: ContentTypes
    private let deepest: Int
    private var levels: [Level] = []
    /// The header of the part that starts, in memory that serves all parts.
    private var partHeader = HeaderBlock()

    /// Reads the body of a mail, which its header says is `whole`.
    ///
    /// It goes over the lines once, with the boundaries of all parts that are open, so that parts in parts cost no more.
    init(
        of whole: MIMELeaf, _ bytes: UnsafeBufferPointer<UInt8>, _ types: ContentTypes, deepest: Int
    ) {
        let body = whole.body
        self.bytes = bytes
        self.types = types
        self.deepest = deepest
        open(whole, parent: nil)
        guard !levels.isEmpty else { return }
        var index = body.lowerBound
        while index < body.upperBound, !levels.isEmpty {
            let line = bytes.line(at: index, to: body.upperBound)
            if line.end - index >= 2, bytes[index] == UInt8(ascii: "-"), bytes[index + 1] == UInt8(ascii: "-") {
                index = takeDelimiter(index..<line.end, next: line.next, to: body.upperBound)
            } else {
                index = line.next
            }
        }
        while let level = levels.last {
            findings.append(.unclosed(at: level.start))
            closeLevel(at: body.upperBound)
        }
        omit(outside: index, to: body.upperBound)
    }

    /// Notes what stands where no part is, but for blank lines.
    private mutating func omit(outside start: Int, to end: Int) {
        let range = bytes.trimmed(start..<max(start, end))
        if !range.isEmpty { omissions.append(OmittedPart(.textOutsideParts, range)) }
    }

    /// Makes the node of a part: a leaf, or the start of another level.
    private mutating func open(_ part: MIMELeaf, parent: Int?) {
        let depth = parent.map { nodes[$0].depth + 1 } ?? 0
        var leaf = part
        let body = leaf.body
        let node = nodes.count
        if let parent { nodes[parent].children.append(node) }
        if leaf.type.isMultipart {
            if depth >= deepest {
                findings.append(.tooDeep(at: body.lowerBound))
            } else if let boundary = leaf.type.parameters.bytes("boundary"), !boundary.isEmpty, boundary.count <= 1000 {
                nodes.append(Node(content: .multipart(Self.kind(leaf)), depth: depth))
                levels.append(
                    Level(
                        node: node, boundary: boundary, start: body.lowerBound, partStart: nil, outsideStart: body.lowerBound,
                        whole: leaf))
                return
            } else {
                findings.append(.noBoundary(at: body.lowerBound))
            }
            // What cannot be taken apart is shown as it is.
            leaf.type = ContentType.plain
        }
        nodes.append(Node(content: .leaf(leaf), depth: depth))
    }

    private static func kind(_ leaf: MIMELeaf) -> Kind {
        if leaf.isType("multipart/alternative") { return .alternative }
        if leaf.isType("multipart/related") { return .related }
        return leaf.isType("multipart/digest") ? .digest : .mixed
    }

    /// Takes a line that starts with two hyphens. Returns where to go on.
    private mutating func takeDelimiter(_ line: Range<Int>, next: Int, to limit: Int) -> Int {
        guard let delimiter = delimiter(line) else { return next }
        // The line break before a boundary belongs to it.
        let end = endOfPart(before: line.lowerBound)
        while levels.count - 1 > delimiter.level, let inner = levels.last {
            findings.append(.unclosed(at: inner.start))
            closeLevel(at: end)
        }
        omit(outside: delimiter.rest.lowerBound, to: delimiter.rest.upperBound)
        if delimiter.closes {
            closeLevel(at: end)
            if let outer = levels.indices.last { levels[outer].outsideStart = next }
            return next
        }
        finishPart(at: end)
        if nodes.count >= Self.mostParts {
            findings.append(.tooManyParts(at: line.lowerBound))
            omissions.append(OmittedPart(.partsPastLimit, line.lowerBound..<limit))
            levels.removeAll()
            return limit
        }
        return startPart(at: next, to: limit)
    }

    private func endOfPart(before boundary: Int) -> Int {
        guard boundary > 0, bytes[boundary - 1] == MboxSyntax.lineFeed else { return boundary }
        return boundary > 1 && bytes[boundary - 2] == MboxSyntax.carriageReturn ? boundary - 2 : boundary - 1
    }

    /// A line that is a boundary.
    private struct Delimiter {
        var level: Int
        /// Whether it is the last of its level.
        var closes: Bool
        /// What stands behind it in the line.
        var rest: Range<Int>
    }

    /// The innermost level that the line is a boundary of.
    private func delimiter(_ line: Range<Int>) -> Delimiter? {
        for index in levels.indices.reversed() {
            let boundary = levels[index].boundary
            let end = line.lowerBound + 2 + boundary.count
            guard end <= line.upperBound,
                boundary.withUnsafeBufferPointer({ $0.hasSameBytes(as: bytes.slice(line.lowerBound + 2..<end)) })
            else { continue }
            // RFC 2046, 5.1.1: that the boundary begins a line is enough.
            let rest = bytes.trimmed(end..<line.upperBound)
            let closes = bytes.slice(rest).starts(with: "--")
            return Delimiter(level: index, closes: closes, rest: closes ? rest.dropFirst(2) : rest)
        }
        return nil
    }

    private mutating func startPart(at start: Int, to limit: Int) -> Int {
        guard let level = levels.indices.last else { return start }
        var header = HeaderBlock()
        swap(&header, &partHeader)
        defer { swap(&header, &partHeader) }
        header.read(bytes, from: start, to: limit, isPart: true)
        let lost = firstPart(behind: header)
        if let lost { header.read(bytes, from: start, to: lost, isPart: true) }
        // A part without a blank line may not even have a header; its boundary is no field and ends one.
        levels[level].partStart = header.end
        let depth = levels.count
        let parent = levels[level].node
        if let excess = header.excess {
            findings.append(.tooManyFields(at: excess))
            omissions.append(OmittedPart(.partsPastLimit, excess..<max(excess, header.end)))
        }
        omitFields(of: header)
        let body = header.end..<header.end
        let part = MIMELeaf(header, bytes, types, body: body, inDigest: nodes[parent].isDigest)
        for field in part.unused { omissions.append(OmittedPart(.partFields, field.range)) }
        open(part, parent: parent)
        if levels.count > depth {
            levels[level].partStart = nil
            // No deeper than the levels are.
            if let lost { return startPart(at: lost, to: limit) }
        }
        return header.end
    }

    /// Where the first part of a multipart starts whose header runs into its own: its boundary was lost. No header has two
    /// types.
    private func firstPart(behind header: HeaderBlock) -> Int? {
        guard let type = header.first(.contentType), bytes.slice(type.value).startsIgnoringCase(with: "multipart/", at: 0),
            levels.count < deepest
        else { return nil }
        return header.fields.first { $0.kind == .contentType && $0.name.lowerBound > type.name.lowerBound }?.name.lowerBound
    }

    /// Notes the fields of a part that say nothing of its form, or of what is attached.
    private mutating func omitFields(of header: HeaderBlock) {
        for field in header.fields where !field.kind.isAboutPart && !field.kind.isAboutForm {
            omissions.append(OmittedPart(.partFields, field.range))
        }
        for line in header.strayLines { omissions.append(OmittedPart(.strayHeaderLines, line)) }
    }

    /// Ends the part of the innermost level that is being read, or what is in none.
    private mutating func finishPart(at end: Int) {
        if let level = levels.indices.last, let start = levels[level].outsideStart {
            levels[level].outsideStart = nil
            omit(outside: start, to: end)
        }
        guard let level = levels.last, let start = level.partStart, let child = nodes[level.node].children.last else {
            return
        }
        if case .leaf(var leaf) = nodes[child].content {
            leaf.body = start..<max(start, end)
            nodes[child].content = .leaf(leaf)
        }
        levels[levels.count - 1].partStart = nil
    }

    private mutating func closeLevel(at end: Int) {
        if !showAsText(to: end) { finishPart(at: end) }
        levels.removeLast()
    }

    /// Makes a text of the innermost level where it has no parts: its boundary never came. Returns whether it did.
    private mutating func showAsText(to end: Int) -> Bool {
        guard let level = levels.last, nodes[level.node].children.isEmpty else { return false }
        let body = level.start..<max(level.start, end)
        if bytes.trimmed(body).isEmpty { return false }
        var leaf = level.whole
        leaf.type = ContentType.plain
        leaf.body = body
        nodes[level.node].content = .leaf(leaf)
        return true
    }
}

extension MIMETree.Node {
    fileprivate var isDigest: Bool {
        if case .multipart(.digest) = content { true } else { false }
    }
}
