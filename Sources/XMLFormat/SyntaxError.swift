import CLibXML2
import TranscriptCoding

/// What libxml2 says of a document that is not well-formed, and what we say of it.
struct SyntaxError {
    /// libxml2's number for it (`xmlParserErrors`).
    var code: Int32
    /// Whether it breaks Namespaces in XML and not XML itself.
    var isNamespace = false
    /// Whether XML 1.0 calls it a fatal error.
    var isFatal = true
    var libraryMessage = ""
    /// Details whose meaning depends on the code.
    var line = 0
    var first: String?
    var second: String?
    /// How far the parser had read, in bytes.
    var offset: Int

    static func forbiddenCharacter(at offset: Int) -> SyntaxError {
        SyntaxError(code: Int32(XML_ERR_INVALID_CHAR.rawValue), offset: offset)
    }

    /// Whether the document is wrong, which a mere warning does not say. That a namespace name is no URI, and the
    /// misspelling of an `xml:` attribute's value, are none of our business.
    var isError: Bool { isFatal || (isNamespace && Self.namespaceRules.contains(code)) }

    private static let namespaceRules = Int32(XML_NS_ERR_XML_NAMESPACE.rawValue)...Int32(XML_NS_ERR_COLON.rawValue)

    /// Whether libxml2 only says that the document goes on, or is empty, where its input ends.
    var isPrematureEnd: Bool { value == XML_ERR_DOCUMENT_END || value == XML_ERR_DOCUMENT_EMPTY }

    var diagnosticCode: DiagnosticCode {
        switch value {
        case XML_ERR_NAME_TOO_LONG, XML_ERR_NO_MEMORY: .xmlMarkupTooLong
        default: isNamespace ? .xmlNamespace : .xmlSyntax
        }
    }

    /// What is wrong, as a sentence in lower case without a full stop.
    var message: String {
        structure ?? references ?? declarations ?? namespaces ?? trimmed
    }

    private var value: xmlParserErrors { xmlParserErrors(UInt32(bitPattern: code)) }

    private var structure: String? {
        switch value {
        case XML_ERR_DOCUMENT_EMPTY: "there is no element: '<' and a name should stand here"
        case XML_ERR_DOCUMENT_END: "there is something after the end of the document's element"
        case XML_ERR_TAG_NAME_MISMATCH: mismatch
        case XML_ERR_TAG_NOT_FINISHED: "an element is not closed"
        case XML_ERR_GT_REQUIRED: "'>' should end the tag here"
        case XML_ERR_LT_REQUIRED: "'<' should start a tag here"
        case XML_ERR_LTSLASH_REQUIRED: "'</' should start an end tag here"
        case XML_ERR_NAME_REQUIRED: "a name should stand here"
        case XML_ERR_NAME_TOO_LONG: "a name is longer than 50000 bytes"
        case XML_ERR_SPACE_REQUIRED: "white space should stand here"
        case XML_ERR_EQUAL_REQUIRED: "'=' should stand here"
        case XML_ERR_ATTRIBUTE_WITHOUT_VALUE: "attribute \(quoted(first)) has no value"
        case XML_ERR_ATTRIBUTE_REDEFINED: "attribute \(quoted(prefixedName)) is there twice"
        case XML_ERR_ATTRIBUTE_NOT_STARTED: "a quotation mark should start the attribute's value here"
        case XML_ERR_ATTRIBUTE_NOT_FINISHED: "the attribute's value is not closed"
        case XML_ERR_LT_IN_ATTRIBUTE: "'<' may not stand in an attribute's value; write &lt;"
        case XML_ERR_MISPLACED_CDATA_END: "']]>' may not stand in a text; write ]]&gt;"
        case XML_ERR_CDATA_NOT_FINISHED: "the CDATA section is not closed"
        case XML_ERR_COMMENT_NOT_FINISHED: "the comment is not closed"
        case XML_ERR_HYPHEN_IN_COMMENT: "'--' may not stand in a comment"
        case XML_ERR_PI_NOT_STARTED, XML_ERR_PI_NOT_FINISHED: "the processing instruction is not closed"
        case XML_ERR_RESERVED_XML_NAME: "only the XML declaration, at the very start, may be called 'xml'"
        default: nil
        }
    }

    private var references: String? {
        switch value {
        case XML_ERR_INVALID_CHAR where libraryMessage.hasPrefix("xmlParseCharRef"):
            "the reference is to a character that XML 1.0 cannot hold"
        case XML_ERR_INVALID_CHAR: "XML 1.0 cannot hold this character"
        case XML_ERR_INVALID_CHARREF: "the reference is to a character that XML 1.0 cannot hold"
        case XML_ERR_INVALID_DEC_CHARREF, XML_ERR_INVALID_HEX_CHARREF:
            "the character reference is not a number followed by ';'"
        case XML_ERR_UNDECLARED_ENTITY, XML_WAR_UNDECLARED_ENTITY:
            "entity \(quoted(first)) is not declared; only amp, lt, gt, quot and apos are"
        case XML_ERR_ENTITYREF_SEMICOL_MISSING: "'&' starts a reference that no ';' ends; write &amp; for the character"
        default: nil
        }
    }

    private var declarations: String? {
        switch value {
        case XML_ERR_XMLDECL_NOT_STARTED, XML_ERR_XMLDECL_NOT_FINISHED: "the XML declaration is not closed by '?>'"
        case XML_ERR_STRING_NOT_STARTED: "a quotation mark should start the value here"
        case XML_ERR_STRING_NOT_CLOSED: "a quotation mark should end the value here"
        case XML_ERR_VERSION_MISSING: "the XML declaration has no version"
        case XML_ERR_UNKNOWN_VERSION: "the XML declaration names a version that is not 1.0"
        case XML_ERR_ENCODING_NAME: "the XML declaration's encoding is not a name"
        case XML_ERR_STANDALONE_VALUE: "the XML declaration's 'standalone' is neither yes nor no"
        case XML_ERR_NO_MEMORY: "the document's different names are longer than \(XMLLimits.names) bytes together"
        default: nil
        }
    }

    private var namespaces: String? {
        switch value {
        case XML_NS_ERR_UNDEFINED_NAMESPACE where second != nil && second != first:
            "the prefix of \(quoted(prefixedName)) is not declared"
        case XML_NS_ERR_UNDEFINED_NAMESPACE: "prefix \(quoted(first)) is not declared"
        case XML_NS_ERR_ATTRIBUTE_REDEFINED: "attribute \(quoted(first)) is there twice, under two prefixes"
        case XML_NS_ERR_EMPTY: "prefix \(quoted(first)) is declared for no namespace"
        case XML_NS_ERR_QNAME, XML_NS_ERR_COLON: "a colon may stand only between a prefix and a name"
        default: nil
        }
    }

    private var mismatch: String {
        guard let first, let second else { return "the end tag is not that of the element that is open" }
        return "</\(second.shortened)> stands where </\(first.shortened)> should, for the element of line \(line)"
    }

    /// A prefix and a name, where libxml2 gives both.
    var prefixedName: String { [first, second].compactMap(\.self).joined(separator: ":") }

    private func quoted(_ name: String?) -> String { "'\((name ?? "").shortened)'" }

    /// libxml2's own words, for what is too rare to have ours.
    private var trimmed: String {
        let message = libraryMessage.prefix { $0 != "\n" }
        return message.isEmpty ? "libxml2 refuses this (its error \(code))" : "libxml2 says: \(message)"
    }
}
