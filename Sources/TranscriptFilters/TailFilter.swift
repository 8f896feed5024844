public import TranscriptModel

/// The last messages. As many are held in memory, and nothing is passed on before the end.
public struct TailFilter: MessageFilter, Sendable {
    private let count: Int
    /// A ring: the oldest is at `oldest` once there are `count`.
    private var held: [Message] = []
    private var oldest = 0

    public init(_ count: Int) { self.count = max(0, count) }

    public mutating func filter(_ messages: inout [Message]) -> Bool {
        for message in messages.suffix(count) {
            if held.count < count {
                held.append(message)
            } else {
                held[oldest] = message
                oldest = (oldest + 1) % count
            }
        }
        messages.removeAll(keepingCapacity: true)
        return true
    }

    public mutating func finish(into messages: inout [Message]) {
        messages.append(contentsOf: held[oldest...])
        messages.append(contentsOf: held[..<oldest])
        held = []
        oldest = 0
    }
}
