import JSONFormat
import SystemPackage
import TranscriptCoding
import TranscriptModel

/// Reads what a program makes of an input.
struct ExternalReader: TranscriptReader {
    private let program: ExternalProgram
    private let run: ProgramRun
    private let output: ProgramOutput
    private let diagnostics: DiagnosticLog
    private let omissions: OmissionLog
    private var lines: any TranscriptReader

    init(
        _ program: ExternalProgram, _ arguments: [String], _ limits: ExternalLimits, omitting kinds: [OmissionKind],
        reading input: InputBuffer
    ) throws(ConversionError) {
        self.program = program
        run = try ProgramRun(program, arguments, limits, omissions: kinds)
        output = ProgramOutput(of: run, reading: input)
        (diagnostics, omissions) = (input.diagnostics, input.omissions)
        // What is wrong in the input, the program may mend; what it prints has to be right.
        lines = try JSONLinesFormat().makeReader(InputBuffer(output, limits: input.limits))
    }

    mutating func readHeader() throws(ConversionError) -> TranscriptHeader {
        defer { relay() }
        let header: TranscriptHeader
        do throws(ConversionError) { header = try lines.readHeader() } catch { throw explained(error) }
        try relayOmissions()
        return header
    }

    mutating func readMessages(into batch: inout [Message]) throws(ConversionError) -> Bool {
        defer { relay() }
        let hasMore: Bool
        do throws(ConversionError) { hasMore = try lines.readMessages(into: &batch) } catch { throw explained(error) }
        if !hasMore { try run.finish() }
        try relayOmissions()
        return hasMore
    }

    private func relay() {
        for diagnostic in run.takeDiagnostics() { diagnostics.report(diagnostic) }
    }

    /// Omissions are of no message: a program prints messages on one stream and tells what it left out on another.
    private func relayOmissions() throws(ConversionError) {
        for omission in try run.takeOmissions() { omissions.add(omission) }
    }

    /// What an error of the reader of JSON Lines means for the input, of whose lines it knows nothing.
    private func explained(_ error: ConversionError) -> ConversionError {
        if let thrown = output.thrown { return thrown }
        if output.isAtEnd {
            // Half a line is the consequence; that the program failed is the cause.
            do throws(ConversionError) { try run.finish() } catch { return error }
        }
        let place = error.location.map { "line \($0.line), column \($0.column): " } ?? ""
        if error.category == .limitExceeded {
            return ConversionError(
                .limitExceeded, error.code, "what \(program.fileName) prints passes a limit: \(place)\(error.message)",
                help: error.diagnostic.help)
        }
        let problem = error.code == .emptyInput ? "it prints nothing" : "\(place)\(error.message) [\(error.code.id)]"
        return ConversionError(
            .inputOutput, .externalGarbage, "\(program.fileName) does not print a transcript: \(problem)",
            help: "`chatconv conformance \(program.path.string)` shows more")
    }
}
