/// A source in some character set, turned into UTF-8 by the C library's iconv.
public final class CharsetDecodingSource: ByteSource {
    private let source: any ByteSource
    private let charset: String
    private let converter: CharsetConverter
    /// Allocated when nothing can be thrown any more: an object that was never whole has no end either.
    private let raw: UnsafeMutableRawBufferPointer
    private var rawCount = 0
    private var rawOffset = 0
    private var sourceIsAtEnd = false
    private var counter = PlaceCounter()

    /// Decodes `source` from `charset`, any name that the C library knows: `GB18030`, `BIG5`, `UTF-16LE`.
    ///
    /// - Throws: `usage` when the C library does not know the name.
    public init(_ source: any ByteSource, charset: String) throws(ConversionError) {
        guard let converter = CharsetConverter(from: charset) else {
            throw ConversionError(
                .usage, .unknownEncoding, "unknown encoding '\(charset)'",
                help: "`iconv -l` lists the names that this system knows")
        }
        self.source = source
        self.charset = charset
        self.converter = converter
        raw = .allocate(byteCount: 64 * 1024, alignment: 16)
    }

    deinit { raw.deallocate() }

    public var isLive: Bool { source.isLive }
    public var isComputed: Bool { true }
    public var awaitedDescriptor: CInt? { rawCount > 0 ? nil : source.awaitedDescriptor }

    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int {
        while true {
            let step = converter.convert(UnsafeMutableRawBufferPointer(rebasing: raw[..<rawCount]), into: buffer)
            drop(step.consumed)
            if step.produced > 0 {
                counter.pass(UnsafeRawBufferPointer(rebasing: buffer[..<step.produced]).bindMemory(to: UInt8.self))
                return step.produced
            }
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
            help: "check --input-encoding", at: counter.location)
    }
}
