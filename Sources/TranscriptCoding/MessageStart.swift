/// Where a message starts in the input.
///
/// Messages know nothing of where they stood: who converts does not ask, and who validates has to point at them. A reader
/// notes the start of each message that it adds to the batch, in the same order, with `InputBuffer.markMessage`; where no
/// input is validated that costs a comparison. A reader that notes nothing is validated too, without places.
public enum MessageStart: Sendable, Hashable {
    /// In bytes from the start of the input; the byte is still in memory when the batch is handed over.
    case byte(Int)
    /// A place that was looked up while its byte was in memory, for readers that move on before a batch is whole. Indirect,
    /// because it is many times larger than the other, and far less common.
    indirect case place(SourceLocation)
}

/// Where messages start, in their order.
///
/// Nearly all readers know of bytes alone, and of those there is an array of their own: appending a number is as good as free.
public struct MessageStarts: Sendable {
    @usableFromInline var bytes: [Int] = []
    /// All of them, where one is more than a byte.
    @usableFromInline var all: [MessageStart] = []

    public init() {}

    public var isEmpty: Bool { bytes.isEmpty && all.isEmpty }

    /// The start of a message; nil where it is not known.
    public subscript(index: Int) -> MessageStart? {
        if bytes.indices.contains(index) { return .byte(bytes[index]) }
        return all.indices.contains(index) ? all[index] : nil
    }

    /// Appends a start in bytes from the start of the input.
    @inlinable @inline(__always)
    public mutating func append(byte: Int) {
        if all.isEmpty { bytes.append(byte) } else { all.append(.byte(byte)) }
    }

    public mutating func append(_ start: MessageStart) {
        if case .byte(let byte) = start { return append(byte: byte) }
        moveBytes()
        all.append(start)
    }

    mutating func append(contentsOf others: consuming MessageStarts) {
        if isEmpty {
            self = others
        } else if all.isEmpty, others.all.isEmpty {
            bytes += others.bytes
        } else {
            moveBytes()
            others.moveBytes()
            all += others.all
        }
    }

    /// Takes those of the first `count` messages out: O(1) where there are no more.
    public mutating func take(_ count: Int) -> MessageStarts {
        var taken = MessageStarts()
        if isEmpty { return taken }
        if bytes.count + all.count > count {
            taken.bytes = Array(bytes.prefix(count))
            bytes.removeFirst(taken.bytes.count)
            taken.all = Array(all.prefix(count))
            all.removeFirst(taken.all.count)
        } else {
            taken.bytes.reserveCapacity(MessageBatch.preferredCount)
            swap(&taken, &self)
        }
        return taken
    }

    private mutating func moveBytes() {
        all += bytes.map { .byte($0) }
        bytes.removeAll(keepingCapacity: true)
    }
}
