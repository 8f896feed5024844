import CLibXML2
import TextScanning
import TranscriptCoding

/// Owns a libxml2 push parser. All that is C of reading is in this file: the handle, its callbacks, and the pointers
/// behind a `StartTag`, none of which outlives the call it was handed out in. (`SyntaxError` knows the error numbers, and
/// `SchemaValidator` owns what validation needs.)
///
/// Bytes go in with `feed`, elements and text come out at a builder during that call. The parser is told to read
/// UTF-8 whatever the XML declaration says, to load nothing, and to expand nothing; a DOCTYPE stops it before its
/// content is looked at. The first failure ends everything: after it the builder gets nothing more.
///
/// Names are interned in the parser's own dictionary, so that comparing two names is comparing two pointers.
final class PushParser {
    enum Failure {
        /// The document is not well-formed, or not as Namespaces in XML wants it.
        case syntax(SyntaxError)
        case doctype
        /// What the builder says to it is wrong.
        case builder(ConversionError)
    }

    enum DoctypePolicy {
        case refuse
        /// Read it to judge whether the document is well-formed, as the conformance suites ask: no file is opened, and
        /// no entity is expanded in what the builder gets. Only tests do this.
        case judge
    }

    private let context: xmlParserCtxtPtr
    private let vocabulary: InternedNames
    private(set) var failure: Failure?

