import TextScanning

/// What the start of an XML document says, found without a parser: for detection, which sees only a prefix that may
/// end anywhere, and before the encoding is known. All that matters of it is ASCII.
struct Prolog {
    /// How ASCII is written in the document, told by the bytes of `<` or `<?xml` (XML 1.0, appendix F).
    enum Family {
        case ascii, utf16LittleEndian, utf16BigEndian, utf32LittleEndian, utf32BigEndian, ebcdic
    }

    let family: Family
    /// The bytes as far as they go, without byte order mark, one for each character of a wide encoding.
    private let bytes: [UInt8]
    private var index = 0

    /// The same, for who counts places.
    var characters: [UInt8] { bytes }

    /// - Parameter family: How ASCII is written, where that is known.
    init(_ bytes: [UInt8], family known: Family? = nil) {
        family = known ?? Self.family(of: Array(bytes.prefix(4)))
        switch family {
        case .ascii: self.bytes = bytes
        case .utf16LittleEndian: self.bytes = stride(from: 0, to: bytes.count, by: 2).map { bytes[$0] }
        case .utf16BigEndian: self.bytes = stride(from: 1, to: bytes.count, by: 2).map { bytes[$0] }
        case .utf32LittleEndian: self.bytes = stride(from: 0, to: bytes.count, by: 4).map { bytes[$0] }
        case .utf32BigEndian: self.bytes = stride(from: 3, to: bytes.count, by: 4).map { bytes[$0] }
        case .ebcdic: self.bytes = bytes.map(Self.ascii(ebcdic:))
        }
    }

    private static func family(of start: [UInt8]) -> Family {
        if start.starts(with: [0x3C, 0, 0, 0]) { return .utf32LittleEndian }
        if start.starts(with: [0, 0, 0, 0x3C]) { return .utf32BigEndian }
        if start.starts(with: [0x3C, 0]) { return .utf16LittleEndian }
        if start.starts(with: [0, 0x3C]) { return .utf16BigEndian }
        return start.starts(with: [0x4C, 0x6F, 0xA7, 0x94]) ? .ebcdic : .ascii
    }

    /// The characters of an XML declaration, which all code pages of EBCDIC have at the same places.
    private static func ascii(ebcdic byte: UInt8) -> UInt8 {
        switch byte {
        case 0x81...0x89: byte - 0x81 + UInt8(ascii: "a")
        case 0x91...0x99: byte - 0x91 + UInt8(ascii: "j")
        case 0xA2...0xA9: byte - 0xA2 + UInt8(ascii: "s")
        case 0xC1...0xC9: byte - 0xC1 + UInt8(ascii: "A")
        case 0xD1...0xD9: byte - 0xD1 + UInt8(ascii: "J")
        case 0xE2...0xE9: byte - 0xE2 + UInt8(ascii: "S")
        case 0xF0...0xF9: byte - 0xF0 + UInt8(ascii: "0")
        case 0x4B: UInt8(ascii: ".")
        case 0x4C: UInt8(ascii: "<")
        case 0x60: UInt8(ascii: "-")
        case 0x6D: UInt8(ascii: "_")
        case 0x6E: UInt8(ascii: ">")
        case 0x6F: UInt8(ascii: "?")
        case 0x7D: UInt8(ascii: "'")
        case 0x7E: UInt8(ascii: "=")
        case 0x7F: UInt8(ascii: "\"")
        default: UInt8(ascii: " ")
        }
    }

    /// Whether the document starts like XML: a declaration, or a tag after white space.
    var isXML: Bool { starts(with: "<?xml") || firstTag != nil }

    /// Whether there is, or may be, an XML declaration that goes on after the prefix.
    var declarationIsCut: Bool {
        starts(with: "<?xml") ? position(of: "?>", from: 0) == nil : bytes.count < 5 && "<?xml".utf8.starts(with: bytes)
    }

