import ChatConvTesting
import SubtitleCues
import TestSupport
import TextScanning
import Testing
import TranscriptCoding
import TranscriptModel

@testable import WebVTTFormat

/// A reader knows while it scans whether a cue is spelled as the writer would spell it. Here that is held to writing the cue and
/// comparing the bytes.
@Suite("Canonical WebVTT cues")
struct CanonicalCueTests {
    // MARK: Cues of all kinds

    private static let blanks = ["\n", "\n", "\n", "\n\n", ""]
    private static let blocks = [
        "", "", "", "", "NOTE hi\n\n", "NOTE\ntwo\nlines\n\n", "NOTE hi\n\n\n", "00:01 --> 00:02\nbroken\n\n", "NOTE chatconv transcript\n\n",
        "NOTE chatconv message ends=made\n\n", "NOTE chatconv message\n{\"id\":\"m\"}\n\n", "NOTE chatconv message\nx\n\n", "STYLE\nx\n\n", "NOTE a\n\nNOTE b\n\n",
    ]
    private static let identifiers = ["", "", "", "7\n", "a b \n", " \n"]
    private static let timings = [
        "00:00:01.000 --> 00:00:02.000", "00:00:01.000 --> 00:00:02.000", "00:00:01.000 --> 00:00:02.000", "00:01.000 --> 00:02.000",
        "00:00:01.000  --> 00:00:02.000", "00:00:01.000-->00:00:02.000", "00:00:02.000 --> 00:00:01.000", "00:00:00.000 --> 00:00:01.000",
        "00:00:01.000 --> 00:00:02.000 align:start", "00:00:01.000 --> 00:00:02.000  align:start", "00:00:01.000 --> 00:00:02.000 align:start ",
        "00:00:01.000 --> 00:00:02.000\talign:start", "00:00:01.000 --> 00:00:02.000 -->", "100:00:01.000 --> 100:00:02.000",
        "0100:00:01.000 --> 0100:00:02.000", "1193047:00:00.000 --> 1193048:00:00.000", "123456789:00:00.000 --> 123456789:00:01.000",
    ]
    private static let lines = [
        "One line", "One line", "<v Ann>Says", "<v Ann>", "<v  Ann>x", "<v Ann >x", "<v A  B>x", "<v A B>x", "<v.loud Ann>x", "<v>x", "<v >x", "<v A&amp;B>x", "<v A&B>x",
        "<v A&lt;&gt;>x", "<v A-->x", "<v A-&#45;>x", "<v A&#45;>x", "<v A&#45;&#45;>x", "<v ->x", "<v A\tB>x", "<v A", "<v Ann>Says</v>", "<i>slanted</i>", "<c></c>",
        "<c></c>x", "x<c></c>", "<c>x</c>", "&amp;", "&lt;b&gt;", "&lt;", "--&gt;", "-&gt;", "->", "- ->", "&#13;", "&#13", "&nbsp;", "&", "&amp", "A & B", "<00:00:01.500>x",
        "</v>", "<", ">", "Tab\there", "字幕", " spaces ", "<v Ann>a<v Bob>b", "--", "NOTE x", "Ann: Says", "Ann: ", "<c></c>Ann: Says", "<c></c>Bob: x", "Bob: Answers", "张三：早", "<c></c>张三：早", "[Ann]: x", "<i>Ann</i>: x", "10:30 Uhr: x",
    ]
    private static let ends = ["\n", "\n", "\n", "", "\n\n", "\n\nNOTE late\n"]

    private static func cue(_ random: inout RandomSource) -> String {
        // Half of them are spelled as the writer does, but perhaps for their text.
        let isRegular = random.chance(50)
        func pick(_ choices: [String]) -> String { random.pick(choices) ?? "" }
        func pick(_ regular: String, or choices: [String]) -> String { isRegular ? regular : pick(choices) }
        let head = pick("\n", or: blanks) + pick("", or: blocks) + pick("", or: identifiers) + pick("00:00:01.000 --> 00:00:02.000", or: timings) + "\n"
        if random.chance(5) { return head }
        return head + (0..<random.number(in: 1...3)).map { _ in pick(lines) }.joined(separator: "\n") + pick("\n", or: ends)
    }