    init(doctype: DoctypePolicy = .refuse) throws(ConversionError) {
        _ = Self.libraryIsReady
        var callbacks = Self.callbacks(doctype)
        // Without user data, callbacks get the context itself, which the library's own ones need as well.
        guard let context = xmlCreatePushParserCtxt(&callbacks, nil, nil, 0, nil) else { throw Self.outOfMemory }
        self.context = context
        // Never: NOENT (it would open files), DTDLOAD, DTDVALID, XINCLUDE, HUGE (it lifts the library's own limits).
        xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue | XML_PARSE_IGNORE_ENC.rawValue))
        xmlSwitchEncoding(context, XML_CHAR_ENCODING_UTF8)
        _ = xmlDictSetLimit(context.pointee.dict, XMLLimits.names)
        vocabulary = InternedNames(context.pointee.dict)
    }

    deinit {
        if let document = context.pointee.myDoc { xmlFreeDoc(document) }
        xmlFreeParserCtxt(context)
        vocabulary.deallocate()
    }

    /// Parses `bytes`, which must be UTF-8 and end between characters, and calls `builder` with what is complete.
    func feed(_ bytes: UnsafeBufferPointer<UInt8>, to builder: inout TranscriptBuilder) {
        parse(bytes, isLast: false, &builder)
    }

    /// Says that no more bytes come.
    func finish(_ builder: inout TranscriptBuilder) {
        parse(UnsafeBufferPointer(start: nil, count: 0), isLast: true, &builder)
    }

    private func parse(_ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool, _ builder: inout TranscriptBuilder) {
        guard failure == nil, let count = Int32(exactly: bytes.count) else { return }
        failure = withUnsafeMutablePointer(to: &builder) { builder in
            var call = Call(context: context, vocabulary: vocabulary, builder: builder, isLast: isLast)
            return withUnsafeMutablePointer(to: &call) { call in
                context.pointee._private = UnsafeMutableRawPointer(call)
                defer { context.pointee._private = nil }
                let result = bytes.withMemoryRebound(to: CChar.self) { characters in
                    xmlParseChunk(context, characters.baseAddress, count, isLast ? 1 : 0)
                }
                // Every error has gone through the callback; this is for one that the library forgot to report.
                if result != 0, context.pointee.wellFormed == 0 {
                    call.pointee.fail(.syntax(SyntaxError(code: result, offset: offset)))
                }
                return call.pointee.failure
            }
        }
    }

    /// How many bytes the parser has read; those after it were fed and wait for what completes them.
    var offset: Int { context.offset }

    /// Goes on behind bytes that the parser need not see: elements that are whole and well-formed, between two others. The places
    /// and lines that it tells from here on are those of the document with them.
    func skip(_ byteCount: Int, lineFeedCount: Int) {
        guard let input = context.pointee.input else { return }
        input.pointee.consumed &+= UInt(truncatingIfNeeded: byteCount)
        input.pointee.line &+= CInt(truncatingIfNeeded: lineFeedCount)
    }

    /// Whether the parser, where it has read all that it was fed, stands between two parts of the outermost element.
    var isBetweenParts: Bool {
        failure == nil && context.pointee.instate == XML_PARSER_CONTENT && context.pointee.nameNr == 1
    }

    /// Whether the parser is inside a CDATA section.
    var isInSection: Bool { failure == nil && context.pointee.instate == XML_PARSER_CDATA_SECTION }

    /// The innermost element that is open, as it is written.
    var openElement: String? {
        guard context.pointee.nameNr > 0, let name = context.pointee.name else { return nil }
        return String(cString: name)
    }

    // MARK: Callbacks

    private static let libraryIsReady: Void = xmlInitParser()

    private static var outOfMemory: ConversionError {
        ConversionError(.inputOutput, .xmlSyntax, "libxml2 could not make a parser: out of memory")
    }

    private static func callbacks(_ doctype: DoctypePolicy) -> xmlSAXHandler {
        var sax = xmlSAXHandler()
        switch doctype {
        case .refuse: sax.internalSubset = { context, _, _, _ in Call.of(context)?.pointee.refuseDoctype() }
        case .judge:
            // The library's own callbacks keep the entities that are declared, and build nothing else.
            xmlSAXVersion(&sax, 2)
            (sax.externalSubset, sax.resolveEntity, sax.reference) = (nil, nil, nil)
            (sax.comment, sax.processingInstruction, sax.cdataBlock) = (nil, nil, nil)
            (sax.warning, sax.error, sax.fatalError) = (nil, nil, nil)
        }
        sax.initialized = UInt32(XML_SAX2_MAGIC)
        sax.startElementNs = { context, name, prefix, uri, declarationCount, declarations, count, _, attributes in
            Call.of(context)?.pointee.didStart(
                name, prefix, uri, Int(declarationCount), declarations, Int(count), attributes)
        }
        sax.endElementNs = { context, _, _, _ in Call.of(context)?.pointee.didEnd() }
        sax.characters = { context, bytes, count in
            Call.of(context)?.pointee.didRead(UnsafeBufferPointer(start: bytes, count: Int(count)))
        }
        sax.cdataBlock = { context, bytes, count in
            Call.of(context)?.pointee.didReadSection(UnsafeBufferPointer(start: bytes, count: Int(count)))
        }
        sax.comment = { context, text in Call.of(context)?.pointee.didPass(.comment, length: bytes(text).count) }
        sax.processingInstruction = { context, target, data in
            Call.of(context)?.pointee.didPass(.processingInstruction, length: bytes(target).count + bytes(data).count)
        }
        // The same callback as for text: then the library does not look whether white space is "ignorable".
        sax.ignorableWhitespace = sax.characters
        sax.serror = { context, error in
            guard let error else { return }
            Call.of(context)?.pointee.didFail(SyntaxError(error.pointee))
        }
        return sax
    }
}

extension xmlParserCtxtPtr {
    /// How many bytes the parser has read: what `xmlByteConsumed` says of input that it does not recode. Asked for at the tags
    /// of each message while a document is validated.
    @inline(__always)
    fileprivate var offset: Int {
        guard let input = pointee.input, input.pointee.buf == nil || input.pointee.buf.pointee.encoder == nil,
            let start = input.pointee.base, let next = input.pointee.cur
        else { return max(0, Int(xmlByteConsumed(self))) }
        return Int(input.pointee.consumed) &+ (next - start)
    }
}

