import TranscriptCoding

extension DiagnosticCode {
    static let xmlSyntax = DiagnosticCode("xml.syntax", "the input is not well-formed XML")
    static let xmlNamespace = DiagnosticCode("xml.namespace", "the input breaks a rule of Namespaces in XML")
    static let xmlDoctype = DiagnosticCode("xml.doctype", "the input has a DOCTYPE, which is never read")
    static let xmlEncoding = DiagnosticCode(
        "xml.encoding", "the encoding that the XML declaration names is not that of the input, or is not known here")
    static let xmlNoTranscript = DiagnosticCode("xml.no-transcript", "the input is XML but no transcript")
    static let xmlUnknownElement = DiagnosticCode(
        "xml.unknown-element", "an element without namespace, or one of chatconv's namespace that it does not know")
    static let xmlMisplacedElement = DiagnosticCode("xml.misplaced-element", "an element stands where it may not")
    static let xmlUnknownAttribute = DiagnosticCode(
        "xml.unknown-attribute", "an attribute that its element does not have")
    static let xmlDuplicate = DiagnosticCode("xml.duplicate", "something is said twice that can be said once")
    static let xmlMissing = DiagnosticCode("xml.missing", "an element lacks something it must have")
    static let xmlInvalidValue = DiagnosticCode("xml.invalid-value", "a value is not of its kind")
    static let xmlStrayText = DiagnosticCode("xml.stray-text", "there is text where only elements may stand")
    static let xmlForeign = DiagnosticCode("xml.foreign", "content of another namespace was kept as an extension")
    static let xmlTooManyAttributes = DiagnosticCode(
        "xml.attributes-limit", "an element has more attributes or namespace declarations than the limit")
    static let xmlMarkupTooLong = DiagnosticCode(
        "xml.markup-limit", "a tag, name, comment or CDATA section is longer than the limit")

    static let allOfXML: [DiagnosticCode] = [
        xmlSyntax, xmlNamespace, xmlDoctype, xmlEncoding, xmlNoTranscript, xmlUnknownElement, xmlMisplacedElement,
        xmlUnknownAttribute, xmlDuplicate, xmlMissing, xmlInvalidValue, xmlStrayText, xmlForeign, xmlTooManyAttributes,
        xmlMarkupTooLong,
    ]
}
