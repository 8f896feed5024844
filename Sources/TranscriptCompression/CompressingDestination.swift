public import TranscriptCoding

/// Compresses what is written to it, at the level that the system's own command takes by default.
public final class CompressingDestination: ByteDestination {
    private let destination: any ByteDestination
    private let encoder: any StreamEncoder
    private let flushesEachWrite: Bool
    /// Allocated when nothing can be thrown any more: an object that was never whole has no end either.
    private let output: UnsafeMutableRawBufferPointer

    /// - Parameter flushesEachWrite: whether what is written can be read at once at the other end, at the cost of its
    ///   size.
    /// - Throws: `limitExceeded` when there is no memory for it.
    public init(
        _ destination: any ByteDestination, _ compression: Compression, flushesEachWrite: Bool = false
    ) throws(ConversionError) {
        self.destination = destination
        self.flushesEachWrite = flushesEachWrite
        encoder = switch compression {
        case .gzip: try GzipEncoder()
        case .zstd: try ZstdEncoder()
        }
        output = .allocate(byteCount: 64 * 1024, alignment: 16)
    }

    deinit { output.deallocate() }

    public func write(_ bytes: UnsafeRawBufferPointer) throws(ConversionError) {
        try encode(bytes, flushesEachWrite ? .flush : .goOn)
    }

    /// Writes the end of the compressed data. Nothing may be written after it.
    public func finish() throws(ConversionError) { try encode(UnsafeRawBufferPointer(start: nil, count: 0), .finish) }

    private func encode(_ bytes: UnsafeRawBufferPointer, _ mode: EncodingMode) throws(ConversionError) {
        var rest = UnsafeMutableRawBufferPointer(mutating: bytes)
        while true {
            let step = try encoder.encode(rest, into: output, mode)
            rest = UnsafeMutableRawBufferPointer(rebasing: rest[min(step.consumed, rest.count)...])
            if step.produced > 0 {
                try destination.write(UnsafeRawBufferPointer(rebasing: output[..<step.produced]))
            }
            if step.isDone { return }
        }
    }
}

enum EncodingMode {
    case goOn, flush, finish
}

/// One of the system's libraries at work.
protocol StreamEncoder: AnyObject {
    /// `isDone` says that all of the input is taken and that all that the mode wants out is out.
    func encode(
        _ input: UnsafeMutableRawBufferPointer, into output: UnsafeMutableRawBufferPointer, _ mode: EncodingMode
    ) throws(ConversionError) -> (consumed: Int, produced: Int, isDone: Bool)
}
