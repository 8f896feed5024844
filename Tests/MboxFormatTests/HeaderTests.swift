import MboxFormat
import TestSupport
import Testing
import TranscriptModel

@Suite("What a header says")
struct HeaderTests {
    @Test(
        "Senders",
        arguments: [
            ("Ada <ada@example.org>", "Ada", "ada@example.org"),
            ("Ada Lovelace <ada@example.org>", "Ada Lovelace", "ada@example.org"),
            ("\"Lovelace, Ada\" <ada@example.org>", "Lovelace, Ada", "ada@example.org"),
            ("\"a \\\"b\\\" \\\\c\" <ada@example.org>", "a \"b\" \\c", "ada@example.org"),
            ("Lovelace, Ada <ada@example.org>", "Lovelace, Ada", "ada@example.org"),
            ("ada@example.org", "ada@example.org", "ada@example.org"),
            ("<ada@example.org>", "ada@example.org", "ada@example.org"),
            ("ada@example.org (Ada)", "Ada", "ada@example.org"),
            ("ada at example.org (Ada Lovelace)", "Ada Lovelace", "ada at example.org"),
            ("=?utf-8?q?Zo=C3=AB?= <z@example.org>", "Zoë", "z@example.org"),
            ("=?iso-8859-1?q?Zo=EB?=\n =?utf-8?b?IE3DvGxsZXI=?= <z@example.org>", "Zoë Müller", "z@example.org"),
            ("\"=?utf-8?q?Zo=C3=AB?=\" <z@example.org>", "Zoë", "z@example.org"),
            ("Zoë <z@example.org>", "Zoë", "z@example.org"),
            ("A <a@example.org>, B <b@example.org>", "A", "a@example.org"),
            ("Ada (work) <ada@example.org>", "Ada (work)", "ada@example.org"),
            ("Ada [mailto:ada@example.org]", "Ada", "ada@example.org"), ("\"Ada\" [SMTP:ada@example.org]", "Ada", "ada@example.org"),
        ])
    func senders(_ value: String, _ name: String, _ id: String) throws {
        let sender = try Mailbox.read(Mailbox.separator + "From: \(value)\n\nx\n").transcript.first.sender
        #expect(sender == Sender(name: Text(name), id: Text(id)))
    }

    @Test(
        "Dates",
        arguments: [
            ("Tue, 23 Jan 2018 10:27:03 +0800", "2018-01-23T10:27:03+08:00"),
            ("Tue, 23 Jan 2018 10:27:03 -0000", "2018-01-23T10:27:03+00:00"),
            ("Tue, 2 Jan 2018 10:27:03 +0800 (CST)", "2018-01-02T10:27:03+08:00"), ("Tue, 02 Jan 2018 10:27:03 -0500 (a (b))", "2018-01-02T10:27:03-05:00"),
            ("Tue, 2 Jan 2018 10:27:03 -0000", "2018-01-02T10:27:03+00:00"),
            ("Tue, 23 Jan 2018 10:27 -00:00", "2018-01-23T10:27+00:00"),
            ("Tue, 23 Jan 2018 10:27:03 +0000", "2018-01-23T10:27:03+00:00"),
            ("23 Jan 2018 10:27 GMT", "2018-01-23T10:27+00:00"),
            ("Tue, 23 Jan 18 10:27:03 EST (winter)", "2018-01-23T10:27:03-05:00"),
            ("Tue Jan 23 10:27:03 2018", "2018-01-23T10:27:03"),
            ("2018-01-23T10:27:03Z", "2018-01-23T10:27:03+00:00"),
            ("2018-01-23 10:27:03 -03:30", "2018-01-23T10:27:03-03:30"),
            ("23-Jan-2018 10:27:60", "2018-01-23T10:27:60"), ("Sat, 31 Dec 2016 23:59:60 +0000", "2016-12-31T23:59:60+00:00"),
            ("Sat Dec 31 23:59:60 2016", "2016-12-31T23:59:60"),
            ("Tue(a),\n 23 (b) Jan 2018 10:27:03 GMT+0100", "2018-01-23T10:27:03+01:00"),
        ])
    func dates(_ value: String, _ expected: String) throws {
        let (transcript, codes) = try Mailbox.read(Mailbox.separator + "Date: \(value)\n\nx\n")
        #expect(transcript.first.timestamp.map { written($0) } == expected)
        #expect(codes == [])
    }

    @Test(
        "A zone that nobody knows is told, and the field is kept", arguments: ["X", "XYZT", "IST", "H0500", "A", "+9900"])
    func unknownZone(_ zone: String) throws {
        let date = "Tue, 3 Jan 98 10:27:03 \(zone)"
        let (transcript, codes) = try Mailbox.read(Mailbox.separator + "Date: \(date)\n\nx\n")
        #expect(transcript.first.timestamp.map { written($0) } == "1998-01-03T10:27:03")
        #expect(transcript.first.text("mbox:Date") == date)
        #expect(codes == ["mbox.unknown-zone"])
    }

