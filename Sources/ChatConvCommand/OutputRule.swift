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
