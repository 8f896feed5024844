/// Where a message starts in the input.
///
/// Messages know nothing of where they stood: who converts does not ask, and who validates has to point at them. A reader
/// notes the start of each message that it adds to the batch, in the same order, with `InputBuffer.markMessage`; where no
/// input is validated that costs a comparison. A reader that notes nothing is validated too, without places.
public enum MessageStart: Sendable, Hashable {
    /// In bytes from the start of the input; the byte is still in memory when the batch is handed over.
    case byte(Int)
    /// At the last `<` before a byte, for readers that know of a tag only where it ends: looked for where somebody asks. Both
    /// bytes are still in memory when the batch is handed over.
    case tag(before: Int)
    /// A place that was looked up while its byte was in memory, for readers that move on before a batch is whole. Indirect,
    /// because it is many times larger than the other, and far less common.
    indirect case place(SourceLocation)
}

/// Where the messages of a batch start, in their order.
///
/// Nearly all readers know of bytes alone, and of those there is an array of their own: appending a number is as good as free.
package struct MessageStarts: Sendable {
    private var bytes: [Int] = []
    /// All of them, where one is more than a byte.
    private var all: [MessageStart] = []

    package init() {}

    package var isEmpty: Bool { bytes.isEmpty && all.isEmpty }

    /// The start of a message of the batch; nil where it is not known.
    package subscript(index: Int) -> MessageStart? {
        if bytes.indices.contains(index) { return .byte(bytes[index]) }
        return all.indices.contains(index) ? all[index] : nil
    }

    @inline(__always)
    mutating func append(byte: Int) {
        if all.isEmpty { bytes.append(byte) } else { all.append(.byte(byte)) }
    }

    mutating func append(_ start: MessageStart) {
        moveBytes()
        all.append(start)
    }

    mutating func append(contentsOf starts: some Sequence<MessageStart>) {
        moveBytes()
        all += starts
    }

    private mutating func moveBytes() {
        if bytes.isEmpty { return }
        all += bytes.map { .byte($0) }
        bytes.removeAll(keepingCapacity: true)
    }

    /// None, with room for those of a batch.
    static func forBatch() -> MessageStarts {
        var starts = MessageStarts()
        starts.bytes.reserveCapacity(MessageBatch.preferredCount)
        return starts
    }
}
