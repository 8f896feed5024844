#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A piece of UTF-8 text: a slice of a block of bytes that it shares with its neighbours.
///
/// A reader slices the text of thousands of messages out of the chunk they came in; none of them costs a heap object
/// of its own. Convert to `String` where you need one: `String(text)`.
///
/// Two texts are equal when their bytes are: unlike `String`, canonically equivalent but differently encoded texts
/// differ, because a conversion must not change which of them a source used.
///
/// A text is at most 4 GiB long and is always valid UTF-8.
public struct Text: Sendable {
    @usableFromInline let storage: ByteStorage?
    @usableFromInline let offset: UInt32
    @usableFromInline let length: UInt32

    /// The empty text.
    @inlinable public init() {
        storage = nil
        offset = 0
        length = 0
    }

    /// A copy of `string`, which must be shorter than 4 GiB; what is longer is cut at a character boundary.
    public init(_ string: some StringProtocol) {
        var copy = String(string)
        self = copy.withUTF8 { utf8 in Text(copying: utf8) }
    }

    /// A copy of bytes that are known to be UTF-8.
    ///
    /// - Precondition: `utf8` is valid UTF-8 shorter than 4 GiB.
    package init(copying utf8: UnsafeBufferPointer<UInt8>) {
        let length = min(utf8.count, ByteStorage.maximumCapacity)
        guard length > 0, let source = utf8.baseAddress else {
            self.init()
            return
        }
        let storage = ByteStorage(capacity: length)
        storage.base.update(from: source, count: length)
        self.init(storage, offset: 0, length: length)
    }

    /// The text in `length` bytes of `storage` from `offset` on.
    ///
    /// - Precondition: the range lies inside the storage, and its bytes are valid UTF-8 that nobody writes to again.
    @inline(__always)
    package init(_ storage: ByteStorage, offset: Int, length: Int) {
        self.storage = length == 0 ? nil : storage
        self.offset = UInt32(truncatingIfNeeded: offset)
        self.length = UInt32(truncatingIfNeeded: length)
    }

    /// The length in bytes of UTF-8. O(1).
    @inlinable public var utf8Count: Int { Int(length) }

    @inlinable public var isEmpty: Bool { length == 0 }

    /// Calls `body` with the UTF-8 of the text, which is valid only during the call. O(1).
    @inlinable @inline(__always)
    public func withUTF8<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // Keeping `self` and not its storage costs no reference count where the caller has the text anyway.
        defer { withExtendedLifetime(self) {} }
        return try body(bytes)
    }

    /// The UTF-8, for as long as something keeps the text.
    @inlinable @inline(__always)
    var bytes: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: storage?.bytes(at: Int(offset)), count: Int(length))
    }

    /// The part of the text between two byte offsets, sharing its bytes. O(1). A range that is not inside the text,
    /// or that would cut a character, gives nil.
    public func slice(_ range: Range<Int>) -> Text? {
        guard range.lowerBound >= 0, range.upperBound <= utf8Count else { return nil }
        guard let storage, !range.isEmpty else { return Text() }
        let cutsCharacter = withUTF8 { utf8 in
            utf8[range.lowerBound] & 0xC0 == 0x80
                || (range.upperBound < utf8.count && utf8[range.upperBound] & 0xC0 == 0x80)
        }
        if cutsCharacter { return nil }
        return Text(storage, offset: Int(offset) + range.lowerBound, length: range.count)
    }

    /// Where the text starts in `storage`, in bytes; nil when it lies in another.
    package func offset(in storage: ByteStorage) -> Int? { self.storage === storage ? Int(offset) : nil }

    /// The same text in storage of its own, so that keeping it does not keep the chunk it was read from. O(n).
    public func detached() -> Text { withUTF8 { Text(copying: $0) } }
}

extension Text? {
    /// Calls `body` with the UTF-8 of the text where there is one, and else with nil: unwrapping it first would take a
    /// reference. O(1).
    @inlinable @inline(__always)
    public func withUTF8<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<UInt8>?) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let utf8 = self?.bytes
        defer { withExtendedLifetime(self) {} }
        return try body(utf8)
    }
}

extension ByteStorage {
    @usableFromInline
    func bytes(at offset: Int) -> UnsafePointer<UInt8> { UnsafePointer(base + offset) }
}

extension Text: Hashable {
    public static func == (left: Text, right: Text) -> Bool {
        guard left.length == right.length else { return false }
        return left.withUTF8 { a in
            right.withUTF8 { b in
                guard let a = a.baseAddress, let b = b.baseAddress else { return true }
                return a == b || sameBytes(a, b, count: Int(left.length))
            }
        }
    }

    /// Whether the text is exactly `literal`.
    public static func == (left: Text, literal: StaticString) -> Bool {
        guard left.utf8Count == literal.utf8CodeUnitCount else { return false }
        return left.withUTF8 { utf8 in
            guard let base = utf8.baseAddress else { return true }
            return sameBytes(base, literal.utf8Start, count: utf8.count)
        }
    }

    public func hash(into hasher: inout Hasher) {
        withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        hasher.combine(length)
    }
}

extension Text: Comparable {
    /// Orders by bytes, which for UTF-8 is the order of Unicode scalar values.
    public static func < (left: Text, right: Text) -> Bool {
        left.withUTF8 { a in right.withUTF8 { b in a.lexicographicallyPrecedes(b) } }
    }
}

extension Text: ExpressibleByStringLiteral, CustomStringConvertible, CustomDebugStringConvertible {
    public init(stringLiteral value: String) { self.init(value) }
    public var description: String { String(self) }
    public var debugDescription: String { String(self).debugDescription }
}

extension String {
    /// The text as a `String`. O(n).
    public init(_ text: Text) {
        self = text.withUTF8 { String(decoding: $0, as: UTF8.self) }
    }
}

private func sameBytes(_ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, count: Int) -> Bool {
    memcmp(a, b, count) == 0
}
