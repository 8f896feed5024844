/// An encoding of characters, by any of the names that files, mails and programs have for it.
///
/// This is the one place that knows names: what is looked up here is meant by `--input-encoding`, by the charset of a mail and
/// by the declaration of an XML document alike. A name that is not here goes to the C library as it is.
public struct CharacterEncoding: Sendable, Hashable {
    /// The name that it is shown by.
    public let name: String
    /// What the C library may call it, the best first: not every library knows each of them.
    let systemNames: [String]
    /// What the C library calls one that holds some characters more, for bytes that this one does not have. Texts that say the
    /// smaller name have them all the same, and of what both have, the smaller one is the truth.
    let wider: String?
    let structure: Structure

    /// How its bytes make characters.
    enum Structure: Sendable, Hashable {
        /// Each byte is a character, or whatever the C library makes of it.
        case bytes
        /// The same, but the C library holds a character back until it knows that no accent follows.
        case bytesWithAccents
        /// A byte above ASCII leads a character of several.
        case leadBytes
        /// The same, where the C library holds some characters back.
        case leadBytesWithAccents
        /// Units of so many bytes.
        case units(Int)
    }

    /// The encoding that `label` names, whoever named it: case, hyphens, underscores, dots and blanks make no difference, so that
    /// Python's `shift_jis` and `iso8859_1` are as good as the names of IANA. nil for what cannot be a name.
    public init?(label: String) {
        // What every mailbox asks for. To make the table takes a tenth of reading a small one.
        if label == Self.windows1252.name {
            self = .windows1252
            return
        }
        guard Self.isName(label) else { return nil }
        if let known = Self.known[Self.key(label)] {
            self = known
            return
        }
        // Names that Python spells with underscores, the C library spells with hyphens.
        let hyphens = String(decoding: label.utf8.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: "-") : $0 }, as: UTF8.self)
        self.init(name: label, systemNames: hyphens == label ? [label] : [label, hyphens])
    }

    init(name: String, systemNames: [String], wider: String? = nil, structure: Structure = .bytes) {
        self.name = name
        self.systemNames = systemNames
        self.wider = wider
        self.structure = structure
    }

    /// Readers take UTF-8 as it is.
    public var isUTF8: Bool { name == "UTF-8" }

    /// Whether the C library knows it.
    public var isKnown: Bool { isUTF8 || CharsetConverter(from: self) != nil }

    /// Whether bytes under 0x80 are ASCII in it wherever they stand, so that a text of them needs no converter.
    package var extendsASCII: Bool { Self.extendingASCII.contains(name) }

    /// Whether it is a form of Unicode in units of several bytes.
    package var isWide: Bool { if case .units = structure { true } else { false } }

    private static func isName(_ label: String) -> Bool {
        (1...40).contains(label.utf8.count)
            && label.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                    UInt8(ascii: ":"), UInt8(ascii: "+"), UInt8(ascii: " "):
                    true
                default: false
                }
            }
    }

    /// What all spellings of a name have in common: its letters, in lower case, and digits.
    private static func key(_ label: some StringProtocol) -> String {
        var key: [UInt8] = []
        key.reserveCapacity(label.utf8.count)
        for byte in label.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): key.append(byte | 0x20)
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): key.append(byte)
            default: break
            }
        }
        return String(decoding: key, as: UTF8.self)
    }
}

