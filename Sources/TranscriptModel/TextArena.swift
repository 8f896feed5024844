/// Gathers texts that had to be rewritten on the way in (an unescaped JSON string, an unquoted line) into shared
/// blocks, so that a text that is no slice of its source still costs no heap object of its own.
public struct TextArena: ~Copyable {
    /// Where the next text goes; nil until there is one, which in most files there never is.
    private var block: ByteStorage?
    private var used = 0
    private let blockSize: Int

    /// The first block's size: of many files, few texts have to be rewritten.
    private static let firstBlockSize = 1024

    /// Makes an arena whose blocks, but for the first, are `blockSize` bytes; a longer text gets a block of its own.
    public init(blockSize: Int = 64 * 1024) {
        self.blockSize = min(max(blockSize, 64), ByteStorage.maximumCapacity)
    }

    /// Makes a text of at most `room` bytes: `write` fills the buffer it is given and returns how many bytes it used.
    ///
    /// - Precondition: `write` writes valid UTF-8, and no more than `room` bytes of it. `room` is under 4 GiB.
    package mutating func makeText<Failure: Error>(
        upTo room: Int, _ write: (UnsafeMutablePointer<UInt8>) throws(Failure) -> Int
    ) throws(Failure) -> Text {
        if let block, room <= block.capacity - used { return try makeText(in: block, write) }
        if room > blockSize / 4 {
            let own = ByteStorage(capacity: room)
            return Text(own, offset: 0, length: try write(own.base))
        }
        let isFirst = block == nil && room <= Self.firstBlockSize
        let next = ByteStorage(capacity: isFirst ? min(blockSize, Self.firstBlockSize) : blockSize)
        (block, used) = (next, 0)
        return try makeText(in: next, write)
    }

    @inline(__always)
    private mutating func makeText<Failure: Error>(
        in block: ByteStorage, _ write: (UnsafeMutablePointer<UInt8>) throws(Failure) -> Int
    ) throws(Failure) -> Text {
        let written = try write(block.base + used)
        let text = Text(block, offset: used, length: written)
        used += written
        return text
    }

    /// Makes a text of bytes that are known to be UTF-8, of which there are under 4 GiB. O(count).
    package mutating func makeText(copying utf8: UnsafeBufferPointer<UInt8>) -> Text {
        guard let source = utf8.baseAddress, !utf8.isEmpty else { return Text() }
        return makeText(upTo: utf8.count) { room in
            room.update(from: source, count: utf8.count)
            return utf8.count
        }
    }
}
