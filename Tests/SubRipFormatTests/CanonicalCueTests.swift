import ChatConvTesting
import SubtitleCues
import TestSupport
import TextScanning
import Testing
import TranscriptCoding
import TranscriptModel

@testable import SubRipFormat

/// A reader knows while it scans whether a cue is spelled as the writer would spell it. Here that is held to writing the cue and
/// comparing the bytes.
@Suite("Canonical SRT cues")
struct CanonicalCueTests {
    // MARK: Cues of all kinds

    private static let blanks = ["", "\n", "\n", "\n", "\n\n", " \n", " \n", "\t\n"]
    private static let numbers = ["7\n", "7\n", "7\n", "8\n", "07\n", " 7\n", "7 \n", "7\n\n", "7\u{A0}\n", "\u{FEFF}7\n", "\u{FF17}\n", "8\u{3000}\n\n", "0\n", "", "123456789012345678\n", "1234567890123456789\n"]
    private static let timings = [
        "00:00:01,000 --> 00:00:02,000", "00:00:01,000 --> 00:00:02,000", "00:00:01.000 --> 00:00:02.000", "00:00:01,000  --> 00:00:02,000",
        "00:00:01,000 -> 00:00:02,000", "0:00:01,000 --> 0:00:02,000", "00:01 --> 00:02", "100:00:01,000 --> 1193046:28:15,999",
        "0100:00:01,000 --> 0100:00:02,000", "00:00:02,000 --> 00:00:01,000", "00:00:01,0 --> 00:00:02,0000", " 00:00:01,000 --> 00:00:02,000 ",
        "00:00:01,000 --> 00:00:02,000 X1:10 X2:20", "00:00:01,000 --> 00:00:02,000  X1:10", "00:00:01,000 --> 00:00:02,000 X1:10 ",
        "00:00:01,000 --> 00:00:02,000\tX1", "00:00:01,000 --> 00:00:02,000 Hello there", "00:00:01,000 --> 00:00:02,000 align:start Hello",
        "00:00:01,000 --> 00:00:02,000\n", "\u{FEFF}00:00:01,000\u{A0}-->\u{3000}00:00:02,000\u{200B}", "00\u{FF1A}00:01\u{FF0C}000 --> 00:00:02,000",
        "00:00:01,000 --> 00:00:02,000\u{A0}X1:10", "00:00:01,000 --> 00:00:02,00\u{FF10}",
    ]
    private static let lines = [
        "One line", "One line", "", " ", "12", "8", "Ann: Says", "Ann:", "not a name: said", "\u{2060}x: Said", "\u{2060}Ann: Said", "\u{2060}a b", "\u{2060}: x",
        "\u{2060}x:\u{200B} y: Said", "\u{2060}x\u{200B}\u{240A}y: Said", "\u{2060}张三\u{200B}\u{200B}\u{240A}: Said", "\u{200B}Ann: nobody", "\u{200B}\u{200B}Ann: nobody",
        "\u{200B}", "\u{200B}\u{200B}", " \u{200B}", "\u{200B} ", "[Ann] Says", "<i>slanted</i>", "<i", "<\u{200B}i>", "<<i>b", "< 3", "{b}", "{\\an8}x", "{\u{200B}\\an8}",
        "{ x", "A -> b", "A -\u{200B}> b", "-\u{200B}\u{200B}>", "->", "10:30,5", "10:30,\u{200B}5", "10:30, 5", "10:300,5", "1:5.x", ",5", "x,5:6.7", "\u{240D}", "\u{200B}\u{240D}",
        "\u{200B}\u{200B}\u{240D}", "\u{2400}", "\u{200B}\u{2400}x", "字幕", "Tab\there", "Bob: Says", "张三：早", "[Ann]: Says", "Ann：", "\u{2060}Ann: Said\nBob: Answers", "张三：\nBob: x", "\u{200B}张三：早", "10：30 Uhr: x", "--", "5:\u{200B}5,3",
    ]
    private static let ends = ["\n", "\n", "\n", "", "\n\n", "\n \n", "\n\n8\n\nx\n"]

    private static func cue(_ random: inout RandomSource) -> String {
        // Half of them are spelled as the writer does, but perhaps for their text.
        let isRegular = random.chance(50)
        func pick(_ choices: [String]) -> String { random.pick(choices) ?? "" }
        func pick(_ regular: String, or choices: [String]) -> String { isRegular ? regular : pick(choices) }
        let head = pick("\n", or: blanks) + pick("7\n", or: numbers) + pick("00:00:01,000 --> 00:00:02,000", or: timings) + "\n"
        if random.chance(5) { return head }
        return head + (0..<random.number(in: 1...3)).map { _ in pick(lines) }.joined(separator: "\n") + pick("\n", or: ends)
    }

