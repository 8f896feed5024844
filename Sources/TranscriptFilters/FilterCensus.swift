import Synchronization
import TranscriptModel

/// What filters have met and let through in the conversions of a run, so that one that finds nothing can say why.
public final class FilterCensus: Sendable {
    private struct Seen {
        var messageCount = 0
        var senders: Set<Text> = []
    }

    private let seen = Mutex(Seen())
    /// So many names are kept: a help lists no more, and a hostile input has any number.
    static let mostNames = 1000

    public init() {}

    /// How many messages were written in all.
    public var messageCount: Int { seen.withLock { $0.messageCount } }

    /// The names of senders that nobody asked for.
    public var senders: [String] { seen.withLock { $0.senders.map { String($0) }.sorted() } }

    public func add(messages count: Int) { seen.withLock { $0.messageCount += count } }

    func add(senders names: Set<Text>) {
        seen.withLock { seen in
            for name in names where seen.senders.count < Self.mostNames { seen.senders.insert(name) }
        }
    }
}
