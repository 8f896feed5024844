import CLibYAML
import TextScanning
import TranscriptCoding
import TranscriptModel

/// A mapping read from YAML: its entries, and on which line each begins.
struct YAMLMapping: Equatable {
    var members: Members
    /// Where the lines start that the top-level keys stand on, in order, in bytes.
    var keyLineStarts: [Int]
    /// Whether each entry means the same when it is read alone: no anchors, aliases, directives or repeated keys, and
    /// every key on a line of its own.
    var isSeparable: Bool
    /// What stands in the text and is in no entry.
    var omitted: [OmittedPart] = []
}

/// Why front matter could not be read.
struct YAMLFailure: Error {
    var code = DiagnosticCode.invalidFrontMatter
    var message: String
    /// What to do about it.
    var help: String?
    /// Where it is, in Unicode scalars.
    var place: Int
}

/// Reads one YAML mapping through libyaml into values. Scalars are resolved by the core schema (YAML 1.2.2, 10.3),
/// and numbers are written as JSON writes them; what JSON has no number for (`.inf`, `.nan`) stays a string.
///
/// Owns the libyaml handle; events are freed as soon as they are turned into Swift values.
struct YAMLReader: ~Copyable {
    private var parser: YAMLParser
    private var isSeparable = true
    private let depthLimit: Int
    /// Where the last event ends, in Unicode scalars.
    private var place = 0
    private var anchors: [Text: Anchored] = [:]
    /// How many values there are so far, those that aliases repeat counted each time.
    private var valueCount = 0
    private var omissions = YAMLOmissions()
    /// Characters that libyaml would take for line breaks.
    private var separators: LineSeparators?

    /// Aliases can repeat aliases: a page of a few lines could stand for more values than memory holds.
    private static let mostValues = 100_000

    private struct Anchored {
        var value: Value
        var valueCount: Int
        /// How many arrays and objects are inside each other.
        var height: Int
    }

    private init(_ text: UnsafeBufferPointer<UInt8>, depthLimit: Int) throws(YAMLFailure) {
        parser = try YAMLParser(text)
        self.depthLimit = depthLimit
    }

    /// Reads `text`, which holds one mapping or nothing.
    static func mapping(in text: Text, depthLimit: Int) throws(YAMLFailure) -> YAMLMapping {
        // A plain mapping may have lists in it.
        if depthLimit >= 2, let plain = YAMLPlainMapping.mapping(in: text) { return plain }
        return try parsedMapping(in: text, depthLimit: depthLimit)
    }

    /// Reads `text` through libyaml, whatever it holds.
    static func parsedMapping(in text: Text, depthLimit: Int) throws(YAMLFailure) -> YAMLMapping {
        let separators = LineSeparators(in: text)
        let shown = separators?.hidden(in: text) ?? text
        return try text.withUTF8 { (utf8) throws(YAMLFailure) in
            var mapping = try shown.withUTF8 { (shown) throws(YAMLFailure) in
                var reader = try YAMLReader(shown, depthLimit: depthLimit)
                reader.separators = separators
                do throws(YAMLFailure) {
                    var mapping = try reader.readDocument()
                    mapping.omitted = reader.omissions.parts(of: utf8)
                    return mapping
                } catch {
                    throw error.explained(by: utf8)
                }
            }
            mapping.keyLineStarts = utf8.offsets(ofScalars: mapping.keyLineStarts)
            return mapping
        }
    }

