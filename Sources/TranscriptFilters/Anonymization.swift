import TranscriptCoding
public import TranscriptModel

/// Puts pseudonyms in the place of names and ids of people, and leaves out what may name somebody and is not known not to.
///
/// A pseudonym is made of the name and a key, by HMAC-SHA-256: the same name has the same one in all transcripts that
/// are anonymized with the same key. Whoever knows the key, or that there is none, and can guess a name, can find out its
/// pseudonym. In texts, what `NameSearch` finds is replaced, and all else stays; nicknames and misspellings are not found. Ids of
/// messages get pseudonyms, too, so that answers still find what they answer. Of metadata and extensions, what `AllowedMember`
/// lists stays.
public struct Anonymization: MessageFilter, Sendable {
    private let key: SHA256.Key
    private let search: NameSearch
    private var pseudonyms = TextTable<Text>()
    /// What is done, where somebody wants to know.
    private let tally: AnonymizationTally?
    private var counts = AnonymizationCounts()

    /// - Parameter tally: told at the end of each transcript what was done.
    public init(_ names: KnownNames, key: String = "", tally: AnonymizationTally? = nil) {
        self.key = SHA256.Key(Array(key.utf8))
        self.tally = tally
        search = NameSearch(names.names)
    }

    // MARK: Pseudonyms

    /// Such as `person-k3f9x2ma`: the same for all spellings that `Text.normalName` makes one.
    public mutating func pseudonym(of name: Text) -> Text {
        if let known = pseudonyms[name] { return known }
        let pseudonym = Text("person-" + code(of: name.normalName, 8))
        pseudonyms[name] = pseudonym
        return pseudonym
    }

    /// What a thing is called instead: `message-` and a code that no two of a billion messages share.
    private func pseudonym(_ kind: String, of name: Text) -> Text { Text("\(kind)-" + code(of: Text("\(kind):\(name)"), 12)) }

    private func code(of text: Text, _ length: Int) -> String {
        let hash = SHA256.authenticate(text.withUTF8 { Array($0) }, key: key)
        return String(decoding: hash.prefix(length).map { Self.digits[Int($0 & 31)] }, as: UTF8.self)
    }

    private static let digits = Array("abcdefghijkmnpqrstuvwxyz23456789".utf8)

    /// What a file's name without extension becomes, if it tells or may tell a person; nil where it can stay.
    public func fileName(for stem: Text) -> Text? {
        if FreeLabel.isFree(String(stem)) { return nil }
        return FreeLabel.looksLikeName(String(stem)) || search.finds(in: stem) ? pseudonym("transcript", of: stem) : nil
    }

    // MARK: Header

    public mutating func change(_ header: inout TranscriptHeader) {
        for index in header.participants.indices { change(&header.participants[index]) }
        change(title: &header.title)
        change(id: &header.id, "transcript")
        keepAllowed(&header.metadata, of: .metadata)
        keepAllowed(&header.extensions, of: .transcript)
    }

    private mutating func change(_ participant: inout Participant) {
        change(name: &participant.id)
        change(name: &participant.displayName)
        for index in participant.aliases.indices {
            count(name: participant.aliases[index])
            participant.aliases[index] = pseudonym(of: participant.aliases[index])
        }
        leaveOut(&participant.extensions, "of a participant")
    }

    /// A title stays where it certainly names nobody.
    private mutating func change(title: inout Text?) {
        guard let text = title, !FreeLabel.isFree(String(text)) else { return }
        count("title")
        title = pseudonym("transcript", of: text)
    }

    // MARK: Messages

    public mutating func filter(_ messages: inout [Message]) -> Bool {
        for index in messages.indices {
            change(&messages[index].sender)
            change(text: &messages[index].body)
            if !messages[index].isPlainButForEnd {
                var details = messages[index].details
                change(&details)
                messages[index].details = details
                // A record that is copied names everybody. Attached files are written only where that is asked for.
                messages[index].forgetRecord()
            }
        }
        return true
    }

    public mutating func finish(into messages: inout [Message]) {
        tally?.add(counts)
        counts = AnonymizationCounts()
    }

    private mutating func change(_ details: inout MessageDetails) {
        change(id: &details.id, "message")
        change(id: &details.replyTo, "message")
        if var event = details.event {
            change(&event.actor)
            change(action: &event.action)
            details.event = event
        }
        if var quote = details.quote {
            change(&quote.sender)
            change(text: &quote.body)
            change(&quote.attachments)
            details.quote = quote
        }
        if var origin = details.forwardedFrom {
            change(&origin.sender)
            change(id: &origin.messageID, "message")
            change(title: &origin.transcript)
            details.forwardedFrom = origin
        }
        change(&details.reactions)
        for index in details.revisions.indices {
            change(text: &details.revisions[index].body)
            change(&details.revisions[index].attachments)
        }
        change(&details.attachments)
        keepAllowed(&details.extensions, of: .message)
    }

