public import TranscriptCoding
import TranscriptModel

/// The promises that every format has to keep, ours and a stranger's, as checks to be run in a test of any kind.
///
/// It makes transcripts, writes them, reads them back in many ways, damages what was written, and returns what went
/// wrong with the smallest transcript or input that shows it. The same seed gives the same run on every machine.
///
///     import ChatConvTesting
///     import Testing
///
///     @Test func keepsTheContract() {
///         for failure in FormatContract(MyFormat(), transcripts: 500, seed: 1).failures() {
///             Issue.record("\(failure)")
///         }
///     }
///
/// Or, with XCTest, `try FormatContract(MyFormat()).check()`. What cannot be said in one line is set before:
///
///     var contract = FormatContract(MyFormat(), transcripts: 2000, seed: 7)
///     contract.samples = [FormatSample("minimal", "my-format 1\n", isByteExact: true)]
///     contract.rivals = [JSONFormat(), MarkdownFormat()]
///     contract.delivery = .atOnce
///
/// A format that is only written is judged by what its writer accepts. One that is only read is judged by its samples and by
/// noise, and has to read nothing that it does not declare.
///
/// A reader that traps ends the process, and one that does not end hangs it: set `progress` to see at which seed.
public struct FormatContract: Sendable {
    /// When a reader of an input that is still being written can hand a message over.
    public enum Delivery: Sendable, Hashable {
        /// As soon as its last byte is there.
        case atOnce
        /// As soon as the start of the next message is there: before that, it could go on.
        case whenNextBegins
        /// Only at the end of the input; nothing is checked.
        case atEnd
    }

    /// How often each transcript and each sample is read in other ways.
    public enum Effort: Sendable, Hashable {
        /// Some are cut at every place, and all are damaged often: for codecs that read one in microseconds.
        case full
        /// A few times each: for codecs where every reading starts a program.
        case low
    }

    public var format: any TranscriptFormat
    public var readerOptions: [OptionAssignment] = []
    public var writerOptions: [OptionAssignment] = []
    /// How many transcripts are made, of `seed` and the seeds after it.
    public var transcripts: Int
    public var seed: UInt64
    public var generator = TranscriptGenerator()
    /// Files of the format that other programs wrote.
    public var samples: [FormatSample] = []
    /// Other formats, none of which may be as sure of this format's files as it is itself.
    public var rivals: [any TranscriptFormat] = []
    public var delivery = Delivery.whenNextBegins
    public var effort = Effort.full
    public var checks = Set(ContractCheck.allCases)
    /// Whether an error has to tell its place in the input. A program outside, which reads its input as a stream, tells it
    /// in its own words.
    public var demandsPlaces = true
    /// How often a transcript or an input is made smaller at most, for each failure.
    public var shrinkingSteps = 5000
    /// Is told what comes next, and of which seed.
    public var progress: @Sendable (ContractCheck, UInt64) -> Void = { _, _ in }

    public init(_ format: any TranscriptFormat, transcripts: Int = 200, seed: UInt64 = 1) {
        self.format = format
        self.transcripts = transcripts
        self.seed = seed
    }

    var run: CodecRun { CodecRun(format: format, readerOptions: readerOptions, writerOptions: writerOptions) }

    /// What has to come back of `transcript`. A format that refuses the options that it is tested with is found out
    /// when it is to write.
    func restricted(_ transcript: Transcript) -> Transcript {
        (try? transcript.expected(from: format, writerOptions: writerOptions)) ?? transcript
    }
}

extension FormatContract {
    /// Runs all `checks`; a check that fails is not run again. Empty when the format keeps its contract.
    public func failures() -> [ContractFailure] {
        let generated = failuresOfGenerated()
        let large = failuresOfLarge(except: Set(generated.map(\.check)))
        return generated + large + failuresOfLimits() + failuresOfSamples()
    }

    /// Runs all `checks` and throws the first failure.
    public func check() throws(ContractFailure) {
        if let failure = failures().first { throw failure }
    }

    /// What is wrong with how the format reads `input`, whatever that is: nil when it is read or refused with its place,
    /// the same in one piece and in chunks, what is read of it, leniently too, can be written and read back, what is left out
    /// is of a declared kind, and validating it finds an error just when it is refused.
    ///
    /// A fuzzer's target is one call of this.
    public func fault(inReading input: [UInt8]) -> String? {
        ContractCase(contract: self, seed: UInt64(input.count)).fault(inReading: input)
    }

    private func failuresOfGenerated() -> [ContractFailure] {
        var failures: [ContractFailure] = []
        var pending = Self.generatedChecks.filter { checks.contains($0.check) && isPossible($0.check) }
        for index in 0..<max(transcripts, 0) where !pending.isEmpty {
            let seed = seed &+ UInt64(index)
            let transcript = restricted(generator.transcript(seed: seed))
            for check in pending {
                guard let failure = failure(of: check, transcript, seed) else { continue }
                failures.append(failure)
                pending.removeAll { $0.check == check.check }
            }
        }
        return failures
    }

