/// What the reader and the writer share of the notation. `docs/formats/xml.md` describes it.
enum XMLSyntax {
    /// The namespace of all our elements: a URN, so that nobody looks for a page behind it.
    static let namespace = "urn:chatconv:transcript:1"

    static let declaration: StaticString = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

    /// The longest text that the writer puts into an attribute, in bytes before escaping. A longer one is written as
    /// an element, so that a tag stays short enough for every parser.
    static let longestAttribute = 1024

    /// What the name of the extension that keeps foreign content starts with.
    static let foreignPrefix = "xml:"
}

/// What protects the parser from a document that is made to be slow. All are far beyond what any transcript holds.
enum XMLLimits {
    /// How many bytes the parser gets at a time, and the most that a plain message has. Measured for 297 MB on the way to JSON
    /// Lines, when the parser saw all messages: 2.03 s with 16 KB, 2.08 s with 64 KB, 2.16 s with 256 KB, which the processor's
    /// nearest memory does not hold.
    static let piece = 16 * 1024
    /// The attributes of one element; libxml2 compares each with each.
    static let attributes = 1000
    /// The namespace declarations in force at one place; libxml2 walks through them for each name.
    static let namespaces = 256
    /// The bytes of all different names of a document; libxml2 finds one among a million slowly.
    static let names = 1 << 20
    /// The bytes of one tag, comment, CDATA section or processing instruction, which libxml2 wants to see whole.
    static let markup = 4 << 20
    /// Levels of elements beyond the levels of values that `Limits.depth` allows: transcript, message, attachment …
    static let levelsAroundValues = 8
}

extension UInt8 {
    /// Whether the byte is white space (XML 1.0, section 2.3, production 3).
    var isXMLSpace: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }
}

extension Unicode.Scalar {
    /// Whether XML 1.0 can hold the character (section 2.2, production 2). All that UTF-8 can hold but these: most
    /// controls below U+0020, U+FFFE and U+FFFF.
    var isXMLCharacter: Bool {
        switch value {
        case 0x9, 0xA, 0xD, 0x20...0xFFFD, 0x1_0000...0x10_FFFF: true
        default: false
        }
    }
}
