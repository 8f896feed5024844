import ChatConv
import Testing
import ToyFormat

/// Formats that judge as they are told, so that each rule of the ranking is seen alone.
private func registry(_ verdicts: [(name: String, ProbeConfidence, extensions: [String])]) throws -> FormatRegistry {
    var registry = FormatRegistry()
    for verdict in verdicts { try registry.add(FixedFormat(verdict.name, verdict.1, verdict.extensions)) }
    return registry
}

@Suite struct DetectionTests {
    @Test(
        "content first, then the file's name",
        arguments: [
            (ProbeConfidence.certain, ProbeConfidence.none, "chat.b", "a"),
            (.likely, .none, "chat.b", "a"),
            (.possible, .possible, "chat.b", "b"),
            (.possible, .possible, "chat.a", "a"),
            (.certain, .likely, "chat.b", "a"),
            (.none, .none, "chat.b", "b"),
            (.none, .none, "folder.a/CHAT.B", "b"),
            (.possible, .none, "chat", "a"),
            (.possible, .possible, "chat.txt", "tie"),
            (.likely, .likely, "chat", "tie"),
            (.likely, .likely, "chat.a", "a"),
            (.none, .none, "chat.txt", "unknown"),
            (.none, .possible, "chat.txt", "b"),
            (.none, .none, "chat", "unknown"),
            (.none, .none, ".a", "unknown"),
        ])
    func ranking(a: ProbeConfidence, b: ProbeConfidence, fileName: String, winner: String) throws {
        let registry = try registry([("a", a, ["a", "txt"]), ("b", b, ["b", "txt"])])
        let detection = try registry.detect(MemorySource("x"), fileName: fileName)
        switch winner {
        case "tie":
            let error = #expect(throws: ConversionError.self) { try detection.format() }
            #expect(error?.code == .ambiguousFormat)
            #expect(error?.message == "the input could be a or b")
        case "unknown":
            let error = #expect(throws: ConversionError.self) { try detection.format() }
            #expect(error?.code == .undetectedFormat)
        default:
            #expect(try detection.format().descriptor.name == winner)
        }
    }

    @Test("who refuses an input gives way to an equal that does not, and is heard where there is none")
    func refusals() throws {
        func detection(refusing: [String], of names: [String]) throws -> Detection {
            var registry = FormatRegistry()
            for name in names { try registry.add(FixedFormat(name, .possible, ["x"], refuses: refusing.contains(name))) }
            // Who names a format is not contradicted.
            #expect(try registry.open(MemorySource("x"), as: "a").format.descriptor.name == "a")
            return try registry.detect(MemorySource("x"))
        }
        #expect(try detection(refusing: ["b"], of: ["a", "b"]).format().descriptor.name == "a")
        #expect(try detection(refusing: ["a"], of: ["a", "b"]).format().descriptor.name == "b")
        for names in [["a"], ["a", "b"]] {
            let error = #expect(throws: ConversionError.self) { try detection(refusing: names, of: names).format() }
            #expect(error?.message == "a refuses" && error?.category == .malformedInput)
        }
        let error = #expect(throws: ConversionError.self) { try detection(refusing: ["c"], of: ["a", "b", "c"]).format() }
        #expect(error?.message == "the input could be a or b")
    }

    @Test(arguments: ["\n", " \t\r\n\n"])
    func whiteSpaceIsNoInput(content: String) throws {
        let registry = try registry([("a", .likely, ["a"])])
        let error = #expect(throws: ConversionError.self) { try registry.open(MemorySource(content)) }
        #expect(error?.code == .emptyInput && error?.category == .malformedInput)
        // A format can have a blank line as what it writes for nothing.
        #expect(try registry.open(MemorySource(content), fileName: "chat.a").format.descriptor.name == "a")
    }

    @Test func evidenceNamesContentAndExtension() throws {
        let registry = try registry([("a", .likely, ["a", "txt"])])
        let guess = try #require(try registry.detect(MemorySource("x"), fileName: "chat.txt").guesses.first)
        #expect(guess.evidence == "it is likely; the extension .txt, which others use too")
    }