    @Test(
        "Of cues put together from pieces, those that would be written otherwise keep their bytes, and no others",
        arguments: LineEnding.allCases, 0..<3)
    func pieces(_ lineEnding: LineEnding, seed: Int) {
        var random = RandomSource(seed: UInt64(seed))
        var (judged, canonical) = (0, 0)
        for _ in 0..<4000 {
            var text = Self.cue(&random).replacing("\n", with: lineEnding.string)
            if random.chance(10) {
                text = text.replacing(lineEnding.string, with: random.pick(["\n", "\r\n", "\r"]) ?? "\n", maxReplacements: 1)
            }
            let state = CueState(clock: .standard, endsAreMade: random.chance(20))
            guard let verdict = Verdict(text, state, isFirst: random.chance(20), lineEnding) else { continue }
            judged += 1
            canonical += verdict.isWrittenAlike ? 1 : 0
            #expect(verdict.isKept == !verdict.isWrittenAlike, "\(text.debugDescription) gives \(verdict)")
        }
        // Both must be well represented for this to say anything.
        #expect(judged > 2000 && canonical > judged / 20 && canonical < judged * 19 / 20, "\(canonical) of \(judged)")
    }

    // MARK: Cues of the writer, damaged

    @Test(
        "Of what the writer writes nothing is kept, and of the same with a character changed just what would be written otherwise",
        arguments: 0..<6)
    func damaged(seed: Int) throws {
        var random = RandomSource(seed: UInt64(seed))
        let messages = (0..<30).flatMap { TranscriptGenerator().transcript(seed: UInt64(seed * 100 + $0)).messages }
        for (number, message) in messages.enumerated() {
            var output = OutputBuffer()
            CueText.append(speaker: message.sender.name, body: message.body, .colon, to: &output)
            let payload = output.withBytes { String(decoding: $0, as: UTF8.self) }
            let cue = "\n00:00:01.000 --> 00:00:02.000\n" + payload + (payload.isEmpty ? "" : "\n")
            for round in 0..<12 {
                let other = round == 0 ? cue : Self.damaged(cue, &random)
                guard let verdict = Verdict(other, CueState(), isFirst: false, .lf) else { continue }
                #expect(verdict.isKept == !verdict.isWrittenAlike, "\(number): \(other.debugDescription) gives \(verdict)")
            }
        }
    }

    private static func damaged(_ text: String, _ random: inout RandomSource) -> String {
        var characters = Array(text.unicodeScalars)
        let place = random.below(characters.count)
        let other: Unicode.Scalar = random.pick([" ", "\n", "<", "&", ">", "-", ";", "\r", "0", "v", "c", "."]) ?? " "
        switch random.below(3) {
        case 0: characters.remove(at: place)
        case 1: characters.insert(other, at: place)
        default: characters[place] = other
        }
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: characters)
        return String(scalars)
    }

    // MARK: A file

    @Test("A file of such cues comes back byte for byte, in chunks of any size", arguments: 0..<6, [1, 7, 64, Int.max])
    func file(seed: Int, chunk: Int) throws {
        var random = RandomSource(seed: UInt64(200 + seed))
        // What is mended, or is in no block, is not written again.
        let cues = (0..<60).map { _ in Self.cue(&random) }.filter { !$0.contains("broken") && !$0.contains("chatconv") && !$0.contains("STYLE") }
        let file = Array(("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nx\n" + cues.joined()).utf8)
        let transcript = try WebVTTFormat().read(file, chunk: chunk)
        #expect(try transcript == WebVTTFormat().read(file))
        #expect(try WebVTTFormat().write(transcript) == file)
    }
}

/// What reading a cue says of its spelling, and what writing it says.
private struct Verdict {
    /// Whether the bytes that the message was read from were kept.
    var isKept: Bool
    /// Whether the writer, which is not shown them, writes the same.
    var isWrittenAlike: Bool

    /// Nil where `text` is not just one cue.
    init?(_ text: String, _ state: CueState, isFirst: Bool, _ lineEnding: LineEnding) {
        var reader = CueRecord(limits: Limits(), isLenient: false)
        (reader.state, reader.isFirst) = (state, isFirst)
        guard let reading = reader.message(ofRecord: Text(text), lineEnding) else { return nil }
        var message = reading.message
        isKept = message.details.extensions["webvtt:verbatim"] != nil
        message.details.extensions["webvtt:verbatim"] = nil
        var writer = CueRecord(limits: Limits(), isLenient: false)
        (writer.state, writer.isFirst) = (state, isFirst)
        let start = writer.state.start(of: message)
        // Where the message has no end, the writer makes one, which need not be the file's but is after the start.
        let end = writer.state.end(of: message, from: start) ?? max(reading.times.end, start + 1)
        let times = CueTimes(start: start, end: end)
        let change = writer.state.takeChange(for: message, times)
        writer.state.apply(change)
        var lines = OutputBuffer()
        var output = OutputBuffer()
        writer.append(message, times, change: change, to: &lines)
        lines.withBytes { lineEnding.append($0, to: &output) }
        isWrittenAlike = output.withBytes { Array($0) } == Array(text.utf8)
    }
}

extension LineEnding {
    fileprivate var string: String {
        switch self {
        case .lf: "\n"
        case .crlf: "\r\n"
        case .cr: "\r"
        }
    }
}
