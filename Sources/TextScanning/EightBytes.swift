/// Eight bytes of a text, looked at together: what every search for the few bytes that mean something in a format goes by.
///
///     let bytes = EightBytes(base + index)
///     let found = bytes.below(0x20) | bytes.equal(to: UInt8(ascii: "<"))
///     if let place = found.first { return index + place }
@frozen public struct EightBytes: Sendable {
    /// The first of them is the lowest byte.
    @usableFromInline let word: UInt64

    @inlinable @inline(__always)
    init(word: UInt64) { self.word = word }

    /// Takes eight bytes from `start` on, all of which may be read.
    @inlinable @inline(__always)
    public init(_ start: UnsafePointer<UInt8>) {
        word = UInt64(littleEndian: UnsafeRawPointer(start).loadUnaligned(as: UInt64.self))
    }

    /// Writes them from `start` on, where there is room for all.
    @inlinable @inline(__always)
    public func store(at start: UnsafeMutablePointer<UInt8>) {
        UnsafeMutableRawPointer(start).storeBytes(of: word.littleEndian, as: UInt64.self)
    }

    // MARK: Tests

    /// Those that are `byte`.
    @inlinable @inline(__always)
    public func equal(to byte: UInt8) -> ByteMarks { Self.zeros(word ^ Self.each(byte)) }

    /// Those that are `byte` and have `other` in the same place of `next`: the eight bytes from the second of these on, where a
    /// pair is looked for.
    @inlinable @inline(__always)
    public func equal(to byte: UInt8, and other: UInt8, in next: EightBytes) -> ByteMarks {
        Self.zeros((word ^ Self.each(byte)) | (next.word ^ Self.each(other)))
    }

    /// Those under `bound`, which is 128 at most.
    @inlinable @inline(__always)
    public func below(_ bound: UInt8) -> ByteMarks { ByteMarks((word &- Self.each(bound)) & ~word) }

    /// Whether all are ASCII.
    @inlinable @inline(__always)
    public var isASCII: Bool { word & ByteMarks.highBits == 0 }

    // MARK: Tests for two at once

    /// The same bytes with `bits` set in each: bytes that differ in these alone become one.
    @inlinable @inline(__always)
    public func setting(_ bits: UInt8) -> EightBytes { EightBytes(word: word | Self.each(bits)) }

    /// The same bytes with `bits` turned over in each.
    @inlinable @inline(__always)
    public func flipping(_ bits: UInt8) -> EightBytes { EightBytes(word: word ^ Self.each(bits)) }

    @inlinable @inline(__always)
    static func each(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

    @inlinable @inline(__always)
    static func zeros(_ word: UInt64) -> ByteMarks { ByteMarks((word &- 0x0101_0101_0101_0101) & ~word) }
}

/// Which of eight bytes pass a test. The first of them is told rightly, and whether there is one; bytes after it may be marked
/// that do not pass, because a borrow goes from a byte to the next.
@frozen public struct ByteMarks: Sendable {
    /// The highest bit of each byte that is marked.
    @usableFromInline let bits: UInt64

    @inlinable @inline(__always)
    init(_ bits: UInt64) { self.bits = bits & Self.highBits }

    @inlinable @inline(__always)
    public var isEmpty: Bool { bits == 0 }

    /// How many bytes come before the first that passes; nil where none does.
    @inlinable @inline(__always)
    public var first: Int? { bits == 0 ? nil : bits.trailingZeroBitCount &>> 3 }

    /// Those that pass either of two tests.
    @inlinable @inline(__always)
    public static func | (left: ByteMarks, right: ByteMarks) -> ByteMarks { ByteMarks(left.bits | right.bits) }

    @inlinable @inline(__always)
    static var highBits: UInt64 { 0x8080_8080_8080_8080 }
}