    private static func state(_ random: inout RandomSource) -> CueRecord.State {
        var state = CueRecord.State()
        state.number = 7
        state.isFirst = random.chance(10)
        state.endsInReturn = random.chance(10)
        state.endsInNumber = random.chance(10)
        return state
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
            let prefix = random.pick(SpeakerPrefix.allCases) ?? .colon
            guard let verdict = Verdict(text, Self.state(&random), prefix, lineEnding) else { continue }
            judged += 1
            canonical += verdict.isWrittenAlike ? 1 : 0
            #expect(verdict.isRight, "\(text.debugDescription), \(prefix), gives \(verdict)")
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
        for number in 0..<30 {
            let transcript = TranscriptGenerator().transcript(seed: UInt64(seed * 100 + number))
            var rest = try SubRipFormat().write(transcript)[...]
            var record = CueRecord(prefix: .colon)
            while let text = Self.takeCue(&rest, isFirst: record.state.isFirst) {
                for _ in 0..<6 {
                    let other = Self.damaged(text, &random)
                    guard let verdict = Verdict(other, record.state, .colon, .lf) else { continue }
                    #expect(verdict.isRight, "\(other.debugDescription) gives \(verdict)")
                }
                let verdict = Verdict(text, record.state, .colon, .lf)
                #expect(verdict?.isWrittenAlike == true && verdict?.isKept == false, "\(text.debugDescription)")
                _ = record.message(ofRecord: Text(text), .lf)
            }
        }
    }

    private static func takeCue(_ rest: inout ArraySlice<UInt8>, isFirst: Bool) -> String? {
        var search = CueSearch(fromStart: isFirst)
        let end = rest.withUnsafeBufferPointer { search.next(in: $0, isAtEnd: true)?.end }
        guard let end else { return nil }
        defer { rest = rest.dropFirst(end) }
        return String(decoding: rest.prefix(end), as: UTF8.self)
    }

    private static func damaged(_ text: String, _ random: inout RandomSource) -> String {
        var characters = Array(text.unicodeScalars)
        let place = random.below(characters.count)
        let other: Unicode.Scalar = random.pick([" ", "\n", "<", "{", ">", "-", ":", "\r", "0", "\u{200B}", "\u{2060}", ","]) ?? " "
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
        let first = "1\n00:00:01,000 --> 00:00:02,000\nx\n"
        let file = Array((first + (0..<60).map { _ in Self.cue(&random) }.joined()).utf8)
        let transcript = try SubRipFormat().read(file, chunk: chunk)
        #expect(try transcript == SubRipFormat().read(file))
        #expect(try SubRipFormat().write(transcript) == file)
    }
}

/// What reading a cue says of its spelling, and what writing it says.
private struct Verdict {
    /// Whether the bytes that the message was read from were kept.
    var isKept: Bool
    /// Whether the writer, which is not shown them, writes the same.
    var isWrittenAlike: Bool
    /// Whether they could be written again.
    var isWritable: Bool

    var isRight: Bool { isKept == (!isWrittenAlike && isWritable) }

    /// Nil where `text` is not just one cue.
    init?(_ text: String, _ state: CueRecord.State, _ prefix: SpeakerPrefix, _ lineEnding: LineEnding) {
        let raw = Text(text)
        var reader = CueRecord(prefix: prefix)
        reader.state = state
        guard let reading = reader.message(ofRecord: raw, lineEnding) else { return nil }
        var message = reading.message
        isKept = message.details.extensions["srt:verbatim"] != nil
        message.details.extensions["srt:verbatim"] = nil
        var writer = CueRecord(prefix: prefix)
        writer.state = state
        var lines = OutputBuffer()
        var output = OutputBuffer()
        writer.append(message, reading.layout.timing.times, lineEnding, to: &lines)
        lines.withBytes { lineEnding.append($0, to: &output) }
        isWrittenAlike = output.withBytes { Array($0) } == Array(text.utf8)
        let startsInside = state.endsInReturn && (text.utf8.first == 0x0A || text.utf8.starts(with: [0x0D, 0x0A]))
        let takesNumber = state.endsInNumber && reading.layout.number == nil && reading.layout.timingLine.lowerBound == 0
        isWritable = !startsInside && !takesNumber
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
