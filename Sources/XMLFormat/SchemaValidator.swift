import CLibXML2

/// Owns libxml2's RELAX NG validator: the compiled schema, and the document that is judged. With `PushParser`, this is all
/// that is C of this codec.
///
/// libxml2 judges an element as it comes only where its content model is a regular expression. Ours are interleaves (the
/// parts of a message stand in any order), so it needs each element whole: it is handed one small tree after the other, of
/// a message or of what stands before the first, and the schema is compiled so that either may be a document's element.
final class SchemaValidator {
    /// What libxml2 objects to.
    struct Objection {
        /// Which element, counted in the order of start tags from 0.
        var element: Int
        /// What is wrong, as a sentence in lower case without a full stop.
        var message: String
    }

    private let schema: xmlRelaxNGPtr
    private let context: xmlRelaxNGValidCtxtPtr
    private let document: xmlDocPtr
    /// The first objection, which the callback keeps here.
    private let first: UnsafeMutablePointer<Objection?>

    /// Compiles the schema; nil where libxml2 has no memory for it.
    init?() {
        _ = Self.libraryIsReady
        guard let schema = Self.compiled(XMLFormat.relaxNGOfParts) else { return nil }
        guard let context = xmlRelaxNGNewValidCtxt(schema), let document = xmlNewDoc("1.0") else {
            xmlRelaxNGFree(schema)
            return nil
        }
        self.schema = schema
        self.context = context
        self.document = document
        first = .allocate(capacity: 1)
        first.initialize(to: nil)
        xmlRelaxNGSetValidStructuredErrors(context, Self.keepFirst, first)
    }

    deinit {
        xmlRelaxNGFreeValidCtxt(context)
        xmlRelaxNGFree(schema)
        xmlFreeDoc(document)
        first.deinitialize(count: 1)
        first.deallocate()
    }

    /// Judges a shape: nil where the schema allows it.
    func objection(to shape: ElementShape) -> Objection? {
        first.pointee = nil
        guard let root = SchemaTree(document).root(of: shape) else { return nil }
        xmlDocSetRootElement(document, root)
        defer {
            xmlUnlinkNode(root)
            xmlFreeNode(root)
        }
        if xmlRelaxNGValidateDoc(context, document) <= 0 { return nil }
        return first.pointee ?? Objection(element: 0, message: "the schema does not allow this")
    }

    /// Not to be done by two threads at once, as parsing a schema would.
    private static let libraryIsReady: Void = {
        xmlInitParser()
        xmlRelaxNGInitTypes()
    }()

    private static func compiled(_ grammar: String) -> xmlRelaxNGPtr? {
        var grammar = grammar
        return grammar.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) { characters in
                guard let parser = xmlRelaxNGNewMemParserCtxt(characters.baseAddress, Int32(characters.count)) else {
                    return nil
                }
                defer { xmlRelaxNGFreeParserCtxt(parser) }
                // It would say on standard error what is wrong with the schema, which tests say.
                xmlRelaxNGSetParserStructuredErrors(parser, { _, _ in }, nil)
                return xmlRelaxNGParse(parser)
            }
        }
    }

    private static let keepFirst: xmlStructuredErrorFunc = { first, error in
        guard let first = first?.assumingMemoryBound(to: Objection?.self), first.pointee == nil, let error else { return }
        var node = error.pointee.node?.assumingMemoryBound(to: xmlNode.self)
        while let current = node, current.pointee.type != XML_ELEMENT_NODE { node = current.pointee.parent }
        first.pointee = Objection(element: Int(bitPattern: node?.pointee._private), message: message(for: error.pointee))
    }

    /// Our words for what libxml2 says most, so that they are the same with each of its versions.
    private static func message(for error: xmlError) -> String {
        func name(_ pointer: UnsafeMutablePointer<CChar>?) -> String { pointer.map { String(cString: $0).shortened } ?? "" }
        switch xmlRelaxNGValidErr(UInt32(bitPattern: error.code)) {
        case XML_RELAXNG_ERR_ELEMNAME:
            return "the schema does not allow <\(name(error.str2))> here, but <\(name(error.str1))>"
        case XML_RELAXNG_ERR_ELEMWRONG, XML_RELAXNG_ERR_EXTRACONTENT, XML_RELAXNG_ERR_INTEREXTRA:
            return "the schema does not allow what stands here"
        case XML_RELAXNG_ERR_INVALIDATTR: return "the schema does not allow attribute '\(name(error.str1))' here"
        case XML_RELAXNG_ERR_ATTRVALID: return "the schema does not allow the attributes of <\(name(error.str1))>, or misses one"
        case XML_RELAXNG_ERR_CONTENTVALID: return "the schema does not allow the content of <\(name(error.str1))>, or misses some"
        case XML_RELAXNG_ERR_DATATYPE, XML_RELAXNG_ERR_TYPE, XML_RELAXNG_ERR_TYPEVAL, XML_RELAXNG_ERR_VALUE,
            XML_RELAXNG_ERR_VALELEM:
            return "the schema does not allow the value here"
        default:
            let words = error.message.map { String(cString: $0).prefix { $0 != "\n" } } ?? ""
            return words.isEmpty ? "the schema does not allow this" : "libxml2 says of the schema: \(String(words).shortened)"
        }
    }
}

/// Builds the tree of a shape. Each element knows its number, in `_private`, which libxml2 leaves to us.
private struct SchemaTree {
    let document: xmlDocPtr

    init(_ document: xmlDocPtr) { self.document = document }

    /// The tree's root, which is the caller's to free.
    func root(of shape: ElementShape) -> xmlNodePtr? {
        var root: xmlNodePtr?
        var ours: xmlNsPtr?
        var foreign: xmlNsPtr?
        var current: xmlNodePtr?
        var count = 0
        var foreignCount = 0
        func open(_ name: String, _ namespace: xmlNsPtr?) {
            guard let node = xmlNewDocNode(document, nil, name, nil) else { return }
            node.pointee._private = UnsafeMutableRawPointer(bitPattern: count)
            count += 1
            if let current {
                xmlAddChild(current, node)
            } else {
                root = node
                ours = xmlNewNs(node, XMLSyntax.namespace, nil)
                foreign = xmlNewNs(node, "urn:other", "other")
            }
            current = node
            xmlSetNs(node, namespace ?? ours)
        }
        for part in shape.parts {
            switch part {
            case .element(let name): open(count == 0 ? name.ofPart : name.spelling, ours)
            case .otherElement(let name, let isOurs):
                open(name, ours)
                if !isOurs, let current { xmlSetNs(current, nil) }
            case .foreignElement: open("foreign", foreign)
            case .attribute(let name, let value): xmlNewProp(current, name.spelling, value)
            case .otherAttribute(let name, let isOurs): xmlNewNsProp(current, isOurs ? ours : nil, name, "")
            case .foreignAttribute:
                // Two of an element must not be one.
                xmlNewNsProp(current, foreign, "foreign\(foreignCount)", "")
                foreignCount += 1
            case .text(let text):
                if let text = xmlNewDocText(document, text) { xmlAddChild(current, text) }
            case .end: current = current?.pointee.parent.flatMap { $0.pointee.type == XML_ELEMENT_NODE ? $0 : nil }
            }
        }
        return root
    }
}

extension Name {
    /// The name by which the schema of parts knows an element with the content of this one.
    fileprivate var ofPart: String {
        switch self {
        case .id, .title, .action, .actor, .actorID, .displayName, .emoji, .mediaType, .messageID, .name, .path, .replyTo,
            .sender, .senderID, .url, .key: Name.body.spelling
        default: spelling
        }
    }
}