    /// The encoding named in the XML declaration.
    var declaredEncoding: String? {
        guard starts(with: "<?xml"), let end = position(of: "?>", from: 0) else { return nil }
        let declaration = String(decoding: bytes[5..<max(5, end)], as: UTF8.self)
        guard let name = declaration.range(ofWord: "encoding") else { return nil }
        let rest = declaration[name.upperBound...].drop { " \t\r\n=".contains($0) }
        guard let quote = rest.first, quote == "\"" || quote == "'" else { return nil }
        return String(rest.dropFirst().prefix { $0 != quote })
    }

    struct RootTag {
        var name: String
        /// The namespace of the name; nil where it has none, or where the tag does not end in the prefix.
        var namespace: String?
    }

    /// The outermost element's start tag, with its namespace; nil where the prefix does not reach to it.
    var root: RootTag? {
        var copy = self
        copy.skipMiscellany()
        return copy.takeTag()
    }

    /// The name of the first tag, after white space only.
    private var firstTag: String? {
        var copy = self
        copy.skipSpace()
        if copy.starts(with: "<!--") || copy.starts(with: "<!DOCTYPE") || copy.starts(with: "<?") { return "" }
        return copy.takeTag()?.name
    }
}

extension Prolog {
    private func starts(with literal: StaticString) -> Bool {
        bytes.withUnsafeBufferPointer { $0.starts(with: literal, at: index) }
    }

    private func position(of literal: StaticString, from start: Int) -> Int? {
        bytes.withUnsafeBufferPointer { bytes in
            var index = start
            while index < bytes.count {
                if bytes.starts(with: literal, at: index) { return index }
                index += 1
            }
            return nil
        }
    }

    private mutating func skipSpace() {
        while index < bytes.count, bytes[index].isXMLSpace { index += 1 }
    }

    /// Skips white space, the declaration, comments and processing instructions (XML 1.0, production 27).
    private mutating func skipMiscellany() {
        while true {
            skipSpace()
            if starts(with: "<?") {
                guard let end = position(of: "?>", from: index) else { return }
                index = end + 2
            } else if starts(with: "<!--") {
                guard let end = position(of: "-->", from: index + 4) else { return }
                index = end + 3
            } else {
                return
            }
        }
    }

    private mutating func takeTag() -> RootTag? {
        guard starts(with: "<"), index + 1 < bytes.count else { return nil }
        index += 1
        let name = takeName()
        guard let first = name.utf8.first, first >= 0x80 || first == UInt8(ascii: "_") || isLetter(first) else {
            return nil
        }
        var declarations: [String: String] = [:]
        while let (attribute, value) = takeAttribute() { declarations[attribute] = value }
        let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let declaration = parts.count == 2 ? "xmlns:\(parts[0])" : "xmlns"
        return RootTag(name: String(parts.last ?? ""), namespace: declarations[declaration])
    }

    private mutating func takeName() -> String {
        let start = index
        while index < bytes.count, !bytes[index].isXMLSpace, !"/>=<\"'&".utf8.contains(bytes[index]) { index += 1 }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private mutating func takeAttribute() -> (name: String, value: String)? {
        skipSpace()
        let name = takeName()
        skipSpace()
        guard !name.isEmpty, starts(with: "=") else { return nil }
        index += 1
        skipSpace()
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "'"),
            let end = bytes[(index + 1)...].firstIndex(of: bytes[index])
        else { return nil }
        defer { index = end + 1 }
        return (name, String(decoding: bytes[index + 1..<end], as: UTF8.self))
    }


    private func isLetter(_ byte: UInt8) -> Bool {
        byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
    }
}

extension String {
    /// Where `word` stands after white space.
    fileprivate func range(ofWord word: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start].isWhitespace {
                let candidate = index(after: start)
                if self[candidate...].hasPrefix(word) {
                    return candidate..<index(candidate, offsetBy: word.count)
                }
            }
            start = index(after: start)
        }
        return nil
    }
}
