import TranscriptCoding

/// What an XML document says of its own encoding (XML 1.0, 4.3.3 and appendix F).
enum XMLEncoding {
    /// The encoding to decode the document from; UTF-8 where a byte order mark told it, since then it is decoded.
    ///
    /// - Throws: `malformedInput` when the declaration names an encoding that the document is not in, for all to see: by its byte
    ///   order mark, or by how the declaration itself is written.
    static func declared(in prefix: ProbePrefix) throws(ConversionError) -> DeclaredEncoding {
        if prefix.bytes.count < 4, !prefix.isWhole { return .undecided }
        let marked = prefix.markedEncoding
        let prolog = Prolog(prefix.bytes, family: marked == nil ? nil : .ascii)
        if prolog.declarationIsCut, !prefix.isWhole { return .undecided }
        let name = prolog.declaredEncoding.flatMap { isName($0) ? $0 : nil }
        if let marked {
            guard let name, !agrees(name, with: marked) else { return .utf8 }
            throw contradiction(
                name, "the byte order mark says \(marked.name)", help: "remove the mark, or change the declaration", in: prefix)
        }
        if let seen = prolog.family.encoding {
            guard let name, !agrees(name, with: seen) else { return .named(seen.name) }
            throw contradiction(
                name, "the document is \(seen.name)", help: "change the declaration, or use --input-encoding \(seen.name)", in: prefix)
        }
        if prolog.family == .ebcdic {
            guard let name, CharacterEncoding(label: name)?.extendsASCII ?? false else { return .named(name ?? "IBM037") }
            throw contradiction(
                name, "the document is in a code page of EBCDIC", help: "name the encoding with --input-encoding, for example IBM037",
                in: prefix)
        }
        guard let name else { return .utf8 }
        let encoding = CharacterEncoding(label: name)
        if encoding?.isUTF8 ?? false { return .utf8 }
        if !(encoding?.isWide ?? false) { return .named(name) }
        throw contradiction(
            name, "the document cannot be: its first characters are single bytes",
            help: "name the encoding with --input-encoding, for example UTF-8", in: prefix)
    }

    /// Whether a document that names an encoding can be in the one that it is seen to be in.
    private static func agrees(_ name: String, with seen: CharacterEncoding) -> Bool {
        guard let named = CharacterEncoding(label: name) else { return false }
        return named == seen || named.name + "LE" == seen.name || named.name + "BE" == seen.name
    }

    private static func contradiction(
        _ name: String, _ fact: String, help: String, in prefix: ProbePrefix
    ) -> ConversionError {
        ConversionError(
            .malformedInput, .xmlEncoding, "the XML declaration says \(name), but \(fact)", help: help,
            at: place(of: name, in: prefix))
    }

    /// The place of the name in the declaration, in the document's UTF-8.
    private static func place(of name: String, in prefix: ProbePrefix) -> SourceLocation {
        let characters = Prolog(prefix.bytes, family: prefix.markedEncoding == nil ? nil : .ascii).characters
        let mark: [UInt8] = prefix.markedEncoding == .utf8 ? [0xEF, 0xBB, 0xBF] : []
        var place = PlaceCounter()
        let start = characters.firstRange(of: Array(name.utf8))?.lowerBound ?? 0
        (mark + characters[..<start]).withUnsafeBufferPointer { place.pass($0) }
        return place.location
    }

    /// What is wrong with a document that has a byte order mark of UTF-8 and declares another encoding, as far as its reader can
    /// tell: a wide one may have been decoded because somebody said so.
    static func contradiction(betweenMarkAnd prolog: Prolog, at location: SourceLocation) -> ConversionError? {
        guard let name = prolog.declaredEncoding, isName(name), let encoding = CharacterEncoding(label: name),
            !encoding.isUTF8, !encoding.isWide
        else { return nil }
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
}

extension Prolog.Family {
    /// The encoding that the first bytes show; nil where they show only what it begins like.
    fileprivate var encoding: CharacterEncoding? {
        switch self {
        case .utf16LittleEndian: .utf16LittleEndian
        case .utf16BigEndian: .utf16BigEndian
        case .utf32LittleEndian: .utf32LittleEndian
        case .utf32BigEndian: .utf32BigEndian
        case .ascii, .ebcdic: nil
        }
    }
}
