import Foundation
import MboxFormat
import TestSupport
import Testing
import TranscriptCoding
import TranscriptModel

@Suite("Mail that others wrote", .enabled(if: Places.corpus != nil, "needs ../shared/corpus, which is not here"))
struct CorpusTests {
    private static let folder = Places.corpus?.appending(path: "mbox") ?? Places.repository

    /// Lines of the manifest that are inputs: their paths.
    private static func inputs() throws -> [String] {
        try String(contentsOf: folder.appending(path: "MANIFEST.tsv"), encoding: .utf8).split(separator: "\n")
            .dropFirst()
            .map { $0.split(separator: "\t") }.filter { $0[1].contains("input") }.map { String($0[0]) }
            .filter { !$0.hasSuffix(".json") && !$0.hasSuffix(".yaml") }
    }

    private static func read(_ path: String) throws -> Transcript {
        try MboxFormat().read(try folder.appending(path: path).bytes())
    }

    /// Those that are refused: two empty ones, and two without any header.
    private static let refused: Set<String> = [
        "a-r-m-i-n+mbox-parser/empty.mbox", "rjbs+Email-Folder/mboxes/testmbox.empty",
        "apache+james-mime4j/testmsgs/malformedHeader-noheader.msg",
        "apache+james-mime4j/testmsgs/malformedHeaderStartsBody-noheader.msg",
    ]

    @Test("Every sample is read, also in pieces, and what was read of it is written and read back")
    func all() throws {
        let inputs = try Self.inputs()
        #expect(inputs.count > 300)
        for path in inputs {
            guard !Self.refused.contains(path) else {
                #expect(throws: ConversionError.self, "\(path)") { try Self.read(path) }
                continue
            }
            let transcript = try Self.read(path)
            #expect(try MboxFormat().read(try MboxFormat().write(transcript)) == transcript, "\(path)")
            #expect(
                try MboxFormat().read(try Self.folder.appending(path: path).bytes(), chunk: 997) == transcript,
                "\(path)")
        }
    }

    @Test(
        "Mailboxes have as many mails as their authors' tests say",
        arguments: [
            ("apache+tika/headers.mbox", 1), ("apache+tika/multiline.mbox", 1),
            ("apache+tika/quoted.mbox", 1), ("apache+tika/testMBOX_complex.mbox", 1),
            ("emersion+go-mbox/mboxWithStartingLF.mbox", 3),
            ("emersion+go-mbox/mboxWithThreeMessagesMalformedButValid.mbox", 3), ("tvanriper+mbox/badmboxcl.mbox", 2),
            ("tvanriper+mbox/badlenmboxcl.mbox", 2),
            ("emersion+go-mbox/TestScanMessageWithTextBoundary.mbox", 2), ("jstedfast+MimeKit/unmunged.mbox", 2),
            ("jstedfast+MimeKit/issue1189.mbox", 4), ("markov2+perl5-Mail-Box/mbox.src", 45),
            ("rjbs+Email-Folder/mboxes/mboxcl2", 3),
            ("rjbs+Email-Folder/mboxes/testmbox", 10), ("rjbs+Email-Folder/mboxes/testmbox.mac", 10),
            ("apache+james-mime4j/mbox.rlug", 5),
        ])
    func counts(_ path: String, _ count: Int) throws {
        #expect(try Self.read(path).messages.count == count)
    }

    @Test(
        "Mailboxes have the subjects that their authors' tests say",
        arguments: [
            "rjbs+Email-Folder/mboxes/mboxcl2", "rjbs+Email-Folder/mboxes/testmbox",
            "rjbs+Email-Folder/mboxes/testmbox.mac",
        ])
    func subjects(_ path: String) throws {
        let file = Self.folder.appending(path: path + ".expected.json")
        let expected = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
        let subjects = try Self.read(path).messages.compactMap { $0.text("mbox:Subject") }
        #expect(subjects.sorted() == expected?["subjects_sorted"] as? [String])
    }

    @Test("The mails of a list have the identifiers that its archive's tests say, in their order")
    func identifiers() throws {
        let folder = Self.folder.appending(path: "apache+incubator-ponymail")
        let path = "pass/commits_ponymail_apache_org_2016-06.mbox"
        let tests = try String(contentsOf: folder.appending(path: "generatortest.yaml"), encoding: .utf8)
        let section = try #require(tests.split(separator: "resources/\(path):", maxSplits: 1).last)
        let lines = section.split(separator: "\n").prefix { !$0.hasPrefix("-") }
        let expected = lines.compactMap { line in
            line.split(separator: "message-id: <", maxSplits: 1).dropFirst().first.map { String($0.dropLast()) }
        }
        let messages = try MboxFormat().read(try folder.appending(path: path).bytes()).messages
        #expect(expected.count == 82)
        #expect(messages.compactMap { $0.details.id.map { String($0) } } == expected)
    }

    @Test("Sender, subject, date, text and attachments are as a summary of a mailbox says")
    func summary() throws {
        let messages = try Self.read("jstedfast+MimeKit/issue1189.mbox").messages
        #expect(messages.map { $0.text("mbox:Subject") } == (1...4).map { "Message \($0)" })
        #expect(messages.allSatisfy { $0.sender == Sender(name: "Sender", id: "sender@example.com") })
        #expect(
            messages.map { $0.timestamp.map { "\(TextOf($0))" } } == [
                "2025-09-26T10:18:40-07:00", "2025-09-26T10:19:25-07:00", "2025-09-26T10:19:39-07:00",
                "2025-09-26T10:19:54-07:00",
            ])
        #expect(
            messages.map { $0.details.attachments.map(\.mediaType) } == [[], ["application/x-zip-compressed"], [], []])
        let mail = try Self.read("apache+tika/headers.mbox").first
        #expect(mail.text("mbox:Subject") == "subject")
        #expect(mail.sender.id == "author@domain.com")
        #expect(mail.body.map { String($0).contains("Test content") } == true)
    }

    @Test("A mailbox gives the same messages as its mails do one by one")
    func split() throws {
        let messages = try Self.read("apache+james-mime4j/mbox.rlug").messages
        for (index, message) in messages.enumerated() {
            let single = try Self.read("apache+james-mime4j/mbox.rlug-\(index)").first
            #expect(message.body == single.body)
            #expect(message.sender == single.sender)
            #expect(message.text("mbox:Subject") == single.text("mbox:Subject"))
            #expect(message.details.attachments == single.details.attachments)
        }
    }

    /// Where we differ from the expected parse, and `docs/formats/mbox.md` says why.
    private static let differing: Set<String> = [
        "legacy/010", "legacy/022", "malformed/016", "malformed/019", "malformed/020", "malformed/021",
        "thirdparty/001", "thirdparty/005",
    ]

    @Test("Subject, sender, date and text are as expected where a parse comes with a mail")
    func expectedParses() throws {
        let root = Self.folder.appending(path: "stalwartlabs+mail-parser")
        let mails = Places.files(under: root, extensions: ["eml"])
        #expect(mails.count == 64)
        for mail in mails {
            let expected = try ExpectedMail(mail.deletingPathExtension().appendingPathExtension("json"))
            let message = try MboxFormat().read(try mail.bytes()).first
            let name = mail.deletingPathExtension().path.replacing(root.path + "/", with: "")
            let differences = expected.differences(from: message)
            #expect(differences.isEmpty != Self.differing.contains(name), "\(name): \(differences)")
        }
    }
}

