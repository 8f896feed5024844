/// Makes one message of the copies that several inputs have of it.
///
/// Two are the same where both have ids and these are equal, at one time; else where time, sender, text, event, attachments and
/// what they answer are, and where there is nothing of these, all else that the messages have. What one input says twice was said
/// twice: of each message as many stay as the input has that has most of them. Merging a transcript with itself gives the
/// transcript. Only messages of one time are held.
struct DuplicateMerge {
    fileprivate struct Content: Hashable {
        var key: MergeKey
        var sender: Sender
        var body: Text?
        var attachments: [Attachment]
        var event: Event?
        var replyTo: Text?
        /// What else a message has that has none of these.
        var rest: MessageDetails?
    }

    private struct Kept {
        var message: Message
        var key: MergeKey
        /// The inputs that have it, in the order in which that was found.
        var inputs: [Int]
    }

    /// Those kept that have one content, and where each input's next copy is looked for.
    private struct Bucket {
        var positions: [Int] = []
        var next: [Int: Int] = [:]
    }

    private var time = MergeKey.first
    private var kept: [Kept] = []
    private var contents: [Content: Bucket] = [:]
    private var ids: [Text: [Int]] = [:]

    /// Takes a message of an input. Messages come in time order; those of the time before are handed on.
    mutating func add(_ message: Message, _ key: MergeKey, from input: Int, _ handOn: (Message, Int) -> Void) {
        if key.isTime, key != time {
            finish(handOn)
            time = key
        }
        let content = Content(message, key)
        if let position = position(of: message, key, content, from: input) {
            kept[position].message = kept[position].message.joined(with: message)
            kept[position].inputs.append(input)
            return
        }
        contents[content, default: Bucket()].positions.append(kept.count)
        if let id = message.details.id { ids[id, default: []].append(kept.count) }
        kept.append(Kept(message: message, key: key, inputs: [input]))
    }

    /// Hands on what is left.
    mutating func finish(_ handOn: (Message, Int) -> Void) {
        for entry in kept { handOn(entry.message, entry.inputs[0]) }
        kept.removeAll(keepingCapacity: true)
        contents.removeAll(keepingCapacity: true)
        ids.removeAll(keepingCapacity: true)
    }

    /// Where the copy is that another input has.
    private mutating func position(of message: Message, _ key: MergeKey, _ content: Content, from input: Int) -> Int? {
        let id = message.isPlain ? nil : message.details.id
        if let id, let position = ids[id]?.first(where: { isSame(kept[$0], message, key) && !kept[$0].inputs.contains(input) }) {
            return position
        }
        guard var bucket = contents[content] else { return nil }
        var next = bucket.next[input] ?? 0
        defer {
            bucket.next[input] = next
            contents[content] = bucket
        }
        while next < bucket.positions.count {
            let position = bucket.positions[next]
            next += 1
            let other = kept[position].message.isPlain ? nil : kept[position].message.details.id
            if !kept[position].inputs.contains(input), id == nil || other == nil || id == other { return position }
        }
        return nil
    }

    /// Whether two messages of one id are copies: in two chats, it may be the id of two.
    private func isSame(_ kept: Kept, _ message: Message, _ key: MergeKey) -> Bool {
        guard kept.key == key else { return false }
        let known = kept.message
        return known.sender == message.sender || known.sender == .none || message.sender == .none
            || (known.body != nil && known.body == message.body)
    }
}

extension DuplicateMerge.Content {
    fileprivate init(_ message: Message, _ key: MergeKey) {
        let details = message.details
        self.init(
            key: key, sender: message.sender, body: message.body, attachments: details.attachments, event: details.event,
            replyTo: details.replyTo)
        guard message.body?.isEmpty ?? true, details.attachments.isEmpty, details.event == nil, !message.isPlain else { return }
        var rest = details
        (rest.id, rest.reactions, rest.edited, rest.revisions, rest.isDeleted, rest.source) = (nil, [], nil, [], false, nil)
        self.rest = rest
    }
}
