import ChatConvTesting
import TestSupport
import TextScanning
import Testing
import TranscriptCoding
import TranscriptModel

@testable import MarkdownFormat

/// A reader knows while it scans whether a record is spelled as the writer would spell it. Here that is held to writing the
/// record and comparing the bytes.
@Suite("Canonical Markdown records")
struct CanonicalRecordTests {
    private static let pageDates = [CalendarDate(year: 2018, month: 1, day: 23), nil]

    // MARK: Records of all kinds

    private static let times = [
        "> 10:27:03", "> 10:27:03", "> 2018-01-23 10:27:03", "> 2018-01-24 10:27:03", "> 25:00:00", "> 99:59:59", "> 10:61:00", "> 2018-02-30 10:27:03",
        "> 23:59:60", "> 2018-01-24 23:59:60", "> 10:27:60", "> 99:59:60",
    ]
    private static let names = ["Ann", "Ann", "", " Ann", "Ann ", "a\tb", "\u{4E2D}", "  ", "Ann\r", "> 10:27:03  x"]
    private static let nameEnds = ["  \n", "  \n", "  \n", "  \n", " \n", "\n", "   \n", "  \r\n", "", "  "]
    private static let comments = [
        "", "", "", "", "<!-- chatconv {} -->\n", "<!-- chatconv {\"id\":\"m\"} -->\n", "<!-- chatconv {\"id\": \"m\"} -->\n",
        "<!-- chatconv x -->\n", "<!-- chatconv {\"id\":\"m\"}\n", "\\<!-- chatconv {} -->\n", "<!-- chatconv {\"body\":\"other\"} -->\n",
    ]
    private static let blanks = ["   \n", "   \n", "   \n", "   \n", "\n", "", "  \n", "   \n   \n"]
    private static let lines = [
        "hello", "hello", "two words ", "", "   ", "![a](b)", "![](b)", "[a](b)", "![a", "b](c)", "[Smile]", "(x)", ")", "!", "[", "](",
        "\\![a](b)", "\\\\[a](b)", "\\", "> quoted", "\\> 10:00:00  x", "\\\\> 2018-01-23 10:00:00  x", "> 10:27:03", "\\> 10:27:03", "\\> 10:27:03 ",
        "> 2018-01-23 10:27:03", "\\> 2018-01-23 10:27:03", "<!-- chatconv {} -->", "\\<!-- chatconv x", "<b>", "\u{4E2D}", "a\rb", "x\r", "---",
    ]
    private static let bodyEnds = ["  \n   \n", "  \n   \n", "  \n   \n", " \n   \n", "   \n   \n", "\n   \n", "\n", "", "  \n", "\n\n", "  \n   \n   \n"]

    private static func record(_ random: inout RandomSource) -> String {
        func pick(_ choices: [String]) -> String { random.pick(choices) ?? "" }
        // Half of them are spelled as the writer does, but perhaps for their text.
        let isRegular = random.chance(50)
        func pick(_ regular: String, or choices: [String]) -> String { isRegular ? regular : pick(choices) }
        var record = pick("> 10:27:03", or: times) + "  " + pick("Ann", or: names) + pick("  \n", or: nameEnds) + pick("", or: comments)
        if random.chance(5) { return record }
        record += pick("   \n", or: blanks)
        record += (0..<random.number(in: 0...4)).map { _ in pick(lines) }.joined(separator: "\n")
        return record + pick("  \n   \n", or: bodyEnds)
    }

    @Test("Of records put together from pieces, those that would be written otherwise keep their bytes, and no others", arguments: 0..<8)
    func pieces(seed: Int) {
        var random = RandomSource(seed: UInt64(seed))
        var (judged, canonical) = (0, 0)
        for _ in 0..<4000 {
            let text = Self.record(&random)
            guard let verdict = Verdict(text, pageDate: random.pick(Self.pageDates) ?? nil, usesCRLF: false) else { continue }
            judged += 1
            canonical += verdict.isKept ? 0 : 1
            #expect(verdict.isKept == !verdict.isWrittenAlike, "\(text.debugDescription) gives \(verdict.message)")
        }
        // Both must be well represented for this to say anything.
        #expect(judged > 2000 && canonical > judged / 20 && canonical < judged * 19 / 20, "\(canonical) of \(judged)")
    }

    @Test("The same for records whose lines end in CRLF, all or some of them", arguments: 0..<4)
    func carriageReturns(seed: Int) {
        var random = RandomSource(seed: UInt64(100 + seed))
        for _ in 0..<4000 {
            var text = Self.record(&random).replacing("\n", with: "\r\n")
            if random.chance(20) { text = text.replacing("\r\n", with: "\n", maxReplacements: 1) }
            guard let verdict = Verdict(text, pageDate: random.pick(Self.pageDates) ?? nil, usesCRLF: true) else { continue }
            #expect(verdict.isKept == !verdict.isWrittenAlike, "\(text.debugDescription) gives \(verdict.message)")
        }
    }

