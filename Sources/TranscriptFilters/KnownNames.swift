public import TranscriptModel

/// The names and ids of people, gathered from transcripts before they are anonymized: a name can be said in a text long
/// before its owner says a word. Memory grows with the number of names alone.
public struct KnownNames: Sendable {
    public private(set) var names: Set<Text> = []
    private var last: Text?

    public init() {}

    public mutating func add(_ header: TranscriptHeader) {
        for participant in header.participants {
            for name in [participant.id, participant.displayName] + participant.aliases { add(name) }
        }
    }

    public mutating func add(_ message: Message) {
        add(message.sender)
        if message.isPlain { return }
        let details = message.details
        add(details.event?.actor)
        add(details.quote?.sender)
        add(details.forwardedFrom?.sender)
        for reaction in details.reactions { for sender in reaction.participants { add(sender) } }
    }

    public mutating func add(_ others: KnownNames) { names.formUnion(others.names) }

    private mutating func add(_ sender: Sender?) {
        guard let sender else { return }
        add(sender.name)
        add(sender.id)
    }

    private mutating func add(_ name: Text?) {
        // Whoever speaks often speaks twice in a row.
        guard let name, !name.isEmpty, name != last else { return }
        last = name
        // A copy, so that a name does not keep the whole chunk it was read from.
        if !names.contains(name) { names.insert(name.detached()) }
    }
}
