import ChatConv
import Testing
import TextScanning
import ToyFormat

/// What validation finds in `text`, as `line:column code`.
private func findings(
    _ text: String, as format: String = "markdown", fileName: String? = nil, chunk: Int = .max
) throws -> [String] {
    try findings(Array(text.utf8), as: format, fileName: fileName, chunk: chunk)
}

private func findings(
    _ bytes: [UInt8], as format: String = "markdown", fileName: String? = nil, chunk: Int = .max
) throws -> [String] {
    var registry = FormatRegistry.builtIn
    try registry.add(ToyFormat())
    var found: [String] = []
    let input = try registry.open(MemorySource(bytes, chunk: chunk), fileName: fileName, as: format)
    let validation = Validation(input, fileName: fileName) { finding in
        let place = finding.location.map { "\($0.line):\($0.column)" } ?? "-"
        found.append("\(place) \(finding.code.id)")
    }
    try validation.run()
    return found
}

private func page(_ messages: String..., head: String = "---\ndate: 2018-01-23\n---\n") -> String {
    head + messages.map { "> \($0)  \n   \n" }.joined()
}

@Suite("Validation")
struct ValidationTests {
    @Test("Nothing is found in a page that has nothing wrong, whatever the chunks", arguments: [1, 7, .max])
    func clean(_ chunk: Int) throws {
        let text = page("10:27:03  Ann  \n   \nhello??", "10:27:04  Bob  \n   \nR&amp;D")
        #expect(try findings(text, fileName: "2018-01-23-chat.md", chunk: chunk) == [])
    }

