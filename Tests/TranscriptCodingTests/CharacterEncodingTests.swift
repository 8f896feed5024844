import Testing
import TextScanning

@testable import TranscriptCoding

@Suite("Character encodings")
struct CharacterEncodingTests {
    @Test("The names of Python, of the web and of IANA are one name", arguments: [
        ("latin_1", "windows-1252"), ("iso8859_1", "windows-1252"), ("ISO_8859-1:1987", "windows-1252"), ("cp1252", "windows-1252"),
        ("utf_8_sig", "UTF-8"), ("utf8", "UTF-8"), ("ascii", "UTF-8"), ("utf_16_le", "UTF-16LE"), ("UTF-16", "UTF-16"), ("u32", "UTF-32"),
        ("shift_jis", "Shift_JIS"), ("SJIS", "Shift_JIS"), ("cp932", "Shift_JIS"), ("ms932", "Shift_JIS"), ("Windows-31J", "Shift_JIS"),
        ("euc_jp", "EUC-JP"), ("ujis", "EUC-JP"), ("iso2022_jp", "ISO-2022-JP"), ("gb2312", "GB18030"), ("GBK", "GB18030"), ("cp936", "GB18030"),
        ("ks_c_5601-1987", "EUC-KR"), ("euc_kr", "EUC-KR"), ("uhc", "EUC-KR"), ("big5", "Big5"), ("big5hkscs", "Big5"), ("x-x-big5", "Big5"),
        ("koi8_r", "KOI8-R"), ("mac_roman", "macintosh"), ("mac_cyrillic", "x-mac-cyrillic"), ("tis_620", "windows-874"),
        ("iso-8859-11", "windows-874"), ("iso8859_9", "windows-1254"), ("latin5", "windows-1254"), ("iso8859_15", "ISO-8859-15"),
        ("cp866", "IBM866"), ("cp1255", "windows-1255"), ("TCVN5712-1", "TCVN"),
    ])
    func labels(_ label: String, _ name: String) throws {
        #expect(CharacterEncoding(label: label)?.name == name)
        #expect(CharacterEncoding(label: label.uppercased())?.name == name)
        #expect(CharacterEncoding(label: name)?.name == name)
    }

    @Test("Every encoding of the table is known to the C library")
    func table() {
        let labels = CharacterEncoding.knownLabels
        #expect(labels.count > 200)
        #expect(Set(labels).count == labels.count, "no label has two meanings")
        let unknown = labels.filter { CharacterEncoding(label: $0)?.isKnown != true }
        #expect(unknown == [])
    }

    @Test("Other names go to the C library, with hyphens as well; what cannot be a name goes nowhere")
    func otherNames() {
        #expect(CharacterEncoding(label: "IBM037")?.isKnown == true)
        #expect(CharacterEncoding(label: "cp1125")?.isKnown == true)
        #expect(CharacterEncoding(label: "klingon")?.isKnown == false)
        #expect(CharacterEncoding(label: "") == nil)
        #expect(CharacterEncoding(label: "UTF-8//IGNORE") == nil)
    }

    @Test("A letter at the end of a text is not held back", arguments: ["windows-1255", "windows-1258", "TCVN"], [1, 2, 1000])
    func lastLetter(_ name: String, _ chunk: Int) throws {
        let encoding = try #require(CharacterEncoding(label: name))
        var letters = 0
        for byte in UInt8(0x41)...0xFF {
            let alone = try decode([byte, 0x0A], encoding, chunk)
            guard !alone.contains("\u{FFFD}") else { continue }
            letters += 1
            #expect(try decode([byte], encoding, chunk) + "\n" == alone)
            #expect(try decode([0x61, byte], encoding, chunk) + "\n" == decode([0x61, byte, 0x0A], encoding, chunk))
        }
        #expect(letters > 150)
    }

    @Test("The last letter of Hebrew and Vietnamese is there")
    func lastLetters() throws {
        #expect(try decode([0xE3, 0xF0, 0xE4], "windows-1255") == "דנה")
        #expect(try decode([0xE3, 0xF0, 0xE4, 0xFF], "windows-1255") == "דנה\u{FFFD}")
        #expect(try decode([0x56, 0x69, 0xEA, 0xF2, 0x74, 0x20, 0x61, 0xEC], "windows-1258").hasSuffix("á"))
        #expect(try decode(Array("Ngo".utf8), "TCVN") == "Ngo")
    }