extension CharacterEncoding {
    /// Names whose meaning is not what the C library makes of them, or that it does not know. What a smaller encoding is called
    /// is what its extension of daily use is called, as on the web (WHATWG, Encoding, 4.2).
    private static let table: [(encoding: CharacterEncoding, labels: String)] = [
        (.utf8, "utf8 utf8sig unicode11utf8 u8 cp65001 usascii ascii ansix341968 iso646us us 646 iso646irv1991 cp367 ibm367 csascii isoir6"),
        (.utf16, "utf16 u16 ucs2 unicode csunicode iso10646ucs2 unicodefeff"),
        (.utf16LittleEndian, "utf16le ucs2le unicodelittle"),
        (.utf16BigEndian, "utf16be ucs2be unicodefffe unicodebig"),
        (.utf32, "utf32 u32 ucs4 iso10646ucs4"),
        (.utf32LittleEndian, "utf32le ucs4le"),
        (.utf32BigEndian, "utf32be ucs4be"),
        (CharacterEncoding(name: "UTF-7", systemNames: ["UTF-7"]), "utf7 u7 unicode11utf7"),
        (
            .windows1252,
            """
            windows1252 cp1252 xcp1252 1252 ibm1252 iso88591 latin1 l1 iso885911987 isoir100 8859 cp819 ibm819 csisolatin1
            """
        ),
        (single("windows-1250", "CP1250"), "windows1250 cp1250 xcp1250 1250"),
        (single("windows-1251", "CP1251"), "windows1251 cp1251 xcp1251 1251"),
        (single("windows-1253", "CP1253"), "windows1253 cp1253 xcp1253 1253"),
        (single("windows-1254", "CP1254"), "windows1254 cp1254 xcp1254 1254 iso88599 iso885991989 latin5 l5 csisolatin5 isoir148"),
        (
            CharacterEncoding(name: "windows-1255", systemNames: ["CP1255", "WINDOWS-1255"], structure: .bytesWithAccents),
            "windows1255 cp1255 xcp1255 1255"
        ),
        (single("windows-1256", "CP1256"), "windows1256 cp1256 xcp1256 1256"),
        (single("windows-1257", "CP1257"), "windows1257 cp1257 xcp1257 1257"),
        (
            CharacterEncoding(name: "windows-1258", systemNames: ["CP1258", "WINDOWS-1258"], structure: .bytesWithAccents),
            "windows1258 cp1258 xcp1258 1258"
        ),
        (single("windows-874", "CP874", "WINDOWS-874", "TIS-620"), "windows874 cp874 dos874 874 tis620 tis6200 tis62025290 iso885911 thai isoir166"),
        (
            CharacterEncoding(name: "TCVN", systemNames: ["TCVN", "TCVN5712-1"], structure: .bytesWithAccents),
            "tcvn tcvn5712 tcvn57121 tcvn571211993 vscii xviettcvn5712"
        ),
        (single("ISO-8859-2", "ISO-8859-2"), "iso88592 iso885921987 latin2 l2 csisolatin2 isoir101"),
        (single("ISO-8859-3", "ISO-8859-3"), "iso88593 iso885931988 latin3 l3 csisolatin3 isoir109"),
        (single("ISO-8859-4", "ISO-8859-4"), "iso88594 iso885941988 latin4 l4 csisolatin4 isoir110"),
        (single("ISO-8859-5", "ISO-8859-5"), "iso88595 iso885951988 cyrillic csisolatincyrillic isoir144"),
        (single("ISO-8859-6", "ISO-8859-6"), "iso88596 iso885961987 iso88596i iso88596e arabic asmo708 ecma114 csisolatinarabic isoir127"),
        (single("ISO-8859-7", "ISO-8859-7"), "iso88597 iso885971987 greek greek8 ecma118 elot928 suneugreek csisolatingreek isoir126"),
        (single("ISO-8859-8", "ISO-8859-8"), "iso88598 iso88598i iso88598e logical visual iso885981988 hebrew csisolatinhebrew isoir138"),
        (single("ISO-8859-10", "ISO-8859-10"), "iso885910 latin6 l6 csisolatin6 isoir157"),
        (single("ISO-8859-13", "ISO-8859-13"), "iso885913 latin7 l7"),
        (single("ISO-8859-14", "ISO-8859-14"), "iso885914 latin8 l8"),
        (single("ISO-8859-15", "ISO-8859-15"), "iso885915 latin9 l9 csisolatin9"),
        (single("ISO-8859-16", "ISO-8859-16"), "iso885916 latin10 l10 isoir226"),
        (single("KOI8-R", "KOI8-R"), "koi8r koi koi8 cskoi8r cp20866 20866"),
        (single("KOI8-U", "KOI8-U"), "koi8u koi8ru cp21866 21866"),
        (single("IBM866", "CP866", "IBM866"), "ibm866 cp866 866 csibm866"),
        (single("IBM850", "CP850", "IBM850"), "ibm850 cp850 850 cspc850multilingual"),
        (single("IBM437", "CP437", "IBM437"), "ibm437 cp437 437 cspc8codepage437"),
        (single("macintosh", "MACINTOSH", "MAC"), "macintosh mac macroman xmacroman csmacintosh"),
        (single("x-mac-cyrillic", "MAC-CYRILLIC", "MACCYRILLIC"), "xmaccyrillic maccyrillic xmacukrainian macukraine"),
        (single("x-mac-ce", "MAC-CENTRALEUROPE", "MACCENTRALEUROPE"), "xmacce macce maclatin2 maccentraleurope"),
        (single("x-mac-icelandic", "MAC-IS", "MACICELAND"), "xmacicelandic maciceland macis"),
        // Its two-byte part is GBK; the euro of Microsoft's GBK, one byte, is in no GB18030.
        (
            CharacterEncoding(name: "GB18030", systemNames: ["GB18030", "GBK"], wider: "GBK", structure: .leadBytes),
            "gb18030 gb180302000 gb180302005 gbk xgbk cp936 936 ms936 windows936 gb2312 gb2312x gb231280 csgb2312 csiso58gb231280 eucgb2312cn euccn eucgb2312 eucgb chinese isoir58 xeuccn"
        ),
        // Big5 as Hong Kong extends it; the few signs that have two places there are Big5's.
        (
            CharacterEncoding(
                name: "Big5", systemNames: ["BIG5-HKSCS", "CP950", "BIG5"], wider: "BIG5", structure: .leadBytesWithAccents),
            "big5 big5hkscs hkscs big5tw cnbig5 xxbig5 csbig5 cp950 950 ms950 windows950"
        ),
        (
            CharacterEncoding(name: "Shift_JIS", systemNames: ["CP932", "WINDOWS-31J", "SHIFT_JIS"], structure: .leadBytes),
            "shiftjis sjis xsjis csshiftjis ms932 mskanji windows31j cp932 932 windows932 xmscp932"
        ),
        (
            CharacterEncoding(name: "EUC-JP", systemNames: ["EUC-JP"], wider: "EUC-JP-MS", structure: .leadBytes),
            "eucjp xeucjp ujis cseucpkdfmtjapanese cp51932 51932 eucjpms eucjpwin"
        ),
        (
            CharacterEncoding(name: "EUC-KR", systemNames: ["CP949", "UHC", "EUC-KR"], structure: .leadBytes),
            "euckr cseuckr ksc56011987 ksc5601 ksc56011989 ksx1001 isoir149 korean windows949 xwindows949 cp949 949 ms949 uhc csksc56011987"
        ),
        (CharacterEncoding(name: "EUC-TW", systemNames: ["EUC-TW"], structure: .leadBytes), "euctw xeuctw"),
        (CharacterEncoding(name: "Johab", systemNames: ["JOHAB"], structure: .leadBytes), "johab cp1361 ms1361"),
        (CharacterEncoding(name: "EUC-JIS-2004", systemNames: ["EUC-JISX0213"], structure: .leadBytesWithAccents), "eucjis2004 eucjisx0213 jisx0213 eucjis"),
        (CharacterEncoding(name: "Shift_JIS-2004", systemNames: ["SHIFT_JISX0213"], structure: .leadBytesWithAccents), "shiftjis2004 shiftjisx0213 sjis2004 sjisx0213"),
        // With the half-width letters that RFC 1468 leaves out and programs write.
        (CharacterEncoding(name: "ISO-2022-JP", systemNames: ["ISO-2022-JP-3", "ISO-2022-JP"]), "iso2022jp csiso2022jp iso2022jp1 iso2022jp3 iso2022jp2004 iso2022jpext cp50220 cp50221 cp50222"),
        (CharacterEncoding(name: "ISO-2022-JP-2", systemNames: ["ISO-2022-JP-2", "ISO-2022-JP"]), "iso2022jp2 csiso2022jp2"),
        (CharacterEncoding(name: "ISO-2022-KR", systemNames: ["ISO-2022-KR"]), "iso2022kr csiso2022kr"),
    ]

