/// Why a run stopped: one closed type, whose category says who can do something about it.
public struct ConversionError: Error, Sendable {
    public enum Category: Sendable, Hashable, CaseIterable {
        /// The call was wrong: an unknown option, a value out of range.
        case usage
        /// The input is not what its format says.
        case malformedInput
        /// The input passes a limit that protects memory.
        case limitExceeded
        /// The input is not there or cannot be opened.
        case inputUnavailable
        /// The format is unknown or could not be detected.
        case unknownFormat
        /// The output cannot be created.
        case outputUnavailable
        /// Reading or writing failed half way.
        case inputOutput
        /// Whoever reads the output has closed it.
        case outputClosed
        /// The run worked, and the answer to what it was asked is no: what was written is not proven, or something was lost
        /// that must not be.
        case answerIsNo
        /// chatconv contradicts itself.
        case defect
    }

    public var category: Category
    public var diagnostic: Diagnostic

    public init(
        _ category: Category, _ code: DiagnosticCode, _ message: String, help: String? = nil,
        at location: SourceLocation? = nil
    ) {
        self.category = category
        diagnostic = Diagnostic(.error, code, message, help: help, at: location)
    }

    public var code: DiagnosticCode { diagnostic.code }
    public var message: String { diagnostic.message }
    public var location: SourceLocation? { diagnostic.location }
}

extension ConversionError: CustomStringConvertible {
    public var description: String {
        let place = location.map { "\($0.line):\($0.column): " } ?? ""
        return "\(place)error: \(message) [\(code.id)]"
    }
}

extension DiagnosticCode {
    public static let invalidUTF8 = DiagnosticCode(
        "input.invalid-utf8", "the input is not UTF-8",
        Explanation(
            """
            Some bytes are no UTF-8: the file is in another encoding, such as GB18030 or windows-1252, or was cut in the \
            middle of a character. Name the encoding with `--input-encoding`. Of a file that is in another encoding as a whole, \
            only the first place is told, with the encoding that it looks like.
            """,
            fails: .init(Array("---\ndate: 2018-01-23\n---\n> 10:27:03  Ann  \n   \nna".utf8) + [0xEF] + Array("ve  \n   \n".utf8)),
            passes: "---\ndate: 2018-01-23\n---\n> 10:27:03  Ann  \n   \nnaïve  \n   \n"))
    public static let emptyInput = DiagnosticCode(
        "input.empty", "the input holds nothing",
        Explanation(
            """
            The file is empty, or holds nothing but a byte order mark: a download that failed, or a redirection to the \
            wrong file.
            """,
            fails: "",
            passes: "---\ndate: 2018-01-23\n---\n> 10:27:03  Ann  \n   \nhello  \n   \n"))
    public static let nulByte = DiagnosticCode(
        "input.nul", "the input holds a NUL byte where its format has none",
        Explanation(
            """
            NUL bytes in a text come from UTF-16 that was taken for UTF-8, from a file system that crashed, or from a \
            damaged disk.
            """,
            fails: "---\ndate: 2018-01-23\n---\n> 10:27:03  Ann  \n   \nhel\0lo  \n   \n",
            passes: "---\ndate: 2018-01-23\n---\n> 10:27:03  Ann  \n   \nhello  \n   \n"))
    public static let recordTooLong = DiagnosticCode(
        "limit.record", "a message or header passes the size limit",
        Explanation(
            """
            A message has to be in memory at once, and the limit keeps a file without messages, such as a video by the \
            wrong name, from filling it. `--max-record` raises it.
            """,
            fails: .init("---\ndate: 2018-01-23\n---\n> 10:27:03  Ann  \n   \n" + String(repeating: "hello ", count: 60_000) + "  \n   \n"),
            passes: "---\ndate: 2018-01-23\n---\n> 10:27:03  Ann  \n   \nhello  \n   \n",
            limits: Limits(recordBytes: 1024)))
    public static let nestedTooDeep = DiagnosticCode(
        "limit.depth", "values are nested deeper than the limit",
        Explanation(
            """
            Lists in lists in lists, hundreds deep, are no metadata of a transcript. The limit, 256, keeps them from \
            filling memory.
            """,
            fails: .init("---\ndate: 2018-01-23\ntag: " + String(repeating: "[", count: 300) + String(repeating: "]", count: 300)
                + "\n---\n> 10:27:03  Ann  \n   \nhello  \n   \n"),
            passes: "---\ndate: 2018-01-23\ntag: [chat]\n---\n> 10:27:03  Ann  \n   \nhello  \n   \n"))
    public static let inputMissing = DiagnosticCode("input.missing", "the input is not there or cannot be opened")
    public static let inputFailed = DiagnosticCode("input.failed", "reading the input failed")
    public static let unknownEncoding = DiagnosticCode(
        "input.unknown-encoding", "the encoding is not known here",
        Explanation(
            """
            `iconv -l` lists the encodings that the system knows.
            """,
            fails: "<?xml version=\"1.0\" encoding=\"klingon\"?>\n<transcript xmlns=\"urn:chatconv:transcript:1\"/>\n",
            passes: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<transcript xmlns=\"urn:chatconv:transcript:1\"/>\n"))
    public static let undecodable = DiagnosticCode(
        "input.undecodable", "the input is not in the encoding given",
        Explanation(
            """
            A byte order mark, an XML declaration or `--input-encoding` told the encoding, and some bytes are none of \
            it: UTF-16 with half a surrogate pair, or an odd number of bytes. `--lenient` reads U+FFFD in their place.
            """,
            fails: .init([0xFF, 0xFE] + Array("---\ndate: 2018-01-23\n---\n> 10:27:03  Ann  \n   \nhello  \n   \n".utf8).flatMap { [$0, 0] } + [0x3D, 0xD8, 0x41, 0]),
            passes: .init([0xFF, 0xFE] + Array("---\ndate: 2018-01-23\n---\n> 10:27:03  Ann  \n   \nhello  \n   \n".utf8).flatMap { [$0, 0] })))
    public static let outputExists = DiagnosticCode("output.exists", "the output is there already")
    public static let outputFailed = DiagnosticCode("output.failed", "writing the output failed")
    public static let outputClosed = DiagnosticCode("output.closed", "whoever reads the output has closed it")
    public static let outputUnavailable = DiagnosticCode("output.unavailable", "the output cannot be created")
    public static let invalidOption = DiagnosticCode("usage.option", "an option is unknown or has a wrong value")
    public static let temporaryStorage = DiagnosticCode(
        "input.spool", "the input could not be kept in a temporary file")
}
