import JSONFormat
import TextScanning
import TranscriptCoding
import TranscriptModel

/// Lets a program write transcripts.
///
/// What the program prints is taken while it is fed. Neither waits for the other: of input at most
/// `mostPending` bytes are kept when a call returns, and of output a call takes about `preferredPart` beyond what it
/// must to get there.
final class ExternalWriter: TranscriptWriter {
    private let program: ExternalProgram
    private let run: ProgramRun
    private var lines: any TranscriptWriter
    /// What the program is still to be given: the bytes from `pendingStart` on.
    private var pending = OutputBuffer()
    private var pendingStart = 0
    private var hasFinishedLines = false

    private static let mostPending = 4 << 20
    private static let preferredPart = 1 << 20
    /// A program that gives so much without taking what is pending takes nothing at all.
    private static let mostPart = 64 << 20
    private static let readSize = 256 << 10

    init(_ program: ExternalProgram, _ arguments: [String], _ limits: ExternalLimits) throws(ConversionError) {
        self.program = program
        run = try ProgramRun(program, arguments, limits)
        lines = try JSONLinesFormat().makeWriter()
    }

    func begin(_ header: TranscriptHeader, into output: inout OutputBuffer) throws(ConversionError) {
        try lines.begin(header, into: &pending)
        try give(into: &output)
    }

    func write(_ messages: [Message], into output: inout OutputBuffer) throws(ConversionError) {
        try lines.write(messages, into: &pending)
        try give(into: &output)
    }

    func finish(into output: inout OutputBuffer) throws(ConversionError) {
        while try finishPart(into: &output) {}
    }

    func finishPart(into output: inout OutputBuffer) throws(ConversionError) -> Bool {
        if !hasFinishedLines {
            try lines.finish(into: &pending)
            hasFinishedLines = true
        }
        let start = output.count
        while output.count - start < Self.preferredPart {
            if pendingCount == 0 { run.endInput() }
            if try step(into: &output) { continue }
            try run.finish()
            return false
        }
        return true
    }

    func takeDiagnostics() -> [Diagnostic] { run.takeDiagnostics() }

    private var pendingCount: Int { pending.count - pendingStart }

    private func give(into output: inout OutputBuffer) throws(ConversionError) {
        let start = output.count
        while pendingCount > 0 {
            let taken = output.count - start
            if taken >= Self.preferredPart, pendingCount <= Self.mostPending { return }
            if taken >= Self.mostPart {
                throw ConversionError(
                    .limitExceeded, .externalFlood,
                    "\(program.fileName) has printed \(taken) bytes without reading its input", help: "it was ended")
            }
            if try !step(into: &output) { throw try endedEarly() }
        }
    }

    /// Waits for one thing to happen, and does what can be done then. Returns false at the end of the output.
    private func step(into output: inout OutputBuffer) throws(ConversionError) -> Bool {
        let ready = try run.wait(hasInput: pendingCount > 0)
        if ready.contains(.input) { try givePending() }
        guard ready.contains(.output) else { return true }
        var result: Result<Int?, ConversionError> = .success(nil)
        output.appendUpTo(Self.readSize) { room in
            do throws(ConversionError) {
                let count = try run.take(into: UnsafeMutableRawBufferPointer(start: room, count: Self.readSize))
                result = .success(count)
                return count ?? 0
            } catch {
                result = .failure(error)
                return 0
            }
        }
        if try result.get() != nil { return true }
        if pendingCount > 0 { throw try endedEarly() }
        return false
    }

    private func givePending() throws(ConversionError) {
        let count = pending.withBytes { run.give($0.slice(pendingStart..<pending.count)) }
        guard let count else { throw try endedEarly() }
        pendingStart += count
        guard pendingStart == pending.count else { return }
        pending.removeAll()
        pendingStart = 0
    }

    /// What is to be said of a program that does not read all messages: how it failed, or that it did not.
    private func endedEarly() throws(ConversionError) -> ConversionError {
        try run.finish()
        return ConversionError(
            .inputOutput, .externalDied, "\(program.fileName) ended before it had read the whole transcript")
    }
}
