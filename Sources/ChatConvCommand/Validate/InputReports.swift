import ChatConv

/// What is told of an input while it is validated, in order.
enum ValidationEvent: Sendable {
    /// It is a transcript, or should be.
    case begins
    case finding(Diagnostic)
    /// Why the rest of it cannot be read.
    case failure(ConversionError)
}

/// Puts what is told of inputs, one after the other, into a report, and what cannot be read on standard error as well.
final class InputReports {
    let output: ReportOutput
    /// That of the first input that could not be read.
    private(set) var failed: ExitStatus?
    /// What is wrong with the call, for all inputs alike.
    private(set) var misuse: ConversionError?
    private let streams: CommandStreams
    private let maximumErrors: Int?

    init(_ output: ReportOutput, _ streams: CommandStreams, maximumErrors: Int?) {
        self.output = output
        self.streams = streams
        self.maximumErrors = maximumErrors
    }

    /// Whether more would not be reported.
    var isDone: Bool { hasEnoughErrors || output.failure != nil || misuse != nil }

    var hasEnoughErrors: Bool { maximumErrors.map { output.counts.errors >= $0 } ?? false }

    func tell(_ event: ValidationEvent, of input: ValidatedInput) {
        if isDone { return }
        switch event {
        case .begins: output.beginFile()
        case .finding(let finding): output.add(finding, about: input.reported)
        case .failure(let error) where error.category == .usage: misuse = error
        case .failure(let error):
            output.add(error, about: input.reported)
            DiagnosticPrinter(streams, name: input.file.displayName).show(error)
            if failed == nil { failed = ExitStatus(error.category) }
        }
    }
}
