/// An input whose reader is watched: keeps what the reader notices, where messages start, and the bytes that it leaves behind.
final class WatchedInput {
    let buffer: InputBuffer
    private let relay: DiagnosticRelay
    /// Blocks that the reader has left since the last batch.
    private var left: [InputView] = []
    /// What to do with so much between two batches that it cannot all be kept.
    private var release: (ReadContext) -> Void = { _ in }

    /// A reader that finds no message leaves block after block.
    private static let mostLeft = 4

    init(_ input: TranscriptInput, _ limits: Limits, readsAhead: Bool) {
        let relay = DiagnosticRelay(DiagnosticLog())
        self.relay = relay
        buffer = input.format.makeInput(
            input.source, limits: limits, isLenient: true, diagnostics: DiagnosticLog { relay.report($0) }, isValidated: true,
            readsAhead: readsAhead, formatIsGiven: input.formatIsGiven)
        buffer.watchLeaving = { [unowned self] in leave($0) }
    }

    /// From here on, `release` is handed what there is where the reader notices so much between two batches of messages, or
    /// goes on so far, that it cannot all be kept.
    func hold(_ release: @escaping (ReadContext) -> Void) {
        self.release = release
        relay.hold { [unowned self] in release(context($0)) }
    }

    /// What is known of the batch that was read last, besides its messages.
    func takeContext() -> ReadContext {
        var context = context(relay.takeHeld())
        context.starts = buffer.takeMessageStarts()
        return context
    }

    private func leave(_ view: InputView) {
        left.append(view)
        if left.count >= Self.mostLeft { release(context(relay.takeHeld())) }
    }

    private func context(_ said: [Diagnostic]) -> ReadContext {
        defer { left.removeAll() }
        return ReadContext(view: buffer.view, left: left, said: said)
    }
}

/// What is known of a batch of messages besides them, for who validates.
struct ReadContext: BatchContext {
    /// What of the input is in memory.
    var view: InputView
    /// What was in memory before, when the reader left it.
    var left: [InputView]
    /// Where the messages start.
    var starts = MessageStarts()
    /// What the reader noticed.
    var said: [Diagnostic]

    var keptByteCount: Int { left.reduce(0) { $0 + $1.byteCount } }
}
