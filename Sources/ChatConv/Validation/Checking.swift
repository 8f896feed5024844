import TranscriptModel

/// The half of a validation behind the reader: looks at messages as they come, and puts what the checks find and what the
/// reader noticed into the order of their places.
///
/// It belongs to one thread at a time.
final class Checking {
    private let queue: FindingQueue
    private let findings: Findings
    private var general = GeneralChecks()
    private var bytes = ByteChecks()
    private var own: [any TranscriptCheck]
    private(set) var messageCount = 0

    init(_ checks: FormatChecks, fileName: String?, takeMend: ((DiagnosticCode, Mend) -> Void)?) {
        queue = FindingQueue(replacing: checks.replaced)
        findings = Findings(fileName: fileName, log: queue.log, takeMend: takeMend)
        own = checks.own
    }

    /// Looks at what stands before the first message. Returns what was found.
    func begin(_ header: TranscriptHeader, _ context: ReadContext) -> [Diagnostic] {
        look(context, upTo: .consumed) {
            for index in own.indices { own[index].begin(header, findings) }
        }
    }

    /// Looks at the next messages. Returns what was found.
    func check(_ batch: [Message], _ context: ReadContext) -> [Diagnostic] {
        look(context, upTo: .consumed) {
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
        look(context, upTo: .endOfInput) {
            for index in own.indices { own[index].finish(findings) }
        }
    }

    /// Takes up what the reader noticed before it was stopped, by what is at `offset` where that is known. Returns what was
    /// found.
    func stop(_ context: ReadContext, at offset: Int?) -> [Diagnostic] {
        look(context, upTo: .stop(at: offset ?? context.view.consumedOffset)) {}
    }

    /// How far the input has been read.
    private enum Reach {
        /// To the end of what the reader has consumed.
        case consumed
        case endOfInput
        /// To what stopped the reader, behind which nothing comes any more.
        case stop(at: Int)

        var isLast: Bool { if case .consumed = self { false } else { true } }

        /// The end of the bytes that there is something to be said of, counted from the start of the input.
        func offset(in view: InputView) -> Int {
            switch self {
            case .consumed: view.consumedOffset
            case .endOfInput: view.knownOffset
            case .stop(let offset): min(offset, view.knownOffset)
            }
        }
    }

    private func look(_ context: ReadContext, upTo reach: Reach, _ body: () -> Void) -> [Diagnostic] {
        for diagnostic in context.said { queue.add(diagnostic) }
        findings.look(at: context.view, starts: context.starts, after: messageCount)
        defer { findings.lookAway() }
        body()
        lookAtBytes(context, upTo: reach)
        if case .endOfInput = reach, let finding = bytes.finish() { queue.add(finding) }
        return queue.take(context.view, isLast: reach.isLast)
    }

    /// Looks at the bytes that the reader has left behind.
    private func lookAtBytes(_ context: ReadContext, upTo reach: Reach) {
        for view in context.left { report(bytes.look(at: view, upTo: view.consumedOffset)) }
        report(bytes.look(at: context.view, upTo: reach.offset(in: context.view)))
    }

    private func report(_ found: [Diagnostic]) { for finding in found { queue.add(finding) } }
}
