public import TranscriptModel

/// Messages whose sender, or who did what happened, has one of these names or ids, byte for byte.
public struct SenderFilter: MessageFilter, Sendable {
    private let names: Set<Text>

    public init(_ names: Set<Text>) { self.names = names }

    public mutating func filter(_ messages: inout [Message]) -> Bool {
        let filter = self
        messages.removeAll { !filter.admits($0) }
        return true
    }

    private func admits(_ message: Message) -> Bool {
        if admits(message.sender) { return true }
        guard !message.isPlain, let event = message.details.event else { return false }
        return admits(event.actor)
    }

    private func admits(_ sender: Sender) -> Bool {
        if let name = sender.name, names.contains(name) { return true }
        if let id = sender.id, names.contains(id) { return true }
        return false
    }
}
