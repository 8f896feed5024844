import ChatConv
import Foundation
import TestSupport
import Testing

/// Files that hold one of everything a format's reader meets: each word of them is in the transcript, or in what the reader
/// tells that it leaves out. A case is a folder of `Fixtures/<format>` with an `omissions.json`.
@Suite("What readers leave out")
struct OmissionTests {
    static let cases = FormatRegistry.builtIn.formats.flatMap { format in
        Places.cases(format.descriptor.name).filter {
            FileManager.default.fileExists(atPath: $0.appending(path: OmissionCase.fileName).path)
        }.map { OmissionCase(format: format, folder: $0) }
    }

    @Test("Reading tells just what it leaves out", arguments: cases)
    func told(_ folder: OmissionCase) throws {
        let told = try folder.read().omissions
        if Places.updatesFixtures { return try folder.update(told) }
        let expected = try folder.expectation().omissions.map(\.summary)
        #expect(told.map(\.summary).sorted() == expected.sorted(), "UPDATE_FIXTURES=1 make test rewrites the figures")
    }

    @Test("Each word is in the transcript, or in what reading tells that it leaves out", arguments: cases)
    func words(_ folder: OmissionCase) throws {
        let reading = try folder.read()
        let kept = longWords(in: reading.transcript.withoutEscapes)
        let syntax = Self.syntax[folder.format.descriptor.name, default: []]
        let omitted = try folder.expectation().omissions.flatMap(\.words)
        let told = Set(reading.omissions.map(\.kind))
        #expect(try Set(folder.expectation().omissions.map(\.kind)) == told)
        #expect(omitted.count == Set(omitted).count, "a word is left out for one reason")
        #expect(omitted.filter { kept.contains($0) } == [], "these are in the transcript")
        let accounted = kept.union(omitted).union(syntax)
        let input = longWords(in: String(decoding: try folder.input(), as: UTF8.self))
        #expect(input.subtracting(accounted).sorted() == [], "these are dropped, and nobody tells")
        #expect(Set(omitted).subtracting(input) == [], "these are not in the input")
    }

    @Test("Each kind that a format declares is told by one of its files", arguments: Set(cases.map(\.format.descriptor.name)))
    func declarations(_ name: String) throws {
        let format = try FormatRegistry.builtIn.requireFormat(named: name)
        let told = try Self.cases.filter { $0.format.descriptor.name == name }.flatMap { try $0.read().omissions.map(\.kind) }
        let elsewhere = name == "mbox" ? [Self.pastLimit] : []
        #expect(Set(told + elsewhere).symmetricDifference(format.descriptor.omissions.map(\.name)) == [])
    }

    /// A kind that only a mail of ten thousand fields tells, which is made here.
    private static let pastLimit = "parts past a limit"

    @Test("A mail's fields past the limit are told")
    func pastLimit() throws {
        let mail = "From: Ada <ada@example.org>\n" + String(repeating: "A:\n", count: 10_000) + "\nhello\n"
        let read = try OmissionCase.read(
            FormatRegistry.builtIn.requireFormat(named: "mbox"), Array(mail.utf8), OmissionCase.Expectation(lenient: true, omissions: []))
        #expect(read.omissions.map(\.kind) == [Self.pastLimit])
    }

    @Test("Each format that leaves something out has a file that shows it")
    func formats() {
        let formats = FormatRegistry.builtIn.formats.map(\.descriptor).filter { !$0.omissions.isEmpty }
        #expect(Set(formats.map(\.name)).subtracting(Self.cases.map(\.format.descriptor.name)) == [])
    }

    @Test("What pieces an input comes in makes no difference to what is left out", arguments: cases)
    func pieces(_ folder: OmissionCase) throws {
        let whole = try folder.read().omissions.map(\.summary)
        for chunk in [1, 7, 64] {
            #expect(try folder.read(chunk: chunk).omissions.map(\.summary) == whole, "in pieces of \(chunk)")
        }
    }

    /// Words that are the format's own.
    private static let syntax: [String: Set<String>] = [
        "webvtt": ["WEBVTT", "NOTE", "chatconv", "message", "transcript"],
        "srt": [],
        "markdown": ["chatconv"],
        "mbox": [
            "Content", "Date", "Disposition", "Encoding", "From", "MIME", "Message", "Reply", "Transfer", "Type", "Version",
            "alternative", "attachment", "base64", "boundary", "charset", "filename", "html", "inner", "mixed", "multipart", "name",
            "outer", "plain", "printable", "quoted", "text", "0000", "8bit", "application", "json", "Chatconv", "chatconv",
            "invalid", "message", "transcript", "Subject", "1970", "DELETE", "THIS", "MESSAGE", "CHATCONV", "KEEPS", "TRANSCRIPT",
            "DATA", "HERE", "bd7909cc5bf14a81", "64c47e3d2256fbc2",
        ],
        "json": ["chatconv", "deleted", "false", "messages", "null"],
        "jsonl": ["chatconv", "deleted", "false", "messages", "null"],
        "xml": ["encoding", "version", "transcript", "message", "xmlns", "boolean", "string", "number", "object", "array", "char", "code", "CDATA"],
    ]
}

/// One file that a reader leaves something out of.
struct OmissionCase: Sendable, CustomTestStringConvertible {
    let format: any TranscriptFormat
    let folder: URL

    static let fileName = "omissions.json"

    var testDescription: String { "\(format.descriptor.name)/\(folder.lastPathComponent)" }

