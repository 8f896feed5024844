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

    @Test("Cues say the same with either line end", arguments: [1, 5, Int.max])
    func sameMessages(chunk: Int) throws {
        let plain = Self.texts.filter { !$0.contains("<") && !$0.contains("10:30,") && !$0.contains("->") }
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
