/// Makes one header of several: what all of them say stays, and so does every participant, with all names and the role that any
/// of them tells.
struct HeaderMerge {
    private(set) var header = TranscriptHeader()
    private var isEmpty = true
    /// The names of what was left out, in the order in which that was found.
    private(set) var differences: [Text] = []
    /// Where a participant stands in the header, by id or, where there is none, by name.
    private var positions: [Sender: Int] = [:]

    mutating func add(_ other: TranscriptHeader) {
        if isEmpty {
            isEmpty = false
            header = other
            header.participants = []
        } else {
            keep(\.kind, equalTo: other, "kind")
            keep(\.id, equalTo: other, "id")
            keep(\.title, equalTo: other, "title")
            keep(\.metadata, equalTo: other)
            keep(\.extensions, equalTo: other)
        }
        for participant in other.participants { add(participant) }
    }

    private mutating func keep<Part: Equatable>(
        _ part: WritableKeyPath<TranscriptHeader, Part?>, equalTo other: TranscriptHeader, _ name: Text
    ) {
        if header[keyPath: part] == other[keyPath: part] { return }
        header[keyPath: part] = nil
        note(name)
    }

    private mutating func keep(_ part: WritableKeyPath<TranscriptHeader, Members>, equalTo other: TranscriptHeader) {
        for entry in header[keyPath: part].entries where other[keyPath: part][entry.name] != entry.value {
            header[keyPath: part][entry.name] = nil
            note(entry.name)
        }
        for entry in other[keyPath: part].entries where header[keyPath: part][entry.name] == nil { note(entry.name) }
    }

    private mutating func note(_ name: Text) {
        if !differences.contains(name) { differences.append(name) }
    }

    private mutating func add(_ participant: Participant) {
        let key = participant.id == nil ? Sender(name: participant.displayName) : Sender(id: participant.id)
        guard key != .none, let position = positions[key] else {
            positions[key] = header.participants.count
            header.participants.append(participant)
            return
        }
        header.participants[position].join(participant)
    }
}

extension Participant {
    /// Takes what another list says of the same participant: the first name stays the one that is shown.
    fileprivate mutating func join(_ other: Participant) {
        displayName = displayName ?? other.displayName
        for name in [other.displayName].compactMap({ $0 }) + other.aliases where name != displayName && !aliases.contains(name) {
            aliases.append(name)
        }
        isSelf = isSelf || other.isSelf
        role = role ?? other.role
        for entry in other.extensions where extensions[entry.name] == nil { extensions[entry.name] = entry.value }
    }
}
