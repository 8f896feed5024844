/// An input whose reader is watched: keeps what the reader notices, where messages start, and what the bytes show that no
/// message does.
final class WatchedInput {
    let buffer: InputBuffer
    private let bytes: ByteWatch
    private let relay: DiagnosticRelay

    init(_ input: TranscriptInput, _ limits: Limits) {
        bytes = ByteWatch(input.source)
        let relay = DiagnosticRelay(DiagnosticLog())
        self.relay = relay
        buffer = input.format.makeInput(
            bytes, limits: limits, isLenient: true, diagnostics: DiagnosticLog { relay.report($0) }, isValidated: true)
    }

    /// From here on, `release` is handed what the reader notices where it notices so much between two batches of messages
    /// that it cannot all be kept.
    func hold(_ release: @escaping (ReadContext) -> Void) {
        relay.hold { [unowned self] in release(context($0)) }
    }

    /// What is known of the batch that was read last, besides its messages.
    func takeContext() -> ReadContext {
        var context = context(relay.takeHeld())
        context.starts = buffer.takeMessageStarts()
        return context
    }

    /// Looks at how the input ends.
    func finish() { bytes.finish() }

    private func context(_ said: [Diagnostic]) -> ReadContext {
        ReadContext(view: buffer.view, said: said, seenInBytes: bytes.takeFound())
    }
}

/// What is known of a batch of messages besides them, for who validates.
struct ReadContext: BatchContext {
    /// What of the input is in memory.
    var view: InputView
    /// Where the messages start.
    var starts: [MessageStart] = []
    /// What the reader noticed.
    var said: [Diagnostic]
    /// What no message shows.
    var seenInBytes: [Diagnostic]
}
