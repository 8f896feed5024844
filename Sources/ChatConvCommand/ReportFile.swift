import ChatConv
import SystemPackage
import TextScanning

/// The file of a report on a run: made before the work begins, so that it does not fail behind it, and named at its end.
struct ReportFile {
    private enum Place {
        case none
        case standardOutput
        case file(AtomicFile)
    }

    private let place: Place
    /// As in "the loss report lost.json".
    private let name: String

    /// - Parameters:
    ///   - target: where the report goes; nil where there is none.
    ///   - outputs: what the run writes beside it.
    /// - Throws: `outputUnavailable` when the file cannot be made, is an input or another output, or is there and shall not be
    ///   replaced.
    init(
        _ target: Argument?, called kind: String, _ settings: Settings, _ streams: CommandStreams, inputs: [InputFile],
        outputs: [FilePath]
    ) throws(ConversionError) {
        name = "the \(kind) \(target?.text ?? "")"
        guard let target, !target.isStandardStream else {
            place = target == nil ? .none : .standardOutput
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
                    at: path, overwrites: settings.overwrites || settings.onlyNewer, isDurable: settings.isDurable,
                    willCreate: streams.willCreateTemporary))
        } catch {
            throw Self.failure(name, error.message, help: error.diagnostic.help)
        }
    }

    func write(_ report: borrowing OutputBuffer, _ streams: CommandStreams) throws(ConversionError) {
        switch place {
        case .none: return
        case .standardOutput: try Self.write(report, to: streams.output)
        case .file(let file):
            do throws(ConversionError) {
                try Self.write(report, to: file)
                try file.commit()
            } catch {
                throw Self.failure(name, error.message, help: error.diagnostic.help, error.category)
            }
        }
    }

    private static func write(_ report: borrowing OutputBuffer, to destination: any ByteDestination) throws(ConversionError) {
        try report.withBytes { bytes throws(ConversionError) in try destination.write(UnsafeRawBufferPointer(bytes)) }
    }

    private static func failure(
        _ name: String, _ reason: String, help: String? = nil, _ category: ConversionError.Category = .outputUnavailable
    ) -> ConversionError {
        ConversionError(category, .reportUnavailable, "cannot write \(name): \(reason)", help: help)
    }
}

/// The reports that a conversion writes beside its outputs.
struct ReportFiles {
    private let losses: ReportFile
    private let anonymization: ReportFile
    private let streams: CommandStreams

    /// - Throws: `outputUnavailable`, as `ReportFile` does.
    init(_ settings: Settings, _ streams: CommandStreams, inputs: [InputFile], outputs: [FilePath]) throws(ConversionError) {
        self.streams = streams
        losses = try ReportFile(settings.lossReport, called: "loss report", settings, streams, inputs: inputs, outputs: outputs)
        let others = outputs + [settings.lossReport].compactMap { $0?.path }
        anonymization = try ReportFile(
            settings.anonymizationReport, called: "anonymization report", settings, streams, inputs: inputs, outputs: others)
    }

    func write(_ report: LossReport) throws(ConversionError) { try losses.write(report.json, streams) }
    func write(_ report: AnonymizationReport) throws(ConversionError) { try anonymization.write(report.json, streams) }
}

extension DiagnosticCode {
    static let reportUnavailable = DiagnosticCode("report.unavailable", "the report cannot be written")
}
