import TextScanning
import TranscriptCoding
import TranscriptModel

/// Reads what a header or a message has of other namespaces: each element is kept as an extension
/// `xml:{namespace}name` that holds it as XML, each attribute as `xml:@{namespace}name`.
struct ForeignReader: ~Copyable {
    /// How many elements of the foreign content being read are open.
    private(set) var depth = 0
    private var serializer = ForeignSerializer()
    private var name = Text()
    private var content = ForeignContent()
    /// Whether there is content that was not taken yet.
    private(set) var hasContent = false
    private var noted: Set<Text> = []

    init() {}

    /// Begins with the outermost element of foreign content.
    mutating func begin(_ tag: StartTag, _ problems: Problems) {
        name = Self.extensionName(of: tag.qualifiedName, isAttribute: false)
        note("<\(tag.qualifiedName.shown)>", problems)
        start(tag)
    }

    mutating func start(_ tag: StartTag) {
        depth += 1
        serializer.start(tag)
    }

    mutating func text(_ utf8: UnsafeBufferPointer<UInt8>) { serializer.text(utf8) }

    mutating func end() {
        depth -= 1
        serializer.end()
        if depth == 0 { add(serializer.take { Text(copying: $0) }) }
    }

    mutating func keep(_ attribute: StartTag.Attribute, _ problems: Problems) {
        name = Self.extensionName(of: attribute.qualifiedName, isAttribute: true)
        note("attribute '\(attribute.qualifiedName.shown)'", problems, attribute)
        add(attribute.withValue { Text(copying: $0) })
    }

    private mutating func add(_ value: Text) {
        content.add(name, value)
        hasContent = true
    }

    private static func extensionName(of name: QualifiedName, isAttribute: Bool) -> Text {
        Text("\(XMLSyntax.foreignPrefix)\(isAttribute ? "@" : ""){\(name.uri)}\(name.local)")
    }

    /// Says that foreign content is kept: once for each name, and not for ever where a document has endless names.
    private mutating func note(_ what: String, _ problems: Problems, _ attribute: StartTag.Attribute? = nil) {
        guard noted.count < 100, noted.insert(name).inserted else { return }
        problems.note(
            .xmlForeign, "\(what) of another namespace is kept as the extension \(String(name).shortened)",
            of: attribute)
    }

    /// `extensions` and, after them, the content read since this was called last.
    mutating func takeContent(after extensions: Members, _ problems: Problems) throws(ConversionError) -> Members {
        hasContent = false
        var all = extensions
        for name in content.move(into: &all) {
            try problems.recover(
                problems.error(
                    .xmlDuplicate, "extension \(String(name).shortened) is there as an element and in <extensions>"))
        }
        return all
    }
}

/// Writes an element of another namespace down as XML that can stand alone, while it is being read.
///
/// Prefixes stay as they are; a namespace is declared where its prefix is first used. Comments and processing
/// instructions are not part of it.
private struct ForeignSerializer: ~Copyable {
    private var output = OutputBuffer(capacity: 1024)
    /// Whether the start tag written last still lacks its `>`.
    private var tagIsOpen = false
    /// The declarations written, innermost last, and how many of them each open element found.
    private var declared: [(prefix: [UInt8], uri: [UInt8])] = []
    private var open: [(name: String, declarations: Int)] = []

    init() {}

    mutating func start(_ tag: StartTag) {
        closeTag()
        let name = tag.qualifiedName
        open.append((name.spelling, declared.count))
        output.append(UInt8(ascii: "<"))
        output.append(utf8: name.spelling)
        for index in 0..<tag.declarationCount {
            if let declaration = tag.declaration(at: index) { declare(declaration.prefix, declaration.uri) }
        }
        declare(Array(name.prefix.utf8), Array(name.uri.utf8))
        for index in 0..<tag.attributeCount {
            guard let attribute = tag.attribute(at: index) else { continue }
            let name = attribute.qualifiedName
            if name.hasNamespace { declare(Array(name.prefix.utf8), Array(name.uri.utf8)) }
            output.append(UInt8(ascii: " "))
            output.append(utf8: name.spelling)
            output.append("=\"")
            attribute.withValue { value in _ = output.appendAttributeValue(value, isForeign: true) }
            output.append(UInt8(ascii: "\""))
        }
        tagIsOpen = true
    }

    mutating func text(_ utf8: UnsafeBufferPointer<UInt8>) {
        closeTag()
        output.appendContent(utf8)
    }

    /// Ends the innermost element.
    mutating func end() {
        guard let element = open.popLast() else { return }
        if tagIsOpen {
            output.append("/>")
            tagIsOpen = false
        } else {
            output.append("</")
            output.append(utf8: element.name)
            output.append(UInt8(ascii: ">"))
        }
        declared.removeLast(declared.count - element.declarations)
    }

    /// Calls `body` with what was written since it was taken last.
    mutating func take<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        defer { output.removeAll() }
        return output.withBytes(body)
    }

    private mutating func closeTag() {
        if tagIsOpen { output.append(UInt8(ascii: ">")) }
        tagIsOpen = false
    }

    /// Writes a namespace declaration, unless the same one is in force.
    private mutating func declare(_ prefix: [UInt8], _ uri: [UInt8]) {
        if prefix == Array("xml".utf8) { return }
        let known = declared.last { $0.prefix == prefix }?.uri ?? []
        if known == uri { return }
        declared.append((prefix, uri))
        output.append(" xmlns")
        if !prefix.isEmpty {
            output.append(UInt8(ascii: ":"))
            prefix.withUnsafeBufferPointer { output.append($0) }
        }
        output.append("=\"")
        uri.withUnsafeBufferPointer { value in _ = output.appendAttributeValue(value, isForeign: true) }
        output.append(UInt8(ascii: "\""))
    }
}

/// What a header or a message has of other namespaces, by the names of the extensions that keep it.
private struct ForeignContent {
    private var names: [Text] = []
    private var values: [Text: [Text]] = [:]

    mutating func add(_ name: Text, _ value: Text) {
        if values[name] == nil { names.append(name) }
        values[name, default: []].append(value)
    }

    /// Adds one extension for each name to `extensions`: a string, or an array of strings where there were several.
    /// Returns the names that were there already, whose content was not added.
    mutating func move(into extensions: inout Members) -> [Text] {
        var builder = MembersBuilder()
        for entry in extensions { _ = builder.append(entry.name, entry.value) }
        var clashes: [Text] = []
        for name in names {
            let texts = (values[name] ?? []).map { Value.string($0) }
            let isAdded = builder.append(name, texts.count == 1 ? texts[0] : .array(texts))
            if !isAdded { clashes.append(name) }
        }
        extensions = builder.members
        self = ForeignContent()
        return clashes
    }
}
