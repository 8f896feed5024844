import SubRipFormat
import TestSupport
import Testing
import TranscriptCoding
import TranscriptModel

@Suite("Who speaks in SRT")
struct SpeakerTests {
    private func text(_ name: Text?, _ body: Text, _ options: [OptionAssignment] = []) throws -> String {
        let end = Timestamp(sinceStartMilliseconds: 1000)
        let message = Message(
            timestamp: Timestamp(sinceStartMilliseconds: 0), sender: Sender(name: name), body: body, end: end)
        let bytes = try SubRipFormat().write(Transcript(messages: [message]), options)
        if options.isEmpty { #expect(try SubRipFormat().read(bytes).messages == [message]) }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst(2).joined(separator: "\n")
    }

    @Test("What looks like a name is written as it stands", arguments: ["Ada", "Grace Hopper", "MAN", "Dr. Who", "Speaker 1", "张三", "Zoë", "Ada (Host)", "Ada Lovelace (she/her)"])
    func plainNames(_ name: String) throws {
        #expect(try text(Text(name), "hello: you") == "\(name): hello: you")
    }

    @Test("Any other name is written behind an invisible mark, and comes back", arguments: ["x", "a: b", "", "a\nb", "Ada ", "a:", ":", "a:\u{200B} b", "\u{2060}", "(Host)", "Ada (", "Ada ()", "Ada (a:b)", "x (Host)", "Ada：b"])
    func otherNames(_ name: String) throws {
        #expect(try text(Text(name), "hello").hasPrefix("\u{2060}"))
    }

    @Test("A text that starts like a name gets a guard, and comes back", arguments: ["Ada: hello", "\u{200B}Ada: hello", "\u{2060}x: y"])
    func guarded(_ body: String) throws {
        #expect(try text(nil, Text(body)) == "\u{200B}" + body)
    }

    @Test("A sentence with a colon is a text", arguments: ["I told him: go", "http://example.org", "at 10:30: go", "x: y"])
    func sentences(_ body: String) throws {
        #expect(try text(nil, Text(body)) == body)
    }

    @Test("Blank lines, arrows, tags and controls make no broken file, and come back", arguments: [
        "a\n\nb", "\n", "\n\n", "a\n", "\na", " ", "\t\n ", "\u{200B}", "a --> b", "00:00:01,000 --> 00:00:02,000",
        "x\n\n2\n00:00:01,000 --> 00:00:02,000\ny", "0:1 -> 0:2", "<b>x</b>", "{\\an8}x", "<3", "a\rb", "a\r\nb", "\u{0}", "\u{240D}",
        "\u{200B}\r", "\u{200B}\u{240D}", "1", "a\n2",
        "from 0:00:01,5 to 00:00:02.000", "1:2,\u{200B}3", "1:2.3", ":12,3",
    ])
    func texts(_ body: String) throws {
        let written = try text(nil, Text(body))
        #expect(!written.contains("-->") && !written.contains("\n\n"))
        _ = try text("Ada", Text(body))
    }

    @Test("Another form, and none")
    func forms() throws {
        #expect(try text("Ada", "hi", [OptionAssignment(name: "speaker-prefix", value: "brackets")]) == "[Ada] hi")
        #expect(try text("Ada", "hi", [OptionAssignment(name: "speaker-prefix", value: "off")]) == "hi")
    }
}
