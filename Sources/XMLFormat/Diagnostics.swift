import TranscriptCoding

extension DiagnosticCode {
    static let xmlSyntax = DiagnosticCode(
        "xml.syntax", "the input is not well-formed XML",
        Explanation(
            """
            An element without its end tag, a `&` or `<` that is not escaped, or an attribute without quotation marks: \
            XML 1.0 has no reading for it, and a parser stops there.
            """,
            fails: "<transcript xmlns=\"urn:chatconv:transcript:1\">\n<message sender=\"Ann\"><body>R&D</body></message>\n</transcript>\n",
            passes: "<transcript xmlns=\"urn:chatconv:transcript:1\">\n<message sender=\"Ann\"><body>R&amp;D</body></message>\n</transcript>\n"))
    static let xmlNamespace = DiagnosticCode(
        "xml.namespace", "the input breaks a rule of Namespaces in XML",
        Explanation(
            """
            A prefix is used that no attribute declares, or a name has two colons.
            """,
            fails: "<transcript xmlns=\"urn:chatconv:transcript:1\">\n<message x:mood=\"glad\"><body>hello</body></message>\n</transcript>\n",
            passes: "<transcript xmlns=\"urn:chatconv:transcript:1\">\n<message sender=\"Ann\"><body>hello</body></message>\n</transcript>\n"))
    static let xmlDoctype = DiagnosticCode(
        "xml.doctype", "the input has a DOCTYPE, which is never read",
        Explanation(
            """
            A DOCTYPE can name files to open and entities to expand without end. A transcript needs none: remove it.
            """,
            fails: "<!DOCTYPE transcript>\n<transcript xmlns=\"urn:chatconv:transcript:1\"/>\n",
            passes: "<transcript xmlns=\"urn:chatconv:transcript:1\"/>\n"))
    static let xmlEncoding = DiagnosticCode(
        "xml.encoding", "the encoding that the XML declaration names is not that of the input, or is not known here",
        Explanation(
            """
            The input starts with a byte order mark of UTF-8, and its declaration names another encoding: one of the two \
            is wrong, and nobody can tell which.
            """,
            fails: "\u{FEFF}<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<transcript xmlns=\"urn:chatconv:transcript:1\"/>\n",
            passes: "\u{FEFF}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<transcript xmlns=\"urn:chatconv:transcript:1\"/>\n"))
    static let xmlNoTranscript = DiagnosticCode(
        "xml.no-transcript", "the input is XML but no transcript",
        Explanation(
            """
            The outermost element is not `transcript` of the namespace `urn:chatconv:transcript:1`: some other program's \
            XML, or the namespace was left out.
            """,
            fails: "<transcript>\n<message/>\n</transcript>\n",
            passes: "<transcript xmlns=\"urn:chatconv:transcript:1\">\n<message/>\n</transcript>\n"))
    static let xmlUnknownElement = DiagnosticCode(
        "xml.unknown-element", "an element without namespace, or one of chatconv's namespace that it does not know",
        Explanation(
            """
            The namespace is fixed for each version of the notation, so a name in it that chatconv does not know is a \
            slip. Content of your own goes into a namespace of your own.
            """,
            fails: "<transcript xmlns=\"urn:chatconv:transcript:1\">\n<message sender=\"Ann\"><text>hello</text></message>\n</transcript>\n",
            passes: "<transcript xmlns=\"urn:chatconv:transcript:1\">\n<message sender=\"Ann\"><body>hello</body></message>\n</transcript>\n"))
    static let xmlMisplacedElement = DiagnosticCode(
        "xml.misplaced-element", "an element stands where it may not",
        Explanation(
            """
            The element is one of the notation, and not of the element that it stands in. `chatconv schema xml` prints \
            the grammar.
            """,
            fails: "<transcript xmlns=\"urn:chatconv:transcript:1\">\n<body>hello</body>\n</transcript>\n",
            passes: "<transcript xmlns=\"urn:chatconv:transcript:1\">\n<message sender=\"Ann\"><body>hello</body></message>\n</transcript>\n"))
    static let xmlUnknownAttribute = DiagnosticCode(
        "xml.unknown-attribute", "an attribute that its element does not have",
        Explanation(
            """
            An attribute without a prefix belongs to its element, and this one is none of the notation: a slip, or one \
            of another element.
            """,
            fails: "<transcript xmlns=\"urn:chatconv:transcript:1\">\n<message from=\"Ann\"><body>hello</body></message>\n</transcript>\n",
            passes: "<transcript xmlns=\"urn:chatconv:transcript:1\">\n<message sender=\"Ann\"><body>hello</body></message>\n</transcript>\n"))
    static let xmlDuplicate = DiagnosticCode(
        "xml.duplicate", "something is said twice that can be said once",
        Explanation(
            """
            An element that can be there once is there twice, or an attribute and an element say the same thing.
            """,
            fails: "<transcript xmlns=\"urn:chatconv:transcript:1\">\n<message><body>a</body><body>b</body></message>\n</transcript>\n",
            passes: "<transcript xmlns=\"urn:chatconv:transcript:1\">\n<message><body>b</body></message>\n</transcript>\n"))
    static let xmlMissing = DiagnosticCode(
        "xml.missing", "an element lacks something it must have",
        Explanation(
            """
            An attachment has a type, an event an action, a reaction an emoji, a member a name: without it, nobody can \
            tell what it is.
            """,
            fails: "<transcript xmlns=\"urn:chatconv:transcript:1\">\n<message><attachment url=\"a.jpg\"/></message>\n</transcript>\n",
            passes: "<transcript xmlns=\"urn:chatconv:transcript:1\">\n<message><attachment type=\"image\" url=\"a.jpg\"/></message>\n</transcript>\n"))
    static let xmlInvalidValue = DiagnosticCode(
        "xml.invalid-value", "a value is not of its kind",
        Explanation(
            """
            A timestamp is none of the calendar, a number is none, or a word is none of those that the attribute can \
            have.
            """,
            fails: "<transcript xmlns=\"urn:chatconv:transcript:1\">\n<message timestamp=\"2018-02-30T10:27:03\"><body>hello</body></message>\n</transcript>\n",
            passes: "<transcript xmlns=\"urn:chatconv:transcript:1\">\n<message timestamp=\"2018-02-28T10:27:03\"><body>hello</body></message>\n</transcript>\n"))
    static let xmlStrayText = DiagnosticCode(
        "xml.stray-text", "there is text where only elements may stand",
        Explanation(
            """
            Text belongs into `body` and the like. Between elements there is white space alone.
            """,
            fails: "<transcript xmlns=\"urn:chatconv:transcript:1\">\n<message>hello</message>\n</transcript>\n",
            passes: "<transcript xmlns=\"urn:chatconv:transcript:1\">\n<message sender=\"Ann\"><body>hello</body></message>\n</transcript>\n"))
    static let xmlForeign = DiagnosticCode(
        "xml.foreign", "content of another namespace was kept as an extension",
        Explanation(
            """
            The notation leaves room for content of other namespaces: it is kept, and written back. This is only a note \
            that it is there.
            """,
            fails: "<transcript xmlns=\"urn:chatconv:transcript:1\">\n<message xmlns:x=\"urn:example:x\" x:mood=\"glad\"><body>hello</body></message>\n</transcript>\n",
            passes: "<transcript xmlns=\"urn:chatconv:transcript:1\">\n<message sender=\"Ann\"><body>hello</body></message>\n</transcript>\n"))
    static let xmlTooManyAttributes = DiagnosticCode(
        "xml.attributes-limit", "an element has more attributes or namespace declarations than the limit",
        Explanation(
            """
            The work for an element grows faster than its attributes, so that an input of some thousands could keep a \
            program busy for hours. No transcript comes near 256 namespaces or 1000 attributes.
            """,
            fails: .init("<transcript xmlns=\"urn:chatconv:transcript:1\""
                + (0..<300).map { " xmlns:a\($0)=\"urn:a\"" }.joined() + "/>\n"),
            passes: "<transcript xmlns=\"urn:chatconv:transcript:1\"/>\n"))
    static let xmlMarkupTooLong = DiagnosticCode(
        "xml.markup-limit", "a tag, name, comment or CDATA section is longer than the limit",
        Explanation(
            """
            What stands between `<` and `>` has to be in memory at once. A name of more than 50,000 bytes, or a comment \
            of more than 4 MiB, is no part of a transcript.
            """,
            fails: .init("<transcript xmlns=\"urn:chatconv:transcript:1\">\n<" + String(repeating: "a", count: 60_000) + "/>\n</transcript>\n"),
            passes: "<transcript xmlns=\"urn:chatconv:transcript:1\">\n<message sender=\"Ann\"><body>hello</body></message>\n</transcript>\n"))

    static let xmlSchema = DiagnosticCode(
        "xml.schema", "libxml2 finds that the RELAX NG schema does not allow what stands here",
        Explanation(
            """
            `chatconv schema xml` prints the schema, and libxml2 is asked whether a document keeps to it. Nearly all that it \
            forbids the reader reports itself, by codes that say more, and then this one is silent. It is for the rest: above \
            all for what is wrong inside an element that the reader leaves out.
            """,
            fails: "<transcript xmlns=\"urn:chatconv:transcript:1\">\n<message><body>a</body><body>b<bold>c</bold></body></message>\n</transcript>\n",
            passes: "<transcript xmlns=\"urn:chatconv:transcript:1\">\n<message><body>a</body></message>\n</transcript>\n"))

    static let allOfXML: [DiagnosticCode] = [
        xmlSyntax, xmlNamespace, xmlDoctype, xmlEncoding, xmlNoTranscript, xmlUnknownElement, xmlMisplacedElement,
        xmlUnknownAttribute, xmlDuplicate, xmlMissing, xmlInvalidValue, xmlStrayText, xmlForeign, xmlTooManyAttributes,
        xmlMarkupTooLong, xmlSchema,
    ]
}
