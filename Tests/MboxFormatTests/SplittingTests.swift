import MboxFormat
import TestSupport
import Testing
import TranscriptCoding
import TranscriptModel

@Suite("Where a mail ends")
struct SplittingTests {
    @Test(
        "A From line with a date separates after a blank line, or before a header field",
        arguments: [
            ("a\n\n", "Subject: x\n\n"), ("a\n", "Subject: x\n\n"), ("a\n\n", ""), ("a\n\n", "\n"), ("a\n", ">From x\nSubject: x\n\n"),
        ])
    func separator(_ before: String, _ after: String) throws {
        let box = Mailbox.separator + Mailbox.sender + "\n" + before + Mailbox.separator + after + "b\n"
        #expect(try Mailbox.bodies(box) == ["a", "b"])
    }

    @Test(
        "Any other line that starts with From is text, and a warning says so",
        arguments: [
            "From here on\n", "\nFrom Russia with love\n", "\nFrom ada@example.org yesterday\nSubject: x\n", "\nFrom \nSubject: x\n",
            "From ada@example.org Tue Jan 23 09:27:03 2018\nno field\n", "\nFrom 12 May 2018 10:00 on nobody came\nSubject: x\n",
        ])
    func text(_ lines: String) throws {
        let (transcript, codes) = try Mailbox.read(
            Mailbox.mail(body: "before\n" + lines + "after\n") + Mailbox.mail(body: "b\n"))
        #expect(transcript.messages.map { $0.body.map { String($0) } } == ["before\n" + lines + "after", "b"])
        #expect(codes == ["mbox.unquoted-from"])
    }

    @Test(
        "Inside a multipart that has not ended, it takes a blank line and a field, and git's line is none",
        arguments: [
            ("x\n\n" + Mailbox.separator + "no field\n", 1), ("x\n" + Mailbox.separator + "Subject: x\n", 1),
            ("x\n\n" + Mailbox.separator + "Subject: x\n", 2),
            ("\nFrom 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001\nFrom: a\nSubject: x\n", 1),
            ("x\n--b--\n" + Mailbox.separator + "Subject: x\n", 2),
            ("x\n--b--\n\nFrom 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001\nFrom: a\n", 2),
        ])
    func multipart(_ lines: String, _ count: Int) throws {
        let box = Mailbox.mail("Content-Type: multipart/mixed; boundary=b\n", body: "--b\n\n" + lines)
        for end in ["\n", "\r\n"] {
            #expect(try Mailbox.bodies(box.replacing("\n", with: end)).count == count)
        }
    }

    @Test("A quoted From line, a lone dot and a line that was broken do not end a header")
    func strayLines() throws {
        let stray = ">From x Tue Jan 23 09:27:03 2018\n.\nSubject: s\ntorn\nX-A: 1\nX-B: 2\nX-C: 3\n"
        let (transcript, codes) = try Mailbox.read(Mailbox.mail(stray, body: "a\n"))
        #expect(transcript.first.body == "a")
        #expect(transcript.first.text("mbox:X-C") == "3")
        #expect(codes == [])
    }

    @Test(
        "Dates of From lines come in many forms",
        arguments: [
            "Tue Jan 23 09:27:03 2018", "Tue Jan  3 09:27:03 2018", "Tue Jan 3 09:27 2018",
            "Tue Jan 23 09:27:03 +0100 2018",
            "Tue Jan 23 09:27:03 CET 2018", "Tue Jan 23 09:27:03 2018 +0100", "Tue, 23 Jan 2018 09:27:03 +0100",
            "2018-01-23 09:27:03", "Tue Jan 23 09:27:03 18", "Tue Jan 23 09:27:03 2018 remote from kremvax", "Tue Jan 23 09:27:03 XYZ 2018",
            "Tuesday, January 23, 2018 09:27:03 AM",
        ])
    func dates(_ date: String) throws {
        for address in ["ada@example.org", "ada at example.org", "-", "", "\"Ada L\"@example.org"] {
            let next = "From \(address) \(date)\nSubject: x\n\nb\n\n"
            #expect(try Mailbox.bodies(Mailbox.mail(body: "a\n") + next) == ["a", "b"], "\(address)")
        }
    }

    @Test("Where the first From line has no date, a word and a field are enough")
    func withoutDates() throws {
        let box = "From -\nSubject: 1\n\na\n\nFrom Russia with love\n\nFrom -\nSubject: 2\n\nb\n"
        #expect(try Mailbox.bodies(box) == ["a\n\nFrom Russia with love", "b"])
    }

