/// Knows which messages another input had already.
///
/// What one input says twice was said twice: of each message as many stay as the input has that has most of them.
/// Merging a transcript with itself gives the transcript. Only messages of one time are held.
struct DuplicateFilter {
    private struct Content: Hashable {
        var key: MergeKey
        var sender: Sender
        var body: Text?
        var attachments: [Attachment]
    }

    private struct Count {
        var passed = 0
        /// How many each input had.
        var inputs: [Int: Int] = [:]
    }

    private var time = MergeKey.first
    private var counts: [Content: Count] = [:]

    /// Whether a message of an input is to stay. Messages come in time order.
    mutating func isNew(_ message: Message, _ key: MergeKey, from input: Int) -> Bool {
        if key.isTime, key != time {
            time = key
            counts.removeAll(keepingCapacity: true)
        }
        let content = Content(
            key: key, sender: message.sender, body: message.body,
            attachments: message.isPlain ? [] : message.details.attachments)
        var count = counts[content] ?? Count()
        count.inputs[input, default: 0] += 1
        let isNew = count.inputs[input, default: 0] > count.passed
        if isNew { count.passed += 1 }
        counts[content] = count
        return isNew
    }
}
