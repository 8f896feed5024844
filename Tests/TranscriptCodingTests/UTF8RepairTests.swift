import Testing
import TranscriptCoding

@Suite("Repairing what is not UTF-8")
struct UTF8RepairTests {
    /// Lines of text with an invalid byte in some.
    private static let bytes: [UInt8] = (0..<20_000).flatMap { number -> [UInt8] in
        Array("中文 \(number) é".utf8) + (number % 7 == 0 ? [0xFF, 0xE4, 0xB8] : []) + [0x0A]
    }

    private struct Reading: Equatable {
        var bytes: [UInt8] = []
        var places: [String] = []
    }

    private static func read(chunk: Int, lookingAhead: Bool = false) throws -> Reading {
        var reading = Reading()
        let log = DiagnosticLog { diagnostic in
            reading.places.append("\(diagnostic.location?.byteOffset ?? -1):\(diagnostic.location?.line ?? 0):\(diagnostic.location?.column ?? 0)")
        }
        let input = InputBuffer(Pipe(bytes, chunk: chunk), isLenient: true, diagnostics: log)
        _ = try input.fill()
        if lookingAhead { _ = try input.makeLookahead() }
        repeat {
            input.withUnread { reading.bytes += $0 }
            input.consume(input.unreadCount)
        } while try input.fill()
        return reading
    }

    @Test("Places are those of the text as it is read, in whatever pieces it comes", arguments: [1000, 4096, 70_001, .max])
    func places(_ chunk: Int) throws {
        let reading = try Self.read(chunk: chunk)
        #expect(reading.bytes.elementsEqual(String(decoding: Self.bytes, as: UTF8.self).utf8))
        // Of 5716, no more are told.
        #expect(reading.places.count == 64)
        #expect(reading.places.prefix(4) == ["11:1:7", "14:1:8", "101:8:7", "104:8:8"])
        #expect(try Self.read(chunk: 997) == reading)
    }

    @Test("A look ahead, for which the rest of a pipe is kept, changes no place")
    func lookahead() throws {
        #expect(try Self.read(chunk: 4096, lookingAhead: true) == Self.read(chunk: 4096))
    }

    /// A source that can be read once.
    private final class Pipe: ByteSource {
        private let source: MemorySource
        init(_ bytes: [UInt8], chunk: Int) { source = MemorySource(bytes, chunk: chunk) }
        func read(into buffer: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int { try source.read(into: buffer) }
    }
}
