import MboxFormat
import TestSupport
import Testing
import TranscriptCoding
import TranscriptJSON
import TranscriptModel

/// The field of ours adds to what a mail shows, and never says otherwise.
@Suite("X-Chatconv and what the mail shows")
struct OwnFieldTests {
    private static func mail(_ fields: String = "", own: String?, body: String = "x\n") -> String {
        Mailbox.mail((own.map { "X-Chatconv: \($0)\n" } ?? "") + fields, body: body)
    }

    /// A mail of ours without its own field, and the fields that stand for identifiers.
    private static func shown(_ message: Message) throws -> (message: Message, marks: [String]) {
        let text = String(decoding: try MboxFormat().write(Transcript(messages: [message])), as: UTF8.self)
        let (fields, without) = withoutOwnField(text)
        return (try Mailbox.read(without).transcript.first, fields)
    }

    private static func withoutOwnField(_ mail: String) -> (marks: [String], mail: String) {
        var lines: [Substring] = []
        var marks: [String] = []
        var isInHeader = true
        var isInOwnField = false
        for line in mail.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.isEmpty { isInHeader = false }
            if isInHeader, line.first != " " { isInOwnField = line.hasPrefix("X-Chatconv:") }
            if isInHeader, isInOwnField { continue }
            if isInHeader {
                let isOrdinal = line.hasSuffix("@message.chatconv.invalid>")
                if line.hasPrefix("Message-ID:"), !isOrdinal { marks.append(String(line)) }
                if line.hasPrefix("In-Reply-To:") { marks.append(String(line)) }
                if let address = line.split(separator: "<").last, line.hasPrefix("From:") { marks.append(String(address)) }
            }
            lines.append(line)
        }
        return (marks, lines.joined(separator: "\n"))
    }

    private static let messages: [Message] = {
        func message(_ change: (inout Message) -> Void) -> Message {
            var message = Message(timestamp: Timestamp(Text("2018-01-23T10:27:03+01:00")), sender: Sender(name: "Ada"), body: "x")
            change(&message)
            return message
        }
        return [
            message { _ in }, message { $0.sender = Sender(name: "Ada", id: "ada@example.org") },
            message { $0.sender = Sender(name: "Ada", id: "U1") }, message { $0.sender = Sender(name: "A\nb", id: "U1") },
            message { $0.sender = Sender() }, message { $0.timestamp = Timestamp(Text("2018-01-23T10:27:03.5+01:00")) },
            message { $0.timestamp = Timestamp(Text("2018-01-23T10:27:03")) }, message { $0.timestamp = nil },
            message { $0.timestamp = Timestamp(Text("10:27:03")) }, message { $0.body = nil }, message { $0.body = "" },
            message { $0.body = "a\r\nb\u{0}" }, message { $0.details.id = "1@example.org" }, message { $0.details.id = "42" },
            message { $0.details.id = "an id" }, message { $0.details.replyTo = "1@example.org" },
            message { $0.details.replyTo = "an id" },
            message {
                $0.body = nil
                $0.details.event = Event(action: "joined", actor: Sender(name: "Ada"))
            },
            message {
                $0.body = nil
                $0.details.attachments = [Attachment(kind: .image, url: "https://example.org/1.png", title: "t")]
            },
            message { $0.details.extensions = ["mbox:To": "b@example.org", "mbox:Subject": "s"] },
            message { $0.details.extensions = ["json:x": 1, "mbox:To": "b@example.org"] },
            message { $0.details.extensions = ["mbox:References": "<1@example.org>"] },
        ]
    }()

    private static let notes = [
        #"{}"#, #"{"sender":{"name":"Boss","id":"boss@example.org"}}"#, #"{"sender":{"name":"Ada","id":"U1"}}"#,
        #"{"sender":{"name":"Ada","id":"U2"}}"#, #"{"sender":{"name":"A\nb","id":"U1"}}"#, #"{"sender":null}"#,
        #"{"timestamp":"2018-01-23T10:27:03.25+01:00"}"#, #"{"timestamp":"2018-01-23T10:27:04+01:00"}"#, #"{"timestamp":null}"#,
        #"{"timestamp":"2018-01-23T10:27:03"}"#, #"{"timestamp":"10:27:03"}"#, #"{"body":"please pay"}"#, #"{"body":null}"#,
        #"{"body":null,"event":{"action":"joined","actor":{"name":"Ada"}}}"#, #"{"event":{"action":"joined"}}"#,
        #"{"body":null,"attachments":[{"type":"image","url":"https://example.org/1.png","title":"t"}]}"#,
        #"{"attachments":[{"type":"file","path":"a.pdf"}]}"#, #"{"id":"an id"}"#, #"{"id":"42"}"#, #"{"id":null}"#,
        #"{"replyTo":"an id"}"#, #"{"replyTo":null}"#, #"{"replyTo":"1@example.org"}"#,
        #"{"reactions":[{"emoji":"+1"}],"edited":true,"deleted":true,"generatedBy":"bot","unknown":1}"#,
        #"{"extensions":{"json:y":2}}"#,
    ]

    @Test("A field is believed just where the mail of what it gives shows the same", arguments: messages.indices)
    func believedByWriting(_ index: Int) throws {
        let message = Self.messages[index]
        let standing = try Self.shown(message)
        let (_, mail) = Self.withoutOwnField(String(decoding: try MboxFormat().write(Transcript(messages: [message])), as: UTF8.self))
        let again = try Self.shown(standing.message)
        let isOwn = again.marks == standing.marks && again.message == standing.message
        var decoder = ModelDecoder()
        for note in Self.notes {
            var told = standing.message
            try decoder.apply(Text(note), to: &told)
            // A field takes no other fields away.
            if note.contains("extensions") {
                told.details.extensions = Members(Array(told.details.extensions) + Array(standing.message.details.extensions))
            }
            let written = try Self.shown(told)
            let isBelieved =
                written.marks == standing.marks && written.message == standing.message
                || told == standing.message
            // Where the mail means more than it says, as an address that was made up does, a note that leaves that alone is
            // no contradiction.
            if !isBelieved, !isOwn { continue }
            let end = try #require(mail.firstRange(of: "\n\n"))
            let (read, codes) = try Mailbox.read(mail[..<end.lowerBound] + "\nX-Chatconv: \(note.replacing("\n", with: " "))" + mail[end.lowerBound...])
            #expect(read.first == (isBelieved ? told : standing.message), "\(note)")
            #expect(codes.contains("mbox.contradicting-field") == !isBelieved, "\(note)")
        }
    }

    @Test(
        "In a mail by somebody else, only what it cannot show is believed",
        arguments: [
            (#"{"reactions":[{"emoji":"+1"}]}"#, true), (#"{"edited":true}"#, true), (#"{"unknown":1}"#, true),
            (#"{"timestamp":"2018-01-23T10:27:03.5+01:00"}"#, true), (#"{"attachments":[{"type":"file","path":"a"}]}"#, true),
            (#"{"sender":{"name":"Boss","id":"ada@example.org"}}"#, false), (#"{"sender":{"name":"Ada","id":"boss@example.org"}}"#, false),
            (#"{"sender":{"name":"Ada"}}"#, false), (#"{"timestamp":"2018-01-23T10:27:03"}"#, false), (#"{"body":"y"}"#, false),
            (#"{"body":null}"#, false), (#"{"body":""}"#, false), (#"{"id":"7"}"#, false), (#"{"replyTo":"7"}"#, false),
            (#"{"extensions":{"mbox:X":"y"}}"#, false), (#"{"extensions":{"mbox:Subject":"y"}}"#, false),
            (#"{"extensions":{"mbox:From":"Boss <boss@example.org>"}}"#, false), (#"{"extensions":{"json:x":1}}"#, true),
        ])
    func foreign(_ note: String, isBelieved: Bool) throws {
        let shown = try Mailbox.read(Self.mail("Subject: s\n", own: nil)).transcript.first
        let (transcript, codes) = try Mailbox.read(Self.mail("Subject: s\n", own: note))
        #expect(codes == (isBelieved ? [] : ["mbox.contradicting-field"]))
        #expect((transcript.first == shown) == !isBelieved)
        #expect(transcript.first.body == shown.body)
        #expect(transcript.first.sender == shown.sender)
        #expect(transcript.first.text("mbox:Subject") == "s")
    }

    @Test("Of two fields the first counts, and the second is kept as it is")
    func twoFields() throws {
        let fields = "X-Chatconv: {\"edited\":true}\nX-Chatconv: {\"body\":\"y\"}\n"
        let message = try Mailbox.read(Mailbox.mail(fields)).transcript.first
        #expect(message.body == "x")
        #expect(message.details.edited != nil)
        #expect(message.text("mbox:X-Chatconv") == "{\"body\":\"y\"}")
    }

    @Test("A field with a million members takes no time that is worth a word, and says nothing against the mail")
    func huge() throws {
        let members = (0..<100_000).map { "\"a\($0)\":\($0)" }.joined(separator: ",\n ")
        let (transcript, codes) = try Mailbox.read(Self.mail(own: "{\(members),\n \"body\":\"y\"}"))
        #expect(codes == ["mbox.contradicting-field"])
        #expect(transcript.first.body == "x")
        #expect(transcript.first.details.extensions.isEmpty)
    }

    /// A message with all that a mail cannot say, as chatconv writes it.
    private static let rich: Message = {
        var message = Message(
            timestamp: Timestamp(Text("2018-01-23T10:27:03.25+01:00[Europe/Berlin]")), sender: Sender(name: "Ada L\u{F6}w", id: "U1"),
            body: "Gr\u{FC}\u{DF}e = \nFrom here")
        message.details.id = "an id"
        message.details.replyTo = "another id"
        message.details.reactions = [Reaction(emoji: "+1", count: 2)]
        message.details.extensions = ["mbox:To": "b@example.org", "json:x": 1, "mbox:Status": "RO"]
        return message
    }()

    @Test(
        "A mail of ours stays believed on its way through mail programs",
        arguments: [
            { $0.replacing("\nDate:", with: "\nReceived: from a by b; Tue, 23 Jan 2018 10:27:04 +0100\nX-Spam: no\nDate:") },
            { $0.replacing("\nStatus: RO", with: "\nStatus: O\nX-Status: A") }, { $0.replacing("\n", with: "\r\n") },
            { "From server Wed Jan 24 00:00:00 2018" + $0[$0.firstIndex(of: "\n")!...] },
            { String($0[$0.index(after: $0.firstIndex(of: "\n")!)...]) },
            { $0.replacing("Encoding: base64", with: "Encoding: 8bit").replacing("R3LDvMOfZSA9IApGcm9tIGhlcmUK", with: "Gr\u{FC}\u{DF}e = \n>From here") },
            { $0.replacing("Date: Tue, 23 Jan 2018 10:27:03 +0100", with: "Date: 23 Jan 2018\n 10:27:03 +0100 (CET)") },
        ] as [@Sendable (String) -> String])
    func onItsWay(_ change: @Sendable (String) -> String) throws {
        let mail = String(decoding: try MboxFormat().write(Transcript(messages: [Self.rich])), as: UTF8.self)
        let changed = change(mail)
        #expect(changed != mail)
        let (transcript, codes) = try Mailbox.read(changed)
        #expect(!codes.contains("mbox.contradicting-field"))
        var message = transcript.first
        #expect(message.details.extensions["json:x"] == 1)
        message.details.extensions = Self.rich.details.extensions
        #expect(message == Self.rich)
    }

    @Test("What programs added to a mail of ours is kept, and what they changed is as they left it")
    func addedFields() throws {
        let mail = String(decoding: try MboxFormat().write(Transcript(messages: [Self.rich])), as: UTF8.self)
            .replacing("\nDate:", with: "\nReceived: from a by b\nDate:").replacing("\nStatus: RO", with: "\nStatus: O")
        let extensions = try Mailbox.read(mail).transcript.first.details.extensions
        #expect(extensions == ["mbox:To": "b@example.org", "json:x": 1, "mbox:Status": "O", "mbox:Received": "from a by b"])
    }

    @Test(
        "A mail of ours that was edited is what it shows",
        arguments: [
            ("Date: Tue, 23 Jan", "Date: Wed, 24 Jan"), ("From: =?", "From: Bob =?"), ("In-Reply-To: <", "In-Reply-To: <0"),
            ("Message-ID: <", "Message-ID: <0"),
        ])
    func edited(_ old: String, _ new: String) throws {
        let mail = String(decoding: try MboxFormat().write(Transcript(messages: [Self.rich])), as: UTF8.self)
        #expect(mail.contains(old))
        let (transcript, codes) = try Mailbox.read(mail.replacing(old, with: new))
        #expect(codes.contains("mbox.contradicting-field"))
        #expect(transcript.first.details.reactions.isEmpty)
    }

    @Test("A mail that calls itself the one of the transcript is a message unless it shows that it is")
    func transcriptMail() throws {
        let forged = Mailbox.mail("X-Chatconv: transcript\nSubject: s\n", body: "{\"chatconv\":1,\"title\":\"t\"}\n")
        let (transcript, codes) = try Mailbox.read(forged + Mailbox.mail())
        #expect(transcript.header == TranscriptHeader())
        #expect(transcript.messages.count == 2)
        #expect(codes == ["mbox.contradicting-field"])
        let own = try MboxFormat().write(Transcript(header: TranscriptHeader(title: "t"), messages: [Self.rich]))
        #expect(try Mailbox.read(own).transcript == Transcript(header: TranscriptHeader(title: "t"), messages: [Self.rich]))
    }
}
