package import TranscriptModel

/// A header while its members come in.
package struct HeaderDraft {
    private var base: TranscriptHeader
    fileprivate(set) var extensions = ExtensionCollector()
    fileprivate var seen: UInt32 = 0

    package init(_ base: TranscriptHeader = TranscriptHeader()) { self.base = base }

    /// The header with all that came in so far.
    package var header: TranscriptHeader {
        var header = base
        header.extensions = extensions.applied(to: base.extensions)
        return header
    }

    fileprivate mutating func withBase(
        _ change: (inout TranscriptHeader) throws(JSONFailure) -> Void
    ) throws(JSONFailure) {
        try change(&base)
    }
}

/// The version of the notation that is read and written here.
package let notationVersion = 1

extension JSONCursor {
    /// Takes a header that is an object of its own.
    package mutating func takeHeader(into draft: inout HeaderDraft) throws(JSONFailure) {
        var changed = draft
        try takeObject { cursor, name throws(JSONFailure) in try cursor.takeHeaderMember(name, into: &changed) }
        draft = changed
    }

    /// Takes one member of a header, name and value, where its name comes next.
    package mutating func takeHeaderMember(into draft: inout HeaderDraft) throws(JSONFailure) {
        let name = try takeName()
        do throws(JSONFailure) {
            try takeHeaderMember(name, into: &draft)
        } catch {
            throw error.inside(string(of: name))
        }
    }

    /// Takes the name of a header's member, and the colon.
    package mutating func takeHeaderName() throws(JSONFailure) -> HeaderName {
        let name = try takeName()
        return withBytes(of: name) { HeaderName($0) }
    }

    private mutating func takeHeaderMember(_ name: JSONName, into draft: inout HeaderDraft) throws(JSONFailure) {
        let member = withBytes(of: name) { HeaderName($0) }
        guard member != .unknown else { return try takeUnknown(name, into: &draft.extensions) }
        // A draft is kept when a value turns out to be incomplete: it is changed only by what is whole.
        var seen = draft.seen
        try note(member.rawValue, in: &seen, name)
        switch member {
        case .chatconv: try takeVersion()
        case .messages:
            throw JSONFailure(.model, at: name.start, .jsonType, "a header of its own has no messages")
        case .extensions:
            var extensions = draft.extensions
            try takeExtensions(into: &extensions)
            draft.extensions = extensions
        default: try draft.withBase { header throws(JSONFailure) in try takePlain(member, into: &header) }
        }
        draft.seen = seen
    }

    private mutating func takePlain(_ member: HeaderName, into header: inout TranscriptHeader) throws(JSONFailure) {
        switch member {
        case .kind: header.kind = try takeOptionalChoice()
        case .id: header.id = try takeOptionalText()
        case .title: header.title = try takeOptionalText()
        case .participants:
            header.participants = try takeUnlessNull { cursor throws(JSONFailure) in
                try cursor.takeArray { cursor throws(JSONFailure) in try cursor.takeParticipant() }
            } ?? []
        case .metadata:
            header.metadata = try takeUnlessNull { cursor throws(JSONFailure) in try cursor.takeMembers() } ?? Members()
        default: break
        }
    }

    private mutating func takeVersion() throws(JSONFailure) {
        if try takeNull() { return }
        let place = index
        let version = try takeInteger()
        if version > notationVersion {
            throw JSONFailure(
                .model, at: place, .jsonVersion,
                "version \(version) of the notation is newer than version \(notationVersion), the newest known here")
        }
        if version < 1 {
            throw JSONFailure(.model, at: place, .jsonValue, "expected \(notationVersion), found \(version)")
        }
    }

    private mutating func takeParticipant() throws(JSONFailure) -> Participant {
        var participant = Participant()
        var collector = ExtensionCollector()
        var seen: UInt32 = 0
        try takeObject { cursor, name throws(JSONFailure) in
            let member = cursor.withBytes(of: name) { ParticipantName($0) }
            if member == .unknown { return try cursor.takeUnknown(name, into: &collector) }
            try cursor.note(member.rawValue, in: &seen, name)
            switch member {
            case .id: participant.id = try cursor.takeOptionalText()
            case .displayName:
                participant.displayName = try cursor.takeOptionalText()
            case .aliases:
                participant.aliases = try cursor.takeUnlessNull { cursor throws(JSONFailure) in
                    try cursor.takeArray { cursor throws(JSONFailure) in try cursor.takeText() }
                } ?? []
            case .isSelf:
                participant.isSelf = try cursor.takeFlag()
            case .role: participant.role = try cursor.takeOptionalChoice()
            case .extensions: try cursor.takeExtensions(into: &collector)
            case .unknown: break
            }
        }
        participant.extensions = collector.applied(to: Members())
        return participant
    }
}
