import ChatConvTesting
import JSONFormat
import MboxFormat
import TestSupport
import Testing
import TranscriptCoding
import TranscriptModel

@Suite("How mails are written")
struct WritingTests {
    private func mail(_ message: Message) throws -> String {
        String(decoding: try MboxFormat().write(Transcript(messages: [message])), as: UTF8.self)
    }

    private static let noon = CalendarDate(year: 2018, month: 1, day: 23).map { Timestamp($0, secondsOfDay: 37_623) }

    @Test("A plain chat line is a plain mail")
    func plain() throws {
        let text = try mail(Message(timestamp: Self.noon, sender: Sender(name: "Ada"), body: "good morning"))
        #expect(
            text == """
                From name.4aec2f8aeb8168ec@chatconv.invalid Tue Jan 23 10:27:03 2018
                From: Ada <name.4aec2f8aeb8168ec@chatconv.invalid>
                Date: Tue, 23 Jan 2018 10:27:03 -0000
                Message-ID: <1.6ade5b0837033b63@message.chatconv.invalid>
                X-Chatconv: {"timestamp":"2018-01-23T10:27:03"}
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: 8bit

                good morning


                """)
    }

    @Test(
        "Dates say what is known: -0000, and the mail's own field, that no zone is",
        arguments: [
            ("2018-01-23T10:27:03", "Tue, 23 Jan 2018 10:27:03 -0000", "Tue Jan 23 10:27:03 2018"),
            ("2018-01-23T10:27:03+08:00", "Tue, 23 Jan 2018 10:27:03 +0800", "Tue Jan 23 02:27:03 2018"),
            ("2018-01-01T00:00:00-03:30", "Mon, 01 Jan 2018 00:00:00 -0330", "Mon Jan  1 03:30:00 2018"),
            ("2018-01-01T00:00:00+01:00", "Mon, 01 Jan 2018 00:00:00 +0100", "Sun Dec 31 23:00:00 2017"),
            ("2018-01-23T10:27", "Tue, 23 Jan 2018 10:27 -0000", "Tue Jan 23 10:27:00 2018"),
            (
                "2018-01-23T10:27:03.250+01:00[Europe/Berlin]", "Tue, 23 Jan 2018 10:27:03 +0100",
                "Tue Jan 23 09:27:03 2018"
            ),
            ("0000-01-01T00:00:00+01:00", "Sat, 01 Jan 0000 00:00:00 +0100", "Sat Jan  1 00:00:00 0000"),
            ("9999-12-31T23:59:59-01:00", "Fri, 31 Dec 9999 23:59:59 -0100", "Fri Dec 31 23:59:59 9999"),
            ("2000-02-29T00:00:00", "Tue, 29 Feb 2000 00:00:00 -0000", "Tue Feb 29 00:00:00 2000"),
            ("2016-12-31T23:59:60+00:00", "Sat, 31 Dec 2016 23:59:60 +0000", "Sat Dec 31 23:59:59 2016"),
            ("2016-12-31T23:59:60", "Sat, 31 Dec 2016 23:59:60 -0000", "Sat Dec 31 23:59:59 2016"),
            ("25:00:01", "Fri, 02 Jan 1970 01:00:01 -0000", "Fri Jan  2 01:00:01 1970"),
        ])
    func dates(_ time: String, _ date: String, _ separator: String) throws {
        let message = Message(timestamp: Timestamp(Text(time)), sender: Sender(name: "a"), body: "b")
        let text = try mail(message)
        #expect(text.contains("\nDate: \(date)\n"))
        #expect(text.split(separator: "\n").first?.hasSuffix("@chatconv.invalid \(separator)") == true)
        #expect(try MboxFormat().read(text).messages == [message])
    }

    @Test(
        "A text is written as it is where every program leaves it alone, else so that none can change it",
        arguments: [
            ("hello", "8bit"), ("大家早上好", "8bit"), ("", "8bit"), ("a\n\nb\n", "8bit"), ("a \t", "8bit"),
            (".\n..", "8bit"),
            ("From here", "quoted-printable"), ("a\n>>From b", "quoted-printable"), ("a\rb", "quoted-printable"),
            ("a\u{0}b c", "quoted-printable"), ("\u{0}", "quoted-printable"), ("大\r", "quoted-printable"),
            (String(repeating: "x", count: 998), "8bit"), (String(repeating: "x", count: 999), "quoted-printable"),
            (String(repeating: "大", count: 400), "base64"),
        ])
    func encodings(_ body: String, _ encoding: String) throws {
        let message = Message(timestamp: Self.noon, sender: Sender(name: "a"), body: Text(body))
        let text = try mail(message)
        #expect(text.contains("\nContent-Transfer-Encoding: \(encoding)\n"))
        #expect(try MboxFormat().read(text).messages == [message])
    }

    @Test(
        "Whatever is written, its lines are short enough, its headers ASCII, and no line but a separator starts with From"
    )
    func shape() throws {
        let bodies = AwkwardTexts.bodies
        let names = AwkwardTexts.names
        let messages = bodies.indices.map { index -> Message in
            var message = Message(
                timestamp: Self.noon, sender: Sender(name: names[index % names.count]), body: bodies[index])
            message.details.id = index % 3 == 0 ? bodies[(index * 7) % bodies.count] : nil
            message.details.extensions["mbox:X-Test" as Text] = .string(bodies[(index * 5) % bodies.count])
            message.details.generatedBy = index % 2 == 0 ? .bot : nil
            return message
        }
        let transcript = Transcript(header: TranscriptHeader(title: "a\r\nb"), messages: messages)
        let bytes = try MboxFormat().write(transcript)
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        var inHeader = false
        var separators = 0
        for line in lines {
            if line.starts(with: Array("From ".utf8)) {
                separators += 1
                inHeader = true
            } else if line.isEmpty {
                inHeader = false
            }
            #expect(line.count <= 998)
            #expect(!line.contains(0x0D) && !line.contains(0))
            if inHeader {
                #expect(line.allSatisfy { $0 >= 0x20 && $0 < 0x7F }, "\(String(decoding: line, as: UTF8.self))")
            }
        }
        #expect(separators == messages.count + 1)
        #expect(try MboxFormat().read(bytes) == transcript)
    }

    @Test("Every mail has an identifier of its own, the same in every run, and replies name it")
    func identifiers() throws {
        var first = Message(body: "a")
        first.details.id = "42"
        var second = Message(body: "a")
        second.details.id = "not an id of mail"
        var third = Message(body: "b")
        third.details.replyTo = "42"
        var fourth = Message(body: "b")
        fourth.details.replyTo = "not an id of mail"
        let transcript = Transcript(messages: [first, second, third, fourth, Message(body: "b"), Message(body: "b")])
        let bytes = try MboxFormat().write(transcript)
        #expect(try MboxFormat().write(transcript) == bytes)
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        func values(_ name: String) -> [Substring] {
            lines.filter { $0.hasPrefix(name) }.map { $0.dropFirst(name.count) }
        }
        let ids = values("Message-ID: ")
        #expect(Set(ids).count == 6)
        #expect(values("In-Reply-To: ") == [ids[0], ids[1]])
        #expect(ids[0] == "<42@id.chatconv.invalid>")
        #expect(try MboxFormat().read(bytes) == transcript)
    }

    @Test("What mail cannot say is in one field, legible where it is ASCII")
    func ownField() throws {
        var message = Message(timestamp: Self.noon, sender: Sender(name: "Ada"), body: "x")
        message.details.reactions = [Reaction(emoji: "+1", participants: [Sender(name: "Ben")], count: 2)]
        message.details.generatedBy = .bot
        #expect(
            try mail(message).contains(
                """
                X-Chatconv: {"timestamp":"2018-01-23T10:27:03","reactions":[{"emoji":"+1",
                 "participants":[{"name":"Ben"}],"count":2}],"generatedBy":"bot"}

                """))
        message.details.reactions[0].emoji = "😀"
        #expect(try mail(message).contains("X-Chatconv: base64\n "))
    }

    @Test("A mail program may fold the field again, and nothing of it changes")
    func refolded() throws {
        var message = Message(timestamp: Self.noon, sender: Sender(name: "Ada"), body: "x")
        message.details.quote = Quote(sender: Sender(name: "Ben"), body: "a, b, and c")
        let text = try mail(message)
        let folded = text.replacing("{\"quote\"", with: "\n\t{\"quote\"").replacing("a, b", with: "a,\r\n b")
        #expect(folded != text)
        #expect(try MboxFormat().read(folded).messages == [message])
    }

    @Test("Messages without text show in mail programs what they are")
    func shown() throws {
        var image = Message(timestamp: Self.noon, sender: Sender(name: "Ada"))
        image.details.attachments = [Attachment(kind: .image, url: "https://example.org/a.png", title: "a")]
        var event = Message(timestamp: Self.noon)
        event.details.event = Event(action: "joined", actor: Sender(name: "Ben"))
        #expect(try mail(image).contains("\n\n![a](https://example.org/a.png)\n\n"))
        #expect(try mail(event).contains("\n\n* Ben joined\n\n"))
        #expect(try MboxFormat().read(try mail(image)).messages == [image])
    }

    @Test("A transcript that says nothing of itself has no mail for that, unless it is all there is")
    func header() throws {
        #expect(try !mail(Message(body: "x")).contains("DON'T DELETE"))
        #expect(
            String(decoding: try MboxFormat().write(Transcript()), as: UTF8.self).contains(
                "Subject: DON'T DELETE THIS MESSAGE -- "))
        #expect(try MboxFormat().read(try MboxFormat().write(Transcript())) == Transcript())
    }

    @Test("A foreign mailbox written again keeps all that was read of it")
    func foreign() throws {
        let box =
            Mailbox.mail("Received: by x\nReceived: by y\nSubject: =?iso-8859-1?q?=E9?=\nMessage-ID: <1@example.org>\n")
            + Mailbox.mail("Content-Type: text/html\nX-Odd: =?x?q?y?=\n", body: "<p>From a</p>\n")
        let transcript = try Mailbox.read(box).transcript
        let again = try MboxFormat().write(transcript)
        #expect(
            String(decoding: again, as: UTF8.self).contains(
                "\nReceived: by x\nReceived: by y\nSubject: =?utf-8?b?w6k=?=\n"))
        #expect(try MboxFormat().read(again) == transcript)
        #expect(try JSONLinesFormat().read(try JSONLinesFormat().write(transcript)) == transcript)
    }

    @Test("A message that was undeleted stays so, whatever its mail program noted", arguments: [true, false])
    func deletion(_ isDeleted: Bool) throws {
        var details = MessageDetails()
        details.extensions = ["mbox:X-Mozilla-Status": "0009"]
        details.isDeleted = isDeleted
        let transcript = Transcript(messages: [Message(timestamp: nil, sender: Sender(name: "Ada"), body: "x", notPlain: details)])
        #expect(try MboxFormat().read(try MboxFormat().write(transcript)).messages == transcript.messages)
    }
}