/// What a parse in the manner of RFC 8621 says of a mail.
private struct ExpectedMail {
    private var subject: String?
    private var sender: (name: String?, address: String?)?
    private var date: String?
    private var text: String?

    init(_ file: URL) throws {
        let root = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any] ?? [:]
        let parts = root["parts"] as? [[String: Any]] ?? []
        for field in parts.first?["headers"] as? [[String: Any]] ?? [] {
            let value = field["value"] as? [String: Any] ?? [:]
            switch field["name"] as? String {
            case "subject": subject = value["Text"] as? String ?? ""
            case "from": sender = Self.sender(value["Address"] as? [String: Any] ?? [:])
            case "date": date = Self.date(value["DateTime"] as? [String: Any] ?? [:])
            default: break
            }
        }
        let bodies = (root["text_body"] as? [Int] ?? []).compactMap { parts[$0]["body"] as? [String: Any] }
        if bodies.first?["Text"] != nil {
            text = bodies.compactMap { $0["Text"] as? String }.joined(separator: "\n")
        }
    }

    private static func sender(_ value: [String: Any]) -> (name: String?, address: String?)? {
        let list = (value["List"] ?? value["Group"]) as? [[String: Any]]
        let first = (list?.first?["addresses"] as? [[String: Any]])?.first ?? list?.first
        return first.map { ($0["name"] as? String, $0["address"] as? String) }
    }

    private static func date(_ value: [String: Any]) -> String? {
        func number(_ name: String) -> Int { value[name] as? Int ?? 0 }
        guard value["year"] != nil else { return nil }
        return String(
            format: "%04d-%02d-%02dT%02d:%02d", number("year"), number("month"), number("day"), number("hour"),
            number("minute"))
    }

    func differences(from message: Message) -> [String] {
        var found: [String] = []
        func compare(_ what: String, _ expected: String, _ actual: String) {
            let words = [expected, actual].map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
            if words[0] != words[1] {
                found.append("\(what): expected \(words[0].prefix(100)), got \(words[1].prefix(100))")
            }
        }
        if let subject {
            var actual =
                message.text("mbox:Subject") ?? message.text("mbox:subject") ?? message.text("mbox:SUBJECT") ?? ""
            if case .array(let values)? = message.details.extensions["mbox:Subject"],
                case .string(let last)? = values.last
            {
                actual = String(last)
            }
            compare("subject", subject, actual)
        }
        if let sender {
            compare("address", sender.address ?? "", message.sender.id.map { String($0) } ?? "")
            compare("name", sender.name ?? sender.address ?? "", message.sender.name.map { String($0) } ?? "")
        }
        if let date { compare("date", date, message.timestamp.map { String("\(TextOf($0))".prefix(16)) } ?? "") }
        if let text { compare("text", text, message.body.map { String($0) } ?? "") }
        return found
    }
}
