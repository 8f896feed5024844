import ChatConv
import Testing
import ToyFormat

private let registry: FormatRegistry = {
    var registry = FormatRegistry()
    try? registry.add(ToyFormat())
    return registry
}()

@Suite struct ConversionTests {
    @Test func messagesGoFromReaderToWriterInTheirOrder() throws {
        let text = (0..<5000).map { "10:00:00\tAnn\tmessage \($0)\n" }.joined()
        let destination = MemoryDestination()
        let input = try registry.open(MemorySource("#toy Title\n" + text, chunk: 100))
        try Conversion(input, to: ToyFormat()).run(into: destination)
        #expect(String(decoding: destination.bytes, as: UTF8.self) == "#toy Title\n" + text)
    }

    @Test func onALiveInputAMessageIsWrittenOnceItIsComplete() throws {
        let source = LiveSource(["10:00:00\tAnn\tone\n10:00:01\tB", "ob\ttwo\n"])
        let destination = PieceDestination()
        let input = try registry.open(source)
        // The source fails where a pipe would make its reader wait for what nobody has written yet.
        #expect(throws: ConversionError.self) { try Conversion(input, to: ToyFormat()).run(into: destination) }
        #expect(destination.pieces == ["10:00:00\tAnn\tone\n", "10:00:01\tBob\ttwo\n"])
    }

    @Test func outputIsPassedOnInPiecesOfBoundedSize() throws {
        let line = "10:00:00\tAnn\t" + String(repeating: "x", count: 20_000) + "\n"
        let destination = PieceDestination()
        let input = try registry.open(MemorySource(String(repeating: line, count: 600)))
        try Conversion(input, to: ToyFormat()).run(into: destination)
        #expect(destination.pieces.joined().utf8.count == line.utf8.count * 600)
        #expect(destination.pieces.allSatisfy { $0.utf8.count < 512 * 1024 })
    }

    @Test func optionsReachReaderAndWriter() throws {
        let input = try registry.open(MemorySource("\tA\tone\n\tB\ttwo\n"))
        let destination = MemoryDestination()
        let reading = ReadingSettings(options: [OptionAssignment(name: "skip", value: "1")])
        try Conversion(input, to: ToyFormat(), reading: reading, writerOptions: [OptionAssignment(name: "loud")])
            .run(into: destination)
        #expect(String(decoding: destination.bytes, as: UTF8.self) == "\tB\ttwo!\n")
    }

    @Test func whatTheReaderNoticesIsReported() throws {
        var codes: [String] = []
        let reading = ReadingSettings(diagnostics: DiagnosticLog { codes.append($0.code.id) })
        let input = try registry.open(MemorySource("soon\tAnn\thello\n"))
        try Conversion(input, to: ToyFormat(), reading: reading).run(into: MemoryDestination())
        #expect(codes == ["toy.time"])
    }

    @Test func aFormatThatCannotBeWrittenIsNoTarget() throws {
        let input = try registry.open(MemorySource("\tA\tone\n"))
        let error = #expect(throws: ConversionError.self) {
            try Conversion(input, to: ToyFormat(isWritable: false)).run(into: MemoryDestination())
        }
        #expect(error?.code == .directionUnsupported)
    }

    @Test func aTranscriptIsReadAndWrittenInMemory() throws {
        let bytes = Array("#toy Title\n10:00:00\tAnn\thello\n".utf8)
        let transcript = try Transcript(reading: bytes, registry: registry)
        #expect(transcript.header.title == "Title")
        #expect(transcript.messages.map(\.body) == ["hello"])
        #expect(try transcript.bytes(as: "tabs", registry: registry) == bytes)
    }
}

private final class PieceDestination: ByteDestination {
    private(set) var pieces: [String] = []

    func write(_ bytes: UnsafeRawBufferPointer) throws(ConversionError) {
        pieces.append(String(decoding: bytes, as: UTF8.self))
    }
}
