import TestSupport
import Testing
import TextScanning
import TranscriptCoding
import TranscriptModel

/// An input that is read ahead on another thread is what it is without: what is read, where what is replaced, and what stops it.
@Suite("Reading ahead", .tags(.concurrent))
struct ReadAheadTests {
    private static let text = (0..<160_000).map { "中文 \($0) é🌹\n" }.joined()

    /// All that a reader gets to know of an input.
    private struct Reading: Equatable {
        /// The text, told by its length and a hash: it is too long to be shown.
        var byteCount = 0
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var said: [String] = []
        var error: String?

        mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
            byteCount += bytes.count
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
    }

    /// Reads an input a window at a time, and after `lookahead` bytes once more to its end with a look ahead.
    private static func read(
        _ source: ComputedSource, isLenient: Bool = false, lookahead: Int? = nil, readsAhead: Bool
    ) throws -> Reading {
        var reading = Reading()
        let log = DiagnosticLog { reading.said.append("\($0.message) \(place($0.location))") }
        let input = InputBuffer(source, isLenient: isLenient, diagnostics: log, readsAhead: readsAhead)
        do throws(ConversionError) {
            while try input.fill() {
                // The last line is left, so that windows overlap.
                let taken = input.withUnread { ($0.lastIndex(of: 0x0A) ?? -1) + 1 }
                if let place = lookahead, (reading.byteCount..<reading.byteCount + taken).contains(place) {
                    reading.said.append(try lookAhead(of: input))
                }
                input.withUnread { reading.add($0.slice(0..<taken)) }
                input.consume(taken)
            }
        } catch {
            reading.error = "\(error.message) \(place(error.location))"
        }
        input.withUnread { reading.add($0) }
        return reading
    }

    /// The length and the end of what a look ahead sees.
    private static func lookAhead(of input: InputBuffer) throws(ConversionError) -> String {
        let ahead = try input.makeLookahead()
        while try ahead.fill() {}
        return "\(ahead.unreadCount) \(String(ahead.text(0..<ahead.unreadCount)).suffix(30))"
    }

    private static func place(_ location: TranscriptCoding.SourceLocation?) -> String {
        location.map { "\($0.byteOffset):\($0.line):\($0.column)" } ?? "nowhere"
    }

    /// The text in bytes, with what is no UTF-8 at some places.
    private static func damaged(at places: [Int]) -> [UInt8] {
        var bytes = Array(text.utf8)
        for place in places { bytes[place] = 0xFF }
        return bytes
    }

    @Test("Any pieces give the same text", arguments: [997, 70_001, .max], [false, true])
    func pieces(_ chunk: Int, isLenient: Bool) throws {
        let reading = try Self.read(ComputedSource(Array(Self.text.utf8), chunk: chunk), isLenient: isLenient, readsAhead: true)
        var expected = Reading()
        Array(Self.text.utf8).withUnsafeBufferPointer { expected.add($0) }
        #expect(reading == expected)
    }

    @Test(
        "What is no UTF-8 is found where it is, be it before reading ahead or after",
        arguments: [[10], [1_200_000], [2_000_000, 2_000_001, 2_300_000], [60_000, 2_500_000]], [false, true])
    func invalid(_ places: [Int], isLenient: Bool) throws {
        let bytes = Self.damaged(at: places)
        func read(readsAhead: Bool) throws -> Reading {
            try Self.read(ComputedSource(bytes, chunk: 50_000), isLenient: isLenient, readsAhead: readsAhead)
        }
        let reading = try read(readsAhead: true)
        #expect(try read(readsAhead: false) == reading)
        #expect((reading.error == nil) == isLenient)
        #expect(reading.said.isEmpty == !isLenient)
    }

    @Test("A character that the end cuts is found", arguments: [false, true])
    func cut(isLenient: Bool) throws {
        let bytes = Array(Self.text.utf8) + [0xF0, 0x9F]
        let reading = try Self.read(ComputedSource(bytes, chunk: .max), isLenient: isLenient, readsAhead: true)
        #expect(try Self.read(ComputedSource(bytes, chunk: .max), isLenient: isLenient, readsAhead: false) == reading)
        #expect((reading.error == nil) == isLenient)
    }

    @Test("What stops the source comes after all that is before it", arguments: [100, 1_100_000, 2_000_000])
    func failure(_ place: Int) throws {
        func read(readsAhead: Bool) throws -> Reading {
            try Self.read(ComputedSource(Array(Self.text.utf8), chunk: 9999, failsAt: place), readsAhead: readsAhead)
        }
        let reading = try read(readsAhead: true)
        #expect(try read(readsAhead: false) == reading)
        #expect(reading.error == "it broke nowhere")
        #expect(abs(reading.byteCount - place) < 4)
    }

    @Test(
        "A look ahead reads on by itself, and the input as well",
        arguments: [1000, 2_000_000], [false, true])
    func lookahead(_ place: Int, canBeCopied: Bool) throws {
        let bytes = Self.damaged(at: [900_000, 1_900_000, 2_600_000])
        func read(readsAhead: Bool) throws -> Reading {
            try Self.read(
                ComputedSource(bytes, chunk: 50_000, canBeCopied: canBeCopied), isLenient: true, lookahead: place, readsAhead: readsAhead)
        }
        let reading = try read(readsAhead: true)
        #expect(try read(readsAhead: false) == reading)
        #expect(reading.said.count == 4)
    }

    @Test("Who reads no further leaves no thread behind")
    func givingUp() throws {
        weak var source: ComputedSource?
        do {
            let computed = ComputedSource(Array(Self.text.utf8), chunk: 10_000)
            source = computed
            let input = InputBuffer(computed, readsAhead: true)
            for _ in 0..<200 {
                _ = try input.fill()
                input.consume(input.unreadCount)
            }
        }
        // The thread's own reference goes a moment after it has ended.
        #expect(waitUntil { source == nil })
    }
}

/// Bytes that count as computed of others, in pieces.
private final class ComputedSource: ByteSource {
    private let bytes: MemorySource
    private let canBeCopied: Bool
    private var untilFailure: Int

    init(_ bytes: [UInt8], chunk: Int, failsAt place: Int = .max, canBeCopied: Bool = false) {
        self.bytes = MemorySource(bytes, chunk: chunk)
        self.canBeCopied = canBeCopied
        untilFailure = place
    }

    var isComputed: Bool { true }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int {
        if untilFailure == 0 { throw ConversionError(.inputOutput, .inputFailed, "it broke") }
        let count = try bytes.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(untilFailure)))
        untilFailure -= count
        return count
    }

    func independentCopy() -> (any ByteSource)? { canBeCopied ? bytes.independentCopy() : nil }
}
