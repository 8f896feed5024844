import ChatConv
import SystemPackage
import TranscriptCoding

/// What files a run may write: none that it reads, none twice, and none that is there already unless it is asked to replace it.
///
/// An output may take the place of the one input that it is made of, which is read to its end by then.
struct OutputRule {
    /// The inputs that are regular files, and the name of each.
    private var inputs: [FileIdentity: InputFile] = [:]

    init(_ inputs: [InputFile]) {
        for input in inputs {
            guard let argument = input.argument, !input.isStandardInput, let file = FileIdentity(argument.path) else { continue }
            self.inputs[file] = input
        }
    }

    /// Checks an output before anything is written.
    ///
    /// - Parameter source: the one input that it is made of, where there is one.
    /// - Throws: `outputUnavailable` when it would replace another input.
    func check(_ output: FilePath, madeOf source: InputFile? = nil) throws(ConversionError) {
        guard let file = FileIdentity(output), let input = inputs[file], input.argument != source?.argument else { return }
        throw ConversionError(
            .outputUnavailable, .outputIsInput, "\(output.string) is an input of this run, which would be replaced",
            help: "name another output")
    }

    /// Whether a file is one that the run reads.
    func isInput(_ path: FilePath) -> Bool { FileIdentity(path).map { inputs[$0] != nil } ?? false }
}

extension OutputPlan {
    /// Checks all outputs.
    ///
    /// - Throws: `outputUnavailable` when one would replace the input of another.
    func check(_ settings: Settings) throws(ConversionError) {
        // What is not replaced, and what is not there, is nobody's input.
        guard settings.overwrites || settings.onlyNewer, targetFolder != .new else { return }
        let rule = OutputRule(jobs.map(\.input.file))
        for job in jobs {
            if let output = job.output { try rule.check(output, madeOf: job.input.file) }
        }
    }
}

/// The file of a run's loss report: made before the work begins, so that it does not fail behind it, and named at its end.
struct LossReportFile {
    private enum Place {
        case none
        case standardOutput
        case file(AtomicFile)
    }

    private let place: Place
    private let name: String

    /// - Throws: `outputUnavailable` when the file cannot be made, is an input or another output, or is there and shall not be
    ///   replaced.
    init(
        _ settings: Settings, _ streams: CommandStreams, inputs: [InputFile], outputs: [FilePath]
    ) throws(ConversionError) {
        name = settings.lossReport?.text ?? ""
        guard let target = settings.lossReport, !target.isStandardStream else {
            place = settings.lossReport == nil ? .none : .standardOutput
            return
        }
        let path = target.path
        if OutputRule(inputs).isInput(path) { throw Self.failure(name, "it is an input of this run") }
        if outputs.contains(where: { $0.lexicallyNormalized() == path.lexicallyNormalized() }) {
            throw Self.failure(name, "it is an output of this run already")
        }
        do {
            place = .file(
                try AtomicFile(
                    at: path, overwrites: settings.overwrites || settings.onlyNewer, willCreate: streams.willCreateTemporary))
        } catch {
            throw Self.failure(name, error.message, help: error.diagnostic.help)
        }
    }

    func write(_ report: LossReport, _ streams: CommandStreams) throws(ConversionError) {
        switch place {
        case .none: return
        case .standardOutput: try report.write(to: streams.output)
        case .file(let file):
            do {
                try report.write(to: file)
                try file.commit()
            } catch {
                throw Self.failure(name, error.message, help: error.diagnostic.help, error.category)
            }
        }
    }

    private static func failure(
        _ name: String, _ reason: String, help: String? = nil, _ category: ConversionError.Category = .outputUnavailable
    ) -> ConversionError {
        ConversionError(category, .lossReport, "cannot write the loss report \(name): \(reason)", help: help)
    }
}

extension DiagnosticCode {
    static let lossReport = DiagnosticCode("report.unavailable", "the report cannot be written")
}