    @Test(
        "The summers of EST5EDT are those of the law at the time",
        arguments: [
            ("1 Apr 2006", "-05:00"), ("3 Apr 2006", "-04:00"), ("28 Oct 2006", "-04:00"), ("29 Oct 2006", "-05:00"),
            ("10 Mar 2007", "-05:00"), ("11 Mar 2007", "-04:00"), ("3 Nov 2007", "-04:00"), ("4 Nov 2007", "-05:00"),
            ("26 Apr 1980", "-05:00"), ("27 Apr 1980", "-04:00"), ("25 Oct 1980", "-04:00"), ("26 Oct 1980", "-05:00"),
            ("3 Apr 1987", "-05:00"), ("5 Apr 1987", "-04:00"),
        ])
    func americanSummers(_ day: String, _ offset: String) throws {
        let message = try Mailbox.read(Mailbox.separator + "Date: \(day) 10:00:00 EST5EDT\n\nx\n").transcript.first
        #expect(message.timestamp.map { written($0).hasSuffix("10:00:00\(offset)") } == true)
    }

    private func written(_ timestamp: Timestamp) -> String { "\(TextOf(timestamp))" }

    @Test(
        "A date that cannot be read is kept, reported, and made up for by the From line",
        arguments: [
            "yesterday", "Tue, 32 Jan 2018 10:27:03 +0000", "Tue, 23 Jan 2018 25:00:00", "Tue, 23 Jan 2018", "",
        ])
    func invalidDate(_ value: String) throws {
        let (transcript, codes) = try Mailbox.read(Mailbox.separator + "Date: \(value)\n\nx\n")
        #expect(transcript.first.timestamp.map { written($0) } == "2018-01-23T09:27:03")
        #expect(transcript.first.text("mbox:Date") == value)
        #expect(codes == ["mbox.invalid-date"])
    }

    @Test("Identifiers and threads")
    func threads() throws {
        let first = Mailbox.mail("Message-ID: <1@example.org>\n")
        let second = Mailbox.mail("message-id: <2@example.org>\nIn-Reply-To: <1@example.org>\n")
        let third = Mailbox.mail("References: <1@example.org>\n\t<2@example.org>\n")
        let fourth = Mailbox.mail("In-Reply-To: Your message of today <2@example.org>\n")
        let messages = try Mailbox.read(first + second + third + fourth).transcript.messages.map(\.details)
        #expect(messages.map(\.id) == ["1@example.org", "2@example.org", nil, nil])
        #expect(messages.map(\.replyTo) == [nil, "1@example.org", "2@example.org", "2@example.org"])
        #expect(messages[2].extensions["mbox:References"] == "<1@example.org>\t<2@example.org>")
        #expect(messages[3].extensions["mbox:In-Reply-To"] == "Your message of today <2@example.org>")
    }

    @Test("All other fields are kept in their order, several of a name as an array")
    func otherFields() throws {
        let message = try Mailbox.read(
            Mailbox.mail("Received: a\nSubject: s\nreceived: b\nReceived: c\nX-Empty:\nList-Id: =?utf-8?q?=C3=A9?= x\n")
        ).transcript.first
        #expect(
            message.details.extensions == [
                "mbox:Received": .array(["a", "c"]), "mbox:Subject": "s", "mbox:received": "b", "mbox:X-Empty": "",
                "mbox:List-Id": "é x",
            ])
    }

    @Test("A From line that says more than the mail is kept")
    func fromLine() throws {
        let message = try Mailbox.read(
            "From bounce@example.org Tue Jan 23 09:27:04 2018\n" + Mailbox.sender + Mailbox.date + "\nx\n"
        )
        .transcript.first
        #expect(message.text("mbox:From line") == "bounce@example.org Tue Jan 23 09:27:04 2018")
        #expect(try Mailbox.read(Mailbox.mail()).transcript.first.details == MessageDetails())
    }

    @Test(
        "Encoded words are decoded, and blanks between two of them are none",
        arguments: [
            ("=?utf-8?q?a?= =?utf-8?q?b?=", "ab"), ("=?utf-8?q?a?= b", "a b"), ("a =?utf-8?q?_b?=", "a  b"),
            ("=?utf-8?b?5Q==?=\n =?utf-8?b?rZc=?=", "字"), ("=?utf-8*en?Q?=E5=AD=97?=", "字"),
            ("=?gb2312?B?1tDOxA==?=", "中文"),
            ("=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本"), ("=?koi8-r?Q?=F0=F2=E9=F7=E5=F4?=", "ПРИВЕТ"),
            ("=?us-ascii?q?a?=", "a"), ("=?utf-8?x?a?=", "=?utf-8?x?a?="), ("=?utf-8?q?a", "=?utf-8?q?a"), ("=?", "=?"),
            ("=?utf-8?q?a b?=", "a b"), ("(=?utf-8?q?a?=)", "(a)"), ("=?utf-8?q??=", ""),
        ])
    func encodedWords(_ value: String, _ expected: String) throws {
        #expect(try Mailbox.read(Mailbox.mail("Subject: \(value)\n")).transcript.first.text("mbox:Subject") == expected)
    }

    @Test("The common subject that the writer gives is no extension of each message, but another one is")
    func commonSubject() throws {
        let other = {
            var message = Message(body: "b")
            message.details.extensions["mbox:Subject" as Text] = "own"
            return message
        }()
        let transcript = Transcript(header: TranscriptHeader(title: "Täglich"), messages: [Message(body: "a"), other])
        let text = String(decoding: try MboxFormat().write(transcript), as: UTF8.self)
        #expect(text.contains("Subject: =?utf-8?q?T=C3=A4glich?=\n"))
        #expect(text.contains("Subject: own\n"))
        #expect(try Mailbox.read(text).transcript == transcript)
    }
}
