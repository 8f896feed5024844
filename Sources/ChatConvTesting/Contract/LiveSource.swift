import TranscriptCoding

/// A source that is still being written: it hands out one part of an output at a time, and notices when more is asked
/// of it while a message that it has handed out whole was not yet handed over by the reader.
final class LiveSource: ByteSource {
    struct Part {
        var bytes: [UInt8]
        /// How many messages are complete with this part.
        var messages: Int
    }

    private let parts: [Part]
    private var index = 0
    private var offset = 0
    /// How many complete messages a reader may hold back.
    private let allowance: Int
    /// How many messages the reader has handed over.
    var handedOver = 0
    /// The first message that came too late.
    private(set) var firstLate: Int?

    init(_ parts: [Part], allowance: Int) {
        self.parts = parts.filter { !$0.bytes.isEmpty }
        self.allowance = allowance
    }

    var isLive: Bool { true }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int {
        let complete = index == 0 ? 0 : parts[index - 1].messages
        if offset == 0, handedOver < complete - allowance, firstLate == nil { firstLate = handedOver }
        guard index < parts.count else { return 0 }
        let part = parts[index].bytes
        let count = min(buffer.count, part.count - offset)
        buffer.copyBytes(from: part[offset..<offset + count])
        offset += count
        if offset == part.count { (index, offset) = (index + 1, 0) }
        return count
    }
}
