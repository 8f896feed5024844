public import TranscriptModel

/// Messages whose sender, or who did what happened, has one of these names or ids.
///
/// Names that look alike are alike: `ë` may be one character or two (Unicode, 3.11, canonical equivalence).
///
/// Where it finds none, a census gets the names of those who are there.
public struct SenderFilter: MessageFilter, Sendable {
    private let names: Set<Text>
    /// The same names. Strings are equal where they are canonically equivalent.
    private let strings: Set<String>

    private let census: FilterCensus?
    private var others: Set<Text> = []
    private var hasFound = false

    public init(_ names: Set<Text>, _ census: FilterCensus? = nil) {
        self.names = names
        self.census = census
        strings = Set(names.map { String($0) })
    }

    public mutating func filter(_ messages: inout [Message]) -> Bool {
        let filter = self
        if census != nil, !hasFound { noteSenders(of: messages) }
        messages.removeAll { !filter.admits($0) }
        hasFound = hasFound || !messages.isEmpty
        return true
    }

    public mutating func finish(into messages: inout [Message]) {
        if !hasFound { census?.add(senders: others) }
    }

    private mutating func noteSenders(of messages: [Message]) {
        for message in messages where others.count < FilterCensus.mostNames {
            // Names that are parts of an input would keep all of it in memory.
            if let name = message.sender.name, !others.contains(name) { others.insert(name.detached()) }
        }
    }

    private func admits(_ message: Message) -> Bool {
        if admits(message.sender) { return true }
        guard !message.isPlain, let event = message.details.event else { return false }
        return admits(event.actor)
    }

    private func admits(_ sender: Sender) -> Bool {
        (sender.name.map(admits) ?? false) || (sender.id.map(admits) ?? false)
    }

    private func admits(_ name: Text) -> Bool {
        if names.contains(name) { return true }
        // ASCII is equivalent to nothing but itself.
        return !name.withUTF8 { $0.allSatisfy { $0 < 0x80 } } && strings.contains(String(name))
    }
}