    @Test("Findings come in the order of their places, those of the reader and those of the checks", arguments: [1, 7, .max])
    func order(_ chunk: Int) throws {
        let text = page(
            "10:27:03  Ann  \n   \na &amp;lt; b", "10:72:03  Ann  \n   \nhello", "10:26:03    \n   \nna\u{FFFD}ve",
            "10:26:03    \n   \nna\u{FFFD}ve")
        #expect(
            try findings(text, chunk: chunk) == [
                "6:3 text.escaped-twice", "8:3 markdown.invalid-time", "12:1 message.time-order", "12:1 message.empty-name",
                "14:3 text.replacement-character", "16:1 message.duplicate", "16:1 message.empty-name",
                "18:3 text.replacement-character",
            ])
    }

    @Test("What is seen in bytes that are read ahead comes in its place, too", arguments: [1, 7, .max])
    func readAhead(_ chunk: Int) throws {
        let text = page("10:27:03  Ann  \n   \na &amp;lt; b", "10:26:03  Bob  \n   \nhi\r\nho", "10:26:04  Cid  \n   \nho")
        #expect(
            try findings(text, chunk: chunk) == [
                "6:3 text.escaped-twice", "8:1 message.time-order", "10:4 input.mixed-line-ends",
            ])
    }

    @Test("A place is told in characters, and in the text itself where that is as it stands in the file")
    func columns() throws {
        let text = page("10:27:03  武爱旗🌻??  \n   \n中文：&amp;amp;quot;")
        #expect(try findings(text) == ["4:17 text.lost-emoji", "6:4 text.escaped-twice"])
    }

    @Test("Every format's messages are found in the file", arguments: [
        ("jsonl", "{\"chatconv\":1}\n{\"timestamp\":\"10:00:00\",\"sender\":{\"name\":\"a??\"}}\n  {\"timestamp\":\"09:00:00\",\"sender\":{\"name\":\"\\u0061??\"}}\n",
            ["2:44 text.lost-emoji", "3:3 message.time-order"]),
        ("json", "{\"chatconv\":1,\"messages\":[\n{\"timestamp\":\"10:00:00\"},\n {\"timestamp\":\"09:00:00\",\"body\":\"??a\"}]}",
            ["3:2 message.time-order", "3:34 text.lost-emoji"]),
        ("xml", "<transcript xmlns=\"urn:chatconv:transcript:1\">\n<message timestamp=\"10:00:00\"/>\n  <message timestamp=\"09:00:00\"><body>??a</body></message>\n</transcript>",
            ["3:3 message.time-order", "3:3 text.lost-emoji"]),
        ("srt", "1\n00:00:05,000 --> 00:00:06,000\na\n\n2\n00:00:01,000 --> 00:00:02,000\n??b\n\n3\n00:00:01,000 --> 00:00:02,000\nc\n",
            ["5:1 message.time-order", "6:1 srt.overlap", "7:1 text.lost-emoji", "10:1 srt.overlap"]),
        ("mbox", "From a Tue Jan 23 10:27:03 2018\nFrom: Ann <a@b>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\n\nhi\n\nFrom a Tue Jan 23 10:27:03 2018\nFrom: Ann <a@b>\nDate: Tue, 23 Jan 2018 09:27:03 +0000\n\n??a\n",
            ["7:1 message.time-order", "11:1 text.lost-emoji"]),
        ("webvtt", "WEBVTT\n\n00:05.000 --> 00:06.000\na\n\nid\n00:01.000 --> 00:02.000\n??b\n",
            ["7:1 webvtt.out-of-order", "8:1 text.lost-emoji"]),
    ])
    func formats(_ name: String, _ text: String, _ expected: [String]) throws {
        for chunk in [1, 7, Int.max] {
            let found = try findings(text, as: name, chunk: chunk)
            #expect(found == expected)
        }
    }

    @Test("A repeated message is looked for among the 64 before it of one time, wherever a batch ends", arguments: [1, 7, 999, .max])
    func reach(_ chunk: Int) throws {
        // Messages 64 and 65 after the ones that they repeat; one between two of its second, and one of another second.
        let bodies = (0..<150).map { [100: "36", 115: "50"][$0] ?? "\($0)" }
        let lines = bodies.map { "{\"timestamp\":\"10:00:00\",\"body\":\"\($0)\"}\n" }
            + ["{\"timestamp\":\"10:00:00.5\"}\n", "{\"timestamp\":\"10:00:00\",\"body\":\"149\"}\n"]
        let found = try findings("{\"chatconv\":1}\n" + lines.joined(), as: "jsonl", chunk: chunk)
        #expect(found == ["102:1 message.duplicate", "153:1 message.time-order"])
    }

    @Test("A line that is no JSON is told once, also behind a blank one", arguments: [1, 7, .max])
    func lineAfterBlankOne(_ chunk: Int) throws {
        #expect(try findings("{\"chatconv\":1}\n   \nb\n\n{}\n", as: "jsonl", chunk: chunk) == ["3:1 json.syntax"])
    }

    @Test("A format that tells no places is validated too: texts are found, messages have their number")
    func noTrail() throws {
        #expect(try findings("10:00:00\tAnn\thi\n09:00:00\tAnn\t??a\n", as: "toy") == ["2:14 text.lost-emoji", "- message.time-order"])
    }

    @Test("What stops a reader is one more finding, and those before it are told")
    func fatal() throws {
        let text = "{\"chatconv\":1,\"messages\":[{\"sender\":{\"name\":\"\"}},{\"body\":}]}"
        let found = try findings(text, as: "json")
        #expect(found == ["1:27 message.empty-name", "1:58 json.syntax"])
    }

    @Test("In a document with a message a line, each message that is no JSON is told", arguments: [1, 7, .max])
    func severalSyntaxErrors(_ chunk: Int) throws {
        let lines = """
            {"chatconv":1,"messages":[
            {"body":"a"},
            {"body":"b},
            {"sender":{"name":""}},
            {"body":},
            {"body":"c",
            {"body":"d\\x"},
            {"body":"e"}
            {"body":1},
            {"body":"f"},
            ]}

            """
        #expect(
            try findings(lines, as: "json", chunk: chunk) == [
                "3:13 json.syntax", "4:1 message.empty-name", "5:9 json.syntax", "7:1 json.syntax", "7:12 json.syntax",
                "9:1 json.syntax", "9:9 json.type", "11:1 json.syntax",
            ])
        // Indented, as --pretty writes it.
        let pretty = """
            {
              "chatconv": 1,
              "messages": [
                {
                  "body": "a
                },
                {
                  "sender": {"name": ""},
                  "body": b
                },
                {
                  "sender": {
                    "name": ""
                  }
                }
              ]
            }
            """
        #expect(
            try findings(pretty, as: "json", chunk: chunk) == ["5:17 json.syntax", "9:15 json.syntax", "11:5 message.empty-name"])
        // Nothing tells where the next message begins.
        let compact = #"{"chatconv":1,"messages":[{"body":},{"body":},{"sender":{"name":""}}]}"#
        #expect(try findings(compact, as: "json", chunk: chunk) == ["1:35 json.syntax"])
        #expect(try findings(#"{"chatconv":1,"messages":[{"body":"a"}{"body":"b"},]}"#, as: "json", chunk: chunk) == ["1:39 json.syntax", "1:52 json.syntax"])
        // Not a place to go on: the text of a message.
        let quoted = "{\"chatconv\":1,\"messages\":[\n{\"body\":\"x\n{ y\n{1}\"},\n{\"body\":\"z\"}\n]}\n"
        #expect(try findings(quoted, as: "json", chunk: chunk) == ["2:11 json.syntax"])
    }

    @Test("Bytes that are not UTF-8 are errors, each of them, and what replaces them is not told again")
    func invalidUTF8() throws {
        let bytes = Array("> 10:27:03  Ann  \n   \nna".utf8) + [0xEF] + Array("ve and ïüé b".utf8) + [0xFF, 0xFE] + Array("  \n   \n".utf8)
        var severities: [Diagnostic.Severity] = []
        let input = try FormatRegistry.builtIn.open(MemorySource(bytes), as: "markdown")
        try Validation(input) { severities.append($0.severity) }.run()
        #expect(try findings(bytes) == ["1:1 markdown.no-front-matter", "3:3 input.invalid-utf8", "3:16 input.invalid-utf8", "3:17 input.invalid-utf8"])
        #expect(severities == [.note, .error, .error, .error])
    }

    @Test("Of an input that is not UTF-8 at all, one error is told, at the first byte")
    func anotherEncoding() throws {
        // «Привет» in windows-1251.
        let word: [UInt8] = [0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2, 0x20]
        let bytes = Array("> 10:27:03  Ann  \n   \n".utf8) + (0..<100).flatMap { _ in word } + Array("  \n   \n".utf8)
        #expect(try findings(bytes) == ["1:1 markdown.no-front-matter", "3:1 input.invalid-utf8"])
    }

    @Test("Line ends of two kinds are found where the second begins, also between two reads", arguments: [1, 2, 5, .max])
    func lineEnds(_ chunk: Int) throws {
        let text = page("10:27:03  Ann  \r\n   \r\nhello")
        #expect(try findings(text, chunk: chunk).first { $0.hasSuffix("mixed-line-ends") } == "4:19 input.mixed-line-ends")
        let other = "1\r\n00:00:05,000 --> 00:00:06,000\r\na\r\nb\nc\r\n"
        #expect(try findings(other, as: "srt", chunk: chunk) == ["4:2 input.mixed-line-ends"])
        #expect(try findings("1\r\n00:00:05,000 --> 00:00:06,000\r\na\r\n", as: "srt", chunk: chunk) == [])
    }

    @Test("Line ends are looked at where the reader is stopped, and no further", arguments: [1, 7, .max])
    func lineEndsAndFaults(_ chunk: Int) throws {
        let stopped = "{\"chatconv\":1,\n\"messages\":[{\r\n\"body\":\"a\"},{\"body\":}\r\n"
        #expect(try findings(stopped, as: "json", chunk: chunk) == ["2:15 input.mixed-line-ends", "3:21 json.syntax"])
        let behind = "{\"chatconv\":1,\n\"messages\":[{\n\"body\":}\r\n"
        #expect(try findings(behind, as: "json", chunk: chunk) == ["3:8 json.syntax"])
    }

    @Test("Messages of one time are compared across batches")
    func duplicatesAcrossBatches() throws {
        var text = "{\"chatconv\":1}\n"
        for index in 0..<600 {
            let number = index == 512 ? 511 : index
            let clock = "\(10 + number / 3600):\(pad(number / 60 % 60)):\(pad(number % 60))"
            text += "{\"timestamp\":\"\(clock)\",\"body\":\"\(number)\"}\n"
        }
        #expect(try findings(text, as: "jsonl") == ["514:1 message.duplicate"])
    }

    private func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    @Test("Times are compared in UTC where both tell their offset")
    func offsets() throws {
        func lines(_ times: String...) -> String {
            "{\"chatconv\":1}\n" + times.map { "{\"timestamp\":\"\($0)\"}\n" }.joined()
        }
        #expect(try findings(lines("2018-01-01T00:30:00+02:00", "2017-12-31T23:00:00+00:00"), as: "jsonl") == [])
        #expect(try findings(lines("2018-03-01T00:30:00+00:00", "2018-03-01T01:00:00+02:00"), as: "jsonl") == ["3:1 message.time-order"])
        #expect(try findings(lines("2018-01-01", "2018-01-01T00:00:00"), as: "jsonl") == [])
    }

    @Test("A caller who has seen enough ends the run")
    func stops() throws {
        var count = 0
        let text = "{\"chatconv\":1}\n" + String(repeating: "{\"sender\":{\"name\":\"\"}}\n", count: 10_000)
        let input = try FormatRegistry.builtIn.open(MemorySource(text), as: "jsonl")
        try Validation(input) { _ in count += 1 }.run { count >= 10 }
        #expect((10...2000).contains(count))
    }
}

