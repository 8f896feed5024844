import CLibXML2
public import TranscriptCoding

/// XML: one element a message, in a namespace of chatconv's own. `docs/formats/xml.md` describes it, and
/// `docs/schema/transcript.rnc` is its grammar.
public struct XMLFormat: TranscriptFormat {
    public init() {}

    public var descriptor: FormatDescriptor { Self.madeOnce }

    private static let madeOnce = FormatDescriptor(
        name: "xml", extensions: ["xml"], ambiguousExtensions: ["xml"], mediaTypes: ["application/xml", "text/xml"],
        summary: "XML in chatconv's own namespace", capabilities: .wholeModel,
        omissions: OmissionKind.allOfXML, diagnostics: DiagnosticCode.allOfXML, schema: Self.relaxNG,
        libraries: [LibraryVersion("libxml2", libraryVersion)])

    /// `2.9.14`, which the library calls 20914, with more behind it where it is no release.
    private static var libraryVersion: String {
        guard let told = chatconv_libxml2_version() else { return "unknown" }
        let text = String(cString: told)
        guard let number = Int(text.prefix { ("0"..."9").contains($0) }) else { return text }
        return "\(number / 10_000).\(number / 100 % 100).\(number % 100)"
    }

    public func probe(_ prefix: ProbePrefix) -> ProbeResult {
        let prolog = Prolog(prefix.bytes)
        guard prolog.isXML else { return .no }
        guard let root = prolog.root else { return ProbeResult(.possible, "the start of an XML document") }
        if root.name == "transcript", root.namespace == XMLSyntax.namespace {
            return ProbeResult(.certain, "<transcript> in namespace \(XMLSyntax.namespace)")
        }
        return ProbeResult(.possible, "XML whose outermost element is <\(root.name)>")
    }

    public func declaredEncoding(_ prefix: ProbePrefix) throws(ConversionError) -> DeclaredEncoding {
        try XMLEncoding.declared(in: prefix)
    }

    public func makeReader(_ input: InputBuffer, options: XMLOptions) throws(ConversionError) -> any TranscriptReader {
        try XMLReader(input)
    }

    public func makeWriter(options: XMLOptions) -> any TranscriptWriter { XMLWriter() }
}
