#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A source in some character set, turned into UTF-8 by the C library's iconv.
public final class CharsetDecodingSource: ByteSource {
    private let source: any ByteSource
    private let charset: String
    private let converter: Converter
    private var raw = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
    private var rawCount = 0
    private var rawOffset = 0
    private var sourceIsAtEnd = false

    /// Decodes `source` from `charset`, any name that the C library knows: `GB18030`, `BIG5`, `UTF-16LE`.
    ///
    /// - Throws: `usage` when the C library does not know the name.
    public init(_ source: any ByteSource, charset: String) throws(ConversionError) {
        guard let converter = Converter(from: charset) else {
            throw ConversionError(
                .usage, .unknownEncoding, "unknown encoding '\(charset)'",
                help: "`iconv -l` lists the names that this system knows")
        }
        self.source = source
        self.charset = charset
        self.converter = converter
    }

    deinit { raw.deallocate() }

    public var isLive: Bool { source.isLive }

    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int {
        while true {
            let step = converter.convert(UnsafeMutableRawBufferPointer(rebasing: raw[..<rawCount]), into: buffer)
            drop(step.consumed)
            if step.produced > 0 { return step.produced }
            switch step.stop {
            case .invalid: throw undecodable("byte 0x\(hexadecimal(raw[0])) is not \(charset)")
            case .needsInput where sourceIsAtEnd:
                if rawCount > 0 { throw undecodable("the input ends inside a character") }
                return 0
            case .needsInput, .needsRoom: break
            }
            let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: raw[rawCount...]))
            if count == 0 { sourceIsAtEnd = true }
            rawCount += count
        }
    }

    private func drop(_ count: Int) {
        guard count > 0 else { return }
        raw.copyMemory(from: UnsafeRawBufferPointer(rebasing: raw[count..<rawCount]))
        rawCount -= count
        rawOffset += count
    }

    private func undecodable(_ message: String) -> ConversionError {
        ConversionError(
            .malformedInput, .undecodable, "\(message) (byte \(rawOffset) of the input)",
            help: "check --input-encoding")
    }
}

/// Owns an iconv handle.
private final class Converter {
    enum Stop { case needsInput, needsRoom, invalid }

    private let handle: iconv_t

    init?(from charset: String) {
        guard let handle = iconv_open("UTF-8", charset), Int(bitPattern: handle) != -1 else { return nil }
        self.handle = handle
    }

    deinit { iconv_close(handle) }

    func convert(
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
}
