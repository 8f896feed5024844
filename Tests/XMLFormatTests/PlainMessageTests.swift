import ChatConv
import ChatConvTesting
import TestSupport
import Testing
import TranscriptCoding
import TranscriptModel

@testable import XMLFormat

/// A document twice: as it is, and with apostrophes around each message's time, so that the parser gets to see all its
/// messages. Every byte stands at the same place in both.
private struct BothWays {
    let plain: [UInt8]
    let parsed: [UInt8]

    init(_ document: String) {
        plain = Array(document.utf8)
        parsed = Array(document.replacing(/<message timestamp="([^"'<]*)"/) { "<message timestamp='\($0.1)'" }.utf8)
    }

    init(messages: String) { self.init("\(Self.root)\n\(Self.first)\(messages)\n</transcript>\n") }

    static let root = "<transcript xmlns=\"urn:chatconv:transcript:1\">"
    /// The first message is the parser's in any case.
    static let first = "<message/>\n"
}

/// What a reader makes of a document: its transcript, or as much of it as can be had, and all that it says.
private func reading(_ document: [UInt8], chunk: Int = .max, isLenient: Bool = false) -> String {
    let recorder = DiagnosticRecorder()
    do throws(ConversionError) {
        let transcript = try XMLFormat().read(document, chunk: chunk, isLenient: isLenient, diagnostics: recorder.log)
        return "\(transcript)\n\(recorder.lines.joined(separator: "\n"))"
    } catch {
        return "\(recorder.lines.joined(separator: "\n"))\n\(error)"
    }
}

/// What validation finds, in any order, because batches differ; its columns where they are not in a text, which is found more
/// exactly where it was not rewritten.
private func findings(_ document: [UInt8], chunk: Int = .max) throws -> [String] {
    var found: [Diagnostic] = []
    let input = try FormatRegistry.builtIn.open(MemorySource(document, chunk: chunk), as: "xml")
    try Validation(input) { found.append($0) }.run()
    return found.map { "\($0.location?.line ?? 0) \($0.code.id.hasPrefix("text.") ? 0 : $0.location?.column ?? 0) \($0.code.id) \($0.message)" }.sorted()
}

private func message(time: String = "2018-01-23T10:27:03", sender: String? = "Ann", _ content: String) -> String {
    "<message timestamp=\"\(time)\"\(sender.map { " sender=\"\($0)\"" } ?? "")>\(content)</message>"
}

@Suite("Plain messages are what the parser makes of them")
struct PlainMessageTests {
    static let plain = [
        message("<body>good morning</body>"), message("<body></body>"), message("<body/>"), message(" <body/> <attachment type=\"file\"/>"), message("<body>中文，可以吗？</body>"),
        message("<body>two\nlines\tand \"quotes\" 'and' more\n</body>"), message(sender: nil, "<body>nobody's</body>"),
        message(sender: "", "<body>of no name</body>"), message(sender: "a > b's ￥ｘ", "<body>￥ｘ</body>"), message(""),
        message("<attachment type=\"image\" url=\"https://example.org/a.png\" title=\"roses\"/>"),
        message("<attachment type=\"poll\"/>"), message("<attachment type=\"file\" title=\"\"/>"),
        message("\n  <body>look</body>\n"), message(" <attachment type=\"file\" url=\"x\"/>\t"), message(" \n"),
        message("<body>look</body> <attachment type=\"file\"/>\n"), message("<body>look</body><attachment type=\"link\" url=\"x\"/>"),
        message(sender: "&quot;a&quot; &amp; &apos;b&apos;", "<body>&lt;a&gt;]]&gt; &amp;amp;amp; b &gt; 1</body>"), message("<body>&lt;</body>"),
        message("<attachment type=\"image\" url=\"https://example.org/?a=1&amp;b=2\" title=\"&lt;&gt;\"/>"), message("<body>&quot;&apos;</body>"),
        message(time: "10:27:03", "<body>x</body>"), message(time: "00:00:01.500", ""), message(time: "1193046:28:15.999", "<body>x</body>"),
        message(time: "00:00:01.000\" end=\"00:00:02", "<body>x</body>"), message(time: "100:00:01\" end=\"2018-01-23T10:27:03", ""),
        message(time: "00:00:01.000\" end=\"00:00:00.000", "<attachment type=\"file\"/>"),
        message(time: "0000-01-01T00:00:00", "<body>x</body>"), message(time: "9999-12-31T23:59:59", "<body>\u{7F}\u{85}</body>"),
    ]

