import CZstd
import TranscriptCoding

/// Owns a context of libzstd that encodes, with a checksum as the command makes it.
final class ZstdEncoder: StreamEncoder {
    private let context: OpaquePointer

    init() throws(ConversionError) {
        guard let context = ZSTD_createCCtx() else { throw .noMemory }
        self.context = context
        ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
    }

    deinit { ZSTD_freeCCtx(context) }

    func encode(
        _ input: UnsafeMutableRawBufferPointer, into output: UnsafeMutableRawBufferPointer, _ mode: EncodingMode
    ) throws(ConversionError) -> (consumed: Int, produced: Int, isDone: Bool) {
        var from = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var to = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        let directive = switch mode {
        case .goOn: ZSTD_e_continue
        case .flush: ZSTD_e_flush
        case .finish: ZSTD_e_end
        }
        let left = ZSTD_compressStream2(context, &to, &from, directive)
        if ZSTD_isError(left) != 0 { throw .noMemory }
        return (from.pos, to.pos, from.pos == from.size && (mode == .goOn || left == 0))
    }
}
