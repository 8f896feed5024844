import Foundation
import TestSupport
import Testing
import TranscriptCoding
import XMLFormat

/// A document that is made to harm, and a word of the error that refuses it.
struct Hostile: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let document: String
    let code: String

    init(_ description: String, _ document: String, _ code: String) {
        testDescription = description
        self.document = document
        self.code = code
    }

    static let root = "<transcript xmlns=\"urn:chatconv:transcript:1\">"

    static func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    static func numbered(_ count: Int, _ make: (Int) -> String) -> String { (0..<count).map(make).joined() }

    static let withDoctype: [Hostile] = [
        Hostile(
            "an entity that grows with each step",
            "<!DOCTYPE lolz [<!ENTITY lol0 \"lol\">"
                + numbered(30) { "<!ENTITY lol\($0 + 1) \"\(repeated("&lol\($0);", 10))\">" } + "]><lolz>&lol30;</lolz>",
            "xml.doctype"),
        Hostile(
            "a long entity used often", "<!DOCTYPE a [<!ENTITY a \"\(repeated("a", 100_000))\">]><a>\(repeated("&a;", 100_000))</a>",
            "xml.doctype"),
        Hostile(
            "a file as an entity", "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\(root)<message><body>&x;</body></message></transcript>",
            "xml.doctype"),
        Hostile("a file as the grammar", "<!DOCTYPE transcript SYSTEM \"/etc/passwd\">\(root)</transcript>", "xml.doctype"),
        Hostile(
            "a parameter entity from the network",
            "<!DOCTYPE a [<!ENTITY % x SYSTEM \"http://127.0.0.1:9/x.dtd\"> %x;]>\(root)</transcript>", "xml.doctype"),
        Hostile(
            "parameter entities that grow",
            "<!DOCTYPE a [<!ENTITY % p0 'x'>" + numbered(30) { "<!ENTITY % p\($0 + 1) '%p\($0);%p\($0);'>" } + "%p30;]><a/>",
            "xml.doctype"),
    ]

    static let withoutDoctype: [Hostile] = [
        Hostile("a name of 10 MB", "\(root)<\(repeated("a", 10_000_000))/></transcript>", "xml.markup-limit"),
        Hostile("a name of 100 KB", "\(root)<\(repeated("a", 100_000))/></transcript>", "xml.markup-limit"),
        Hostile("a name of 10 MB that never ends", "<\(repeated("a", 10_000_000))", "xml.markup-limit"),
        Hostile("a prefix of 10 MB", "<\(repeated("a", 10_000_000)):b/>", "xml.markup-limit"),
        Hostile("an attribute's name of 10 MB", "\(root)<message \(repeated("a", 10_000_000))=''/>", "xml.markup-limit"),
        Hostile("an attribute's value of 10 MB", "\(root)<message sender='\(repeated("a", 10_000_000))'/>", "xml.markup-limit"),
        Hostile("a processing instruction of 10 MB", "<?\(repeated("a", 10_000_000))?>", "xml.markup-limit"),
        Hostile("a comment of 10 MB", "<!--\(repeated("a", 10_000_000))-->\(root)</transcript>", "xml.markup-limit"),
        Hostile("an ampersand, and 10 MB", "\(root)<message><body>&\(repeated("a", 10_000_000))", "xml.markup-limit"),
        Hostile("100,000 elements in each other", repeated("<a>", 100_000), "limit.depth"),
        Hostile(
            "100,000 arrays in each other", "\(root)<metadata><array name='a'>\(repeated("<array>", 100_000))", "limit.depth"),
        Hostile(
            "100,000 elements of another namespace in each other",
            "\(root)<x:a xmlns:x='u'>\(repeated("<x:a>", 100_000))", "limit.depth"),
        Hostile(
            "100,000 attributes", "\(root)<message \(numbered(100_000) { "a\($0)='' " })/></transcript>",
            "xml.attributes-limit"),
        Hostile(
            "8,000 attributes, again and again", "\(root)\(repeated("<message \(numbered(8000) { "a\($0)='' " })/>", 20))",
            "xml.attributes-limit"),
        Hostile(
            "100,000 namespaces", "\(root)<x:a \(numbered(100_000) { "xmlns:x\($0)='u' " })/></transcript>",
            "xml.attributes-limit"),
        Hostile(
            "namespaces, level after level", "\(root)<x:a xmlns:x='u'>" + numbered(20) { level in
                "<x:a \(numbered(100) { "xmlns:x\(level)-\($0)='u' " })>"
            }, "xml.attributes-limit"),
        Hostile("a body of 40 MB", "\(root)<message><body>\(repeated("a", 40_000_000))</body></message></transcript>", "limit.record"),
        Hostile("40 MB of nothing", "\(root)\(repeated(" ", 40_000_000))</transcript>", "limit.record"),
    ]
}

