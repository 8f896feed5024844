import ChatConv
import TranscriptCoding

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Outputs that are whole and get their names together, from whatever threads they come: to put many files on the disk at once
/// takes little longer than one.
///
/// Sendable because its variables are only touched while `monitor` is locked, and an output by one thread at a time.
final class OutputBatch<Ticket: Sendable>: @unchecked Sendable {
    private var waiting: [(output: OutputFile, ticket: Ticket)] = []
    private var firstCame: ContinuousClock.Instant?
    private let monitor = Monitor()

    /// Fewer where the process may open few files: each is open until it has its name.
    private let mostWaiting = max(1, min(64, Int(sysconf(CInt(_SC_OPEN_MAX))) / 8))
    /// How long an output waits for others.
    private let longest = Duration.seconds(1)

    /// Takes an output that is whole; true when there are as many as may wait.
    func add(_ output: OutputFile, _ ticket: Ticket) -> Bool {
        monitor.locked {
            if waiting.isEmpty { firstCame = .now }
            waiting.append((output, ticket))
            return waiting.count >= mostWaiting
        }
    }

    /// Whether an output has waited long enough.
    var isDue: Bool { monitor.locked { firstCame.map { $0.duration(to: .now) >= longest } ?? false } }

    /// Gives names to all that wait. `settle` is told of each why it has none; nil where it has.
    func publish(_ newFolders: NewFolders, _ settle: (Ticket, ConversionError?) -> Void) {
        let batch = monitor.locked {
            defer { (waiting, firstCame) = ([], nil) }
            return waiting
        }
        if batch.isEmpty { return }
        let failures = OutputFile.commit(batch.map(\.output), newFolders)
        for (member, failure) in zip(batch, failures) { settle(member.ticket, failure) }
    }
}

/// Where one conversion of many leaves its output, to get its name together with others.
final class HeldOutput {
    private var output: OutputFile?

    func hold(_ output: OutputFile) { self.output = output }

    /// Hands over what the last conversion left.
    func take() -> OutputFile? {
        defer { output = nil }
        return output
    }
}
