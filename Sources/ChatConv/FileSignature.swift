/// Kinds of files that no format reads, told by their first bytes: so that nobody has to guess why a file is not
/// recognised.
///
/// Told as containers are those in which chats may be, and which a run over a folder does not pass over in silence.
struct FileSignature: Sendable {
    /// What it is, as a phrase: "a zip archive".
    let name: String
    /// What to do with it.
    private let help: String
    private let isContainer: Bool
    /// The bytes that tell it, and where they stand.
    private let marks: [Mark]

    private struct Mark: Sendable {
        let offset: Int
        let bytes: [UInt8]

        func isIn(_ start: [UInt8]) -> Bool {
            start.count >= offset + bytes.count && start[offset..<offset + bytes.count].elementsEqual(bytes)
        }
    }

    /// What an input that starts with `bytes` is; nil for what is none of these, or too short to tell.
    init?(startOf bytes: [UInt8]) {
        guard let known = Self.all.first(where: { $0.marks.allSatisfy { $0.isIn(bytes) } }) else { return nil }
        self = known
    }

    /// In so many bytes stands all that tells one kind from another, but for tar.
    static let longest = 96

    /// Whether so few bytes could be the start of such a file, so that more must be read to tell. A tar archive says so
    /// behind the name of its first file, and is not waited for.
    static func couldStart(_ bytes: [UInt8]) -> Bool {
        all.contains { signature in
            guard let first = signature.marks.first, first.offset == 0 else { return false }
            return bytes.count < first.bytes.count && first.bytes.starts(with: bytes)
        }
    }

    /// Whether what tells it could stand in a text, which a format that somebody names may well read.
    var couldBeText: Bool {
        marks.allSatisfy { $0.bytes.allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x0A } }
    }

    var error: ConversionError {
        ConversionError(
            .unknownFormat, isContainer ? .containerInput : .unsupportedInput, "the input is \(name), which is not read",
            help: help, at: SourceLocation(byteOffset: 0, line: 1, column: 1))
    }

    // MARK: The table

    /// The special kinds of zip come before zip itself.
    private static let all: [FileSignature] =
        [
            document("a document of an office program", zip, (30, "[Content_Types].xml")),
            document("a document in the OpenDocument format", zip, (38, "application/vnd.oasis.opendocument")),
            document("an EPUB book", zip, (38, "application/epub+zip")),
            archive("a zip archive", zip), archive("an empty zip archive", (0, "PK\u{5}\u{6}")),
            archive("one part of a zip archive", (0, "PK\u{7}\u{8}")), archive("a rar archive", (0, "Rar!\u{1A}\u{7}")),
            archive("a 7z archive", bytes: [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]), archive("a tar archive", (257, "ustar")),
            archive("a cabinet archive", (0, "MSCF\0\0\0\0")), archive("an ar archive", (0, "!<arch>\n")),
            archive("an XAR archive", (0, "xar!")),
            compressed("xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]),
            // A level from 1 to 9 comes between, and then the start of a block or of the end.
            compressed("bzip2", Array("BZh".utf8), (4, [0x31, 0x41, 0x59, 0x26, 0x53, 0x59])),
            compressed("lz4", [0x04, 0x22, 0x4D, 0x18]), compressed("lzip", Array("LZIP\u{1}".utf8)),
            compressed("compress", [0x1F, 0x9D]),
            database("an SQLite database", (0, "SQLite format 3\0")),
            database("an Outlook mail store", (0, "!BDN")),
            FileSignature(
                "a part of an X (Twitter) archive", "it is JavaScript, and no format reads it", isContainer: true,
                [Mark(offset: 0, bytes: Array("window.YTD.".utf8))]),
            document("a PDF document", (0, "%PDF-")),
            FileSignature(
                "an old document or message of an office program", "save it as text, or export the chat anew", isContainer: false,
                [Mark(offset: 0, bytes: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])]),
            document("a binary property list", (0, "bplist00")), document("an RTF document", (0, "{\\rtf")),
        ]

    private static let zip = (0, "PK\u{3}\u{4}")

    private init(_ name: String, _ help: String, isContainer: Bool, _ marks: [Mark]) {
        (self.name, self.help, self.isContainer, self.marks) = (name, help, isContainer, marks)
    }

    private static func archive(_ name: String, _ mark: (Int, String)) -> FileSignature {
        archive(name, at: mark.0, bytes: Array(mark.1.utf8))
    }

    private static func archive(_ name: String, at offset: Int = 0, bytes: [UInt8]) -> FileSignature {
        FileSignature(
            name, "unpack it first, and give what was in it", isContainer: true, [Mark(offset: offset, bytes: bytes)])
    }

    private static func compressed(_ program: String, _ start: [UInt8], _ then: (Int, [UInt8])? = nil) -> FileSignature {
        let marks = [Mark(offset: 0, bytes: start)] + (then.map { [Mark(offset: $0.0, bytes: $0.1)] } ?? [])
        return FileSignature(
            "compressed with \(program)", "decompress it first; gzip and zstd are read as they are", isContainer: true, marks)
    }

    private static func database(_ name: String, _ mark: (Int, String)) -> FileSignature {
        FileSignature(
            name, "export the chat from the program that keeps it", isContainer: true,
            [Mark(offset: mark.0, bytes: Array(mark.1.utf8))])
    }

    private static func document(_ name: String, _ marks: (Int, String)...) -> FileSignature {
        FileSignature(
            name, "save it as text, or export the chat anew", isContainer: false,
            marks.map { Mark(offset: $0.0, bytes: Array($0.1.utf8)) })
    }
}

extension DiagnosticCode {
    public static let containerInput = DiagnosticCode(
        "format.container", "the input is an archive, compressed or a database: chats may be in it, and it is not looked into",
        input: .container)
    public static let unsupportedInput = DiagnosticCode(
        "format.unsupported", "the input is a file of a known kind that no format reads", input: .other)
}
