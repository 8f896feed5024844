import ChatConv
import ChatConvTesting

/// `chatconv conformance`.
struct ConformanceCommand {
    private let registry: FormatRegistry
    private let settings: Settings
    private let streams: CommandStreams

    init(_ registry: FormatRegistry, _ settings: Settings, _ streams: CommandStreams) {
        self.registry = registry
        self.settings = settings
        self.streams = streams
    }

    func run() throws(ConversionError) -> ExitStatus {
        let format = try format()
        let samples = try settings.operands.dropFirst().map { file throws(ConversionError) in try sample(file) }
        let failures = contracts(for: format, samples).flatMap { $0.failures() }
        let name = displayed(format.descriptor.name)
        for failure in failures { try streams.output.write(shown(failure) + "\n") }
        try streams.output.write("\(name): \(Self.verdict(failures.count))\(scope(format, samples))\n")
        return failures.isEmpty ? .done : .answerIsNo
    }

    private static func verdict(_ count: Int) -> String {
        switch count {
        case 0: "keeps to what it declares"
        case 1: "breaks its contract in 1 way"
        default: "breaks its contract in \(count) ways"
        }
    }

    /// What the verdict rests on, where that is less than one might think.
    private func scope(_ format: any TranscriptFormat, _ samples: [FormatSample]) -> String {
        let descriptor = format.descriptor
        if !descriptor.isReadable { return "; it only writes, so nothing was read back" }
        if descriptor.isWritable { return "" }
        return samples.isEmpty
            ? "; it only reads, so it was judged by noise: name files of the format after it"
            : "; it only reads, so it was judged by \(samples.count == 1 ? "1 sample" : "\(samples.count) samples")"
    }

    /// The operand tells the format by its name, or by its program's path.
    private func format() throws(ConversionError) -> any TranscriptFormat {
        let operand = settings.operands.first?.text ?? ""
        guard operand.contains("/") else { return try registry.requireFormat(named: operand) }
        if settings.external.isSandboxed {
            throw ConversionError(.usage, .invalidOption, "with --sandbox no program is run", help: "leave it out")
        }
        // It was added last.
        guard let format = registry.formats.last else {
            throw ConversionError(.defect, .unknownFormat, "the program was not added")
        }
        return format
    }

    /// The contracts to keep. Starting programs takes milliseconds, so what reads an input many times gets fewer
    /// transcripts.
    private func contracts(for format: any TranscriptFormat, _ samples: [FormatSample]) -> [FormatContract] {
        let count = settings.transcriptCount ?? 20
        let seed = settings.seed ?? 1
        var exchange = FormatContract(format, transcripts: count, seed: seed)
        exchange.checks = [.readingBack, .writingAgain, .writerCalls, .batches, .samples]
        exchange.samples = samples
        var hostile = FormatContract(format, transcripts: (count + 9) / 10, seed: seed)
        hostile.checks = [.chunks, .truncation, .damage, .omissions, .limits]
        var damaged = FormatContract(format, transcripts: 0, seed: seed)
        damaged.checks = format.descriptor.isReadable ? [.damage, .omissions] : []
        damaged.samples = samples
        return [exchange, hostile, damaged].map { contract in
            var contract = contract
            contract.demandsPlaces = false
            contract.effort = .low
            contract.shrinkingSteps = 200
            return contract
        }
    }

    private func sample(_ argument: Argument) throws(ConversionError) -> FormatSample {
        let source = try InputFile(argument: argument).open(streams)
        var bytes: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = try source.read(into: buffer)
            if count == 0 { return FormatSample(argument.text, bytes) }
            bytes.append(contentsOf: buffer[..<count])
        }
    }

    /// A report in which a terminal finds nothing to obey.
    private func shown(_ failure: ContractFailure) -> String {
        "\(failure)".split(separator: "\n", omittingEmptySubsequences: false).map { harmless(displayed(String($0))) }.joined(separator: "\n")
    }
}
