/// Some bytes that were read already from a source, and then the rest of it.
public final class PrefixedSource: ByteSource {
    private let prefix: MemorySource
    private let rest: any ByteSource

    public init(_ prefix: [UInt8], then rest: any ByteSource) {
        self.prefix = MemorySource(prefix)
        self.rest = rest
    }

    private init(prefix: MemorySource, rest: any ByteSource) {
        self.prefix = prefix
        self.rest = rest
    }

    public var isLive: Bool { rest.isLive }
    public var isComputed: Bool { rest.isComputed }
    public var decoder: CharsetDecodingSource? { rest.decoder }
    public var awaitedDescriptor: CInt? { prefix.isKnownToBeAtEnd ? rest.awaitedDescriptor : nil }

    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int {
        let count = try prefix.read(into: buffer)
        return count > 0 ? count : try rest.read(into: buffer)
    }

    public func independentCopy() -> (any ByteSource)? {
        guard let prefix = prefix.independentCopy() as? MemorySource, let rest = rest.independentCopy() else {
            return nil
        }
        return PrefixedSource(prefix: prefix, rest: rest)
    }

    public func lastBytes(_ count: Int) -> [UInt8]? { rest.lastBytes(count) }

    public func recordFile(before count: Int) -> RecordFile? {
        rest.recordFile(before: count + (prefix.remainingCount ?? 0))
    }
}