    static let other = [
        message(time: "2018-02-30T10:27:03", "<body>x</body>"), message(time: "2018-01-23T24:00:00", "<body>x</body>"),
        message(time: "2018-01-23T10:27", "<body>x</body>"), message(time: "2018-01-23T10:27:03Z", "<body>x</body>"), message(time: "", ""),
        message(time: "1:27:03", "<body>x</body>"), message(time: "10:27:03.5", "<body>x</body>"), message(time: "1193046:28:16.000", ""),
        message(time: "123456789:00:00", ""), message(time: "10:60:00", ""), message(time: "10:00:60", ""), message(time: "10:27:03.1234", ""),
        message(time: "10:27:03\" end=\"", ""), message(time: "10:27:03\" end=\"10:27", ""), message(sender: "a\tb\nc", "<body>x</body>"),
        message(sender: "a < b", "<body>x</body>"), message(sender: "\u{FFFE}", ""), message(sender: "\u{8}", ""),
        message("<body>a &#38; b</body>"), message("<body>&AMP;</body>"), message("<body>&nbsp;</body>"), message("<body>a & b</body>"), message("<body>a ]]> b</body>"), message("<body>a > b</body>"),
        message("<body>a\r\nb\rc</body>"), message("<body>\u{FFFF}</body>"), message("<body>\u{1}</body>"), message("<body>\u{0}</body>"),
        message("<body>a<b/>c</body>"), message("<body>a<char code=\"8\"/>c</body>"), message("<body>a<!-- b -->c</body>"),
        message("<body><![CDATA[a</body></message>]]></body>"), message("<body>a</body><body>b</body>"), message("<body>a</body>x"),
        message("x<body>a</body>"), message("<body>a</bod>"), message("<body>a"),
        message("<attachment/>"), message("<attachment type=\"pict\"/>"), message("<attachment type=\"image\" title=\"a\" url=\"b\"/>"),
        message("<attachment type=\"image\" url=\"a\" size=\"1\"/>"), message("<attachment type=\"image\" url=\"a&b\"/>"),
        message("<attachment type=\"image\" url=\"a\"></attachment>"), message("<attachment type=\"image\"/><attachment type=\"image\"/>"),
        message("<attachment type=\"image\"/><body>a</body>"), message("<reaction emoji=\"x\"/>"), "<message timestamp=\"2018-01-23T10:27:03\"/>",
        "<message timestamp=\"2018-01-23T10:27:03\" sender=\"a\" sender=\"b\"></message>",
        "<message timestamp=\"2018-01-23T10:27:03\" mood=\"good\"><body>a</body></message>",
        "<message timestamp=\"2018-01-23T10:27:03\" ><body>a</body></message>", "<message timestamp=\"2018-01-23T10:27:03\">",
        "<message timestamp=\"2018-01-23T10:27:03\"", "<messages timestamp=\"2018-01-23T10:27:03\"></messages>", "<message timestamp=\"",
    ]

    static let between = [
        "", "\n", "\r\n\t ", "x", "<!-- </message> -->", "<!-- \(message("<body>b</body>")) -->", "<?x </message>\(message(""))?>",
        "<![CDATA[</message>\(message(""))]]>", "<title>late</title>", "<x xmlns=\"urn:x\"/>", "]]>", "&amp;", "</transcript>",
    ]

    @Test("A plain message is told from any other")
    func recognized() {
        for text in Self.plain {
            for space in ["", "\n", " \t\r\n\n"] {
                let bytes = Array((space + text + "<").utf8)
                bytes.withUnsafeBufferPointer { bytes in
                    var isCut = false
                    let message = PlainMessage(bytes, at: 0, isCut: &isCut)
                    #expect(message?.start == space.utf8.count && message?.end == bytes.count - 1 && !isCut, "\(text)")
                    #expect(message?.lineFeedCount == bytes.count { $0 == 0x0A })
                }
            }
        }
        for text in Self.other {
            var isCut = false
            #expect(Array(text.utf8).withUnsafeBufferPointer { PlainMessage($0, at: 0, isCut: &isCut) } == nil, "\(text)")
        }
    }

    @Test("More bytes decide as long as nothing else can come of what is there", arguments: plain)
    func cut(_ text: String) {
        let bytes = Array(text.utf8)
        for count in bytes.indices where bytes[count] & 0xC0 != 0x80 {
            var isCut = false
            #expect(bytes.prefix(count).withUnsafeBufferPointer { PlainMessage($0, at: 0, isCut: &isCut) } == nil && isCut, "\(count)")
            // No word of the notation goes on so.
            for wrong in ["\u{1}", "<?"] {
                let other = Array(bytes.prefix(count)) + wrong.utf8
                var isCut = false
                _ = other.withUnsafeBufferPointer { PlainMessage($0, at: 0, isCut: &isCut) }
                #expect(!isCut, "\(count) \(wrong.debugDescription)")
            }
        }
    }

