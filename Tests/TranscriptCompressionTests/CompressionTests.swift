import Testing
import TranscriptCoding
import TranscriptCompression

@Suite struct CompressionTests {
    /// Bytes to be compressed, of which only a word is shown.
    struct Content: CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]

        static let all = [
            Content(testDescription: "nothing", bytes: []), Content(testDescription: "a word", bytes: Array("hello".utf8)),
            Content(testDescription: "a million times the same", bytes: [UInt8](repeating: 0x61, count: 1_000_000)),
            Content(testDescription: "much that differs", bytes: (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }),
        ]
    }

    private func compressed(_ bytes: [UInt8], _ compression: Compression, chunk: Int = .max, flushes: Bool = false) throws -> [UInt8] {
        let destination = MemoryDestination()
        let compressor = try CompressingDestination(destination, compression, flushesEachWrite: flushes)
        for start in stride(from: 0, to: bytes.count, by: min(chunk, max(1, bytes.count))) {
            try bytes[start..<min(bytes.count, start + min(chunk, bytes.count))].withUnsafeBytes { try compressor.write($0) }
        }
        try compressor.finish()
        return destination.bytes
    }

    private func decompressed(_ bytes: [UInt8], _ compression: Compression, chunk: Int = .max, room: Int = 10_000) throws -> [UInt8] {
        let source = try DecompressingSource(MemorySource(bytes, chunk: chunk), compression)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: room, alignment: 1)
        defer { buffer.deallocate() }
        var result: [UInt8] = []
        while true {
            let count = try source.read(into: buffer)
            if count == 0 { break }
            result += buffer[..<count]
        }
        #expect(try source.read(into: buffer) == 0)
        return result
    }

    @Test("what was compressed comes back, whatever the pieces", arguments: Compression.allCases, Content.all)
    func thereAndBack(compression: Compression, content: Content) throws {
        let bytes = content.bytes
        let whole = try compressed(bytes, compression)
        #expect(Compression(startOf: whole) == compression)
        #expect(try decompressed(whole, compression) == bytes)
        #expect(try decompressed(whole, compression, chunk: 7, room: 1 << 20) == bytes)
        #expect(try decompressed(compressed(bytes, compression, chunk: 1000), compression, room: 13) == bytes)
        #expect(try decompressed(compressed(bytes, compression, chunk: 100_000, flushes: true), compression) == bytes)
    }

    @Test("equal contents give equal files", arguments: Compression.allCases)
    func stable(compression: Compression) throws {
        #expect(try compressed(Content.all[3].bytes, compression) == compressed(Content.all[3].bytes, compression, chunk: 64))
    }

    @Test("files behind each other are one", arguments: Compression.allCases)
    func several(compression: Compression) throws {
        let two = try compressed(Content.all[1].bytes, compression) + compressed(Content.all[1].bytes, compression)
        #expect(try decompressed(two, compression) == Content.all[1].bytes + Content.all[1].bytes)
        #expect(try decompressed(two, compression, chunk: 1) == Content.all[1].bytes + Content.all[1].bytes)
    }

    @Test func zerosBehindGzipAreNothing() throws {
        #expect(try decompressed(compressed(Content.all[1].bytes, .gzip) + [0, 0, 0], .gzip) == Content.all[1].bytes)
    }

    @Test("what is written can be read before the end", arguments: Compression.allCases)
    func flushed(compression: Compression) throws {
        let destination = MemoryDestination()
        let compressor = try CompressingDestination(destination, compression, flushesEachWrite: true)
        try compressor.write("hello")
        let source = try DecompressingSource(MemorySource(destination.bytes), compression)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 100, alignment: 1)
        defer { buffer.deallocate() }
        #expect(try source.read(into: buffer) == 5)
    }

    @Test("what is cut off is an error, wherever it is cut", arguments: Compression.allCases)
    func cut(compression: Compression) throws {
        let whole = try compressed(Array("hello hello hello".utf8), compression)
        for count in 0..<whole.count {
            if count == 0, compression == .zstd { continue }
            let error = #expect(throws: ConversionError.self) { try decompressed(Array(whole.prefix(count)), compression) }
            #expect(error?.category == .malformedInput)
        }
    }

    @Test("what is damaged is an error or other bytes, never a trap", arguments: Compression.allCases)
    func damaged(compression: Compression) throws {
        let whole = try compressed(Content.all[1].bytes + Content.all[1].bytes, compression)
        for index in whole.indices {
            for bit in 0..<8 {
                var damaged = whole
                damaged[index] ^= 1 << UInt8(bit)
                _ = try? decompressed(damaged, compression)
            }
        }
        #expect(throws: ConversionError.self) { try decompressed(whole + Array("garbage".utf8), compression) }
    }

    @Test func aBombIsReadInPieces() throws {
        // A thousand times its size, and no more of it in memory than the reader asks for.
        let bomb = try compressed([UInt8](repeating: 0, count: 50_000_000), .gzip)
        #expect(bomb.count < 100_000)
        let source = try DecompressingSource(MemorySource(bomb), .gzip)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1000, alignment: 1)
        defer { buffer.deallocate() }
        #expect(try source.read(into: buffer) == 1000)
    }

    @Test("names tell a compression and what is in it", arguments: [
        ("chat.md.gz", Compression.gzip, "chat.md"), ("a/B.JSON.ZST", .zstd, "a/B.JSON"), ("chat.md", nil, "chat.md"), ("gz", nil, "gz"),
    ] as [(String, Compression?, String)])
    func names(name: String, compression: Compression?, content: String) {
        #expect(Compression(fileName: name) == compression)
        var name = name
        #expect(name.withUTF8 { String(decoding: Compression.contentName(of: $0), as: UTF8.self) } == content)
    }

    @Test func fewBytesCouldStartSomething() {
        #expect(Compression.couldStart([]))
        #expect(Compression.couldStart([0x1F]))
        #expect(Compression.couldStart([0x28, 0xB5, 0x2F]))
        #expect(!Compression.couldStart([0x1F, 0x8B, 0x08]))
        #expect(!Compression.couldStart([0x28, 0x20]))
    }
}