    private mutating func change(action: inout Text) {
        let isWord = action.withUTF8 { $0.allSatisfy { ($0 | 0x20) == $0 && UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || $0 == UInt8(ascii: "-") } }
        action = changed(action)
        if isWord { return }
        let sentence = EventSentence.replacing(in: String(action)) { name in
            count(name: Text(name))
            return String(pseudonym(of: Text(name)))
        }
        if let sentence { action = Text(sentence) }
    }

    private mutating func change(_ reactions: inout [Reaction]) {
        for index in reactions.indices {
            for sender in reactions[index].participants.indices { change(&reactions[index].participants[sender]) }
            guard !EmojiName.isFree(reactions[index].emoji) else { continue }
            count("emoji")
            reactions[index].emoji = pseudonym("emoji", of: reactions[index].emoji)
        }
    }

    // MARK: Attachments

    private mutating func change(_ attachments: inout [Attachment]) {
        for index in attachments.indices { change(&attachments[index]) }
    }

    private mutating func change(_ attachment: inout Attachment) {
        let kind = String(attachment.kind.rawValue)
        if attachment.kind == .contact {
            change(name: &attachment.title)
        } else if let title = attachment.title, !FreeLabel.isFree(String(title)) {
            count("attachment's title")
            attachment.title = pseudonym(kind, of: title)
        }
        if let path = attachment.path {
            count("attachment's path")
            attachment.path = Text("\(pseudonym(kind, of: path))\(FileExtension.known(in: path))")
        }
        if let url = attachment.url {
            count("attachment's address")
            // RFC 2606: a host that will never be.
            attachment.url = Text("https://anonymous.invalid/\(pseudonym(kind, of: url))\(FileExtension.known(in: url))")
        }
        if let type = attachment.mediaType, !FileExtension.isMediaType(type) || search.finds(in: type) {
            leaveOut("media type")
            attachment.mediaType = nil
        }
        keepAllowed(&attachment.extensions, of: .attachment)
    }

    // MARK: Parts

    private mutating func change(_ sender: inout Sender) {
        change(name: &sender.name)
        change(name: &sender.id)
    }

    private mutating func change(name: inout Text?) {
        guard let known = name, !known.isEmpty else { return }
        count(name: known)
        name = pseudonym(of: known)
    }

    private mutating func change(id: inout Text?, _ kind: String) {
        guard let known = id, !known.isEmpty else { return }
        count("\(kind) id")
        id = pseudonym(kind, of: known)
    }

    private mutating func change(text: inout Text?) {
        if let known = text { text = changed(known) }
    }

    private mutating func changed(_ text: Text) -> Text {
        let changed = search.replacing(in: text) { found in
            count(name: found.owner, found.kind.rawValue)
            return pseudonym(of: found.owner)
        }
        if tally != nil { counts.lookForNames(in: changed ?? text) }
        return changed ?? text
    }

    // MARK: Members

    private mutating func keepAllowed(_ members: inout Members, of place: AllowedMember.Place) {
        if members.isEmpty { return }
        let shapes = AllowedMember.shapes[place] ?? [:]
        for entry in members.entries {
            let name = place == .metadata ? Text(String(entry.name).lowercased()) : entry.name
            guard let shape = shapes[name], shape.admits(entry.value) else {
                leaveOut(String(entry.name))
                members[entry.name] = nil
                continue
            }
            guard case .string(let text) = entry.value else { continue }
            if shape == .text { members[entry.name] = .string(changed(text)) }
            if shape == .person {
                count(name: text)
                members[entry.name] = .string(pseudonym(of: text))
            }
        }
    }

    private mutating func leaveOut(_ members: inout Members, _ place: String) {
        for entry in members { leaveOut("\(entry.name) \(place)") }
        members = Members()
    }

    // MARK: Counting

    private mutating func count(name: Text, _ kind: String = "name") {
        guard tally != nil else { return }
        counts.people[name.normalName.detached(), default: 0] += 1
        counts.replaced[kind, default: 0] += 1
    }

    private mutating func count(_ kind: String) { if tally != nil { counts.replaced[kind, default: 0] += 1 } }
    private mutating func leaveOut(_ what: String) { if tally != nil { counts.leftOut[what, default: 0] += 1 } }
}