    @Test("Read, reported and validated alike, however the input comes in", arguments: plain + other)
    func alike(_ text: String) throws {
        for between in Self.between {
            let document = BothWays(messages: "\(text)\(between)\(text)\n\(message("<body>\n</body>"))<message><oops/></message>\(text)")
            for isLenient in [false, true] {
                let expected = reading(document.parsed, isLenient: isLenient)
                for chunk in [Int.max, 1, 7] {
                    #expect(reading(document.plain, chunk: chunk, isLenient: isLenient) == expected, "\(between), chunks of \(chunk)")
                }
            }
            let expected = try findings(document.parsed)
            #expect(try findings(document.plain) == expected, "\(between)")
            #expect(try findings(document.plain, chunk: 7) == expected, "\(between)")
        }
    }

    @Test("What is written of any transcript, and damaged, is read alike")
    func generated() throws {
        var random = RandomSource(seed: 11)
        for seed in UInt64(0)..<200 {
            var text = String(decoding: try XMLFormat().write(TranscriptGenerator().transcript(seed: seed)), as: UTF8.self)
            // Messages that are plain between those that seldom are.
            text = text.replacing(/\n<message/) { _ in "\n\(random.pick(Self.plain) ?? "")\n<message" }
            if seed % 2 == 1 {
                let cut = text.index(text.startIndex, offsetBy: random.below(text.count))
                text.insert(contentsOf: random.pick(["<", ">", "&", "\"", "</message>", "x", "\u{1}", " "]) ?? "", at: cut)
            }
            let document = BothWays(text)
            let expected = reading(document.parsed)
            #expect(reading(document.plain) == expected, "seed \(seed)")
            #expect(reading(document.plain, chunk: 5) == expected, "seed \(seed)")
        }
    }

    @Test("The parser, the reader and the schema allow each", arguments: plain)
    func allowed(_ text: String) throws {
        #expect(try findings(BothWays(messages: text).parsed).filter { $0.contains(" xml.") } == [])
    }

    @Test("Names that are not of the transcript's own namespace make no message plain")
    func namespaces() throws {
        let text = message("<body>a</body>")
        let prefixed = "<t:transcript xmlns:t=\"urn:chatconv:transcript:1\"><t:message/>\(text)</t:transcript>"
        #expect(reading(Array(prefixed.utf8)).contains("<message> has no namespace, so it is no element of a transcript"))
        let foreign = "<transcript xmlns=\"urn:x\"><message/>\(text)</transcript>"
        #expect(reading(Array(foreign.utf8)).contains("xml.no-transcript"))
        let redeclared = "\(BothWays.root)<message><x xmlns=\"urn:x\">\(text)</x></message>\(text)</transcript>"
        let parsed = "\(BothWays.root)<message><x xmlns=\"urn:x\">\(text)</x></message><!---->\(text)</transcript>"
        #expect(try XMLFormat().read(redeclared) == XMLFormat().read(parsed))
    }

    @Test("Places behind plain messages are those of the document")
    func places() {
        let messages = (0..<3000).map { message("<body>message \($0)\nof two lines</body>\($0 % 7 == 0 ? "<edited/>" : "")") }.joined(separator: "\n")
        let document = BothWays(messages: "\(messages)\n<message>\n<body>a</message>")
        let expected = "6004:8: error: </message> stands where </body> should, for the element of line 6004 [xml.syntax]"
        #expect(reading(document.plain).hasSuffix(expected))
        #expect(reading(document.parsed).hasSuffix(expected))
        // A byte order mark is no part of the document.
        #expect(reading([0xEF, 0xBB, 0xBF] + document.plain).hasSuffix(expected))
    }

    @Test("A message as long as a piece of the document is read, plain or not, and the limit on a message holds")
    func long() throws {
        for count in [XMLLimits.piece - 100, XMLLimits.piece, 3 * XMLLimits.piece, 600_000] {
            let text = message("<body>\(String(repeating: "长", count: count / 3))</body>")
            let document = BothWays(messages: "\(text)\n\(text)")
            let expected = reading(document.parsed)
            for chunk in [Int.max, 1000] { #expect(reading(document.plain, chunk: chunk) == expected) }
            #expect(try findings(document.plain) == findings(document.parsed))
        }
        let text = message("<body>\(String(repeating: "a", count: 100_000))</body>")
        #expect(throws: ConversionError.self) {
            try XMLFormat().read(BothWays(messages: text).plain, limits: Limits(recordBytes: 50_000))
        }
    }
}
