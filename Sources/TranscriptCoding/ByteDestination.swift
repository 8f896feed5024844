/// Where bytes go out: a file, a pipe, memory.
public protocol ByteDestination: AnyObject {
    /// Writes all of `bytes`, which are valid only during the call.
    ///
    /// - Throws: `outputClosed` when whoever reads the output has gone, `inputOutput` when writing fails.
    func write(_ bytes: UnsafeRawBufferPointer) throws(ConversionError)
}

extension ByteDestination {
    /// Writes the UTF-8 of `text`.
    public func write(_ text: String) throws(ConversionError) {
        try Array(text.utf8).withUnsafeBufferPointer { utf8 throws(ConversionError) in
            try write(UnsafeRawBufferPointer(utf8))
        }
    }
}

/// Gathers bytes in memory.
public final class MemoryDestination: ByteDestination {
    /// What was written so far.
    public private(set) var bytes: [UInt8] = []

    public init() {}

    public func write(_ bytes: UnsafeRawBufferPointer) throws(ConversionError) { self.bytes.append(contentsOf: bytes) }

    /// Hands over what was written since this was asked last.
    package func takeBytes() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }
}
