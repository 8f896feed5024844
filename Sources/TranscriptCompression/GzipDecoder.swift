import CZlib
import TranscriptCoding

/// Owns a stream of zlib that decodes gzip. The stream stays at one place: zlib keeps its address.
final class GzipDecoder: StreamDecoder {
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private(set) var isBetweenStreams = false

    init() throws(ConversionError) {
        stream.initialize(to: z_stream())
        // 16 says: gzip, and nothing else.
        let status = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { throw .noMemory }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    func decode(
        _ input: UnsafeMutableRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(ConversionError) -> (consumed: Int, produced: Int) {
        if isBetweenStreams {
            if input.isEmpty { return (0, 0) }
            // Files on tapes are filled up with zeros.
            if input[0] == 0 { return (input.prefix { $0 == 0 }.count, 0) }
            guard inflateReset(stream) == Z_OK else { throw .noMemory }
            isBetweenStreams = false
        }
        stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(clamping: input.count)
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(clamping: output.count)
        let (inputCount, outputCount) = (stream.pointee.avail_in, stream.pointee.avail_out)
        let status = inflate(stream, Z_NO_FLUSH)
        switch status {
        case Z_STREAM_END: isBetweenStreams = true
        // No progress was possible: more input is needed.
        case Z_OK, Z_BUF_ERROR: break
        case Z_MEM_ERROR: throw .noMemory
        default:
            throw .damaged("the gzip data are damaged: \(stream.pointee.msg.map { String(cString: $0) } ?? "error \(status)")")
        }
        return (Int(inputCount - stream.pointee.avail_in), Int(outputCount - stream.pointee.avail_out))
    }
}