/// The vocabulary and the namespace as the parser's own dictionary has them.
private struct InternedNames {
    /// By the raw values of `Name`; the parser that made it frees it.
    private let names: UnsafeMutableBufferPointer<UnsafePointer<xmlChar>?>
    /// For some bits of a pointer, the raw value of a name that has them: mostly the one that is looked for.
    private let guesses: UnsafeMutableBufferPointer<UInt8>
    let namespace: UnsafePointer<xmlChar>?

    init(_ dictionary: xmlDictPtr?) {
        names = .allocate(capacity: Name.allCases.count)
        _ = names.initialize(from: Name.allCases.map { xmlDictLookup(dictionary, $0.spelling, -1) })
        guesses = .allocate(capacity: 256)
        guesses.initialize(repeating: 0)
        for (index, name) in names.enumerated() {
            if let name { guesses[Self.guess(name)] = UInt8(truncatingIfNeeded: index) }
        }
        namespace = xmlDictLookup(dictionary, XMLSyntax.namespace, -1)
    }

    func deallocate() {
        names.deallocate()
        guesses.deallocate()
    }

    @inline(__always)
    func name(_ pointer: UnsafePointer<xmlChar>) -> Name? {
        let guess = guesses[Self.guess(pointer)]
        return names[Int(guess)] == pointer ? Name(rawValue: guess) : search(pointer)
    }

    private func search(_ pointer: UnsafePointer<xmlChar>) -> Name? {
        for index in names.indices where names[index] == pointer {
            return Name(rawValue: UInt8(truncatingIfNeeded: index))
        }
        return nil
    }

    /// Strings of the dictionary lie one behind the other.
    @inline(__always)
    private static func guess(_ pointer: UnsafePointer<xmlChar>) -> Int { Int(bitPattern: pointer) & 0xFF }
}

/// One call of the library, which its callbacks find behind the context: plain pointers, because counting references
/// and checking for exclusive access at each tag took a tenth of the time.
private struct Call {
    let context: xmlParserCtxtPtr
    let vocabulary: InternedNames
    let builder: UnsafeMutablePointer<TranscriptBuilder>
    /// Whether no more bytes come. Then a tag that the input cuts short is handed out all the same, and the error after
    /// it says more than what the builder thinks of half a tag.
    private let isLast: Bool
    private(set) var failure: PushParser.Failure?
    /// Whether there is a failure; cheaper to ask, at each tag, than the failure itself.
    private var hasFailed = false

    init(
        context: xmlParserCtxtPtr, vocabulary: InternedNames, builder: UnsafeMutablePointer<TranscriptBuilder>,
        isLast: Bool
    ) {
        self.context = context
        self.vocabulary = vocabulary
        self.builder = builder
        self.isLast = isLast
    }

    mutating func fail(_ failure: PushParser.Failure) {
        if hasFailed { return }
        hasFailed = true
        self.failure = failure
    }

