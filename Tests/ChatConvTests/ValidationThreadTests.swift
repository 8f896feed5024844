import ChatConv
import Testing

/// A validation on two threads finds what one on one thread finds, in the same order and at the same places.
@Suite("Validation on two threads", .tags(.concurrent))
struct ValidationThreadTests {
    private struct Outcome: Equatable {
        var findings: [Diagnostic] = []
        var mends: [Mend] = []
        var failure: Diagnostic?
    }

    private static let formats = FormatRegistry.builtIn.formats.filter(\.descriptor.isReadable).map(\.descriptor.name)

    /// A chat with something to find every few messages: the same twice, times that run backwards, lost emoji, entities
    /// escaped twice.
    private static let chat: [Message] = (0..<9_000).map { number in
        let seconds = number % 50 == 49 ? 10 : number / 2
        let texts = ["hello", "a &amp;lt; b", "武爱旗🌻??", "line\nline", "ok"]
        return Message(
            timestamp: Timestamp(date: CalendarDate(year: 2018, month: 1, day: 23), seconds: seconds),
            sender: Sender(name: Text("Ann \(number % 7)")), body: Text(texts[number % 13 % 5]))
    }

    private func file(_ format: String) throws -> [UInt8] {
        let codec = try FormatRegistry.builtIn.requireFormat(named: format)
        var output = OutputBuffer()
        var writer = try codec.makeWriter([])
        try writer.begin(TranscriptHeader(), into: &output)
        for start in stride(from: 0, to: Self.chat.count, by: 500) {
            try writer.write(Array(Self.chat[start..<start + 500]), into: &output)
        }
        try writer.finish(into: &output)
        return output.withBytes { Array($0) }
    }

    private func validate(_ bytes: [UInt8], _ format: String, threads: Int, mends: Bool = false, upTo most: Int = .max) throws -> Outcome {
        var outcome = Outcome()
        let input = try TranscriptInput(
            MemorySource(bytes), of: FormatRegistry.builtIn.requireFormat(named: format))
        var validation = Validation(input, fileName: "chat", threads: threads) { outcome.findings.append($0) }
        if mends { validation.takeMend = { outcome.mends.append($1) } }
        do { try validation.run { outcome.findings.count >= most } } catch { outcome.failure = error.diagnostic }
        return outcome
    }

    @Test("It finds the same, at the same places", arguments: formats)
    func same(_ format: String) throws {
        let bytes = try file(format)
        let one = try validate(bytes, format, threads: 1)
        #expect(one.findings.count > 1000)
        // Whether one thread catches up with the other is a matter of luck.
        for _ in 0..<5 { #expect(try validate(bytes, format, threads: 2) == one) }
        #expect(try validate(bytes, format, threads: 2, mends: true) == validate(bytes, format, threads: 1, mends: true))
    }

    @Test("It finds the same in a file that is damaged all over", arguments: formats)
    func damaged(_ format: String) throws {
        var bytes = try file(format)
        for number in 1...40 {
            bytes[bytes.count / 2 + number * 7919 * 131 % (bytes.count / 2)] = [0xFF, 0x0A, 0x3C, 0x22, 0x00][number % 5]
        }
        let one = try validate(bytes, format, threads: 1)
        for _ in 0..<5 { #expect(try validate(bytes, format, threads: 2) == one) }
    }

    @Test("It looks at megabytes without a message as well", arguments: [1, 2])
    func nothingButLines(threads: Int) throws {
        let chat = try file("jsonl")
        let lines = chat.count { $0 == 0x0A }
        let blank = [UInt8](repeating: 0x0A, count: 2_000_000)
        let message = Array("{\"sender\":{\"name\":\"\"},\"body\":\"x\"}\n".utf8)
        let found = try validate(chat + blank + [0x0D, 0x0A] + blank + message, "jsonl", threads: threads).findings
        let last = found.suffix(2).map { "\($0.location?.line ?? 0):\($0.location?.column ?? 0) \($0.code.id)" }
        #expect(last == ["\(lines + 2_000_001):2 input.mixed-line-ends", "\(lines + 4_000_002):1 message.empty-name"])
    }

    @Test("It stops when enough was found", arguments: [1, 100, 900])
    func enough(_ count: Int) throws {
        let bytes = try file("markdown")
        let one = try validate(bytes, "markdown", threads: 1, upTo: count)
        let two = try validate(bytes, "markdown", threads: 2, upTo: count)
        #expect(two == one)
        #expect(one.findings.count >= count)
    }
}
