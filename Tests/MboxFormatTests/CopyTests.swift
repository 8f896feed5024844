import ChatConv
import Foundation
import MboxFormat
import TestSupport
import Testing

/// What comes out of a mailbox that was written as a mailbox again.
private struct Copy {
    var text: String { String(decoding: bytes, as: UTF8.self) }
    let bytes: [UInt8]
    let losses: [Loss]

    init(
        _ bytes: [UInt8], chunk: Int = .max, live: Bool = false, _ filters: [any MessageFilter] = [], threads: Int = 1,
        reading: ReadingSettings = ReadingSettings()
    ) throws(ConversionError) {
        let source: any ByteSource = live ? PipeSource(bytes, chunk: chunk) : MemorySource(bytes, chunk: chunk)
        let input = try TranscriptInput(source, of: MboxFormat())
        let destination = MemoryDestination()
        let conversion = try Conversion(
            input, to: MboxFormat(), reading: reading, filters: filters, isProven: true, threads: threads)
        let outcome = try conversion.run(into: destination)
        try outcome.proof?.check(MemorySource(destination.bytes))
        self.bytes = destination.bytes
        losses = outcome.losses
    }
}

/// Bytes that can be read only once, and come a few at a time.
private final class PipeSource: ByteSource {
    private let rest: MemorySource

    init(_ bytes: [UInt8], chunk: Int) { rest = MemorySource(bytes, chunk: chunk) }

    var isLive: Bool { true }
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int { try rest.read(into: buffer) }
}

/// A filter of the tests' own.
private struct Editing: MessageFilter {
    let edit: (inout Message) -> Void

    mutating func filter(_ messages: inout [Message]) -> Bool {
        for index in messages.indices { edit(&messages[index]) }
        return true
    }
}

@Suite("Mails that come back into a mailbox")
struct CopyTests {
    /// A mail with a text in two forms, a file, and what stands around its parts.
    static let rich =
        Mailbox.separator + Mailbox.sender + "To: Bob <bob@example.org>\n" + Mailbox.date
        + """
        Subject: rich
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="b"

        before the parts
        --b
        Content-Type: multipart/alternative; boundary="c"

        --c
        Content-Type: text/plain; charset=iso-8859-1
        Content-Transfer-Encoding: quoted-printable

        na=EFve
        >From here on
        --c
        Content-Type: text/html

        <p>na&iuml;ve</p>
        --c--
        --b
        Content-Type: image/png; name="x.png"
        Content-Disposition: attachment; filename="x.png"
        Content-Transfer-Encoding: base64
        X-Attachment-Id: 7

        AAECAwQF
        --b--
        behind the parts


        """

    /// A mail that is copied in several pieces.
    private static let long = rich.replacing("AAECAwQF\n", with: String(repeating: "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n", count: 15_000))

    private static func crlf(_ text: String) -> String { text.replacing("\n", with: "\r\n") }

    static let mailboxes: [(name: String, text: String)] = [
        ("one", rich),
        ("several", rich + Mailbox.mail() + rich),
        ("CRLF", crlf(rich + Mailbox.mail())),
        ("both line ends", rich + crlf(Mailbox.mail()) + rich),
        ("no line end at the end", String((rich + Mailbox.mail()).dropLast(2))),
        ("one line end at the end", String((rich + Mailbox.mail()).dropLast(1))),
        ("blank lines at the end", rich + Mailbox.mail() + "\n\n"),
        ("a measured mail", Mailbox.mail("Content-Length: 19\n", body: "a\n\nFrom here to b\n\n") + rich),
        ("odd dates and senders", Mailbox.mail("Date: yesterday\nFrom: someone\n") + rich),
        ("a header without end", Mailbox.separator + Mailbox.sender + Mailbox.date + "no field\n\n" + rich),
    ]

