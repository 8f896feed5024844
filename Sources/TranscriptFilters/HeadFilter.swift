public import TranscriptModel

/// The first messages. Nothing is read behind them.
public struct HeadFilter: MessageFilter, Sendable {
    private var left: Int

    public init(_ count: Int) { left = max(0, count) }

    public mutating func filter(_ messages: inout [Message]) -> Bool {
        if messages.count > left { messages.removeLast(messages.count - left) }
        left -= messages.count
        return left > 0
    }
}