    @Test(arguments: ["", "\u{FEFF}"])
    func anEmptyInputIsAnErrorWhateverItsName(content: String) throws {
        let registry = try registry([("a", .none, ["a"])])
        for name in [nil, "a"] {
            let error = #expect(throws: ConversionError.self) {
                try registry.open(MemorySource(content), fileName: "chat.a", as: name)
            }
            #expect(error?.code == .emptyInput)
            #expect(error?.category == .malformedInput)
        }
    }

    @Test func aFormatThatCannotBeReadIsNoGuessAndNoInput() throws {
        var registry = FormatRegistry()
        try registry.add(ToyFormat(isReadable: false))
        #expect(try registry.detect(MemorySource("a\tb\tc\n")).guesses.isEmpty)
        let error = #expect(throws: ConversionError.self) { try registry.open(MemorySource("x"), as: "toy") }
        #expect(error?.code == .directionUnsupported)
    }

    @Test(
        "a byte order mark tells the encoding",
        arguments: [
            ([0xFF, 0xFE], "UTF-16LE"), ([0xFE, 0xFF], "UTF-16BE"), ([0xFF, 0xFE, 0, 0], "UTF-32LE"),
            ([0, 0, 0xFE, 0xFF], "UTF-32BE"), ([0xEF, 0xBB, 0xBF], "UTF-8"),
        ] as [([UInt8], String)])
    func byteOrderMarks(mark: [UInt8], name: String) throws {
        var registry = FormatRegistry()
        try registry.add(ToyFormat())
        let text = "10:00:00\tAnn\t你好 🙂\n"
        for chunk in [1, 2, 3, 1000] {
            let input = try registry.open(MemorySource(mark + encoded(text, as: name), chunk: chunk))
            #expect(input.encoding == name)
            #expect(String(decoding: input.prefix.bytes, as: UTF8.self) == text)
            // The mark of UTF-8 is left for the format to keep; the others are part of an encoding that is gone.
            #expect(try all(of: input.source) == (name == "UTF-8" ? mark : []) + Array(text.utf8))
        }
    }

    @Test func theWholeInputIsStillToBeRead() throws {
        var registry = FormatRegistry()
        try registry.add(ToyFormat())
        let line = Array("10:00:00\tAnn\thello\n".utf8)
        let bytes = Array(repeatElement(line, count: 20_000).joined())
        for chunk in [7, 65_536, .max] {
            #expect(try all(of: registry.open(MemorySource(bytes, chunk: chunk)).source) == bytes)
        }
    }

    @Test func anotherEncodingIsDecodedBeforeTheFormatsJudge() throws {
        var registry = FormatRegistry()
        try registry.add(ToyFormat())
        let gb18030: [UInt8] = [0x09, 0xC4, 0xE3, 0x09, 0xBA, 0xC3, 0x0A]
        let input = try registry.open(MemorySource(gb18030), charset: "GB18030")
        #expect(String(decoding: try all(of: input.source), as: UTF8.self) == "\t你\t好\n")
    }

    @Test func onALiveInputAFirstLineIsEnough() throws {
        var registry = FormatRegistry()
        try registry.add(ToyFormat())
        let source = LiveSource(["10:00:00\tA", "nn\thello\n"])
        #expect(try registry.open(source).format.descriptor.name == "toy")
        #expect(source.reads == 2)
    }
}

private func encoded(_ text: String, as name: String) -> [UInt8] {
    func bytes(_ value: UInt32, _ width: Int) -> [UInt8] {
        let bytes = (0..<width).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
        return name.hasSuffix("LE") ? bytes : bytes.reversed()
    }
    return switch name {
    case "UTF-8": Array(text.utf8)
    case "UTF-16LE", "UTF-16BE": text.utf16.flatMap { bytes(UInt32($0), 2) }
    default: text.unicodeScalars.flatMap { bytes($0.value, 4) }
    }
}

func all(of source: any ByteSource) throws -> [UInt8] {
    var bytes: [UInt8] = []
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1000, alignment: 1)
    defer { buffer.deallocate() }
    while true {
        let count = try source.read(into: buffer)
        if count == 0 { return bytes }
        bytes.append(contentsOf: buffer[..<count])
    }
}

/// A pipe whose writer waits after each piece. Reading past the last piece is an error: the test would hang.
final class LiveSource: ByteSource {
    private var pieces: [String]
    private(set) var reads = 0

    init(_ pieces: [String]) { self.pieces = pieces }

    var isLive: Bool { true }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int {
        guard !pieces.isEmpty else { throw ConversionError(.defect, .inputFailed, "read past what was written") }
        reads += 1
        let piece = Array(pieces.removeFirst().utf8)
        buffer.copyBytes(from: piece)
        return piece.count
    }
}

private struct FixedFormat: TranscriptFormat {
    let descriptor: FormatDescriptor
    let confidence: ProbeConfidence
    let refuses: Bool

    init(_ name: String, _ confidence: ProbeConfidence, _ extensions: [String], refuses: Bool = false) {
        descriptor = FormatDescriptor(
            name: name, extensions: extensions, ambiguousExtensions: ["txt"], mediaTypes: [], summary: "", capabilities: [])
        self.confidence = confidence
        self.refuses = refuses
    }

    func probe(_ prefix: ProbePrefix) -> ProbeResult {
        let refusal = Diagnostic(.error, .undetectedFormat, "\(descriptor.name) refuses")
        return ProbeResult(confidence, "it is \(confidence)", refusal: refuses ? refusal : nil)
    }

    func makeReader(_ input: InputBuffer, options: NoOptions) throws(ConversionError) -> any TranscriptReader {
        throw ConversionError(.defect, .inputFailed, "not to be read")
    }

    func makeWriter(options: NoOptions) throws(ConversionError) -> any TranscriptWriter {
        throw ConversionError(.defect, .inputFailed, "not to be written")
    }
}
