import ChatConv
import ChatConvTesting
import Testing
import ToyFormat

@Suite("The proof of a conversion")
struct ProofTests {
    /// JSON Lines by a writer that has one fault.
    struct FaultyFormat: TranscriptFormat {
        enum Fault: Sendable, CaseIterable {
            case dropsMessage, repeatsMessage, swapsMessages, dropsTrailingSpace, losesFraction, losesTitle, cutsEnd
        }

        let fault: Fault?

        var descriptor: FormatDescriptor {
            FormatDescriptor(
                name: "faulty", extensions: ["faulty"], mediaTypes: [], summary: "", capabilities: .wholeModel)
        }
        func probe(_ prefix: ProbePrefix) -> ProbeResult { .no }
        func makeReader(_ input: InputBuffer, options: NoOptions) throws(ConversionError) -> any TranscriptReader {
            try FormatRegistry.builtIn.requireFormat(named: "jsonl").makeReader(input)
        }
        func makeWriter(options: NoOptions) throws(ConversionError) -> any TranscriptWriter {
            FaultyWriter(fault: fault, writer: try FormatRegistry.builtIn.requireFormat(named: "jsonl").makeWriter())
        }
    }

    struct FaultyWriter: TranscriptWriter {
        let fault: FaultyFormat.Fault?
        var writer: any TranscriptWriter

        mutating func begin(_ header: TranscriptHeader, into output: inout OutputBuffer) throws(ConversionError) {
            var header = header
            if fault == .losesTitle { header.title = nil }
            try writer.begin(header, into: &output)
        }

        mutating func write(_ messages: [Message], into output: inout OutputBuffer) throws(ConversionError) {
            var messages = messages
            switch fault {
            case .dropsMessage: messages.removeLast()
            case .repeatsMessage: messages.append(contentsOf: messages.suffix(1))
            case .swapsMessages: messages.reverse()
            case .dropsTrailingSpace:
                messages[1].body = messages[1].body.flatMap { $0.slice(0..<$0.utf8Count - 1) }
            case .losesFraction: messages[0].timestamp = Timestamp(sinceStart: 5)
            default: break
            }
            try writer.write(messages, into: &output)
        }

        mutating func finish(into output: inout OutputBuffer) throws(ConversionError) {
            try writer.finish(into: &output)
            if fault == .cutsEnd { output.append("{\"body\":\"") }
        }
    }

    private static let source = """
        {"chatconv":1,"title":"T"}
        {"timestamp":"00:00:05.250","body":"a"}
        {"body":"b "}
        {"body":"c"}

        """

    private func failure(of fault: FaultyFormat.Fault?) throws -> ConversionError? {
        let input = try FormatRegistry.builtIn.open(MemorySource(Self.source))
        let written = MemoryDestination()
        let outcome = try Conversion(input, to: FaultyFormat(fault: fault), isProven: true).run(into: written)
        let proof = try #require(outcome.proof)
        do throws(ConversionError) {
            try proof.check(MemorySource(written.bytes))
            return nil
        } catch { return error }
    }

    @Test("A sound writer is proven")
    func sound() throws { #expect(try failure(of: nil) == nil) }

    @Test("Whatever a writer does wrong is found", arguments: FaultyFormat.Fault.allCases)
    func faults(_ fault: FaultyFormat.Fault) throws {
        let error = try #require(try failure(of: fault))
        #expect(error.category == .answerIsNo)
        #expect(error.code == .verificationFailed)
    }

    @Test("It is told where the difference is")
    func places() throws {
        #expect(try failure(of: .losesTitle)?.message == "what was written reads differently: what stands before the messages is not the same")
        #expect(try failure(of: .dropsTrailingSpace)?.message == "what was written reads differently: message 2 is not the same")
        #expect(try failure(of: .dropsMessage)?.message == "what was written reads differently: there are 2 messages instead of 3")
        #expect(try failure(of: .cutsEnd)?.message.hasPrefix("what was written cannot be read back: line 5, column ") == true)
    }

    @Test("Every format proves what it wrote of generated transcripts", arguments: FormatRegistry.builtIn.formats.map(\.descriptor.name))
    func generated(_ name: String) throws {
        let format = try FormatRegistry.builtIn.requireFormat(named: name)
        for seed in 1...100 as ClosedRange<UInt64> {
            let source = try TranscriptGenerator().transcript(seed: seed).bytes(as: "json")
            let written = MemoryDestination()
            let outcome = try Conversion(
                FormatRegistry.builtIn.open(MemorySource(source), as: "json"), to: format, isProven: true).run(into: written)
            try outcome.proof?.check(MemorySource(written.bytes))
        }
    }
}
