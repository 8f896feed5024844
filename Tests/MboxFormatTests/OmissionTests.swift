import ChatConv
import Foundation
import MboxFormat
import TestSupport
import Testing

@Suite("What a mail loses on reading")
struct OmissionTests {
    /// What reading leaves out: of the messages in their order, then of none.
    private func omissions(
        _ text: String, limits: Limits = Limits(), isLenient: Bool = false
    ) throws(ConversionError) -> [Omission] {
        let format = MboxFormat()
        let log = OmissionLog()
        let input = format.makeInput(MemorySource(text), limits: limits, isLenient: isLenient, omissions: log)
        var reader = try format.makeReader(input, [])
        _ = try reader.readHeader()
        var batch: [Message] = []
        while try reader.readMessages(into: &batch) {}
        return batch.flatMap { ($0.source as? any RecordSource)?.omissions ?? [] } + log.all
    }

    private func names(_ text: String) throws -> [String] { try omissions(text).map(\.kind.name) }

    private static func mail(_ type: String, _ body: String) -> String {
        Mailbox.mail("MIME-Version: 1.0\nContent-Type: \(type)\n", body: body)
    }

    @Test("A plain mail loses nothing")
    func plain() throws {
        #expect(try omissions(Mailbox.mail()) == [])
        #expect(try omissions(Mailbox.mail("Received: x\nX-Y: z\n", body: "a\n\nb\n")) == [])
    }

    @Test("An attachment is told with its bytes and its place")
    func attachment() throws {
        let found = try omissions(CopyTests.rich).first { $0.kind.name == "attachments" }
        #expect(found?.count == 1)
        #expect(found?.byteCount == 8)
        let line = CopyTests.rich.components(separatedBy: "AAEC")[0].split(separator: "\n", omittingEmptySubsequences: false).count
        #expect(found?.place?.line == line)
        #expect(found?.place?.column == 1)
        #expect(found?.place?.byteOffset == CopyTests.rich.components(separatedBy: "AAEC")[0].utf8.count)
    }

    @Test("Each kind of thing that has no place in a message is told", arguments: [
        ("text/html", "<p>a</p>\n", ["HTML markup"]),
        ("application/pdf", "x\n", ["attachments"]),
        ("multipart/alternative; boundary=b", "--b\n\na\n--b\nContent-Type: text/html\n\n<b>a</b>\n--b--\n", ["alternative texts"]),
        ("multipart/alternative; boundary=b", "--b\n\na\n--b\nContent-Type: text/calendar\n\nBEGIN\n--b--\n", ["attachments"]),
        ("multipart/mixed; boundary=b", "before\n--b\n\na\n--b--\n", ["text outside parts"]),
        ("multipart/mixed; boundary=b", "--b\n\na\n--b--\nbehind\n", ["text outside parts"]),
        ("multipart/mixed; boundary=b", "\n--b\nX-A: 1\nX-B: 2\n\na\n--b--\n\n", ["fields of parts"]),
        ("multipart/mixed; boundary=b", "--b\nContent-ID: <1>\n\na\n--b\nContent-Disposition: inline; filename=a.txt\n\nb\n--b--\n", ["fields of parts", "attachments"]),
        ("multipart/mixed; boundary=b", "--b\nContent-Type: multipart/mixed; boundary=c\n\nin\n--c\n\na\n--c--\nbetween\n--b--\n", ["text outside parts"]),
        ("multipart/digest; boundary=b", "--b\n\nFrom: x@y.z\n\none\n--b--\n", ["attachments"]),
        ("multipart/mixed; boundary=b", "--b words\n\na\n--b-- more\n", ["text outside parts"]),
        ("text/x-log", "a\n", ["fields of form"]),
        ("text/plain; charset=utf-8", "a\u{1}\n", []),
    ])
    func kinds(_ type: String, _ body: String, _ expected: [String]) throws {
        #expect(try names(Self.mail(type, body)) == expected)
    }

    @Test("A multipart whose boundary never comes keeps its text", arguments: ["a\nb\n", "a\n--other\nb\n"])
    func noBoundary(_ text: String) throws {
        let mail = Self.mail("multipart/mixed; boundary=b", text)
        #expect(try Mailbox.bodies(mail) == [String(text.dropLast())])
        #expect(try names(mail) == [])
    }

    @Test("Text that is damaged is told")
    func damaged() throws {
        let bytes = Array(Self.mail("text/plain; charset=utf-8", "a").utf8) + [0xFF, 0x0A]
        let format = MboxFormat()
        var reader = try format.makeReader(format.makeInput(MemorySource(bytes)), [])
        _ = try reader.readHeader()
        var batch: [Message] = []
        _ = try reader.readMessages(into: &batch)
        #expect((batch.first?.source as? any RecordSource)?.omissions.map(\.kind) == [.damagedText])
        #expect(try names(Mailbox.mail("Content-Transfer-Encoding: base64\n", body: "YWFh*\n")) == ["damaged text"])
    }

    @Test("Lines of a header that belong to no field are told")
    func stray() throws {
        let mail = Mailbox.separator + ">From eve@example.org Tue Jan 23 09:27:03 2018\n" + Mailbox.sender + Mailbox.date + "\nx\n"
        #expect(try names(mail) == ["stray header lines"])
    }

    @Test("A mail past the limit is told where reading is lenient, with all its bytes")
    func pastLimit() throws {
        let long = Mailbox.mail(body: String(repeating: "x", count: 200_000) + "\n")
        let text = Mailbox.mail() + long + Mailbox.mail()
        let found = try omissions(text, limits: Limits(recordBytes: 100_000), isLenient: true)
        #expect(found.map(\.kind.name) == ["mails past the size limit"])
        #expect(found.first?.byteCount == long.utf8.count)
        #expect(found.first?.place?.line == 7)
    }

    @Test("Of mails that a filter takes out nothing is told")
    func filtered() throws {
        let text = CopyTests.rich + Mailbox.mail()
        let input = try TranscriptInput(MemorySource(text), of: MboxFormat())
        let json = try FormatRegistry.builtIn.requireFormat(named: "json")
        let outcome = try Conversion(input, to: json, filters: [TailFilter(1)]).run(into: MemoryDestination())
        #expect(outcome.losses == [])
    }
}
