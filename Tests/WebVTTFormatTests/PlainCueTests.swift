import TestSupport
import Testing
import TranscriptCoding
import TranscriptModel

@testable import WebVTTFormat

/// Cues of the plain shape, which are read and written at one go, alone and with others between them.
@Suite("Plain WebVTT cues")
struct PlainCueTests {
    private static let plainTexts = [
        "One line", "Two\nlines", "<v Ann>Says something", "<v Ann>Says\nmore", "Wide – “text” 字幕",
        "Three\nlines\nhere", "Tab\there", "A -> b",
    ]
    private static let texts = plainTexts + ["<i>Slanted</i>", "Q &amp; A", "<v Ann><i>Slanted</i>"]

    private static func file(_ lineEnd: String, texts: [String] = texts) -> [UInt8] {
        let cues = (0..<60).map { index in
            let second = index < 10 ? "0\(index)" : "\(index)"
            let settings = index % 17 == 16 ? " align:left" : ""
            return "\n00:59:\(second).000 --> 00:59:\(second).900\(settings)\n\(texts[index % texts.count])\n"
        }
        return Array(("WEBVTT\n" + cues.joined()).replacing("\n", with: lineEnd).utf8)
    }

    @Test(
        "A file comes back byte for byte, whatever its line ends are and however small the chunks are it comes in",
        arguments: ["\n", "\r\n", "\r"], [1, 2, 3, 7, 64, 1000, Int.max])
    func thereAndBack(_ lineEnd: String, chunk: Int) throws {
        let bytes = Self.file(lineEnd)
        let transcript = try WebVTTFormat().read(bytes, chunk: chunk)
        #expect(transcript.messages.count == 60)
        #expect(try WebVTTFormat().write(transcript) == bytes)
    }

    @Test("Cues say the same with either line end", arguments: [1, 5, Int.max])
    func sameMessages(chunk: Int) throws {
        let expected = try WebVTTFormat().read(Self.file("\n", texts: Self.plainTexts))
        let transcript = try WebVTTFormat().read(Self.file("\r\n", texts: Self.plainTexts), chunk: chunk)
        #expect(transcript.messages == expected.messages)
        let plainCount = transcript.messages.count { $0.isPlainButForEnd }
        #expect(plainCount == 57)
        #expect(transcript.messages[1].body == "Two\nlines")
        #expect(transcript.messages[3].sender.name == "Ann")
        #expect(transcript.messages[3].body == "Says\nmore")
    }

    @Test("Times past 100 hours are like others", arguments: ["\n", "\r\n"], [1, 7, Int.max])
    func manyHours(_ lineEnd: String, chunk: Int) throws {
        let file = String(decoding: Self.file(lineEnd), as: UTF8.self)
        let bytes = Array(file.replacing("00:59:3", with: "100:59:3").replacing("00:59:4", with: "200:59:4")
            .replacing("00:59:5", with: "1193046:28:0").utf8)
        let transcript = try WebVTTFormat().read(bytes, chunk: chunk)
        #expect(transcript.messages[30].timestamp == Timestamp(sinceStartMilliseconds: 363_570_000))
        #expect(transcript.messages[55].end == Timestamp(sinceStartMilliseconds: 4_294_967_285_900))
        #expect(try WebVTTFormat().write(transcript) == bytes)
    }

    @Test("A cue whose lines end in another way than the file's keeps its bytes", arguments: ["\n", "\r\n"], ["\r", "\r\n", "\n"])
    func mixedLineEnds(_ lineEnd: String, other: String) throws {
        let text = String(decoding: Self.file(lineEnd), as: UTF8.self)
        for line in ["lines", "00:59:30.000 --> 00:59:30.900", "One line", "more"] {
            let bytes = Array(text.replacing("\(line)\(lineEnd)", with: "\(line)\(other)").utf8)
            let transcript = try WebVTTFormat().read(bytes)
            #expect(try WebVTTFormat().write(transcript) == bytes, "after \(line)")
        }
    }

    @Test("A file can end anywhere", arguments: ["\n", "\r\n"])
    func cutFile(_ lineEnd: String) throws {
        let bytes = Self.file(lineEnd, texts: Self.texts.filter { $0.utf8.allSatisfy { $0 < 0x80 } })
        for count in (bytes.count - 200)..<bytes.count {
            let cut = Array(bytes[..<count])
            let transcript = try WebVTTFormat().read(cut, chunk: 13)
            #expect(try WebVTTFormat().write(transcript) == cut, "after \(count) bytes")
        }
    }
}
