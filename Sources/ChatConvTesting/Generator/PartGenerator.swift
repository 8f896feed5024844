import TranscriptModel

/// Makes the parts of a transcript.
struct PartGenerator {
    var texts: TextGenerator
    var values: ValueGenerator
    var foreignExtensions: [Text]

    // MARK: Header

    func header(
        _ random: inout RandomSource, times: TimestampGenerator, participants: ClosedRange<Int>,
        metadata: ClosedRange<Int>
    ) -> TranscriptHeader {
        if random.chance(10) { return TranscriptHeader() }
        var header = TranscriptHeader()
        header.kind = random.sometimes(30) { $0.pick(TranscriptHeader.Kind.allCases) }
        header.id = random.sometimes(25) { texts.label(&$0, like: ["42", "12345@chatroom", "c-1"]) }
        header.title = random.sometimes(35) { texts.body(&$0) }
        if random.chance(40) { header.participants = random.several(participants) { participant(&$0) } }
        if random.chance(75) { header.metadata = self.metadata(&random, times: times, metadata) }
        header.extensions = extensions(&random, percent: 20)
        return header
    }

    private func metadata(
        _ random: inout RandomSource, times: TimestampGenerator, _ range: ClosedRange<Int>
    ) -> Members {
        var members = values.members(&random, range) { values.key(&$0) }
        if random.chance(times.manner == .untimed ? 30 : 75) {
            // Set once more, so that it also stands between others where `date` was drawn as a key.
            members["date"] = times.date(&random)
        }
        if random.chance(25) { members["title"] = .string(texts.body(&random)) }
        return members
    }

    private func participant(_ random: inout RandomSource) -> Participant {
        Participant(
            id: random.sometimes(60) { id(&$0) }, displayName: random.sometimes(75) { texts.name(&$0) },
            aliases: random.chance(25) ? random.several(1...3) { texts.name(&$0) } : [], isSelf: random.chance(20),
            role: random.sometimes(30) { $0.pick(Participant.Role.allCases) },
            extensions: extensions(&random, percent: 12))
    }

    /// Those who speak in a transcript: some of them are listed in the header.
    func cast(_ random: inout RandomSource, from header: TranscriptHeader) -> [Sender] {
        let listed = header.participants.prefix(3).map { Sender(name: $0.displayName, id: $0.id) }
        return listed + random.several(1...4) { sender(&$0) }
    }

    private func sender(_ random: inout RandomSource) -> Sender {
        Sender(name: random.sometimes(88) { texts.name(&$0) }, id: random.sometimes(20) { id(&$0) })
    }

    private func id(_ random: inout RandomSource) -> Text {
        texts.label(&random, like: ["1", "2", "wxid_1", "a@example.org", "m-17", "<x@y>"])
    }

    // MARK: Messages

    func message(_ random: inout RandomSource, at timestamp: Timestamp?, from cast: [Sender]) -> Message {
        var message = Message(
            timestamp: timestamp, sender: random.pick(cast) ?? Sender(), body: random.sometimes(94) { texts.body(&$0) })
        if random.chance(60) { return message }
        var details = MessageDetails()
        for _ in 0..<random.number(in: 1...3) { addDetail(&random, to: &details, of: &message) }
        message.details = details
        return message
    }

    private func addDetail(_ random: inout RandomSource, to details: inout MessageDetails, of message: inout Message) {
        switch random.below(18) {
        case 0: details.id = id(&random)
        case 1: details.end = TimestampGenerator.any(&random)
        case 2, 3, 4:
            details.attachments = random.several(1...3) { attachment(&$0) }
            if random.chance(70) { message.body = nil }
        case 5: details.replyTo = id(&random)
        case 6: details.quote = quote(&random)
        case 7: details.forwardedFrom = forwardOrigin(&random)
        case 8: details.reactions = random.several(1...3) { reaction(&$0) }
        case 9: details.edited = Edit(timestamp: random.sometimes(60) { TimestampGenerator.any(&$0) })
        case 10: details.revisions = random.several(1...3) { revision(&$0) }
        case 11:
            details.isDeleted = true
            if random.chance(50) { message.body = nil }
        case 12, 13:
            details.event = event(&random)
            if random.chance(70) { message.body = nil }
            if random.chance(50) { message.sender = .none }
        case 14: details.generatedBy = random.pick(Origin.allCases)
        case 15: message.sender = sender(&random)
        default: details.extensions = extensions(&random, percent: 100)
        }
    }