    static func of(_ context: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<Call>? {
        context?.assumingMemoryBound(to: xmlParserCtxt.self).pointee._private?.assumingMemoryBound(to: Call.self)
    }

    mutating func didStart(
        _ local: UnsafePointer<xmlChar>?, _ prefix: UnsafePointer<xmlChar>?, _ uri: UnsafePointer<xmlChar>?,
        _ declarationCount: Int, _ declarations: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?,
        _ attributeCount: Int, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    ) {
        guard !hasFailed, let local else { return }
        let isOurs = uri != nil && uri == vocabulary.namespace
        let tag = StartTag(
            name: isOurs ? vocabulary.name(local) : nil, isOurs: isOurs,
            namespacesInForce: Int(context.pointee.nsNr) / 2, attributeCount: attributeCount,
            declarationCount: declarationCount, context: context, vocabulary: vocabulary, local: local, prefix: prefix,
            uri: uri, attributes: attributes, declarations: declarations)
        do throws(ConversionError) { try builder.pointee.start(tag) } catch { fail(.builder(error)) }
    }

    mutating func didEnd() {
        if hasFailed { return }
        do throws(ConversionError) { try builder.pointee.end() } catch { fail(.builder(error)) }
    }

    mutating func didRead(_ utf8: UnsafeBufferPointer<UInt8>) {
        if hasFailed { return }
        do throws(ConversionError) { try builder.pointee.text(utf8) } catch { fail(.builder(error)) }
    }

    /// Takes a part of a CDATA section; what follows it in the parser's buffer, which ends in a NUL, tells whether it is
    /// the last.
    mutating func didReadSection(_ utf8: UnsafeBufferPointer<UInt8>) {
        if hasFailed { return }
        let isClosed = utf8.baseAddress.map { base in
            base[utf8.count] == UInt8(ascii: "]") && base[utf8.count + 1] == UInt8(ascii: "]")
                && base[utf8.count + 2] == UInt8(ascii: ">")
        }
        do throws(ConversionError) { try builder.pointee.section(utf8, isClosed: isClosed ?? false) } catch {
            fail(.builder(error))
        }
    }

    mutating func didPass(_ markup: UnreadMarkup, length: Int) {
        if !hasFailed { builder.pointee.passOver(markup, length: length) }
    }

    mutating func refuseDoctype() {
        fail(.doctype)
        // Before the parser comes to the declarations inside.
        xmlStopParser(context)
    }

    mutating func didFail(_ error: SyntaxError) {
        guard error.isError else { return }
        if isLast, case .builder = failure { hasFailed = false }
        if hasFailed { return }
        var error = error
        error.offset = max(0, Int(xmlByteConsumed(context)))
        fail(.syntax(error))
    }
}

/// What a document may hold anywhere and no transcript has.
enum UnreadMarkup {
    case comment, processingInstruction

    var opening: StaticString {
        switch self {
        case .comment: "<!--"
        case .processingInstruction: "<?"
        }
    }

    /// How many bytes stand around what it says.
    var delimiterLength: Int {
        switch self {
        case .comment: 7
        case .processingInstruction: 5
        }
    }
}

/// A start tag, valid during the builder's call only.
struct StartTag {
    /// Which element of our vocabulary it is, when its namespace is ours.
    let name: Name?
    let isOurs: Bool
    /// How many namespace declarations are in force, those of the tag included.
    let namespacesInForce: Int
    let attributeCount: Int
    /// How many namespaces the tag itself declares.
    let declarationCount: Int

    fileprivate let context: xmlParserCtxtPtr
    fileprivate let vocabulary: InternedNames
    fileprivate let local: UnsafePointer<xmlChar>
    fileprivate let prefix: UnsafePointer<xmlChar>?
    fileprivate let uri: UnsafePointer<xmlChar>?
    fileprivate let attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    fileprivate let declarations: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?

    var hasPrefix: Bool { prefix != nil }

    var qualifiedName: QualifiedName { QualifiedName(localPointer: local, prefixPointer: prefix, uriPointer: uri) }

    /// The place right behind the tag, or in it, in bytes from the start of the document. O(1).
    @inline(__always)
    var endOffset: Int { context.offset }

    /// The attribute at an index below `attributeCount`. libxml2 lists five pointers for each: the local name, the
    /// prefix, the namespace, the value's start and its end.
    func attribute(at index: Int) -> StartTag.Attribute? {
        guard index >= 0, index < attributeCount, let entry = attributes?.advanced(by: index * 5), let local = entry[0]
        else { return nil }
        return Attribute(
            name: entry[2] == nil ? vocabulary.name(local) : nil,
            isForeign: entry[2] != nil && entry[2] != vocabulary.namespace, entry: entry)
    }