@Suite("Documents from strangers do no harm")
struct HostileTests {
    @Test(
        "A document made to harm is refused within a second and 64 MB, with the reason",
        .enabled(if: Tool.python.isExpected, "python3 is not installed"),
        arguments: Hostile.withDoctype + Hostile.withoutDoctype)
    func refused(_ sample: Hostile) throws {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "input.xml")
            try Data(sample.document.utf8).write(to: file)
            let measurement = try Tool.measure(Tool.chatconv.path, ["-f", "xml", "-t", "jsonl", file.path])
            #expect(measurement.run.status == 65)
            #expect(measurement.run.output.contains("[\(sample.code)]"), "\(measurement.run.output.prefix(300))")
            #expect(measurement.seconds < Self.patience)
            #expect(measurement.peakMemory < 64 << 20, "\(measurement.peakMemory >> 20) MB")
        }
    }

    /// A second for what users run; a build without optimisation, among other tests, gets more.
    private static var patience: Double {
        #if DEBUG
            8
        #else
            1
        #endif
    }

    @Test(
        "No other file is opened, and no connection",
        .enabled(if: Tool.strace.isExpected, "strace is not installed"), arguments: Hostile.withDoctype)
    func opensNothing(_ sample: Hostile) throws {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "input.xml")
            try Data(sample.document.utf8).write(to: file)
            let calls = ["open", "openat", "openat2", "creat", "socket", "connect", "execve"].joined(separator: ",")
            let run = try Tool.strace.run(["-f", "-e", "trace=\(calls)", Tool.chatconv.path, "-f", "xml", "-t", "jsonl", file.path])
            let lines = run.output.split(separator: "\n")
            let input = try #require(lines.lastIndex { $0.contains("input.xml") && $0.contains("open") }, "\(run.output)")
            let later = lines[(input + 1)...].filter { line in line.contains("open") || line.contains("socket(") || line.contains("connect(") }
            #expect(later.isEmpty, "\(later.joined(separator: "\n"))")
        }
    }

    @Test(
        "Public collections of payloads are refused",
        .enabled(if: Places.corpus != nil, "needs ../shared/corpus, which is not here"))
    func payloads() throws {
        let folder = try #require(Places.corpus).appending(path: "xml")
        var documents: [[UInt8]] = []
        for part in ["payloadbox+xxe-injection-payload-list", "swisskyrepo+PayloadsAllTheThings"] {
            for file in Places.files(under: folder.appending(path: part), extensions: ["txt", "xml"]) {
                let bytes = try file.bytes()
                documents.append(bytes)
                documents += bytes.split(separator: 0x0A).map(Array.init)
            }
        }
        for file in Places.files(under: folder.appending(path: "GNOME+libxml2/libxml2/test/recurse"), extensions: ["xml"]) {
            documents.append(try file.bytes())
        }
        #expect(documents.count > 100)
        for document in documents {
            #expect(throws: ConversionError.self) { try XMLFormat().read(document) }
        }
    }
}
