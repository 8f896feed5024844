import ChatConv
import Testing
import ToyFormat

@Suite("Files that no format reads")
struct FileSignatureTests {
    private static let tar = Array(repeating: UInt8(ascii: "x"), count: 257) + Array("ustar\u{0}00".utf8)

    private static let files: [(String, [UInt8])] = [
        ("a zip archive", Array("PK\u{3}\u{4}".utf8) + [20, 0, 8, 0] + Array("chat.txt".utf8)),
        ("an empty zip archive", Array("PK\u{5}\u{6}".utf8) + Array(repeating: 0, count: 18)),
        ("a document of an office program", Array("PK\u{3}\u{4}".utf8) + Array(repeating: 0, count: 26) + Array("[Content_Types].xml".utf8)),
        (
            "a document in the OpenDocument format",
            Array("PK\u{3}\u{4}".utf8) + Array(repeating: 0, count: 26) + Array("mimetypeapplication/vnd.oasis.opendocument.text".utf8)
        ),
        ("a rar archive", Array("Rar!\u{1A}\u{7}\u{0}".utf8)), ("a rar archive", Array("Rar!\u{1A}\u{7}\u{1}\u{0}".utf8)),
        ("a 7z archive", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4]), ("a tar archive", tar),
        ("compressed with xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0, 4]),
        ("compressed with bzip2", Array("BZh9".utf8) + [0x31, 0x41, 0x59, 0x26, 0x53, 0x59, 0x12]),
        ("an SQLite database", Array("SQLite format 3\u{0}".utf8)), ("a PDF document", Array("%PDF-1.7\n".utf8)),
        ("an old document or message of an office program", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0]),
        ("a part of an X (Twitter) archive", Array("window.YTD.direct_messages.part0 = [".utf8)),
    ]

    @Test("They are named as what they are, however the bytes come and whatever the file is called", arguments: files)
    func names(_ name: String, _ bytes: [UInt8]) throws {
        for chunk in [1, .max] {
            for fileName in [nil, "chat.json", "chat.md"] {
                let error = #expect(throws: ConversionError.self) {
                    try FormatRegistry.builtIn.open(MemorySource(bytes, chunk: chunk), fileName: fileName)
                }
                #expect(error?.message == "the input is \(name), which is not read" && error?.category == .unknownFormat)
                #expect(error?.diagnostic.help != nil)
            }
        }
    }

    @Test(
        "Also where a format of text is named, which cannot read them",
        arguments: files.filter { $0.1.prefix(8).contains { $0 < 0x09 || $0 > 0x7E } || $0.0.contains("SQLite") })
    func namedFormat(_ name: String, _ bytes: [UInt8]) throws {
        let error = #expect(throws: ConversionError.self) {
            try FormatRegistry.builtIn.open(MemorySource(bytes, chunk: 1), as: "json")
        }
        #expect(error?.message == "the input is \(name), which is not read")
    }

    @Test("What is a text as well is read by a format that somebody names", arguments: ["%PDF-1.7\n", "window.YTD.x = [", "{\\rtf1}"])
    func namedText(_ text: String) throws {
        var registry = FormatRegistry()
        try registry.add(ToyFormat())
        #expect(try registry.open(MemorySource(text, chunk: 1), as: "toy").format.descriptor.name == "toy")
    }

    @Test("Texts that begin alike are none of them", arguments: ["PK", "BZh9 was here", "7z", "Rar!", "%PDF", "window.YTD", "xar", "{\\r"])
    func others(_ text: String) throws {
        var registry = FormatRegistry()
        try registry.add(ToyFormat())
        let error = #expect(throws: ConversionError.self) { try registry.open(MemorySource(text)) }
        #expect(error?.code == .undetectedFormat)
    }
}
