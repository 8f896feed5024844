import MboxFormat
import TestSupport
import Testing
import TranscriptCoding
import TranscriptModel

@Suite("Malformed mail")
struct MalformedTests {
    struct Sample: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var mail: String
        var codes: [String]
        /// Whether a reader that is not lenient stops.
        var isFatal = false
    }

    private static let head = Mailbox.separator + Mailbox.sender + Mailbox.date
    private static let nested = (0..<1000).map { "Content-Type: multipart/mixed; boundary=b\($0)\n\n--b\($0)\n" }
        .joined()

    static let samples = [
        Sample(
            testDescription: "headers without a blank line", mail: head + "Subject: x\nthe body, already\n\n",
            codes: ["mbox.header-end"]),
        Sample(
            testDescription: "damaged base64",
            mail: Mailbox.mail("Content-Transfer-Encoding: base64\n", body: "aGVs*bG8=\n"),
            codes: ["mbox.transfer-encoding"]),
        Sample(
            testDescription: "an = that escapes nothing",
            mail: Mailbox.mail("Content-Transfer-Encoding: quoted-printable\n", body: "a=zz\n"),
            codes: ["mbox.transfer-encoding"]),
        Sample(
            testDescription: "a boundary that never closes",
            mail: Mailbox.mail(
                "Content-Type: multipart/mixed; boundary=b\n", body: "--b\n\ntext\n--b\nContent-Type: image/png\n\nx\n"),
            codes: ["mbox.unclosed-boundary"]),
        Sample(
            testDescription: "a multipart without boundary", mail: Mailbox.mail("Content-Type: multipart/mixed\n"),
            codes: ["mbox.no-boundary"]),
        Sample(
            testDescription: "a boundary that never comes",
            mail: Mailbox.mail("Content-Type: multipart/mixed; boundary=b\n"), codes: ["mbox.unclosed-boundary"]),
        Sample(
            testDescription: "a million header lines",
            mail: head + (0..<1_000_000).map { "X-\($0): \n" }.joined() + "\nx\n\n",
            codes: ["mbox.fields-limit"], isFatal: true),
        Sample(
            testDescription: "half a million lone dots in a header",
            mail: head + String(repeating: ".\n", count: 500_000) + "\nx\n\n", codes: ["mbox.fields-limit"], isFatal: true),
        Sample(
            testDescription: "a hundred thousand brackets in a sender",
            mail: Mailbox.separator + Mailbox.date + "From: " + String(repeating: "<a ", count: 100_000) + "\n\nx\n\n", codes: []),
        Sample(
            testDescription: "a date of half a million words",
            mail: Mailbox.separator + Mailbox.sender + "Date: 1 Jan 2018 10:00" + String(repeating: " a", count: 500_000) + "\n\nx\n\n",
            codes: ["mbox.invalid-date"]),
        Sample(
            testDescription: "a multipart nested 1,000 deep", mail: head + nested + "\ndeep\n\n",
            codes: ["mbox.nesting-limit", "mbox.unclosed-boundary"], isFatal: true),
        Sample(
            testDescription: "100,000 parts",
            mail: Mailbox.mail(
                "Content-Type: multipart/mixed; boundary=b\n", body: String(repeating: "--b\n\nx\n", count: 100_000)),
            codes: ["mbox.parts-limit"], isFatal: true),
        Sample(
            testDescription: "an X-Chatconv field of somebody else", mail: Mailbox.mail("X-Chatconv: yes\n"),
            codes: ["mbox.invalid-field"]),
        Sample(
            testDescription: "an X-Chatconv field that is cut", mail: Mailbox.mail("X-Chatconv: base64 eyJib2R5\n"),
            codes: ["mbox.invalid-field"]),
    ]

    @Test("Each is told by its code, and every intact mail is delivered", arguments: samples)
    func malformed(_ sample: Sample) throws {
        let box = Mailbox.mail(body: "before\n") + sample.mail + Mailbox.mail(body: "after\n")
        if sample.isFatal {
            #expect { try Mailbox.read(box) } throws: { error in
                guard let error = error as? ConversionError else { return false }
                return error.category == .limitExceeded && error.code.id == sample.codes[0] && error.location != nil
            }
        }
        let (transcript, codes) = try Mailbox.read(box, isLenient: sample.isFatal)
        #expect(codes == sample.codes)
        #expect(transcript.messages.count == 3)
        #expect(transcript.messages.first?.body == "before")
        #expect(transcript.messages.last?.body == "after")
        #expect(try MboxFormat().read(try MboxFormat().write(transcript)) == transcript)
    }

    @Test(
        "A file that is cut is read up to there",
        arguments: [
            ("Subject: in the mid", "mbox.header-end"),
            (
                "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\naGVsbG8gd29yb",
                "mbox.transfer-encoding"
            ),
            ("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx", "mbox.unclosed-boundary"),
        ])
    func cut(_ rest: String, _ code: String) throws {
        let (transcript, codes) = try Mailbox.read(Mailbox.mail() + Self.head + rest)
        #expect(transcript.messages.count == 2)
        #expect(codes == [code])
    }

    @Test("A file that is cut inside a character says where")
    func cutCharacter() throws {
        let recorder = DiagnosticRecorder()
        let mail =
            Array((Mailbox.mail("Content-Type: text/plain; charset=utf-8\n", body: "a\nvoil")).utf8).dropLast(1) + [
                0xC3
            ]
        let transcript = try MboxFormat().read(Array(mail), diagnostics: recorder.log)
        #expect(transcript.first.body == "a\nvoil\u{FFFD}")
        #expect(
            recorder.lines == [
                "7:5: warning: this has bytes that are not UTF-8; U+FFFD stands for them [mbox.invalid-characters]"
            ])
    }

    @Test(
        "A mail past the limit is an error that names it, and lenient readers leave it out",
        arguments: ["", "X-Long: \(String(repeating: "x", count: 9000))\n"], [1 << 20, 100])
    func tooLong(_ field: String, _ chunk: Int) throws {
        let lines = String(repeating: "From here on it is text.\n\n", count: 20_000)
        let box = Mailbox.mail(body: "before\n") + Mailbox.mail(field, body: lines) + Mailbox.mail(body: "after\n")
        let limits = Limits(recordBytes: 4096)
        #expect {
            try MboxFormat().read(Array(box.utf8), chunk: chunk, limits: limits)
        } throws: { ($0 as? ConversionError)?.code == .recordTooLong }
        let recorder = DiagnosticRecorder()
        let transcript = try MboxFormat().read(
            Array(box.utf8), chunk: chunk, isLenient: true, limits: limits, diagnostics: recorder.log)
        #expect(transcript.messages.map(\.body) == ["before", "after"])
        #expect(recorder.diagnostics.map(\.code) == [.recordTooLong])
        #expect(recorder.diagnostics.first?.location?.line == 7)
    }

    /// A large mail, of which only the name is shown.
    struct Tedious: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let box: String

        init(_ testDescription: String, _ box: String) {
            self.testDescription = testDescription
            self.box = box
        }
    }

    /// Mails that take a step for each pair of their bytes where somebody searches for what is not there.
    static let tedious = [
        Tedious("references in HTML that never end", Mailbox.mail("Content-Type: text/html\n", body: repeated("&") + "\n")),
        Tedious("tags that never end", Mailbox.mail("Content-Type: text/html\n", body: repeated("<a b=\"") + "\n")),
        Tedious("comments that never end", Mailbox.mail("Content-Type: text/html\n", body: repeated("<!-") + "\n")),
        Tedious("encoded words that never end", Mailbox.mail("Subject: " + repeated("=?u?q?") + "\n")),
        Tedious("encoded words in a name", Mailbox.mail("Sender: =?u?q?=?= " + repeated("=?u?q?") + "\n")),
        Tedious("blank lines that fold a field", Mailbox.mail("Subject: x\n" + repeated(" \n"))),
        Tedious("parentheses that never close", Mailbox.separator + "From: " + repeated("(") + "\n\n\n"),
        Tedious(
            "lines that start with hyphens",
            Mailbox.mail("Content-Type: multipart/mixed; boundary=b\n", body: repeated("--\n"))),
        Tedious(
            "many texts in one mail",
            Mailbox.mail(
                "Content-Type: multipart/mixed; boundary=b\n",
                body: String(repeating: "--b\n\n" + String(repeating: "x", count: 200) + "\n", count: 9_000) + "--b--\n")),
        Tedious("a line of quotation marks", Mailbox.mail(body: repeated(">") + "\n")),
        Tedious("blank lines", Mailbox.mail("Content-Length: 0\n", body: repeated("\n"))),
    ]

    private static func repeated(_ text: String) -> String {
        String(repeating: text, count: 2_000_000 / text.utf8.count)
    }

    // No limit of time, which a slow machine would pass as well: what takes its square takes hours, and `make test` ends that.
    @Test("However it is made, a mail takes time that grows with its size", arguments: tedious)
    func time(_ sample: Tedious) throws {
        let transcript = try MboxFormat().read(Array(sample.box.utf8), isLenient: true)
        #expect(transcript.messages.count == 1)
        #expect(try MboxFormat().read(try MboxFormat().write(transcript), isLenient: true) == transcript)
    }

    @Test("The messages before what stops a reader are handed over first")
    func beforeTheError() throws {
        let box = (0..<20).map { Mailbox.mail(body: "\($0)\n") }.joined() + Self.head + Self.nested
        var reader = try MboxFormat().makeReader(MboxFormat().makeInput(MemorySource(box)))
        _ = try reader.readHeader()
        var messages = 0
        do {
            var batch: [Message] = []
            while try reader.readMessages(into: &batch) {
                messages += batch.count
                batch.removeAll()
            }
            Issue.record("no error")
        } catch {
            #expect(messages == 20)
        }
    }
}
