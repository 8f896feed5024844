import TextScanning

/// One validation: every problem that a reader or a check finds in an input, handed over as it is found.
///
///     let input = try registry.open(FileSource.open("chat.md"), fileName: "chat.md")
///     let validation = Validation(input, fileName: "chat.md") { print($0.code.id, $0.message) }
///     try validation.run()
///
/// Problems of syntax come from the format's own reader, which reads leniently and reports what it mends; what stops even
/// that is one more finding. Problems of sense come from checks that see the messages as they stream: those for all
/// formats, in this folder, and those that a format brings along. Findings come in the order of their places, as far as
/// one batch of messages reaches; nothing is held but that.
public struct Validation {
    private let input: TranscriptInput
    private let fileName: String?
    private let reading: ReadingSettings
    private let report: (Diagnostic) -> Void
    /// Is handed what mends findings, beside what they hold themselves: a finding can be told once for many places.
    public var takeMend: ((DiagnosticCode, Mend) -> Void)?

    /// - Parameters:
    ///   - fileName: the input's file name or path, which some checks compare with what the input says.
    ///   - reading: options and limits; whether to read leniently is not the caller's choice.
    ///   - report: is handed each finding.
    public init(
        _ input: TranscriptInput, fileName: String? = nil, reading: ReadingSettings = ReadingSettings(),
        report: @escaping (Diagnostic) -> Void
    ) {
        self.input = input
        self.fileName = fileName
        self.reading = reading
        self.report = report
    }

    /// Reads the whole input.
    ///
    /// - Parameter isDone: asked after each batch whether the caller has seen enough.
    /// - Throws: what keeps the input from being read, such as `inputOutput`. What is wrong with it is reported.
    public func run(until isDone: () -> Bool = { false }) throws(ConversionError) {
        let queue = FindingQueue(report)
        let watch = ByteWatch(input.source)
        let trail = MessageTrail()
        let buffer = input.format.makeInput(
            watch, limits: reading.limits, isLenient: true, diagnostics: queue.log, trail: trail)
        let checks = input.format.makeChecks()
        queue.replaced = checks.replaced
        queue.input = buffer
        // The buffer's log refers to the queue.
        defer { queue.input = nil }
        let findings = Findings(buffer, fileName: fileName, log: queue.log, takeMend: takeMend)
        var general = GeneralChecks()
        var own = checks.own
        do {
            var reader = try input.format.makeReader(buffer, reading.options)
            let header = try reader.readHeader()
            for index in own.indices { own[index].begin(header, findings) }
            queue.flush()
            try checkMessages(&reader, trail, findings, queue, &general, &own, watch, isDone)
            if !isDone() {
                for index in own.indices { own[index].finish(findings) }
                watch.finish()
            }
        } catch {
            queue.flush()
            guard error.category == .malformedInput || error.category == .limitExceeded else { throw error }
            queue.report(error.diagnostic)
        }
        watch.report(to: queue)
        queue.flush()
    }

    private func checkMessages(
        _ reader: inout any TranscriptReader, _ trail: MessageTrail, _ findings: Findings, _ queue: FindingQueue,
        _ general: inout GeneralChecks, _ own: inout [any TranscriptCheck], _ watch: ByteWatch,
        _ isDone: () -> Bool
    ) throws(ConversionError) {
        var batch: [Message] = []
        batch.reserveCapacity(MessageBatch.preferredCount)
        var count = 0
        var hasMore = true
        while hasMore, !isDone() {
            batch.removeAll(keepingCapacity: true)
            trail.removeAll()
            hasMore = try reader.readMessages(into: &batch)
            findings.beginBatch(after: count)
            // What had to be replaced cannot be told from what says of itself that it was.
            general.judgesReplacements = !queue.hasReplacements
            general.check(batch, findings)
            for index in own.indices { own[index].check(batch, findings) }
            count += batch.count
            watch.report(to: queue)
            queue.flush()
        }
    }
}