    struct Expectation: Codable {
        var lenient: Bool?
        /// The longest record that is read, in bytes.
        var maxRecord: Int?
        var options: [String: String]?
        var omissions: [Entry]
    }

    struct Entry: Codable {
        var kind: String
        var count: Int
        var bytes: Int
        /// The line of the first; nil where the reader does not know.
        var line: Int?
        /// The words that went with it.
        var words: [String]

        var summary: String { "\(kind): \(count), \(bytes) bytes, line \(line.map(String.init) ?? "?")" }
    }

    func expectation() throws -> Expectation {
        try JSONDecoder().decode(Expectation.self, from: Data(contentsOf: folder.appending(path: Self.fileName)))
    }

    func input() throws -> [UInt8] {
        try folder.appending(path: "input.\(format.descriptor.extensions.first ?? "txt")").bytes()
    }

    /// Reads the file as a conversion does, and gives the transcript as JSON Lines, without what only keeps its spelling.
    func read(chunk: Int = .max) throws -> (transcript: String, omissions: [Entry]) {
        try Self.read(format, try input(), chunk: chunk, try expectation())
    }

    static func read(
        _ format: any TranscriptFormat, _ input: [UInt8], chunk: Int = .max, _ expectation: Expectation
    ) throws -> (transcript: String, omissions: [Entry]) {
        let log = OmissionLog()
        let buffer = format.makeInput(
            MemorySource(input, chunk: chunk), limits: expectation.maxRecord.map { Limits(recordBytes: $0) } ?? Limits(),
            isLenient: expectation.lenient ?? false, omissions: log)
        let options = (expectation.options ?? [:]).map { OptionAssignment(name: $0.key, value: $0.value) }
        var reader = try format.makeReader(buffer, options)
        let lines = try FormatRegistry.builtIn.requireFormat(named: "jsonl")
        var tally = try LossTally(for: lines)
        var transcript = Transcript(header: try reader.readHeader())
        var batch: [Message] = []
        while try reader.readMessages(into: &batch) {
            tally.count(batch)
            transcript.messages += batch
            batch.removeAll()
        }
        tally.count(log.all)
        for name in format.descriptor.spellingExtensions {
            transcript.header.extensions[name] = nil
            for index in transcript.messages.indices { transcript.messages[index].details.extensions[name] = nil }
        }
        let omissions = tally.all.compactMap { loss in
            loss.omitted.map {
                Entry(kind: loss.kind.name, count: $0.count, bytes: $0.byteCount, line: $0.place?.line, words: [])
            }
        }
        return (String(decoding: try lines.write(transcript), as: UTF8.self), omissions)
    }

    /// Writes down what was told, with the words that are there.
    func update(_ told: [Entry]) throws {
        var expectation = try expectation()
        let words = Dictionary(expectation.omissions.map { ($0.kind, $0.words) }, uniquingKeysWith: +)
        expectation.omissions = told.map { entry in
            var entry = entry
            entry.words = words[entry.kind] ?? []
            return entry
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        var data = try encoder.encode(expectation)
        data.append(0x0A)
        try data.write(to: folder.appending(path: Self.fileName))
    }
}

/// The letters and digits in a row, where they are four or more.
private func longWords(in text: String) -> Set<String> {
    Set(text.split { !$0.isLetter && !$0.isNumber }.map(String.init).filter { $0.count >= 4 })
}

extension String {
    /// JSON without the escapes of controls, whose letters would stick to the words behind them.
    fileprivate var withoutEscapes: String { replacing(/\\(?:[nrtbf]|u[0-9a-f]{4})/, with: " ") }
}

/// What a file's own format brings back although its reader leaves it out.
@Suite("What is left out and comes back")
struct SpelledOmissionTests {
    private func convert(
        _ text: String, as name: String, to target: String? = nil, _ filters: [any MessageFilter] = []
    ) throws -> (output: String, losses: [String]) {
        let registry = FormatRegistry.builtIn
        let destination = MemoryDestination()
        let outcome = try Conversion(
            registry.open(MemorySource(text), as: name), to: registry.requireFormat(named: target ?? name), filters: filters
        ).run(into: destination)
        return (String(decoding: destination.bytes, as: UTF8.self), outcome.losses.filter { $0.kind.stage == .reading }.map(\.kind.name))
    }

    private static let subtitle = "1\n00:00:01,000 --> 00:00:02,000\n<s>hello</s>\n\n2\n00:00:03,000 --> 00:00:04,000\nworld\n"

    @Test("A file that is written again as it was has lost nothing")
    func home() throws {
        let home = try convert(Self.subtitle, as: "srt")
        #expect(home.output == Self.subtitle)
        #expect(home.losses == [])
        let page = "---\n# remark\ndate: 2018-01-23\n---\n> 10:27:03  Ada  \n   \nx  \n   \n"
        #expect(try convert(page, as: "markdown") == (page, []))
        #expect(try convert(page, as: "markdown", to: "json").losses == ["comments in front matter"])
    }

    @Test("Elsewhere it is lost, and where a message was changed, or others are gone")
    func elsewhere() throws {
        #expect(try convert(Self.subtitle, as: "srt", to: "jsonl").losses == ["formatting"])
        #expect(try convert(Self.subtitle, as: "srt", [HeadFilter(1)]).losses == ["formatting"])
        let shown = "1\n00:00:01,000 --> 00:00:02,000\n<i>hello</i>\n\n2\n00:00:03,000 --> 00:00:04,000\nworld\n"
        #expect(try convert(shown, as: "srt", [HeadFilter(1)]).losses == [], "the writer shows it")
    }
}
