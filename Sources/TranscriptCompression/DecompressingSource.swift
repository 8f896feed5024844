public import TranscriptCoding

/// A source of compressed bytes, as what they are compressed of.
///
/// It holds two small buffers whatever the size is that a file grows to. Files that follow each other in one file, as
/// `cat a.gz b.gz` makes them, are read as one.
public final class DecompressingSource: ByteSource {
    private let source: any ByteSource
    private let decoder: any StreamDecoder
    /// Allocated when nothing can be thrown any more: an object that was never whole has no end either.
    private let input: UnsafeMutableRawBufferPointer
    /// What of `input` is still to be decoded.
    private var pending = 0..<0
    private var sourceIsAtEnd = false

    /// - Throws: `limitExceeded` when there is no memory for it.
    public init(_ source: any ByteSource, _ compression: Compression) throws(ConversionError) {
        self.source = source
        decoder = switch compression {
        case .gzip: try GzipDecoder()
        case .zstd: try ZstdDecoder()
        }
        input = .allocate(byteCount: 64 * 1024, alignment: 16)
    }

    deinit { input.deallocate() }

    public var isLive: Bool { source.isLive }
    public var isComputed: Bool { true }

    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int {
        if buffer.isEmpty { return 0 }
        while true {
            if pending.isEmpty, !sourceIsAtEnd {
                let count = try source.read(into: input)
                sourceIsAtEnd = count == 0
                pending = 0..<count
            }
            let rest = UnsafeMutableRawBufferPointer(rebasing: input[pending])
            let step = try decoder.decode(rest, into: buffer)
            pending = min(pending.lowerBound + step.consumed, pending.upperBound)..<pending.upperBound
            if step.produced > 0 { return step.produced }
            if pending.isEmpty, sourceIsAtEnd {
                if decoder.isBetweenStreams { return 0 }
                throw .damaged("the compressed data end before they are complete")
            }
            if step.consumed == 0, !pending.isEmpty { throw .damaged("the compressed data make no sense") }
        }
    }
}

/// One of the system's libraries at work.
protocol StreamDecoder: AnyObject {
    /// Whether what was decoded so far is complete.
    var isBetweenStreams: Bool { get }

    func decode(
        _ input: UnsafeMutableRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(ConversionError) -> (consumed: Int, produced: Int)
}

extension ConversionError {
    static func damaged(_ message: String) -> ConversionError {
        ConversionError(.malformedInput, .damagedCompression, message)
    }

    static var noMemory: ConversionError {
        ConversionError(.limitExceeded, .damagedCompression, "there is no memory for the compression")
    }
}

extension DiagnosticCode {
    public static let damagedCompression = DiagnosticCode("input.compression", "compressed data are damaged or cut off")
}