    private mutating func readDocument() throws(YAMLFailure) -> YAMLMapping {
        guard case .streamStart = try parser.next().kind else { throw parser.failure("this is no YAML") }
        let start = try parser.next()
        if case .streamEnd = start.kind { return YAMLMapping(members: Members(), keyLineStarts: [], isSeparable: true) }
        if case .documentStart(let isImplicit) = start.kind, !isImplicit { isSeparable = false }
        let root = try nextEvent()
        let mapping: YAMLMapping
        switch root.kind {
        case .mappingStart(let isFlow, let anchor):
            if isFlow || anchor != nil { isSeparable = false }
            mapping = try readRoot()
        case .scalar(let scalar) where scalar.isPlain && scalar.value.isEmpty:
            mapping = YAMLMapping(members: Members(), keyLineStarts: [], isSeparable: false)
        default: throw YAMLFailure(message: "front matter must be a mapping of keys to values", place: root.range.lowerBound)
        }
        let end = try parser.next()
        if case .documentEnd(let isImplicit) = end.kind, !isImplicit { isSeparable = false }
        let after = try parser.next()
        guard case .streamEnd = after.kind else {
            throw YAMLFailure(message: "a second document starts inside the front matter", place: after.range.lowerBound)
        }
        return YAMLMapping(members: mapping.members, keyLineStarts: mapping.keyLineStarts, isSeparable: isSeparable)
    }

    private mutating func readRoot() throws(YAMLFailure) -> YAMLMapping {
        var builder = MembersBuilder()
        var keyLineStarts: [Int] = []
        var entries = YAMLEntryPlaces()
        while let key = try readKey() {
            if keyLineStarts.last == key.lineStart { isSeparable = false }
            keyLineStarts.append(key.lineStart)
            append(key, try readValue(depth: 1), to: &builder, &entries)
        }
        return YAMLMapping(members: builder.members, keyLineStarts: keyLineStarts, isSeparable: isSeparable)
    }

    /// Adds a member. A key that comes again replaces the value, as most YAML readers do; the text keeps both.
    private mutating func append(_ key: Key, _ value: Value, to builder: inout MembersBuilder, _ entries: inout YAMLEntryPlaces) {
        let earlier = entries.replace(key.name, with: key.start..<max(key.start, place))
        if builder.append(key.name, value) { return }
        isSeparable = false
        builder.replace(key.name, with: value)
        if let earlier { omissions.add(.repeatedKeys, earlier) }
    }

    private struct Key {
        var name: Text
        /// Where it starts, and where its line does, in Unicode scalars.
        var start: Int
        var lineStart: Int
    }

    /// The next event, of which is noted what it passes over.
    private mutating func nextEvent() throws(YAMLFailure) -> YAMLEvent {
        var event = try parser.next()
        if let separators, case .scalar(var scalar) = event.kind {
            scalar.value = separators.shown(in: scalar.value)
            event.kind = .scalar(scalar)
        }
        place = event.range.upperBound
        omissions.pass(event)
        return event
    }

    /// The next key, or nil at the mapping's end.
    private mutating func readKey() throws(YAMLFailure) -> Key? {
        let event = try nextEvent()
        switch event.kind {
        case .mappingEnd: return nil
        case .scalar(let scalar):
            keep(.string(scalar.value), as: scalar.anchor, valuesBefore: valueCount)
            return Key(name: scalar.value, start: event.range.lowerBound, lineStart: event.lineStart)
        case .alias(let name):
            guard case .string(let text) = try value(ofAlias: name, depth: 0, place: event.range.lowerBound) else {
                throw YAMLFailure(message: "a key must be a plain or quoted text", place: event.range.lowerBound)
            }
            return Key(name: text, start: event.range.lowerBound, lineStart: event.lineStart)
        default: throw YAMLFailure(message: "a key must be a plain or quoted text", place: event.range.lowerBound)
        }
    }

    private mutating func readValue(depth: Int) throws(YAMLFailure) -> Value {
        try readValue(from: nextEvent(), depth: depth)
    }

