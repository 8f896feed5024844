/// Keeps the ids of messages of several inputs apart: where two chats count from 1, the second `1` becomes `1-2`, and so do the
/// answers to it. One message that two inputs have keeps its id. Memory is some tens of bytes for each message with an id.
struct DistinctIdentifiers {
    private struct Owner {
        var input: Int
        /// Of time, sender and text.
        var content: Int
    }

    private struct Place: Hashable {
        var input: Int
        var id: Text
    }

    private var owners: [Int: Owner] = [:]
    private var renamed: [Place: Text] = [:]

    mutating func settle(_ message: inout Message, from input: Int) {
        if message.isPlainButForEnd { return }
        if !renamed.isEmpty, let target = message.details.replyTo, let name = renamed[Place(input: input, id: target)] {
            message.details.replyTo = name
        }
        guard let id = message.details.id else { return }
        let owner = Owner(input: input, content: Self.content(of: message))
        guard let known = owners[id.hashValue] else {
            owners[id.hashValue] = owner
            return
        }
        if known.input == input || known.content == owner.content { return }
        let place = Place(input: input, id: id.detached())
        let name = renamed[place] ?? freeName(for: id, input)
        renamed[place] = name
        owners[name.hashValue] = owner
        message.details.id = name
    }

    private func freeName(for id: Text, _ input: Int) -> Text {
        var number = input + 1
        while owners[Text("\(id)-\(number)").hashValue] != nil { number += 1 }
        return Text("\(id)-\(number)")
    }

    private static func content(of message: Message) -> Int {
        var hasher = Hasher()
        hasher.combine(MergeKey(message.timestamp))
        hasher.combine(message.sender)
        hasher.combine(message.body)
        return hasher.finalize()
    }
}