    @Test("There, no blank line is needed, and a line of words takes a field that mails have")
    func withoutDatesAndBlankLines() throws {
        let box = "From a\nSubject: 1\n\na\nFrom b\nX-Any: 2\n\nb\nFrom here on\nNote: x\nFrom c d\nSubject: 3\n\nc\n"
        #expect(try Mailbox.bodies(box) == ["a", "b\nFrom here on\nNote: x", "c"])
    }

    @Test("One > is taken from lines that were quoted, and from no other")
    func quoting() throws {
        let body = ">From a\n>>From b\n> From c\n>from d\n>\n>Fromage\n"
        #expect(try Mailbox.bodies(Mailbox.mail(body: body)) == ["From a\n>From b\n> From c\n>from d\n>\n>Fromage"])
    }

    @Test(
        "The variants differ in what they take to be quoted",
        arguments: [
            ("mboxo", "From a\n>>From b"), ("mboxrd", "From a\n>From b"), ("mboxcl", "From a\n>>From b"),
            ("mboxcl2", ">From a\n>>From b"), ("auto", "From a\n>From b"),
        ])
    func variants(_ name: String, _ expected: String) throws {
        let options = [OptionAssignment(name: "variant", value: name)]
        #expect(try Mailbox.bodies(Mailbox.mail(body: ">From a\n>>From b\n"), options) == [expected])
    }

    @Test("A true Content-Length is heeded, also over lines that look like a separator")
    func length() throws {
        let body = "a\n\n" + Mailbox.separator + "Subject: x\n\nb\n"
        let box = Mailbox.mail("Content-Length: \(body.utf8.count)\n", body: body) + Mailbox.mail(body: "c\n")
        let (transcript, codes) = try Mailbox.read(box)
        #expect(transcript.messages.map { $0.body.map { String($0) } } == [String(body.dropLast()), "c"])
        #expect(codes == [])
    }

    @Test(
        "A lying Content-Length is noticed", arguments: ["0", "1", "1000000", "99999999999999999999", "many", "-1", ""])
    func lie(_ length: String) throws {
        let (transcript, codes) = try Mailbox.read(
            Mailbox.mail("Content-Length: \(length)\n", body: "a\nb\n") + Mailbox.mail(body: "c\n"))
        #expect(transcript.messages.map { $0.body.map { String($0) } } == ["a\nb", "c"])
        #expect(codes == ["mbox.content-length"])
    }

    @Test("Lines may end with LF, CRLF or CR", arguments: ["\n", "\r\n", "\r"])
    func lineEnds(_ end: String) throws {
        let box = Mailbox.mail("Subject: a\n b\n", body: "1\n\n>From 2\n") + Mailbox.mail(body: "3\n")
        let (transcript, codes) = try Mailbox.read(box.replacing("\n", with: end))
        #expect(transcript.messages.map { $0.body.map { String($0) } } == ["1\n\nFrom 2", "3"])
        #expect(transcript.first.text("mbox:Subject") == "a b")
        #expect(codes == [])
    }

    @Test("Blank lines and a byte order mark may stand before the first mail")
    func beginning() throws {
        #expect(try Mailbox.bodies("\u{FEFF}\n\n" + Mailbox.mail()) == ["x"])
    }

    @Test("A mail without a From line is one mail, with a note")
    func singleMail() throws {
        let (transcript, codes) = try Mailbox.read("Subject: x\n\na\n\n" + Mailbox.mail(body: ">From b\n"))
        #expect(transcript.messages.count == 1)
        #expect(transcript.first.body.map { String($0) }?.hasSuffix(">From b") == true)
        #expect(codes == ["mbox.no-from-line"])
    }

    @Test(
        "What is no mail is refused",
        arguments: ["hello\n", "{}", "a: b\n\nc", "From", "\u{0}", "---\ntitle: x\n---\n"])
    func noMail(_ text: String) {
        #expect { try Mailbox.read(text) } throws: { ($0 as? ConversionError)?.code.id == "mbox.no-mail" }
    }

    @Test("A mail over the limit is an error that names it")
    func limit() {
        let box = Mailbox.mail() + Mailbox.mail(body: String(repeating: "a line\n", count: 200_000))
        #expect {
            try MboxFormat().read(Array(box.utf8), limits: Limits(recordBytes: 100_000))
        } throws: { error in
            (error as? ConversionError)?.code == .recordTooLong && (error as? ConversionError)?.location?.line == 7
        }
    }
}
