import TranscriptCoding

/// What an XML document says of its own encoding (XML 1.0, 4.3.3 and appendix F).
enum XMLEncoding {
    /// The encoding to decode the document from.
    ///
    /// - Throws: `malformedInput` when the declaration names an encoding that the document cannot be in, because the
    ///   declaration itself is legible as ASCII.
    static func declared(in prefix: ProbePrefix) throws(ConversionError) -> DeclaredEncoding {
        if prefix.bytes.count < 4, !prefix.isWhole { return .undecided }
        let prolog = Prolog(prefix.bytes)
        if prolog.declarationIsCut, !prefix.isWhole { return .undecided }
        let name = prolog.declaredEncoding.flatMap { isName($0) ? $0 : nil }
        switch prolog.family {
        case .utf16LittleEndian: return .named("UTF-16LE")
        case .utf16BigEndian: return .named("UTF-16BE")
        case .utf32LittleEndian: return .named("UTF-32LE")
        case .utf32BigEndian: return .named("UTF-32BE")
        case .ebcdic: return .named(name ?? "IBM037")
        case .ascii: break
        }
        guard let name, !isUTF8(name) else { return .utf8 }
        if !isWide(name) { return .named(name) }
        throw ConversionError(
            .malformedInput, .xmlEncoding,
            "the XML declaration says \(name), but the document cannot be: its first characters are single bytes",
            help: "name the encoding with --input-encoding, for example UTF-8",
            at: SourceLocation(byteOffset: 0, line: 1, column: 1))
    }

    /// What is wrong with a document that has a byte order mark of UTF-8 and declares another encoding. A wide one is
    /// not wrong: the document was in it, with a mark, before it was decoded.
    static func contradiction(betweenMarkAnd prolog: Prolog, at location: SourceLocation) -> ConversionError? {
        guard let name = prolog.declaredEncoding, isName(name), !isUTF8(name), !isWide(name) else { return nil }
        return ConversionError(
            .malformedInput, .xmlEncoding, "the XML declaration says \(name), but the byte order mark says UTF-8",
            help: "remove the mark, or change the declaration", at: location)
    }

    /// Production 81. What is no name is left to the parser to complain of, and never reaches iconv.
    private static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, isLetter(first), name.utf8.count <= 40 else { return false }
        return name.utf8.allSatisfy { isLetter($0) || $0 &- 0x30 < 10 || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
    }

    private static func isUTF8(_ name: String) -> Bool {
        ["UTF-8", "UTF8", "US-ASCII", "ASCII"].contains(name.uppercased())
    }

    private static func isWide(_ name: String) -> Bool {
        ["UTF-16", "UTF16", "UCS-2", "UCS2", "ISO-10646-UCS-", "UTF-32", "UTF32", "UCS-4", "UCS4"]
            .contains { name.uppercased().hasPrefix($0) }
    }
}
