extension Message {
    /// One message of two copies: the state of the later one, and what only the earlier one has. A deletion is later than an edit,
    /// an edit than none, and of two edits the one at the later time; where that says nothing, `other` is later.
    func joined(with other: Message) -> Message {
        let (earlier, later) = isLater(than: other) ? (other, self) : (self, other)
        if earlier == later { return earlier }
        var result = later
        result.sender.name = later.sender.name ?? earlier.sender.name
        result.sender.id = later.sender.id ?? earlier.sender.id
        result.body = later.body ?? earlier.body
        if !earlier.isPlain || earlier.body != result.body {
            result.details = later.details.joined(with: earlier.details)
            if let body = earlier.body, body != result.body { result.details.remember(Revision(timestamp: earlier.timestamp, body: body)) }
        }
        // The record of one that was changed is written only where the message is still what it says.
        return result == earlier ? earlier : result
    }

    private func isLater(than other: Message) -> Bool {
        let (own, others) = (details, other.details)
        if own.isDeleted != others.isDeleted { return own.isDeleted }
        if (own.edited == nil) != (others.edited == nil) { return own.edited != nil }
        return MergeKey(others.edited?.timestamp) < MergeKey(own.edited?.timestamp)
    }
}

extension MessageDetails {
    /// These details with what only `earlier` has.
    fileprivate func joined(with earlier: MessageDetails) -> MessageDetails {
        var result = self
        result.id = id ?? earlier.id
        result.end = end ?? earlier.end
        result.replyTo = replyTo ?? earlier.replyTo
        result.quote = quote ?? earlier.quote
        result.forwardedFrom = forwardedFrom ?? earlier.forwardedFrom
        result.edited = edited ?? earlier.edited
        result.event = event ?? earlier.event
        result.generatedBy = generatedBy ?? earlier.generatedBy
        if attachments.isEmpty { result.attachments = earlier.attachments }
        result.isDeleted = isDeleted || earlier.isDeleted
        for reaction in earlier.reactions { result.add(reaction) }
        for revision in earlier.revisions { result.remember(revision) }
        for entry in earlier.extensions where extensions[entry.name] == nil { result.extensions[entry.name] = entry.value }
        return result
    }

    private mutating func add(_ reaction: Reaction) {
        guard let index = reactions.firstIndex(where: { $0.emoji == reaction.emoji }) else { return reactions.append(reaction) }
        let known = reactions[index]
        for participant in reaction.participants where !known.participants.contains(participant) {
            reactions[index].participants.append(participant)
        }
        if let count = reaction.count { reactions[index].count = max(count, known.count ?? count) }
    }

    /// Puts an earlier state in its place, unless it is there.
    fileprivate mutating func remember(_ revision: Revision) {
        if revisions.contains(where: { $0.body == revision.body && $0.attachments == revision.attachments }) { return }
        let place = revisions.firstIndex { MergeKey(revision.timestamp) < MergeKey($0.timestamp) } ?? revisions.count
        revisions.insert(revision, at: place)
    }
}
