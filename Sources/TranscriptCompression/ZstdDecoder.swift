import CZstd
import TranscriptCoding

/// Owns a context of libzstd that decodes. Windows of more than 128 MB, which `zstd --ultra --long` can make, are refused
/// by the library's own limit.
final class ZstdDecoder: StreamDecoder {
    private let context: OpaquePointer
    private(set) var isBetweenStreams = true

    init() throws(ConversionError) {
        guard let context = ZSTD_createDCtx() else { throw .noMemory }
        self.context = context
    }

    deinit { ZSTD_freeDCtx(context) }

    func decode(
        _ input: UnsafeMutableRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(ConversionError) -> (consumed: Int, produced: Int) {
        if isBetweenStreams, input.isEmpty { return (0, 0) }
        var from = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var to = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        let status = ZSTD_decompressStream(context, &to, &from)
        if ZSTD_isError(status) != 0 {
            throw .damaged("the zstd data are damaged: \(String(cString: ZSTD_getErrorName(status)).lowercased())")
        }
        isBetweenStreams = status == 0
        return (from.pos, to.pos)
    }
}
