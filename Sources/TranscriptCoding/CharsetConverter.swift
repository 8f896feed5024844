#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Turns bytes of one character set into UTF-8, piece by piece. Owns a handle of the C library's iconv.
package final class CharsetConverter {
    /// Why a piece was not converted further.
    package enum Stop { case needsInput, needsRoom, invalid }

    private let handle: iconv_t

    /// Makes a converter from `charset`; nil when the C library does not know the name.
    package init?(from charset: String) {
        guard let handle = iconv_open("UTF-8", charset), Int(bitPattern: handle) != -1 else { return nil }
        self.handle = handle
    }

    deinit { iconv_close(handle) }

    /// Converts from the start of `input` as much as goes. An unfinished character at its end is not consumed.
    package func convert(
        _ input: UnsafeMutableRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) -> (consumed: Int, produced: Int, stop: Stop) {
        guard input.count > 0 else { return (0, 0, .needsInput) }
        var from = input.baseAddress?.assumingMemoryBound(to: CChar.self)
        var to = output.baseAddress?.assumingMemoryBound(to: CChar.self)
        var inputLeft = input.count
        var outputLeft = output.count
        let result = iconv(handle, &from, &inputLeft, &to, &outputLeft)
        var stop = Stop.needsInput
        if result == UInt.max {
            stop = errno == E2BIG ? .needsRoom : errno == EILSEQ ? .invalid : .needsInput
        }
        return (input.count - inputLeft, output.count - outputLeft, stop)
    }

    /// Forgets the shift state that the last text has left behind (ISO-2022-JP and the like).
    package func reset() { _ = iconv(handle, nil, nil, nil, nil) }
}