    /// Bytes that it has no character for are the controls that they are in ISO 8859-1.
    package static let windows1252 = CharacterEncoding(
        name: "windows-1252", systemNames: ["CP1252", "WINDOWS-1252"], wider: "ISO-8859-1")
    package static let utf8 = CharacterEncoding(name: "UTF-8", systemNames: ["UTF-8"])
    package static let utf16 = CharacterEncoding(name: "UTF-16", systemNames: ["UTF-16"], structure: .units(2))
    package static let utf16LittleEndian = CharacterEncoding(name: "UTF-16LE", systemNames: ["UTF-16LE"], structure: .units(2))
    package static let utf16BigEndian = CharacterEncoding(name: "UTF-16BE", systemNames: ["UTF-16BE"], structure: .units(2))
    package static let utf32 = CharacterEncoding(name: "UTF-32", systemNames: ["UTF-32"], structure: .units(4))
    package static let utf32LittleEndian = CharacterEncoding(name: "UTF-32LE", systemNames: ["UTF-32LE"], structure: .units(4))
    package static let utf32BigEndian = CharacterEncoding(name: "UTF-32BE", systemNames: ["UTF-32BE"], structure: .units(4))

    private static func single(_ name: String, _ systemNames: String...) -> CharacterEncoding {
        CharacterEncoding(name: name, systemNames: systemNames)
    }

    private static let known: [String: CharacterEncoding] = {
        var known: [String: CharacterEncoding] = [:]
        for entry in table {
            for label in entry.labels.split(separator: " ") { known[key(label)] = entry.encoding }
        }
        return known
    }()

    /// Those of the table of which it is known; Big5, Shift_JIS and Johab are ASCII only outside their characters of two bytes, and
    /// so are texts of nothing else.
    private static let extendingASCII: Set<String> = Set(
        table.map(\.encoding).filter { encoding in
            if encoding.isWide || encoding.name.hasPrefix("ISO-2022") || encoding.name == "UTF-7" { return false }
            return !["TCVN", "Shift_JIS-2004", "Johab"].contains(encoding.name)
        }.map(\.name))

    /// The names of the table, for a test that the C library knows each encoding.
    package static var knownLabels: [String] { table.flatMap { $0.labels.split(separator: " ").map(String.init) } }
}