    /// Whether a check can be made of a format that is perhaps only read, or only written.
    private func isPossible(_ check: ContractCheck) -> Bool {
        let descriptor = format.descriptor
        switch check {
        case .readingBack: return descriptor.isWritable
        case .writerCalls: return descriptor.isWritable
        case .writingAgain, .liveInput, .batches: return descriptor.isReadable && descriptor.isWritable
        case .chunks, .truncation, .damage, .omissions: return descriptor.isReadable
        case .copying: return descriptor.isReadable && descriptor.isWritable && descriptor.copiesRecords
        case .detection, .limits, .samples: return true
        }
    }

    /// The checks whose point is that a transcript has many messages, on one that has.
    private func failuresOfLarge(except failed: Set<ContractCheck>) -> [ContractFailure] {
        guard checks.contains(.batches), isPossible(.batches), !failed.contains(.batches) else { return [] }
        var generator = generator
        generator.messages = 2 * MessageBatch.preferredCount...3 * MessageBatch.preferredCount
        let seeds = (0..<16).lazy.map { seed &+ $0 }
        guard let seed = seeds.first(where: { generator.transcript(seed: $0).messages.count > 0 }) else { return [] }
        let check = GeneratedCheck(check: .batches) { $0.faultInReadingBack($1) }
        return [failure(of: check, restricted(generator.transcript(seed: seed)), seed)].compactMap { $0 }
    }

    private func failure(of check: GeneratedCheck, _ transcript: Transcript, _ seed: UInt64) -> ContractFailure? {
        progress(check.check, seed)
        let testCase = ContractCase(contract: self, seed: seed)
        guard var finding = check.find(testCase, transcript) else { return nil }
        var smallest: Transcript? = transcript
        if finding.isAboutInput {
            smallest = nil
        } else {
            smallest = transcript.shrunk(steps: shrinkingSteps) { candidate in
                let candidate = restricted(candidate)
                guard let found = check.find(testCase, candidate) else { return false }
                finding = found
                return true
            }
        }
        return ContractFailure(
            format: format.descriptor.name, check: check.check, seed: seed, detail: finding.detail,
            transcript: smallest.map { restricted($0) }, bytes: finding.bytes)
    }
}

/// A check that is made of a generated transcript.
struct GeneratedCheck: Sendable {
    var check: ContractCheck
    var find: @Sendable (ContractCase, Transcript) -> Finding?
}

/// What a check found to be wrong.
struct Finding {
    var detail: String
    /// What was written, or the input that is read wrongly.
    var bytes: [UInt8]?
    /// Whether the bytes alone are the case, however they came about.
    var isAboutInput = false
}

/// What a check goes by, beside the transcript: the contract, and the seed of what it chooses at random.
struct ContractCase {
    var contract: FormatContract
    var seed: UInt64

    var run: CodecRun { contract.run }
    var isThorough: Bool { contract.effort == .full }

    private var descriptor: FormatDescriptor { contract.format.descriptor }
    var isReadable: Bool { descriptor.isReadable }
    var isWritable: Bool { descriptor.isWritable }

    /// What the writer makes of `transcript`; nil when it refuses, which is a fault of its own and reported once. Where there
    /// is no writer, the texts of the transcript: noise.
    func written(_ transcript: Transcript) -> [UInt8]? {
        if isWritable { return try? run.write(transcript) }
        return transcript.messages.flatMap { Array(String($0.body ?? Text()).utf8) + [0x0A] }
    }

    /// What `transcript`, which was read, has and the format does not declare.
    func faultInDeclaration(_ transcript: Transcript) -> String? {
        let capabilities = (try? contract.format.capabilities(writing: contract.writerOptions)) ?? descriptor.capabilities
        return firstDifference(transcript, transcript.projected(to: capabilities)).map { "it is not declared that it holds: \($0)" }
    }
}

extension FormatContract {
    static let generatedChecks: [GeneratedCheck] = [
        GeneratedCheck(check: .readingBack) { $0.faultInReadingBack($1) },
        GeneratedCheck(check: .writingAgain) { $0.faultInWritingAgain($1) },
        GeneratedCheck(check: .writerCalls) { $0.faultInWriterCalls($1) },
        GeneratedCheck(check: .chunks) { $0.faultInChunks($1) },
        GeneratedCheck(check: .detection) { $0.faultInDetection($1) },
        GeneratedCheck(check: .truncation) { $0.faultInTruncation($1) },
        GeneratedCheck(check: .damage) { $0.faultInDamage($1) },
        GeneratedCheck(check: .omissions) { $0.faultInTelling($1) },
        GeneratedCheck(check: .copying) { $0.faultInCopying($1) },
        GeneratedCheck(check: .liveInput) { $0.faultInLiveInput($1) },
    ]
}