    private mutating func readValue(from event: YAMLEvent, depth: Int) throws(YAMLFailure) -> Value {
        if depth > depthLimit {
            throw tooDeep(place: event.range.lowerBound)
        }
        let valuesBefore = valueCount
        valueCount += 1
        switch event.kind {
        case .scalar(let scalar):
            return keep(YAMLScalarResolution.value(of: scalar), as: scalar.anchor, valuesBefore: valuesBefore)
        case .sequenceStart(let anchor):
            var items: [Value] = []
            while true {
                let item = try nextEvent()
                if case .sequenceEnd = item.kind { break }
                items.append(try readValue(from: item, depth: depth + 1))
            }
            return keep(.array(items), as: anchor, valuesBefore: valuesBefore)
        case .mappingStart(_, let anchor):
            var builder = MembersBuilder()
            var entries = YAMLEntryPlaces()
            while let key = try readKey() { append(key, try readValue(depth: depth + 1), to: &builder, &entries) }
            return keep(.object(builder.members), as: anchor, valuesBefore: valuesBefore)
        case .alias(let name): return try value(ofAlias: name, depth: depth, place: event.range.lowerBound)
        default: throw YAMLFailure(message: "a value is missing", place: event.range.lowerBound)
        }
    }

    /// Remembers an anchored value. Entries of a page with anchors are not separable: one may stand for another.
    @discardableResult
    private mutating func keep(_ value: Value, as anchor: Text?, valuesBefore: Int) -> Value {
        if let anchor {
            isSeparable = false
            anchors[anchor] = Anchored(
                value: value, valueCount: valueCount - valuesBefore, height: Self.height(of: value))
        }
        return value
    }

    private mutating func value(ofAlias name: Text, depth: Int, place: Int) throws(YAMLFailure) -> Value {
        guard let anchored = anchors[name] else {
            throw YAMLFailure(message: "nothing is called &\(name) before *\(name)", place: place)
        }
        isSeparable = false
        valueCount += anchored.valueCount
        if valueCount > Self.mostValues {
            throw YAMLFailure(
                code: .aliasesRepeatTooMuch, message: "aliases repeat more than \(Self.mostValues) values", place: place)
        }
        if depth + anchored.height > depthLimit { throw tooDeep(place: place) }
        return anchored.value
    }

    private func tooDeep(place: Int) -> YAMLFailure {
        YAMLFailure(code: .nestedTooDeep, message: "values are nested more than \(depthLimit) deep", place: place)
    }

    private static func height(of value: Value) -> Int {
        switch value {
        case .array(let items): 1 + (items.lazy.map { height(of: $0) }.max() ?? 0)
        case .object(let members): 1 + (members.lazy.map { height(of: $0.value) }.max() ?? 0)
        default: 0
        }
    }
}

/// What libyaml saw, as Swift values.
struct YAMLEvent {
    enum Kind {
        case streamStart, streamEnd
        case documentStart(isImplicit: Bool), documentEnd(isImplicit: Bool)
        case mappingStart(isFlow: Bool, anchor: Text?), mappingEnd
        case sequenceStart(anchor: Text?), sequenceEnd
        case scalar(YAMLScalar)
        case alias(Text)
        case nothing
    }

    var kind: Kind
    /// Where the line starts that it is on, in Unicode scalars.
    var lineStart: Int
    /// Where it stands, in Unicode scalars.
    var range: Range<Int>
    /// The tag of a value, resolved; nil where the source gives none.
    var tag: String?
}

struct YAMLScalar {
    var value: Text
    var isPlain: Bool
    /// The tag, resolved; nil where the source gives none.
    var tag: String?
    var anchor: Text?
}

