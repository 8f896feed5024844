/// One character of a text, seen through what links, pages and mails write for it: `%C3%AB`, `&#235;`, `&euml;`, `\u00eb`, `=C3=AB`.
/// What was escaped twice (`%25C3%25AB`, `&amp;euml;`) is seen through as well.
struct EscapedCharacter {
    var scalar: UInt32
    /// The index behind it.
    var end: Int

    /// The character at an index that is inside the text.
    init(in utf8: UnsafeBufferPointer<UInt8>, at index: Int) {
        let byte = utf8[index]
        let escaped: EscapedCharacter? = switch byte {
        case UInt8(ascii: "%"), UInt8(ascii: "="): Self.bytes(in: utf8, at: index, marked: byte)
        case UInt8(ascii: "&"): Self.reference(in: utf8, at: index)
        case UInt8(ascii: "\\"): Self.codeUnit(in: utf8, at: index)
        default: nil
        }
        self = escaped ?? Self.plain(in: utf8, at: index)
    }

    private init(_ scalar: UInt32, _ end: Int) {
        self.scalar = scalar
        self.end = end
    }

    private static func plain(in utf8: UnsafeBufferPointer<UInt8>, at index: Int) -> EscapedCharacter {
        let first = UInt32(utf8[index])
        if first < 0x80 { return EscapedCharacter(first, index + 1) }
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        let end = min(index + length, utf8.count)
        var scalar = first & (length == 4 ? 0x07 : length == 3 ? 0x0F : 0x1F)
        for byte in utf8[(index + 1)..<end] { scalar = scalar << 6 | UInt32(byte & 0x3F) }
        return composedHangul(scalar, end, in: utf8)
    }

    /// A syllable that is written in its two or three parts, as one: those have no words of their own.
    private static func composedHangul(_ lead: UInt32, _ end: Int, in utf8: UnsafeBufferPointer<UInt8>) -> EscapedCharacter {
        guard (0x1100...0x1112).contains(lead), let vowel = jamo(in: utf8, at: end), (0x1161...0x1175).contains(vowel)
        else { return EscapedCharacter(lead, end) }
        let syllable = 0xAC00 + ((lead - 0x1100) * 21 + (vowel - 0x1161)) * 28
        if let tail = jamo(in: utf8, at: end + 3), (0x11A8...0x11C2).contains(tail) {
            return EscapedCharacter(syllable + tail - 0x11A7, end + 6)
        }
        return EscapedCharacter(syllable, end + 3)
    }

    private static func jamo(in utf8: UnsafeBufferPointer<UInt8>, at index: Int) -> UInt32? {
        guard index + 3 <= utf8.count, utf8[index] == 0xE1 else { return nil }
        return 0x1000 | UInt32(utf8[index + 1] & 0x3F) << 6 | UInt32(utf8[index + 2] & 0x3F)
    }

    // MARK: Escapes

    /// Bytes in two digits each, of links (`%`) and of mails (`=`).
    private static func bytes(in utf8: UnsafeBufferPointer<UInt8>, at start: Int, marked mark: UInt8) -> EscapedCharacter? {
        guard let (first, end) = byte(in: utf8, at: start, marked: mark) else { return nil }
        let isLink = mark == UInt8(ascii: "%")
        if first < 0x80 { return isLink || first == 0x20 ? EscapedCharacter(UInt32(first), end) : nil }
        guard first >= 0xC2, first < 0xF5 else { return isLink && first >= 0xC0 ? EscapedCharacter(UInt32(first), end) : nil }
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        var scalar = UInt32(first) & (length == 4 ? 0x07 : length == 3 ? 0x0F : 0x1F)
        var index = end
        for _ in 1..<length {
            guard let (next, after) = byte(in: utf8, at: index, marked: mark), next & 0xC0 == 0x80 else {
                // Not UTF-8: a link of the days of Latin-1.
                return isLink ? EscapedCharacter(UInt32(first), end) : nil
            }
            scalar = scalar << 6 | UInt32(next & 0x3F)
            index = after
        }
        return EscapedCharacter(scalar, index)
    }

    private static func byte(in utf8: UnsafeBufferPointer<UInt8>, at start: Int, marked mark: UInt8) -> (UInt8, Int)? {
        guard start < utf8.count, utf8[start] == mark else { return nil }
        var index = start + 1
        if mark == UInt8(ascii: "%") {
            while index + 3 < utf8.count, utf8[index] == UInt8(ascii: "2"), utf8[index + 1] == UInt8(ascii: "5") { index += 2 }
        }
        guard let value = number(in: utf8, index..<(index + 2)) else { return nil }
        return (UInt8(truncatingIfNeeded: value), index + 2)
    }

    private static func codeUnit(in utf8: UnsafeBufferPointer<UInt8>, at start: Int) -> EscapedCharacter? {
        guard start + 6 <= utf8.count, utf8[start + 1] == UInt8(ascii: "u"),
            let value = number(in: utf8, (start + 2)..<(start + 6)), !(0xD800...0xDFFF).contains(value)
        else { return nil }
        return EscapedCharacter(value, start + 6)
    }

    /// A character reference (HTML, 13.5).
    private static func reference(in utf8: UnsafeBufferPointer<UInt8>, at start: Int) -> EscapedCharacter? {
        var index = start + 1
        while utf8[index...].prefix(4).elementsEqual("amp;".utf8) { index += 4 }
        guard let end = utf8[index...].prefix(10).firstIndex(of: UInt8(ascii: ";")), end > index else { return nil }
        var name = String(decoding: utf8[index..<end], as: UTF8.self)
        guard name.removePrefix("#") else {
            return namedCharacters[name].map { EscapedCharacter($0, end + 1) }
        }
        let isHexadecimal = name.removePrefix("x") || name.removePrefix("X")
        guard let value = UInt32(name, radix: isHexadecimal ? 16 : 10), Unicode.Scalar(value) != nil else { return nil }
        return EscapedCharacter(value, end + 1)
    }

    private static func number(in utf8: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> UInt32? {
        guard range.upperBound <= utf8.count else { return nil }
        var value: UInt32 = 0
        for byte in utf8[range] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    /// The named references of Latin-1, and those of marks.
    private static let namedCharacters: [String: UInt32] = {
        var all: [String: UInt32] = [
            "amp": 0x26, "lt": 0x3C, "gt": 0x3E, "quot": 0x22, "apos": 0x27, "commat": 0x40, "period": 0x2E, "lowbar": 0x5F, "hyphen": 0x2010,
            "rsquo": 0x2019, "lsquo": 0x2018, "szlig": 0xDF, "oelig": 0x153, "OElig": 0x152, "scaron": 0x161, "Scaron": 0x160, "shy": 0xAD,
            "zwj": 0x200D, "zwnj": 0x200C, "nbsp": 0xA0, "num": 0x23, "plus": 0x2B,
        ]
        let letters = """
            Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve \
            Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN
            """
        for (index, name) in letters.split(separator: " ").enumerated() {
            let value = UInt32(0xC0 + index)
            all[String(name)] = value
            all[name.lowercased()] = value + 0x20
        }
        all["yuml"] = 0xFF
        return all
    }()
}

extension String {
    fileprivate mutating func removePrefix(_ prefix: String) -> Bool {
        guard hasPrefix(prefix) else { return false }
        removeFirst(prefix.count)
        return true
    }
}
