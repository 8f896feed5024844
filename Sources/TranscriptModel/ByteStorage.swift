/// A block of bytes that `Text` values share: a chunk of an input, or texts gathered by a `TextArena`.
///
/// Its owner may write bytes that no `Text` refers to yet; a byte that one refers to never changes again. That is
/// what makes sharing it between threads safe, and it is why only code of this package can write to it.
public final class ByteStorage: @unchecked Sendable {
    /// The first of `capacity` bytes.
    package let base: UnsafeMutablePointer<UInt8>
    package let capacity: Int

    package init(capacity: Int) {
        self.capacity = max(capacity, 1)
        base = .allocate(capacity: self.capacity)
        // Zeroed, so that no code path can read memory that was never written.
        base.initialize(repeating: 0, count: self.capacity)
    }

    deinit { base.deallocate() }

    /// The largest block that a `Text` can refer into: its offsets are 32 bits wide.
    package static let maximumCapacity = Int(UInt32.max)
}
