import SubtitleCues
import TestSupport
import Testing
import TranscriptCoding
import TranscriptModel

@testable import SubRipFormat

/// Cues of the plain shape, which are read and written at one go, alone and with others between them.
@Suite("Plain SRT cues")
struct PlainCueTests {
    private static let texts = [
        "One line", "Two\nlines", "Ann: Says something", "Ann: Says\nmore", "Not a name: said", "At 10:30, or 10:45",
        "Wide – “text” 字幕", "Three\nlines\nhere", "Tab\there", "A -> b", "<i>Slanted</i>", "Ends in a colon:",
        "张三: 好", "\u{2060}x: Said", "\u{2060}地平线-技术-北京: 在吗\n在", "\u{2060}x: y: z", "\u{2060}a:: b", "\u{2060}x: ",
        "\u{2060}: nobody", "\u{2060}Ann: a name that needs no mark", "\u{2060}no colon", "\u{2060}first\nx: y",
        "\u{2060} x: Said", "\u{2060}\u{2060}x: Said", "\u{2060}x\u{200B}: Said", "\u{200B}Ann: nobody", "\u{2060}",
        "\u{2060}<x>: Said", "\u{2060}10:30,5: Said",
        "\u{2060}a name of more than the sixty bytes that one without a mark can have: Said",
    ]

    /// A file of cues whose lines end in `lineEnd`, as the writer writes it but for what is said in tags.
    private static func file(_ lineEnd: String, texts: [String] = texts) -> [UInt8] {
        let cues = (0..<60).map { index in
            let second = index < 10 ? "0\(index)" : "\(index)"
            return "\(index + 1)\n00:59:\(second),000 --> 00:59:\(second),900\n\(texts[index % texts.count])\n"
        }
        return Array(cues.joined(separator: "\n").replacing("\n", with: lineEnd).utf8)
    }

    @Test(
        "A file comes back byte for byte, whatever its line ends are and however small the chunks are it comes in",
        arguments: ["\n", "\r\n", "\r"], [1, 2, 3, 7, 64, 1000, Int.max])
    func thereAndBack(_ lineEnd: String, chunk: Int) throws {
        let bytes = Self.file(lineEnd)
        let transcript = try SubRipFormat().read(bytes, chunk: chunk)
        #expect(transcript.messages.count == 60)
        #expect(try SubRipFormat().write(transcript) == bytes)
    }

    /// No cue is taken at one go from a file of CR alone.
    @Test("Cues say the same as in a file whose cues are looked at one by one", arguments: ["\n", "\r\n"], [1, 7, Int.max])
    func sameAsOneByOne(_ lineEnd: String, chunk: Int) throws {
        let expected = try reading("\r", chunk: .max)
        let own = try reading(lineEnd, chunk: chunk)
        #expect(own.messages == expected.messages)
        #expect(own.findings == expected.findings)
        #expect(own.findings.contains { $0.hasPrefix("srt.overlap") })
        #expect(own.findings.filter { $0.hasPrefix("srt.many-hours") }.count == 1)
    }

    /// What a file says, and what is said of it, with times that are told plainly, go back, are past 100 hours, and too
    /// late to be told.
    private func reading(_ lineEnd: String, chunk: Int) throws -> (messages: [Message], findings: [String]) {
        let file = String(decoding: Self.file("\n"), as: UTF8.self)
            .replacing("00:59:1", with: "100:59:1").replacing("00:59:5", with: "1193046:28:1")
        var findings: [String] = []
        let log = DiagnosticLog { findings.append("\($0.code.id): \($0.message)") }
        let bytes = Array(file.replacing("\n", with: lineEnd).utf8)
        var messages = try SubRipFormat().read(bytes, chunk: chunk, diagnostics: log).messages
        // What could not be written again is told with the line ends of each.
        for index in messages.indices { messages[index].details.extensions["srt:verbatim"] = nil }
        return (messages, findings)
    }

    @Test("Every character that is taken for one of a Chinese name without looking it up is one")
    func han() {
        for value: UInt32 in 0x2E80...0xD7FF {
            guard let character = Unicode.Scalar(value) else { continue }
            let name = Array(String(character).utf8)
            let isExpected = character.properties.isUppercase || character.properties.isAlphabetic
            #expect(name.withUnsafeBufferPointer { SpeakerPrefix.isName($0) } == isExpected, "U+\(String(value, radix: 16))")
        }
    }

    @Test("Cues say the same with either line end", arguments: [1, 5, Int.max])
    func sameMessages(chunk: Int) throws {
        let plain = Self.texts.filter { !$0.contains("<") && !$0.contains("10:30") && !$0.contains("->") }
        let expected = try SubRipFormat().read(Self.file("\n", texts: plain))
        let transcript = try SubRipFormat().read(Self.file("\r\n", texts: plain), chunk: chunk)
        #expect(transcript.messages == expected.messages)
        let plainCount = transcript.messages.count { $0.isPlainButForEnd }
        #expect(plainCount == 60)
        #expect(transcript.messages[1].body == "Two\nlines")
        #expect(transcript.messages[3].sender.name == "Ann")
        #expect(transcript.messages[3].body == "Says\nmore")
    }

    @Test("A cue whose lines end in another way than the file's keeps its bytes", arguments: ["\n", "\r\n"], ["\r", "\r\n", "\n"])
    func mixedLineEnds(_ lineEnd: String, other: String) throws {
        let text = String(decoding: Self.file(lineEnd), as: UTF8.self)
        for line in ["lines", "00:59:30,000 --> 00:59:30,900", "31", "One line"] {
            let bytes = Array(text.replacing("\(line)\(lineEnd)", with: "\(line)\(other)").utf8)
            let transcript = try SubRipFormat().read(bytes)
            #expect(try SubRipFormat().write(transcript) == bytes, "after \(line)")
        }
    }

    @Test("A file can end anywhere", arguments: ["\n", "\r\n"])
    func cutFile(_ lineEnd: String) throws {
        let bytes = Self.file(lineEnd, texts: Self.texts.filter { $0.utf8.allSatisfy { $0 < 0x80 } })
        for count in (bytes.count - 200)..<bytes.count {
            let cut = Array(bytes[..<count])
            let transcript = try SubRipFormat().read(cut, chunk: 13)
            #expect(try SubRipFormat().write(transcript) == cut, "after \(count) bytes")
        }
    }
}
