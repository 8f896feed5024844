import ChatConv
import Synchronization

/// How many bytes have been read, counted by threads that read and looked at by the one that reports.
final class ReadBytes: Sendable {
    private let counter = Atomic<Int>(0)

    var count: Int { counter.load(ordering: .relaxed) }

    func add(_ count: Int) { counter.add(count, ordering: .relaxed) }
}

/// A source that tells how much of it has been read.
final class CountingSource: ByteSource {
    private let source: any ByteSource
    private let readBytes: ReadBytes

    init(_ source: any ByteSource, _ readBytes: ReadBytes) {
        self.source = source
        self.readBytes = readBytes
    }

    var isLive: Bool { source.isLive }
    var awaitedDescriptor: CInt? { source.awaitedDescriptor }
    var remainingCount: Int? { source.remainingCount }
    var expectedCount: Int? { source.expectedCount }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int {
        let count = try source.read(into: buffer)
        readBytes.add(count)
        return count
    }

    /// A look ahead is not counted: what it sees is read once more.
    func independentCopy() -> (any ByteSource)? { source.independentCopy() }
    func lastBytes(_ count: Int) -> [UInt8]? { source.lastBytes(count) }
    /// What is copied was read and counted before.
    func recordFile(before count: Int) -> RecordFile? { source.recordFile(before: count) }
}