    @Test("Mails that are copied in pieces do not change", arguments: ["", "\n", "\n\n"])
    func inPieces(_ end: String) throws {
        let text = Self.long + Self.rich + Self.long.dropLast(2) + end
        for threads in [1, 2] { #expect(try Copy(Array(text.utf8), threads: threads).text == text) }
    }

    @Test("Nothing of a mailbox changes, however its bytes come", arguments: mailboxes.map(\.text))
    func whole(_ text: String) throws {
        let bytes = Array(text.utf8)
        for chunk in [1, 7, .max] {
            for threads in [1, 2] {
                #expect(try Copy(bytes, chunk: chunk, threads: threads).text == text)
                #expect(try Copy(bytes, chunk: chunk, live: true, threads: threads).text == text)
            }
        }
        #expect(try Copy(bytes).losses.isEmpty)
    }

    @Test("Mails that are chosen come as they were, and stay apart", arguments: mailboxes.map(\.text))
    func chosen(_ text: String) throws {
        let count = try Mailbox.read(text).transcript.messages.count
        let all = try Mailbox.read(text).transcript.messages
        for index in 0..<count {
            var position = -1
            let copy = try Copy(
                Array(text.utf8),
                [Choosing { _ in position += 1; return position != index }])
            var rest = all
            rest.remove(at: index)
            #expect(try Mailbox.read(copy.bytes).transcript.messages == rest)
            #expect(copy.losses.isEmpty)
        }
    }

    @Test("Mails in another order stay apart", arguments: mailboxes.map(\.text))
    func reversed(_ text: String) throws {
        let all = try Mailbox.read(text).transcript.messages
        let copy = try Copy(Array(text.utf8), [Reversing()])
        #expect(try Mailbox.read(copy.bytes).transcript.messages == all.reversed())
        #expect(copy.losses.isEmpty)
    }

    @Test("Another time changes the date and nothing else")
    func time() throws {
        let later = Timestamp("2020-02-03T04:05:06+01:00")
        let copy = try Copy(Array(Self.rich.utf8), [Editing { $0.timestamp = later }])
        #expect(copy.losses.isEmpty)
        let expected = Self.rich.replacing(Mailbox.date, with: "Date: Mon, 03 Feb 2020 04:05:06 +0100\n")
            .replacing(Mailbox.separator, with: "From ada@example.org Mon Feb  3 03:05:06 2020\n")
        #expect(copy.text == expected)
    }

    @Test("Another sender changes who it is from and nothing else")
    func sender() throws {
        let copy = try Copy(Array(Self.rich.utf8), [Editing { $0.sender = Sender(name: "Eve", id: "eve@example.org") }])
        #expect(copy.losses.isEmpty)
        let expected = Self.rich.replacing(Mailbox.sender, with: "From: Eve <eve@example.org>\n")
            .replacing("From ada@", with: "From eve@")
        #expect(copy.text == expected)
    }

    @Test("What mail cannot say of a change stands in a field of its own", arguments: mailboxes.map(\.text))
    func note(_ text: String) throws {
        let zoned = Timestamp("2020-02-03T04:05:06.5+01:00[Europe/Berlin]")
        let copy = try Copy(
            Array(text.utf8), [Editing { ($0.timestamp, $0.sender) = (zoned, Sender(name: "Eve\nAdams")) }])
        for message in try Mailbox.read(copy.bytes).transcript.messages {
            #expect(message.timestamp == zoned)
            #expect(message.sender == Sender(name: "Eve\nAdams"))
        }
        #expect(copy.losses.map(\.kind.name) == [])
        #expect(copy.text.contains("AAECAwQF") == text.contains("AAECAwQF"))
    }

    @Test("A text that was changed does not come back as it was, and what goes with it is told")
    func text() throws {
        let copy = try Copy(Array((Self.rich + Mailbox.mail()).utf8), [Editing { $0.body = "other" }])
        #expect(!copy.text.contains("na=EFve"))
        #expect(!copy.text.contains("AAECAwQF"))
        #expect(copy.losses.map(\.kind.name).sorted() == ["alternative texts", "attachments", "fields of parts", "text outside parts"])
    }

    @Test("An anonymized mail is never copied")
    func anonymized() throws {
        var names = KnownNames()
        for message in try Mailbox.read(Self.rich).transcript.messages { names.add(message) }
        let copy = try Copy(Array(Self.rich.utf8), [Anonymization(names)])
        #expect(!copy.text.contains("Ada"))
        #expect(!copy.text.contains("AAECAwQF"))
        #expect(copy.losses.contains { $0.kind.name == "attachments" })
    }

    @Test("A single mail becomes a mailbox with all that is in it")
    func single() throws {
        let mail = String(Self.rich.dropFirst(Mailbox.separator.count)).replacing(">From", with: "From")
        let copy = try Copy(Array(mail.utf8))
        // The line says when the mail was sent, in UTC.
        #expect(copy.text == Self.rich)
        #expect(copy.losses.isEmpty)
    }

    @Test("What changes how a mailbox is read keeps its mails from being copied", arguments: [
        OptionAssignment(name: "variant", value: "mboxo"), OptionAssignment(name: "fallback-charset", value: "koi8-r"),
    ])
    func options(_ option: OptionAssignment) throws {
        let copy = try Copy(Array(Self.rich.utf8), reading: ReadingSettings(options: [option]))
        #expect(copy.losses.contains { $0.kind.name == "attachments" })
    }

    @Test("A mailbox whose lines end with carriage returns alone is written anew")
    func returns() throws {
        let copy = try Copy(Array((Self.rich + Mailbox.mail()).replacing("\n", with: "\r").utf8))
        #expect(!copy.text.contains("\r"))
        #expect(copy.losses.contains { $0.kind.name == "attachments" })
    }

    @Test("A mailbox that is cut while it is copied stops the run")
    func cut() throws {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "a.mbox")
            let text = Self.rich + String(repeating: Mailbox.mail(body: String(repeating: "x\n", count: 1000)), count: 200)
            try Data(text.utf8).write(to: file)
            let input = try FormatRegistry.builtIn.open(FileSource.open(file.path), fileName: file.path)
            let conversion = try Conversion(input, to: MboxFormat(), filters: [TailFilter(1000), Editing { _ in
                try? FileManager.default.removeItem(at: file)
            }])
            // What has no name any more can still be read.
            let destination = MemoryDestination()
            try conversion.run(into: destination)
            #expect(destination.bytes == Array(text.utf8))
            try Data(text.utf8).write(to: file)
            let again = try FormatRegistry.builtIn.open(FileSource.open(file.path), fileName: file.path)
            let handle = try FileHandle(forWritingTo: file)
            let cutting = try Conversion(again, to: MboxFormat(), filters: [TailFilter(1000), Editing { _ in try? handle.truncate(atOffset: 10) }])
            #expect(throws: ConversionError.self) { try cutting.run(into: MemoryDestination()) }
        }
    }

    @Test(
        "Mailboxes of other programs come back byte for byte",
        .enabled(if: Places.corpus != nil, "needs ../shared/corpus, which is not here"))
    func corpus() throws {
        let folder = try #require(Places.corpus).appending(path: "mbox")
        var compared = 0
        for file in Places.files(under: folder, extensions: ["mbox", "mbx"]) {
            let bytes = try file.bytes()
            // A single mail gets a `From ` line, and lines that end with carriage returns alone are not copied.
            guard bytes.starts(with: Array("From ".utf8)), bytes.contains(0x0A), (try? Mailbox.read(bytes)) != nil else { continue }
            let copy = try Copy(bytes)
            #expect(copy.bytes == bytes, "\(file.lastPathComponent)")
            #expect(copy.losses.filter { $0.kind.stage == .writing }.isEmpty)
            compared += 1
        }
        #expect(compared > 20)
    }
}

private struct Choosing: MessageFilter {
    let isChosen: (Message) -> Bool

    mutating func filter(_ messages: inout [Message]) -> Bool {
        messages = messages.filter(isChosen)
        return true
    }
}

private struct Reversing: MessageFilter {
    private var held: [Message] = []

    mutating func filter(_ messages: inout [Message]) -> Bool {
        held += messages
        messages = []
        return true
    }

    mutating func finish(into messages: inout [Message]) { messages += held.reversed() }
}