/// The libyaml handle.
private struct YAMLParser: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>

    /// Starts on `text`, which must stay valid as long as this value.
    init(_ text: UnsafeBufferPointer<UInt8>) throws(YAMLFailure) {
        parser = .allocate(capacity: 1)
        // What is thrown here is thrown by a whole value: its `deinit` cleans up, also what libyaml left empty.
        guard yaml_parser_initialize(parser) == 1 else { throw YAMLFailure(message: "out of memory", place: 0) }
        // libyaml wants a pointer even for no bytes.
        let empty: StaticString = ""
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, text.baseAddress ?? empty.utf8Start, text.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    func next() throws(YAMLFailure) -> YAMLEvent {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw problem() }
        defer { yaml_event_delete(&event) }
        let mark = event.start_mark
        return YAMLEvent(
            kind: Self.kind(of: event), lineStart: Int(mark.index) - Int(mark.column),
            range: Int(mark.index)..<max(Int(mark.index), Int(event.end_mark.index)), tag: Self.tag(of: event))
    }

    func failure(_ message: String) -> YAMLFailure {
        YAMLFailure(message: message, place: Int(parser.pointee.mark.index))
    }

    private func problem() -> YAMLFailure {
        let parser = parser.pointee
        let text = parser.problem.map { String(cString: $0) } ?? "this is no YAML"
        if parser.error == YAML_READER_ERROR { return YAMLFailure(message: text, place: Int(parser.mark.index)) }
        let context = parser.context.map { String(cString: $0) }
        return YAMLProblem.failure(
            text, at: Int(parser.problem_mark.index), isLater: parser.problem_mark.line > parser.context_mark.line,
            while: context.map { ($0, Int(parser.context_mark.index)) })
    }

    private static func kind(of event: yaml_event_t) -> YAMLEvent.Kind {
        switch event.type {
        case YAML_STREAM_START_EVENT: return .streamStart
        case YAML_STREAM_END_EVENT: return .streamEnd
        case YAML_DOCUMENT_START_EVENT: return .documentStart(isImplicit: event.data.document_start.implicit == 1)
        case YAML_DOCUMENT_END_EVENT: return .documentEnd(isImplicit: event.data.document_end.implicit == 1)
        case YAML_MAPPING_START_EVENT:
            let mapping = event.data.mapping_start
            return .mappingStart(isFlow: mapping.style == YAML_FLOW_MAPPING_STYLE, anchor: name(mapping.anchor))
        case YAML_MAPPING_END_EVENT: return .mappingEnd
        case YAML_SEQUENCE_START_EVENT: return .sequenceStart(anchor: name(event.data.sequence_start.anchor))
        case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
        case YAML_SCALAR_EVENT: return .scalar(scalar(of: event))
        case YAML_ALIAS_EVENT: return .alias(name(event.data.alias.anchor) ?? Text())
        default: return .nothing
        }
    }

    private static func tag(of event: yaml_event_t) -> String? {
        let tag =
            switch event.type {
            case YAML_MAPPING_START_EVENT: event.data.mapping_start.tag
            case YAML_SEQUENCE_START_EVENT: event.data.sequence_start.tag
            case YAML_SCALAR_EVENT: event.data.scalar.tag
            default: nil as UnsafeMutablePointer<yaml_char_t>?
            }
        return tag.map { String(decodingCString: $0, as: UTF8.self) }
    }

    /// The name of an anchor; libyaml checked that it is made of ASCII letters, digits, `-` and `_`.
    private static func name(_ anchor: UnsafeMutablePointer<yaml_char_t>?) -> Text? {
        anchor.map { Text(String(decodingCString: $0, as: UTF8.self)) }
    }

    private static func scalar(of event: yaml_event_t) -> YAMLScalar {
        let scalar = event.data.scalar
        // libyaml checked that it is UTF-8.
        let value = Text(copying: UnsafeBufferPointer(start: scalar.value, count: scalar.length))
        let tag = scalar.tag.map { String(decodingCString: $0, as: UTF8.self) }
        return YAMLScalar(
            value: value, isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE, tag: tag, anchor: name(scalar.anchor))
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Where Unicode scalars begin in this UTF-8 that are counted from 0, as libyaml does; they rise. Those past the end are
    /// left out.
    func offsets(ofScalars scalars: [Int]) -> [Int] {
        var wanted = scalars[...]
        var offsets: [Int] = []
        var scalar = -1
        for (index, byte) in enumerated() where byte & 0xC0 != 0x80 {
            scalar += 1
            while scalar == wanted.first {
                offsets.append(index)
                wanted = wanted.dropFirst()
            }
        }
        return offsets
    }
}
