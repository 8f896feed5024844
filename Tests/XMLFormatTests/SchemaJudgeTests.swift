import ChatConv
import ChatConvTesting
import Foundation
import TestSupport
import Testing
import TextScanning

@testable import XMLFormat

/// What validation finds in a document.
private func findings(_ document: [UInt8]) throws -> [Diagnostic] {
    var found: [Diagnostic] = []
    let input = try FormatRegistry.builtIn.open(MemorySource(document), as: "xml")
    try Validation(input) { found.append($0) }.run()
    return found
}

private func findings(_ document: String) throws -> [String] {
    try findings(Array(document.utf8)).map { "\($0.location?.line ?? 0):\($0.location?.column ?? 0) \($0.code.id)" }
}

private func transcript(_ content: String) -> String { "<transcript xmlns=\"urn:chatconv:transcript:1\">\n\(content)\n</transcript>\n" }

/// What libxml2 alone says of a document, part by part.
private func opinion(of document: [UInt8]) throws -> [Diagnostic] {
    var found: [Diagnostic] = []
    let log = DiagnosticLog { if $0.code.id == "xml.schema" { found.append($0) } }
    let input = XMLFormat().makeInput(MemorySource(document), isLenient: true, diagnostics: log, isValidated: true)
    let feed = try DocumentFeed(input)
    var builder = TranscriptBuilder(feed)
    builder.judge.heedsReader = false
    while try feed.advance(&builder) {}
    return found
}