@Suite("The front matter of a page")
struct FrontMatterTests {
    private func findings(_ frontMatter: String, fileName: String = "2018-01-23-chat.md", messages: Int = 2) throws -> [String] {
        let texts = (0..<messages).map { "10:27:0\($0)  Ann  \n   \nhello \($0)" }
        let text = "---\n\(frontMatter)---\n" + texts.map { "> \($0)  \n   \n" }.joined() + "> 10:28:00  Ann  \n"
        return try ChatConvTests.findings(text, fileName: fileName)
    }

    @Test("`lines:` is right as the number of all messages and as that of texts", arguments: [(2, true), (3, true), (4, false), (0, false)])
    func lines(_ count: Int, _ isRight: Bool) throws {
        #expect(try findings("date: 2018-01-23\nlines:   \(count)\n") == (isRight ? [] : ["3:10 markdown.line-count"]))
    }

    @Test("`date:` is compared with the file's name, where that has a date")
    func date() throws {
        #expect(try findings("date: 2018-01-24 12:00:00\n") == ["2:7 markdown.date-mismatch"])
        #expect(try findings("date: 2018-01-24\n", fileName: "a/b/chat.md") == [])
        #expect(try findings("date: 2018-01-23\n", fileName: "2017-01-01/2018-01-23.md") == [])
        #expect(try findings("date: yesterday\n") == ["2:7 markdown.key-value"])
        #expect(try findings("date: 2018-01-23\nlines: many\n") == ["3:8 markdown.key-value"])
    }

    @Test("Keys that are there twice, and slips of keys that are not there")
    func keys() throws {
        #expect(try findings("date: 2018-01-23\ntitle: a\ntitle: b\n") == ["4:1 markdown.duplicate-key"])
        #expect(try findings("Date: 2018-01-23\n") == ["1:1 markdown.no-date", "2:1 markdown.mistyped-key"])
        #expect(try findings("date: 2018-01-23\ndate2: x\nlinse: 1\nauthr: a\nlayout: b\ntga: c\n") == [
            "4:1 markdown.mistyped-key", "5:1 markdown.mistyped-key", "7:1 markdown.mistyped-key",
        ])
    }

    @Test("A byte order mark and CRLF move no place")
    func carriageReturns() throws {
        let text = "\u{FEFF}---\r\ndate: 2018-01-23\r\nlines: 5\r\n---\r\n> 10:27:03  Ann  \r\n   \r\nhello  \r\n   \r\n"
        #expect(try ChatConvTests.findings(text) == ["3:8 markdown.line-count"])
    }
}