    private func quote(_ random: inout RandomSource) -> Quote {
        Quote(
            timestamp: random.sometimes(50) { TimestampGenerator.any(&$0) },
            sender: random.sometimes(70) { sender(&$0) } ?? .none, body: random.sometimes(75) { texts.body(&$0) },
            attachments: random.chance(25) ? random.several(1...2) { attachment(&$0) } : [])
    }

    private func forwardOrigin(_ random: inout RandomSource) -> ForwardOrigin {
        ForwardOrigin(
            sender: random.sometimes(70) { sender(&$0) } ?? .none,
            timestamp: random.sometimes(40) { TimestampGenerator.any(&$0) }, messageID: random.sometimes(40) { id(&$0) },
            transcript: random.sometimes(40) { texts.name(&$0) })
    }

    private func reaction(_ random: inout RandomSource) -> Reaction {
        Reaction(
            emoji: texts.label(&random, like: ["👍", "❤️", "😂", ":+1:", "[微笑]"]),
            participants: random.chance(60) ? random.several(0...3) { sender(&$0) } : [],
            count: random.sometimes(50) { number(&$0) })
    }

    private func revision(_ random: inout RandomSource) -> Revision {
        Revision(
            timestamp: random.sometimes(60) { TimestampGenerator.any(&$0) }, body: random.sometimes(80) { texts.body(&$0) },
            attachments: random.chance(25) ? random.several(1...2) { attachment(&$0) } : [])
    }

    private func event(_ random: inout RandomSource) -> Event {
        Event(
            action: texts.label(&random, like: ["joined", "left", "renamed", "拍了拍"]),
            actor: random.sometimes(70) { sender(&$0) } ?? .none)
    }

    /// Half of the attachments are the plain images and links that archives are full of.
    private func attachment(_ random: inout RandomSource) -> Attachment {
        let addresses: [Text] = ["https://example.org/a.jpg", "b", "", "https://example.org/a(b)?c=d e", "data:,x"]
        if random.chance(50) {
            return Attachment(
                kind: random.chance(50) ? .image : .link, url: texts.label(&random, like: addresses),
                title: texts.label(&random, like: ["2018-01-23 10:27:03", "a", "", "A title"]))
        }
        return Attachment(
            kind: random.pick(Attachment.Kind.allCases) ?? .file,
            url: random.sometimes(50) { texts.label(&$0, like: addresses) },
            path: random.sometimes(40) { texts.label(&$0, like: ["media/a.jpg", "../a", "/etc/x", "a b", "c:\\a"]) },
            title: random.sometimes(50) { texts.body(&$0) },
            mediaType: random.sometimes(40) { texts.label(&$0, like: ["image/png", "text/plain; charset=utf-8"]) },
            size: random.sometimes(40) { number(&$0) },
            state: random.sometimes(40) { $0.pick(Attachment.State.allCases) },
            extensions: extensions(&random, percent: 25))
    }

    private func number(_ random: inout RandomSource) -> Int64 {
        random.chance(60)
            ? Int64(random.below(5000)) : random.pick([0, 1, -1, .max, .min, 9_007_199_254_740_993]) ?? 0
    }

    private func extensions(_ random: inout RandomSource, percent: Int) -> Members {
        guard random.chance(percent) else { return Members() }
        return values.members(&random, 1...3) { random in
            if !foreignExtensions.isEmpty, random.chance(40) { return random.pick(foreignExtensions) ?? Text() }
            return random.pick(AwkwardValues.extensionNames) ?? Text()
        }
    }
}
