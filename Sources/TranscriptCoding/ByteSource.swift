/// Where bytes come in: a file, a pipe, memory, or another source with its bytes changed on the way.
public protocol ByteSource: AnyObject {
    /// Reads at least one and at most `buffer.count` bytes, as soon as there are any; returns 0 at the end only.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int

    /// Whether bytes may still be on their way, as on a pipe, so that what is complete should be passed on at once.
    var isLive: Bool { get }

    /// The open file on which a `read` now might have to wait for bytes, so that a caller with other things to do can wait
    /// for all of them, with poll(2); nil where `read` never waits, or nobody can tell.
    var awaitedDescriptor: CInt? { get }

    /// Whether its bytes are made of others, as those of a compressed file are: then to read them is work for a processor, and
    /// a large input is better read on a thread of its own.
    var isComputed: Bool { get }

    /// How many bytes reads will still give, where that is known without trying.
    var remainingCount: Int? { get }

    /// How many bytes reads will most likely still give: a hint of how much room to make. nil where nobody knows.
    var expectedCount: Int? { get }

    /// A second source that reads on from where this one stands, independently of it; nil where that cannot be had.
    func independentCopy() -> (any ByteSource)?

    /// Whatever it is that decodes its bytes from another encoding, so that who reads leniently can have it mend them; nil where
    /// nothing does.
    var decoder: CharsetDecodingSource? { get }

    /// The last bytes of the input, at most `count`, without moving; nil where that cannot be had.
    func lastBytes(_ count: Int) -> [UInt8]?

    /// What this source still gives, to be read at any place, behind the `count` bytes that it gave last; nil where that cannot
    /// be had.
    func recordFile(before count: Int) -> RecordFile?
}

extension ByteSource {
    public var isLive: Bool { false }
    public var awaitedDescriptor: CInt? { nil }
    public var isComputed: Bool { false }
    public var remainingCount: Int? { nil }
    public var expectedCount: Int? { remainingCount }
    /// Whether a read is known to give nothing more, without trying.
    public var isKnownToBeAtEnd: Bool { remainingCount == 0 }
    public func independentCopy() -> (any ByteSource)? { nil }
    public var decoder: CharsetDecodingSource? { nil }
    public func lastBytes(_ count: Int) -> [UInt8]? { nil }
    public func recordFile(before count: Int) -> RecordFile? { nil }
}

/// Bytes in memory.
public final class MemorySource: ByteSource {
    private let bytes: [UInt8]
    private var position: Int
    private let chunk: Int

    /// Makes a source of `bytes` that hands out at most `chunk` bytes a read.
    public init(_ bytes: [UInt8], chunk: Int = .max) {
        self.bytes = bytes
        self.chunk = max(chunk, 1)
        position = 0
    }

    public convenience init(_ text: String, chunk: Int = .max) { self.init(Array(text.utf8), chunk: chunk) }

    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int {
        let count = min(buffer.count, chunk, bytes.count - position)
        if count > 0 {
            buffer.copyBytes(from: bytes[position..<position + count])
            position += count
        }
        return count
    }

    public func independentCopy() -> (any ByteSource)? {
        let copy = MemorySource(bytes, chunk: chunk)
        copy.position = position
        return copy
    }

    public func lastBytes(_ count: Int) -> [UInt8]? { bytes.suffix(max(0, count)) }

    public func recordFile(before count: Int) -> RecordFile? { RecordFile(bytes, from: position - count) }

    public var remainingCount: Int? { bytes.count - position }
}