    /// The prefix (empty for the default) and the namespace of a declaration at an index below `declarationCount`.
    func declaration(at index: Int) -> (prefix: [UInt8], uri: [UInt8])? {
        guard index >= 0, index < declarationCount, let entry = declarations?.advanced(by: index * 2) else {
            return nil
        }
        return (Array(bytes(entry[0])), withAmpersands(bytes(entry[1])) { Array($0) })
    }

    struct Attribute {
        /// Which of our vocabulary's names it has, when it has no namespace.
        let name: Name?
        /// Whether it has a namespace that is not ours.
        let isForeign: Bool
        fileprivate let entry: UnsafeMutablePointer<UnsafePointer<xmlChar>?>

        var qualifiedName: QualifiedName {
            QualifiedName(localPointer: entry[0], prefixPointer: entry[1], uriPointer: entry[2])
        }

        /// The value, normalised as XML 1.0 says (section 3.3.3), if there is no ampersand in it; else nil.
        var plainValue: UnsafeBufferPointer<UInt8>? {
            let raw = rawValue
            return raw.firstIndex(of: UInt8(ascii: "&")) == nil ? raw : nil
        }

        /// Calls `body` with the value, ampersands and all.
        func withValue<Result, Failure: Error>(
            _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
        ) throws(Failure) -> Result {
            try withAmpersands(rawValue, body)
        }

        /// The value as libxml2 hands it out, with `&#38;` for each ampersand.
        var rawValue: UnsafeBufferPointer<UInt8> {
            guard let start = entry[3], let end = entry[4] else { return UnsafeBufferPointer(start: nil, count: 0) }
            return UnsafeBufferPointer(start: start, count: max(0, end - start))
        }
    }
}

/// A name with its namespace, valid as long as the tag it comes from.
struct QualifiedName {
    fileprivate let localPointer: UnsafePointer<xmlChar>?
    fileprivate let prefixPointer: UnsafePointer<xmlChar>?
    fileprivate let uriPointer: UnsafePointer<xmlChar>?

    /// The name without its prefix.
    var local: String { String(decoding: bytes(localPointer), as: UTF8.self) }
    /// Empty where there is none.
    var prefix: String { String(decoding: bytes(prefixPointer), as: UTF8.self) }
    /// The namespace; empty where there is none.
    var uri: String { withAmpersands(bytes(uriPointer)) { String(decoding: $0, as: UTF8.self) } }

    var hasNamespace: Bool { uriPointer != nil }

    /// The name as it is written.
    var spelling: String { prefixPointer == nil ? local : "\(prefix):\(local)" }
}

/// Calls `body` with what libxml2 gives as the value of an attribute, after undoing what it does to it: where it does
/// not expand entities, it hands out each `&` of a value as `&#38;`, and nothing else that starts with `&`.
private func withAmpersands<Result, Failure: Error>(
    _ raw: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
) throws(Failure) -> Result {
    guard let first = raw.firstIndex(of: UInt8(ascii: "&")) else { return try body(raw) }
    var value = Array(raw[..<first])
    var index = first
    while index < raw.count {
        value.append(raw[index])
        index += raw.starts(with: "&#38;", at: index) ? 5 : 1
    }
    // Not `value.withUnsafeBufferPointer`, which cannot throw a typed error.
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: value.count)
    defer { copy.deallocate() }
    _ = copy.initialize(from: value)
    return try body(UnsafeBufferPointer(copy))
}

private func bytes(_ pointer: UnsafePointer<xmlChar>?) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: pointer, count: pointer.map { Int(xmlStrlen($0)) } ?? 0)
}

extension SyntaxError {
    fileprivate init(_ error: xmlError) {
        func string(_ pointer: UnsafePointer<CChar>?) -> String? { pointer.map { String(cString: $0) } }
        self.init(
            code: error.code, isNamespace: error.domain == Int32(XML_FROM_NAMESPACE.rawValue),
            isFatal: error.level == XML_ERR_FATAL, libraryMessage: string(error.message) ?? "", line: Int(error.int1),
            first: string(error.str1), second: string(error.str2), offset: 0)
    }
}
