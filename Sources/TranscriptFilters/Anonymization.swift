import TranscriptCoding
public import TranscriptModel

/// Puts pseudonyms in the place of names and ids of people, everywhere: senders, participants, quotes, reactions, and
/// inside texts, titles, metadata and extensions.
///
/// A pseudonym is made of the name and a key, by HMAC-SHA-256: the same name has the same one in all transcripts that
/// are anonymized with the same key. Whoever knows the key, or that there is none, and can guess a name, can find out its
/// pseudonym. Names inside texts are found as `KnownNames` knows them; nicknames and misspellings are not.
public struct Anonymization: MessageFilter, Sendable {
    private let key: [UInt8]
    private let search: NameSearch
    private var pseudonyms: [Text: Text] = [:]

    public init(_ names: KnownNames, key: String = "") {
        self.key = Array(key.utf8)
        search = NameSearch(names.names)
    }

    /// Such as `person-k3f9x2ma`.
    public mutating func pseudonym(of name: Text) -> Text {
        if let known = pseudonyms[name] { return known }
        let digits = Array("abcdefghijkmnpqrstuvwxyz23456789".utf8)
        let hash = SHA256.authenticate(name.withUTF8 { Array($0) }, key: key)
        let code = hash.prefix(8).map { digits[Int($0 & 31)] }
        let pseudonym = Text("person-" + String(decoding: code, as: UTF8.self))
        pseudonyms[name.detached()] = pseudonym
        return pseudonym
    }

    // MARK: Header

    public mutating func change(_ header: inout TranscriptHeader) {
        for index in header.participants.indices { change(&header.participants[index]) }
        change(text: &header.title)
        change(text: &header.id)
        change(&header.metadata)
        change(&header.extensions)
    }

    private mutating func change(_ participant: inout Participant) {
        change(name: &participant.id)
        change(name: &participant.displayName)
        participant.aliases = participant.aliases.map { pseudonym(of: $0) }
        change(&participant.extensions)
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
                // A record that is copied names everybody.
                messages[index].forgetRecord()
            }
        }
        return true
    }

    private mutating func change(_ details: inout MessageDetails) {
        if var event = details.event {
            change(&event.actor)
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
            change(text: &origin.transcript)
            details.forwardedFrom = origin
        }
        for reaction in details.reactions.indices {
            for index in details.reactions[reaction].participants.indices {
                change(&details.reactions[reaction].participants[index])
            }
        }
        for index in details.revisions.indices {
            change(text: &details.revisions[index].body)
            change(&details.revisions[index].attachments)
        }
        change(&details.attachments)
        change(&details.extensions)
    }

    private mutating func change(_ attachments: inout [Attachment]) {
        for index in attachments.indices {
            change(text: &attachments[index].title)
            change(text: &attachments[index].path)
            change(text: &attachments[index].url)
            change(&attachments[index].extensions)
        }
    }

    // MARK: Parts

    private mutating func change(_ sender: inout Sender) {
        change(name: &sender.name)
        change(name: &sender.id)
    }

    private mutating func change(name: inout Text?) {
        if let known = name, !known.isEmpty { name = pseudonym(of: known) }
    }

    private mutating func change(text: inout Text?) {
        if let known = text { text = changed(known) }
    }

    private mutating func changed(_ text: Text) -> Text {
        search.replacing(in: text) { pseudonym(of: $0) } ?? text
    }

    private mutating func change(_ members: inout Members) {
        for entry in members.entries { members[entry.name] = changed(entry.value) }
    }

    private mutating func changed(_ value: Value) -> Value {
        switch value {
        case .null, .bool, .number: return value
        case .string(let text): return .string(changed(text))
        case .array(let values): return .array(values.map { changed($0) })
        case .object(var members):
            change(&members)
            return .object(members)
        }
    }
}
