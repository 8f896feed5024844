import CZlib
import TranscriptCoding

/// Owns a stream of zlib that encodes gzip, without name and time, so that equal contents give equal files. The stream
/// stays at one place: zlib keeps its address.
final class GzipEncoder: StreamEncoder {
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)

    init() throws(ConversionError) {
        stream.initialize(to: z_stream())
        let status = deflateInit2_(
            stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            CInt(MemoryLayout<z_stream>.size))
        // What is thrown here is thrown by a whole object: its `deinit` cleans up, as it does in `GzipDecoder`.
        guard status == Z_OK else { throw .noMemory }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    func encode(
        _ input: UnsafeMutableRawBufferPointer, into output: UnsafeMutableRawBufferPointer, _ mode: EncodingMode
    ) throws(ConversionError) -> (consumed: Int, produced: Int, isDone: Bool) {
        stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(clamping: input.count)
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(clamping: output.count)
        let (inputCount, outputCount) = (stream.pointee.avail_in, stream.pointee.avail_out)
        let flush = switch mode {
        case .goOn: Z_NO_FLUSH
        case .flush: Z_SYNC_FLUSH
        case .finish: Z_FINISH
        }
        let status = deflate(stream, flush)
        let (inputLeft, outputLeft) = (stream.pointee.avail_in, stream.pointee.avail_out)
        // A full output may have more behind it.
        let isDone = mode == .finish ? status == Z_STREAM_END : Int(inputCount - inputLeft) == input.count && outputLeft > 0
        guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else { throw .noMemory }
        return (Int(inputCount - inputLeft), Int(outputCount - outputLeft), isDone)
    }
}
