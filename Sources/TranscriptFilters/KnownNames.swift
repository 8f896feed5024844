public import TranscriptModel

/// The names and ids of people, gathered from transcripts before they are anonymized: a name can be said in a text long
/// before its owner says a word. Memory grows with the number of names alone.
///
/// Names are those of participants and senders, of contacts that were sent, and what stands in fields that are there for people:
/// `To:` of a mail, `author` of a page.
public struct KnownNames: Sendable {
    private var table = TextTable<Void>()
    private var last: Text?

    public var names: some Sequence<Text> { table.keys }

    public init() {}

    public mutating func add(_ header: TranscriptHeader) {
        for participant in header.participants {
            for name in [participant.id, participant.displayName] + participant.aliases { add(name) }
            add(participant.extensions)
        }
        // A talk of two is called after the other one.
        if header.kind == .direct { add(header.title) }
        add(header.metadata)
        add(header.extensions)
    }

    public mutating func add(_ message: Message) {
        add(message.sender)
        if message.isPlain { return }
        let details = message.details
        add(details.event?.actor)
        add(details.quote?.sender)
        add(details.forwardedFrom?.sender)
        for reaction in details.reactions { for sender in reaction.participants { add(sender) } }
        add(details.attachments)
        if let quote = details.quote { add(quote.attachments) }
        for revision in details.revisions { add(revision.attachments) }
        add(details.extensions)
    }

    public mutating func add(_ others: KnownNames) { for name in others.names where !table.contains(name) { table[name] = () } }

    private mutating func add(_ sender: Sender?) {
        guard let sender else { return }
        add(sender.name)
        add(sender.id)
    }

    private mutating func add(_ name: Text?) {
        // Whoever speaks often speaks twice in a row.
        guard let name, !name.isEmpty, name != last else { return }
        last = name
        if !table.contains(name) { table[name] = () }
    }

    // MARK: Contacts

    private mutating func add(_ attachments: [Attachment]) {
        for attachment in attachments where attachment.kind == .contact {
            add(attachment.title)
            add(attachment.path.flatMap(Self.fileStem))
        }
    }

    private static func fileStem(_ path: Text) -> Text? {
        let name = String(path).split(separator: "/").last ?? ""
        return Text(name.lastIndex(of: ".").map { name[..<$0] } ?? name)
    }

    // MARK: Fields

    private mutating func add(_ members: Members) {
        for entry in members { if PeopleField.isOne(entry.name) { add(names: entry.value) } else { add(within: entry.value) } }
    }

    /// Looks for fields of people further inside.
    private mutating func add(within value: Value) {
        switch value {
        case .array(let values): for value in values { add(within: value) }
        case .object(let members): add(members)
        default: break
        }
    }

    private mutating func add(names value: Value) {
        switch value {
        case .string(let text): for name in PeopleField.names(in: text) { add(name) }
        case .number(let number): add(number.text)
        case .array(let values): for value in values { add(names: value) }
        case .object(let members): for entry in members { add(names: entry.value) }
        case .null, .bool: break
        }
    }
}
