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
            let word = UInt64(littleEndian: UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
            let found =
                Self.controls(word) | Self.lanes(word, a) | Self.lanes(word, b) | Self.lanes(word, c) | Self.lanes(word, d)
            if found != 0 { return index &+ found.trailingZeroBitCount / 8 }
            index &+= 8
        }
        while index < bytes.count {
            let byte = base[index]
            if byte < 0x20 || byte == a || byte == b || byte == c || byte == d { return index }
            index &+= 1
        }
        return index
    }

    // In both, the lowest lane that is marked is right; lanes above it may be marked wrongly by a borrow.

    @inlinable @inline(__always)
    static func lanes(_ word: UInt64, _ byte: UInt8) -> UInt64 {
        let other = word ^ (UInt64(byte) &* 0x0101_0101_0101_0101)
        return (other &- 0x0101_0101_0101_0101) & ~other & 0x8080_8080_8080_8080
    }

    @inlinable @inline(__always)
    static func controls(_ word: UInt64) -> UInt64 {
        (word &- 0x2020_2020_2020_2020) & ~word & 0x8080_8080_8080_8080
    }
}
