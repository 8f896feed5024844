import ChatConv
import ExternalFormat
import Foundation
import SystemPackage
import TestSupport
import Testing

/// The example that reads WhatsApp's exports, judged by files of which others have said what is in them.
@Suite(.enabled(if: Tool.python.isExpected, "there is no python3"), .serialized, .tags(.concurrent))
struct WhatsAppTests {
    private static let hasCorpus: Comment = "there is no corpus beside the checkout"
    private static let described = Result { try ExamplePlugin.format("whatsapp") }
    let format: ExternalFormat

    init() throws { format = try Self.described.get() }

    private func messages(_ text: String, options: [OptionAssignment] = []) throws -> [Message] {
        try read(text, format, options: options).messages
    }

    /// Time, sender and text of each message.
    private func rows(_ text: String, options: [OptionAssignment] = []) throws -> [[String?]] {
        try messages(text, options: options).map { message in
            [message.timestamp.map(written), message.sender.name.map { String($0) }, message.body.map { String($0) }]
        }
    }

    private func written(_ timestamp: Timestamp) -> String {
        var output = OutputBuffer()
        output.append(timestamp)
        return output.withBytes { String(decoding: $0, as: UTF8.self) }
    }

    // MARK: What an export is

    @Test func aMessageGoesOnToTheNextHeader() throws {
        #expect(
            try rows("23/01/2018, 10:27 - Ann: one\n\n two: three\n23/01/2018, 10:28 - Bob: four\n") == [
                ["2018-01-23T10:27", "Ann", "one\n\n two: three"], ["2018-01-23T10:28", "Bob", "four"],
            ])
    }

    @Test func whatNobodySaysIsAnEvent() throws {
        let messages = try messages("[23/01/2018, 10:27:00] Ann added you\r\n")
        #expect(messages.map(\.details.event) == [Event(action: "other")])
        #expect(messages.map(\.body) == ["Ann added you"])
        #expect(messages.map(\.sender) == [Sender()])
    }

    @Test func filesAreAttachments() throws {
        let iPhone = try messages("[23/01/2018, 10:27:00] Ann: \u{200E}<attached: 00000012-PHOTO.jpg>\n")
        #expect(iPhone.map(\.details.attachments) == [[Attachment(kind: .image, path: "00000012-PHOTO.jpg")]])
        #expect(iPhone.map(\.body) == [nil])
        let android = try messages("23/01/2018, 10:27 - Ann: PTT-20180123-WA0001.opus (file attached)\nlisten\n")
        #expect(android.map(\.details.attachments) == [[Attachment(kind: .audio, path: "PTT-20180123-WA0001.opus")]])
        #expect(android.map(\.body) == ["listen"])
    }

    @Test func theWholeChatTellsTheOrderOfDates() throws {
        let open = "3/6/18, 10:27 - Ann: one\n"
        #expect(try rows(open).map(\.first) == ["2018-06-03T10:27"])
        #expect(try rows(open, options: [OptionAssignment(name: "month-first")]).map(\.first) == ["2018-03-06T10:27"])
        #expect(try rows(open + "3/16/18, 10:27 - Ann: two\n").map(\.first) == ["2018-03-06T10:27", "2018-03-16T10:27"])
        // Both are days first or months first; only one of them runs on.
        #expect(try rows("5/1/18, 10:27 - Ann: one\n6/2/18, 10:27 - Ann: two\n4/3/18, 10:27 - Ann: three\n").map(\.first)
            == ["2018-01-05T10:27", "2018-02-06T10:27", "2018-03-04T10:27"])
    }

    @Test(arguments: [
        ("hello\n", "line 1: this is no message of WhatsApp"),
        ("23/01/2018, 10:27 - Ann: a\n23/01/2018, 25:27 - Ann: b\n", "line 2: there is no such date and time"),
        ("23/01/2018, 13:27 PM - Ann: a\n", "line 1: 13 is no hour of a clock with AM and PM"),
    ])
    func whatIsNoExportIsRefusedWithItsLine(text: String, problem: String) throws {
        let error = try failure { _ = try messages(text) }
        #expect(error.category == .malformedInput)
        #expect(error.message.hasPrefix(problem), "\(error.message)")
    }

    // MARK: The corpus

    private static func files(_ folder: String) -> [URL] {
        guard let corpus = Places.corpus else { return [] }
        return Places.files(under: corpus.appending(path: "chats/\(folder)"), extensions: ["txt"])
    }

    private func expectation(_ file: URL) throws -> [String: Any] {
        let url = file.deletingPathExtension().appendingPathExtension("expected.json")
        return try #require(JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
    }

    @Test(.enabled(if: Places.corpus != nil, hasCorpus), arguments: files("Pustur+whatsapp-chat-parser/formats"))
    func aHeaderOfWhatsAppChatParser(file: URL) throws {
        let expected = try expectation(file)
        let row = try #require(rows(String(contentsOf: file, encoding: .utf8)).first)
        let time = try #require(expected["date"] as? String)
        #expect(time.hasPrefix(try #require(row.first ?? nil)))
        #expect(row.dropFirst() == [expected["author"] as? String, expected["message"] as? String])
    }

    /// All but one, whose file has dates of 2015 and is expected to have some of 2017.
    @Test(
        .enabled(if: Places.corpus != nil, hasCorpus),
        arguments: files("JBGruber+rwhatsapp/formats").filter { $0.lastPathComponent != "57.txt" })
    func theHeadersOfRWhatsApp(file: URL) throws {
        let expected = try #require(expectation(file)["times_utc"] as? [String])
        let rows = try rows(String(contentsOf: file, encoding: .utf8))
        #expect(rows.count == expected.count)
        for (row, time) in zip(rows, expected) { #expect(time.hasPrefix(try #require(row.first ?? nil))) }
        #expect(rows.map { $0.dropFirst() } == [["Johannes Gruber", "Was it good?"], ["R", "Yes, it was"]])
    }

    @Test(.enabled(if: Places.corpus != nil, hasCorpus), arguments: files("joweich+chat-miner/whatsapp"))
    func aChatOfChatMiner(file: URL) throws {
        let url = file.deletingPathExtension().appendingPathExtension("expected.json")
        let expected = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [[String: String]])
        // It joins lines by spaces, and takes what is said of the group for messages of its own.
        let read = try rows(String(contentsOf: file, encoding: .utf8)).map { row in
            row.map { $0?.replacing("\n", with: " ") }
        }
        let messages = expected.filter { $0["author"] != "System" && $0["message"] != "." }
        #expect(messages.count > 3)
        for message in messages {
            let time = try #require(message["timestamp"])
            #expect(
                read.contains { row in
                    row[0].map { time.hasPrefix($0) } == true && row[1] == message["author"] && row[2] == message["message"]
                }, "\(message)")
        }
    }

    @Test(.enabled(if: Places.corpus != nil, hasCorpus), arguments: files("mlomb+chat-analytics/whatsapp"))
    func aGroupOfChatAnalytics(file: URL) throws {
        let expected = try expectation(file)
        let read = try rows(String(contentsOf: file, encoding: .utf8))
        let authors = try #require(expected["authors"] as? [[String: Any]]).compactMap { $0["name"] as? String }
        #expect(Set(read.compactMap { $0[1] }) == Set(authors))
        #expect(read.count { $0[1] != nil } == 11)
        for message in try #require(expected["messages"] as? [[String: Any]]) {
            let milliseconds = try #require(message["timestamp"] as? Int)
            let time = Date(timeIntervalSince1970: Double(milliseconds) / 1000).ISO8601Format()
            #expect(
                read.contains { row in
                    row[0].map { time.hasPrefix($0) } == true && row[1] == message["authorId"] as? String
                        && row[2] == message["textContent"] as? String
                }, "\(message)")
        }
    }

    /// Patterns of headers, filled with a few days.
    @Test(.enabled(if: Places.corpus != nil, hasCorpus))
    func everyHeaderThatWhatsTKKnows() throws {
        let corpus = try #require(Places.corpus)
        let file = corpus.appending(path: "chats/lucasrodes+whatstk/header_format_support.json")
        let patterns = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [[String: Any]])
            .compactMap { $0["format"] as? String }
        #expect(patterns.count == 96)
        let days = [(1, 23), (2, 5), (2, 21), (3, 2)]
        for pattern in patterns {
            let text = days.map { filled(pattern, month: $0.0, day: $0.1) }.joined()
            let times = days.map { "2018-0\($0.0)-\($0.1 < 10 ? "0" : "")\($0.1)T22:35" + (pattern.contains("%S") ? ":07" : "") }
            #expect(try rows(text) == times.map { [$0, "Ann", "hello"] }, "\(pattern)")
        }
    }

    private func filled(_ pattern: String, month: Int, day: Int) -> String {
        let values = [
            "%y": "18", "%m": "0\(month)", "%d": "\(day < 10 ? "0" : "")\(day)", "%H": "22", "%I": "10", "%M": "35",
            "%S": "07", "%p": "PM", "%name": "Ann",
        ]
        // %name before %m.
        return values.keys.sorted { $0.count > $1.count }.reduce(pattern) { $0.replacing($1, with: values[$1] ?? "") } + " hello\n"
    }
}
