public import TextScanning

/// Bytes of a text that a format has to look at, found eight at a time: controls, and up to four others.
public struct StructuralBytes: Sendable {
    @usableFromInline let a: UInt8
    @usableFromInline let b: UInt8
    @usableFromInline let c: UInt8
    @usableFromInline let d: UInt8

    @inlinable
    public init(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) {
        self.a = a
        self.b = b
        self.c = c
        self.d = d
    }

    /// The place of the first control or other byte at or after `start`; the count where there is none.
    @inlinable @inline(__always)
    public func first(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        guard let base = bytes.baseAddress else { return bytes.count }
        var index = start
        while bytes.count &- index >= 8 {
            let eight = EightBytes(base + index)
            let found = eight.below(0x20) | eight.equal(to: a) | eight.equal(to: b) | eight.equal(to: c) | eight.equal(to: d)
            if let place = found.first { return index &+ place }
            index &+= 8
        }
        while index < bytes.count {
            let byte = base[index]
            if byte < 0x20 || byte == a || byte == b || byte == c || byte == d { return index }
            index &+= 1
        }
        return index
    }
}
