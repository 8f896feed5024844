import TranscriptModel

/// The half of a validation behind the reader: looks at messages as they come, and puts what the checks find and what the
/// reader noticed into the order of their places.
///
/// It belongs to one thread at a time.
final class Checking {
    private let queue: FindingQueue
    private let findings: Findings
    private var general = GeneralChecks()
    private var own: [any TranscriptCheck]
    private(set) var messageCount = 0

    init(_ checks: FormatChecks, fileName: String?, takeMend: ((DiagnosticCode, Mend) -> Void)?) {
        queue = FindingQueue(replacing: checks.replaced)
        findings = Findings(fileName: fileName, log: queue.log, takeMend: takeMend)
        own = checks.own
    }

    /// Looks at what stands before the first message. Returns what was found.
    func begin(_ header: TranscriptHeader, _ context: ReadContext) -> [Diagnostic] {
        look(context) {
            for index in own.indices { own[index].begin(header, findings) }
        }
    }

    /// Looks at the next messages. Returns what was found.
    func check(_ batch: [Message], _ context: ReadContext) -> [Diagnostic] {
        look(context) {
            if batch.isEmpty { return }
            // What had to be replaced cannot be told from what says of itself that it was.
            general.judgesReplacements = !queue.hasReplacements
            general.check(batch, findings)
            for index in own.indices { own[index].check(batch, findings) }
            messageCount += batch.count
        }
    }

    /// Says what can only be said when all messages were seen. Returns what was found.
    func finish(_ context: ReadContext) -> [Diagnostic] {
        look(context, isLast: true) {
            for index in own.indices { own[index].finish(findings) }
        }
    }

    /// Takes up what the reader noticed before it was stopped. Returns what was found.
    func stop(_ context: ReadContext) -> [Diagnostic] { look(context, isLast: true) {} }

    private func look(_ context: ReadContext, isLast: Bool = false, _ body: () -> Void) -> [Diagnostic] {
        for diagnostic in context.said { queue.add(diagnostic) }
        findings.look(at: context.view, starts: context.starts, after: messageCount)
        defer { findings.lookAway() }
        body()
        for finding in context.seenInBytes { queue.add(finding) }
        return queue.take(context.view, isLast: isLast)
    }
}