    // MARK: Records of the writer, damaged

    @Test("Of what the writer writes nothing is kept, and of the same with a byte changed just what would be written otherwise", arguments: 0..<6)
    func damaged(seed: Int) throws {
        var random = RandomSource(seed: UInt64(seed))
        for number in 0..<30 {
            let transcript = TranscriptGenerator().transcript(seed: UInt64(seed * 100 + number))
            let page = try MarkdownFormat().write(transcript)
            let date = PageDate.date(of: transcript.header.metadata)
            for record in Self.records(in: page) {
                if let verdict = Verdict(record, pageDate: date, usesCRLF: false), !verdict.hasOwnSpelling {
                    #expect(verdict.isKept == !verdict.isWrittenAlike, "\(record.debugDescription)")
                }
                for _ in 0..<6 {
                    let text = Self.damaged(record, &random)
                    guard let verdict = Verdict(text, pageDate: date, usesCRLF: false), !verdict.hasOwnSpelling else { continue }
                    #expect(verdict.isKept == !verdict.isWrittenAlike, "\(text.debugDescription) gives \(verdict.message)")
                }
            }
        }
    }

    /// A page's records, found line by line.
    private static func records(in page: [UInt8]) -> [String] {
        var starts: [Int] = []
        page.withUnsafeBufferPointer { bytes in
            for index in bytes.indices where index == 0 || bytes[index - 1] == 0x0A {
                if HeaderLine(bytes, at: index) != nil { starts.append(index) }
            }
        }
        return zip(starts, starts.dropFirst() + [page.count]).map { String(decoding: page[$0..<$1], as: UTF8.self) }
    }

    private static func damaged(_ record: String, _ random: inout RandomSource) -> String {
        var characters = Array(record.unicodeScalars)
        let place = random.below(characters.count)
        let other: Unicode.Scalar = random.pick([" ", "\n", "\\", ">", "!", "[", ")", "\r", "x", "<"]) ?? " "
        switch random.below(3) {
        case 0: characters.remove(at: place)
        case 1: characters.insert(other, at: place)
        default: characters[place] = other
        }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: characters)
        return String(text)
    }

    // MARK: A page

    /// A record that ends its line, as the one after it needs it.
    private static func line(_ random: inout RandomSource) -> String {
        let record = record(&random)
        return record.utf8.last == 0x0A ? record : record + "\n"
    }

    @Test("A page of such records comes back byte for byte, in chunks of any size", arguments: 0..<4, [1, 7, 64, Int.max])
    func page(seed: Int, chunk: Int) throws {
        var random = RandomSource(seed: UInt64(200 + seed))
        let page = Array("---\ndate: 2018-01-23\n---\n".utf8) + (0..<60).flatMap { _ in Array(Self.line(&random).utf8) }
        let transcript = try MarkdownFormat().read(page, chunk: chunk)
        #expect(try transcript == MarkdownFormat().read(page))
        #expect(try MarkdownFormat().write(transcript) == page)
    }
}

/// What reading a record says of its spelling, and what writing it says.
private struct Verdict {
    /// The message, without the bytes that it was read from.
    var message: Message
    /// Whether those were kept.
    var isKept: Bool
    /// Whether the writer, which is not shown them, writes the same.
    var isWrittenAlike: Bool
    /// Whether a comment brought bytes of its own, which says nothing of the reader.
    var hasOwnSpelling: Bool

    /// Nil where `text` is not just one record.
    init?(_ text: String, pageDate: CalendarDate?, usesCRLF: Bool) {
        let bytes = Array(text.utf8)
        guard bytes.withUnsafeBufferPointer({ RecordLayout($0)?.end }) == bytes.count, !bytes.contains(0) else { return nil }
        var record = MessageRecord(pageDate: pageDate, limits: Limits(), isLenient: false)
        let raw = Text(text)
        guard var message = record.message(ofRecord: raw, usesCRLF: usesCRLF) else { return nil }
        let kept = message.details.extensions["markdown:verbatim"]
        isKept = kept != nil
        hasOwnSpelling = kept.map { $0 != .string(raw) } ?? false
        message.details.extensions["markdown:verbatim"] = nil
        self.message = message
        var output = OutputBuffer()
        if usesCRLF {
            var lines = OutputBuffer()
            record.append(message, to: &lines)
            lines.withBytes { LineEndings.appendCRLF($0, to: &output) }
        } else {
            record.append(message, to: &output)
        }
        isWrittenAlike = output.withBytes { Array($0) } == bytes
    }
}