@Suite("The schema in validation")
struct SchemaJudgeTests {
    @Test("The schema of parts is one that libxml2 can compile")
    func compiles() { #expect(SchemaValidator() != nil) }

    @Test("Nothing is found in what the writer writes")
    func generated() throws {
        for seed in UInt64(0)..<150 {
            let document = try XMLFormat().write(TranscriptGenerator().transcript(seed: seed))
            let found = try findings(document).filter { $0.code.id.hasPrefix("xml.") && $0.severity != .note }
            #expect(found.map(\.message) == [], "seed \(seed)")
            #expect(try opinion(of: document).map(\.message) == [], "seed \(seed)")
        }
    }

    @Test("What the reader says of an element is not said once more")
    func silent() throws {
        #expect(try findings(transcript("<message from=\"a\"/>")) == ["2:10 xml.unknown-attribute"])
        #expect(try findings(transcript("<message><bold/></message>\n<message><body/></message>")) == ["2:10 xml.unknown-element"])
        #expect(try findings(transcript("<title>a</title><title>b</title>")) == ["2:17 xml.duplicate"])
        #expect(try findings(transcript("<message/>\n<title>b</title>")) == ["3:1 xml.misplaced-element"])
    }

    @Test("What is wrong in an element that the reader leaves out is found, at its place", arguments: [
        ("<message><body>a</body><body>b<bold>c</bold></body></message>", ["2:24 xml.duplicate", "2:31 xml.schema"]),
        ("<message/>\n<participant><alias>x<body/></alias></participant>", ["3:1 xml.misplaced-element", "3:22 xml.schema"]),
        ("<message><quote><quote><attachment/></quote></quote></message>", ["2:17 xml.misplaced-element", "2:24 xml.schema"]),
        ("<message><quote><sender>a</sender><sender><a/></sender></quote></message>", ["2:35 xml.duplicate", "2:43 xml.schema"]),
        ("<message><quote><message><body>fine</body></message></quote></message>", ["2:17 xml.misplaced-element"]),
    ])
    func leftOut(_ content: String, _ expected: [String]) throws {
        #expect(try findings(transcript(content)) == expected)
        // Far from the start of the input, and with a byte order mark.
        let padding = String(repeating: "<message><body>\(String(repeating: "x", count: 1000))</body></message>", count: 2000)
        let shifted = expected.map { $0.replacing(/^[0-9]+/) { "\((Int($0.output) ?? 0) + 1)" } }
        #expect(try findings("\u{FEFF}" + transcript(padding + "\n" + content)).suffix(expected.count) == shifted)
    }

    @Test("A message that begins as a plain one is judged as one whose attributes stand in another order", arguments: [
        "<body>a</body>", "<body/>", "<body> </body>", "", "x", "\n<body>a</body>\n", "<body>a</body>x", "x<body>a</body>",
        "<body>a</body><body>b</body>", "<body>a<bold>b</bold></body>", "<body class=\"x\">a</body>", "<bold/><body>a</body>",
        "<body>a</body><bold/>", "<body>a</body><attachment type=\"file\"/>", "<body>a</body><attachment/>",
        "<attachment type=\"nothing\"/><body>a</body>", "<body>a</body><x xmlns=\"urn:x\"/>", "<body>a</body><message><body>b</body></message>",
        "<body>a<char code=\"1\"/>b</body>", "<body><![CDATA[a]]></body>", "<![CDATA[a]]><body>b</body>",
    ])
    func plain(_ content: String) throws {
        for time in ["2018-01-23T10:27:03", "2018-01-23T10:27:0x", "2018-01-23 10:27:03", "2018-13-43T30:72:63", "2018-01-23T10:27"] {
            let plain = "<message timestamp=\"\(time)\" sender=\"Ann\">\(content)</message>"
            let other = "<message sender=\"Ann\" timestamp=\"\(time)\">\(content)</message>"
            // Once where nothing is known of such messages, and once where it is.
            for before in ["", "<message timestamp=\"2018-01-23T10:27:02\" sender=\"Bob\"><body>b</body></message>\n"] {
                // An attribute has its own place, which is not the same in the other order.
                let found = try [plain, other].map { message in
                    try findings(transcript(before + message + message)).map { $0.replacing(/:[0-9]+ xml.invalid-value/, with: " xml.invalid-value") }
                }
                #expect(found.first == found.last)
                let opinions = try [plain, other].map { try opinion(of: Array(transcript(before + $0 + $0).utf8)).map { "\($0.location?.line ?? 0):\($0.location?.column ?? 0) \($0.message)" } }
                #expect(opinions.first == opinions.last)
            }
        }
    }

    @Test("A document is not judged by numbers that libxml2 would be slow on: repetitions count as two, and the rest has a limit", .timeLimit(.minutes(10)))
    func repetitions() throws {
        let reactions = String(repeating: "<reaction emoji=\"x\"><participant name=\"a\"/></reaction>", count: 20_000)
        let found = try findings(transcript("<message>\(reactions)<reaction/></message>"))
        #expect(try findings(transcript("<message>\(reactions)</message>")) == [])
        #expect(found.map { $0.split(separator: " ").last } == ["xml.missing"])
    }

    @Test(
        "libxml2 says of the parts and their shapes what xmllint says of the documents, and the reader reports whatever it refuses",
        .enabled(if: Tool.xmllint.isExpected, "xmllint is not installed"))
    func agreement() throws {
        var random = RandomSource(seed: 7)
        let documents = try (UInt64(0)..<250).map { seed in
            var text = String(decoding: try XMLFormat().write(TranscriptGenerator().transcript(seed: seed)), as: UTF8.self)
            for _ in 0...random.below(2) { text = Self.damaged(text, &random) }
            return text
        }
        let (refused, malformed) = try Self.judgedByXMLLint(documents)
        #expect(malformed.count < 10)
        #expect((50..<200).contains(refused.count))
        for (index, document) in documents.enumerated() where !malformed.contains(index) {
            let isRefused = refused.contains(index)
            #expect(try opinion(of: Array(document.utf8)).isEmpty == !isRefused, "\(document)")
            let errors = try findings(Array(document.utf8)).filter { $0.severity == .error }.map(\.code.id)
            if isRefused {
                #expect(!errors.isEmpty, "\(document)")
            } else {
                #expect(Set(errors).subtracting(Self.beyondTheSchema) == [], "\(document)")
            }
        }
    }

    /// What the schema cannot say: that a day is none of the calendar, and that two names in one object are equal.
    private static let beyondTheSchema: Set<String> = ["xml.invalid-value", "xml.duplicate"]

    /// A document in which something that is there was replaced.
    private static func damaged(_ document: String, _ random: inout RandomSource) -> String {
        let (from, to) = random.pick(damages) ?? ("", "")
        let found = document.ranges(of: from)
        guard let range = random.pick(found) else { return document }
        return document.replacingCharacters(in: range, with: to)
    }

    private static let damages = [
        (" sender=", " from="), (" timestamp=\"2", " timestamp=\"x2"), (" timestamp=\"", " timestamp=\"9"), ("T1", "T9"),
        (" type=\"", " type=\"x"), (" name=\"", " nam=\""), ("<body>", "<body x=\"1\">"), ("<message", "<message deleted=\"1\""),
        ("<message", "<message xml:lang=\"de\""), ("<body>", "<body xml:lang=\"de\">"), ("<edited", "<edited size=\"1\""),
        ("<body>", "<bold/><body>"), ("<body>", "<body/><body>"), ("<quote", "<quote/><quote"), ("<reaction", "<reaction/><reaction"),
        ("<string", "<null/><string"), ("<number", "<key>k</key><number"), (" emoji=", " title="), (" count=\"", " count=\"x"),
        (" size=\"", " size=\" "), ("<extensions>", "<extensions>x"), ("<extensions>", "<extensions> <!-- x --> "),
        (" displayName=", " name="), (" isSelf=\"true", " isSelf=\"yes"), (" role=\"", " role=\"x"), ("<event", "<event url=\"\""),
        ("</message>", "<id>x</id></message>"), ("<array", "<x:y xmlns:x=\"urn:x\"/><array"),
        ("</message>", "<x:y xmlns:x=\"urn:x\"><a b=\"c\"/></x:y></message>"), ("</transcript>", "<title>late</title></transcript>"),
        ("<message", "<note/><message"), (">true</boolean>", ">yes</boolean>"), ("</number>", "0x</number>"),
        (" code=\"", " code=\"0"), (" code=\"", " code=\"-"), (" end=\"", " end=\"1:"), (" action=", " actor="),
    ]

    private static func judgedByXMLLint(_ documents: [String]) throws -> (refused: Set<Int>, malformed: Set<Int>) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "judge-\(UInt64.random(in: 0 ... .max))")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let files = documents.indices.map { folder.appending(path: "\($0).xml") }
        for (file, document) in zip(files, documents) { try Data(document.utf8).write(to: file) }
        let schema = Places.repository.appending(path: "docs/schema/transcript.rng").path
        let run = try Tool.xmllint.run(["--noout", "--nonet", "--relaxng", schema] + files.map(\.path))
        let refused = run.output.matches(of: /([0-9]+)\.xml fails to validate/).compactMap { Int($0.1) }
        return (Set(refused), Set(run.output.matches(of: /([0-9]+)\.xml:[0-9]+: parser error/).compactMap { Int($0.1) }))
    }
}
