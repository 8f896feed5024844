/// Where the messages of a batch start in the input.
///
/// Messages know nothing of where they stood: who converts does not ask, and who validates has to point at them. A reader
/// notes the start of each message that it adds to the batch, in the same order, with `InputBuffer.markMessage`; where no
/// trail is wanted that costs a comparison. A reader that notes nothing is validated too, without places.
public final class MessageTrail {
    /// The start of a message.
    public enum Start: Sendable, Hashable {
        /// In bytes from the start of the input; the byte is still in memory when the batch is handed over.
        case byte(Int)
        /// A place that was looked up while its byte was in memory, for readers that move on before a batch is whole.
        /// Indirect, because it is many times larger than the other, and far less common.
        indirect case place(SourceLocation)
    }

    public private(set) var starts: [Start] = []

    public init() {}

    public func append(_ start: Start) { starts.append(start) }

    /// Hands over the starts, after a batch was read, and forgets them.
    public func take() -> [Start] {
        let taken = starts
        starts = []
        starts.reserveCapacity(taken.count)
        return taken
    }

    /// Forgets all starts but the first `count`: those of messages that are read once more.
    public func truncate(to count: Int) {
        if count < starts.count { starts.removeLast(starts.count - max(0, count)) }
    }
}
