import SystemPackage
public import TextScanning

/// The bytes of an input once more, at any place and from any thread, so that records can be copied from it without being
/// kept in memory.
public final class RecordFile: Sendable {
    private enum Storage: Sendable {
        case memory([UInt8])
        /// An open file, which the owner closes when nobody needs it any more.
        case file(FileDescriptor, owner: Owner)
    }

    /// Keeps a file open. Nobody calls it, so any thread may hold it.
    private final class Owner: @unchecked Sendable {
        private let object: AnyObject

        init(_ object: AnyObject) { self.object = object }
    }

    private let storage: Storage
    /// Where the input's first byte stands in the storage.
    private let start: Int64

    /// Bytes in memory, of which the input begins at `start`.
    init(_ bytes: [UInt8], from start: Int) {
        storage = .memory(bytes)
        self.start = Int64(start)
    }

    /// A file that stays open as long as `owner` is there.
    init(_ descriptor: FileDescriptor, owner: AnyObject, from start: Int64) {
        storage = .file(descriptor, owner: Owner(owner))
        self.start = start
    }

    /// Appends bytes of the input, which has been read up to there. O(n).
    ///
    /// - Throws: `inputOutput` when they are not there any more, since somebody has cut the file.
    public func append(_ range: Range<Int>, to output: inout OutputBuffer) throws(ConversionError) {
        switch storage {
        case .memory(let bytes):
            let place = range.lowerBound + Int(start)
            guard place >= 0, place + range.count <= bytes.count else { throw Self.gone }
            bytes.withUnsafeBufferPointer { output.append(UnsafeBufferPointer(rebasing: $0[place..<place + range.count])) }
        case .file(let descriptor, _): try append(range, of: descriptor, to: &output)
        }
    }

    private func append(
        _ range: Range<Int>, of descriptor: FileDescriptor, to output: inout OutputBuffer
    ) throws(ConversionError) {
        var rest = range
        while !rest.isEmpty {
            var failure: (any Error)?
            var count = 0
            output.appendUpTo(rest.count) { room in
                do {
                    count = try descriptor.read(
                        fromAbsoluteOffset: start + Int64(rest.lowerBound),
                        into: UnsafeMutableRawBufferPointer(start: room, count: rest.count))
                } catch {
                    failure = error
                }
                return count
            }
            if let failure { throw ConversionError(.inputOutput, .inputFailed, "reading failed: \(reason(failure))") }
            if count == 0 { throw Self.gone }
            rest = rest.lowerBound + count..<rest.upperBound
        }
    }

    /// Calls `body` with bytes of the input, in pieces of at most `size`, in memory that serves all pieces. O(n).
    package func forEachPiece(
        of range: Range<Int>, size: Int, _ body: (UnsafeBufferPointer<UInt8>) throws(ConversionError) -> Void
    ) throws(ConversionError) {
        var output = OutputBuffer(capacity: min(size, range.count))
        var start = range.lowerBound
        while start < range.upperBound {
            let end = min(start + size, range.upperBound)
            output.removeAll()
            try append(start..<end, to: &output)
            try output.withBytes { bytes throws(ConversionError) in try body(bytes) }
            start = end
        }
    }

    private static var gone: ConversionError {
        ConversionError(.inputOutput, .inputFailed, "the input has changed while it was read")
    }
}

/// A source whose bytes are kept in an unnamed temporary file as they pass: for what can be read only once, or is computed.
final class KeepingSource: ByteSource {
    let file: RecordFile
    private let source: any ByteSource
    private let copy: FileSource
    private let descriptor: FileDescriptor

    /// - Throws: `inputOutput` when no temporary file can be made.
    init(_ source: any ByteSource) throws(ConversionError) {
        self.source = source
        descriptor = try FileSource.makeTemporaryFile()
        copy = FileSource(descriptor, closesDescriptor: true)
        file = RecordFile(descriptor, owner: copy, from: 0)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int {
        let count = try source.read(into: buffer)
        do {
            _ = try descriptor.writeAll(UnsafeRawBufferPointer(rebasing: buffer[..<min(max(count, 0), buffer.count)]))
        } catch {
            throw FileSource.spoolFailure(error)
        }
        return count
    }

    var isLive: Bool { source.isLive }
    var awaitedDescriptor: CInt? { source.awaitedDescriptor }
    var isComputed: Bool { source.isComputed }
    var remainingCount: Int? { source.remainingCount }
    var expectedCount: Int? { source.expectedCount }
    func lastBytes(_ count: Int) -> [UInt8]? { source.lastBytes(count) }
}