    @Test("What a smaller encoding has not, its extension of daily use has", arguments: [
        ("shift_jis", [0x87, 0x40, 0x81, 0x60, 0x5C, 0x7E], "①～\\~"), ("euc-jp", [0xAD, 0xA1, 0xA1, 0xC1], "①〜"),
        ("gb2312", [0x80, 0xC4, 0xE3, 0x94, 0x39, 0xDA, 0x33], "€你💩"), ("gbk", [0xA2, 0xE3], "€"), ("euc-kr", [0x8C, 0x63, 0xC0, 0xCC], "똠이"),
        ("big5", [0xA7, 0x41, 0x87, 0x40, 0xA1, 0x5A], "你䏰╴"), ("tis-620", [0x80, 0xA1], "€ก"), ("iso-8859-9", [0x80, 0xFD], "€ı"),
        ("iso-8859-1", [0x80, 0x81, 0xE9], "€\u{81}é"),
    ] as [(String, [UInt8], String)])
    func extensions(_ name: String, _ bytes: [UInt8], _ text: String) throws {
        let encoding = try #require(CharacterEncoding(label: name))
        for chunk in [1, 3, 1000] { #expect(try decode(bytes, encoding, chunk) == text) }
    }

    @Test("A byte that is none of the encoding is told at its place, and mended", arguments: [
        ("EUC-JP", [0xFF], [0xA4, 0xA2], "あ"), ("GBK", [0xFF], [0xC4, 0xE3], "你"), ("TIS-620", [0xFF], [0xA1], "ก"),
        ("EUC-JP", [0xA4, 0xFF], [0xA4, 0xA2], "あ"), ("Shift_JIS", [0xFD], [0x82, 0xA0], "あ"), ("EUC-KR", [0xFF], [0xB0, 0xA1], "가"),
        ("Big5", [0xFF], [0xA7, 0x41], "你"), ("EUC-JP", [0xA4], [0x20, 0xA4, 0xA2], " あ"), ("GB18030", [0x81], [0x20, 0x41], " A"),
        ("windows-1255", [0xFF], [0xE3], "ד"),
    ] as [(String, [UInt8], [UInt8], String)])
    func invalidBytes(_ name: String, _ bad: [UInt8], _ good: [UInt8], _ text: String) throws {
        let encoding = try #require(CharacterEncoding(label: name))
        let bytes = Array("first\n".utf8) + good + bad + good + Array("\nlast".utf8)
        for chunk in [1, 2, 3, 5, 1000] {
            let strict = InputBuffer(try CharsetDecodingSource(MemorySource(bytes, chunk: chunk), from: encoding))
            let error = #expect(throws: ConversionError.self) { while try strict.fill() {} }
            let place = "2:\(text.count + 1)"
            #expect(error?.description == "\(place): error: byte 0x\(hexadecimal(bad[0])) is not \(encoding.name) (byte \(6 + good.count) of the input) [input.undecodable]")
            #expect(error?.location?.byteOffset == 6 + text.utf8.count)
            var told: [String] = []
            let log = DiagnosticLog { told.append("\($0.location?.line ?? 0):\($0.location?.column ?? 0) \($0.message)") }
            let lenient = InputBuffer(
                try CharsetDecodingSource(MemorySource(bytes, chunk: chunk), from: encoding), isLenient: true, diagnostics: log)
            while try lenient.fill() {}
            #expect(lenient.withUnread { String(decoding: $0, as: UTF8.self) } == "first\n\(text)\u{FFFD}\(text)\nlast")
            #expect(told == ["\(place) \(bad.count) byte\(bad.count == 1 ? " is" : "s are") not \(encoding.name), and read as U+FFFD"])
        }
    }

    @Test("What the input ends inside of is one character", arguments: [1, 1000])
    func cutCharacter(_ chunk: Int) throws {
        let gbk = try #require(CharacterEncoding(label: "gbk"))
        #expect(try decode([0xC4, 0xE3, 0x94, 0x39, 0xDA], gbk, chunk) == "你\u{FFFD}")
        #expect(try decode([0x61, 0, 0x3D], .utf16LittleEndian, chunk) == "a\u{FFFD}")
        #expect(try decode([0x61, 0, 0x3D, 0xD8, 0x62, 0], .utf16LittleEndian, chunk) == "a\u{FFFD}b")
    }

    private func decode(_ bytes: [UInt8], _ label: String) throws -> String {
        try decode(bytes, #require(CharacterEncoding(label: label)), 1000)
    }

    /// As it is read leniently.
    private func decode(_ bytes: [UInt8], _ encoding: CharacterEncoding, _ chunk: Int) throws -> String {
        let input = InputBuffer(try CharsetDecodingSource(MemorySource(bytes, chunk: chunk), from: encoding), isLenient: true)
        while try input.fill() {}
        return input.withUnread { String(decoding: $0, as: UTF8.self) }
    }
}
