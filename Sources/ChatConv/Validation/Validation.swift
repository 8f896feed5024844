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
    private let threadCount: Int
    private let report: (Diagnostic) -> Void
    /// Is handed what mends findings, beside what they hold themselves: a finding can be told once for many places.
    public var takeMend: ((DiagnosticCode, Mend) -> Void)?

    /// - Parameters:
    ///   - fileName: the input's file name or path, which some checks compare with what the input says.
    ///   - reading: options and limits; whether to read leniently is not the caller's choice.
    ///   - threads: on how many threads to work; more than two are as two. What is reported is the same on any number.
    ///   - report: is handed each finding.
    public init(
        _ input: TranscriptInput, fileName: String? = nil, reading: ReadingSettings = ReadingSettings(), threads: Int = 1,
        report: @escaping (Diagnostic) -> Void
    ) {
        self.input = input
        self.fileName = fileName
        self.reading = reading
        threadCount = threads
        self.report = report
    }

    /// Reads the whole input.
    ///
    /// - Parameter isDone: asked after each batch whether the caller has seen enough.
    /// - Throws: what keeps the input from being read, such as `inputOutput`. What is wrong with it is reported.
    public func run(until isDone: () -> Bool = { false }) throws(ConversionError) {
        let checking = Checking(input.format.makeChecks(), fileName: fileName, takeMend: takeMend)
        let watched = WatchedInput(input, reading.limits) { report(checking.check([], $0)) }
        do {
            var reader = try input.format.makeReader(watched.buffer, reading.options)
            let header = try reader.readHeader()
            report(checking.begin(header, watched.takeContext()))
            try checkMessages(&reader, watched, checking, isDone)
            if !isDone() {
                watched.finish()
                report(checking.finish(watched.takeContext()))
            }
        } catch {
            let isAboutContent = error.category == .malformedInput || error.category == .limitExceeded
            if isAboutContent { watched.buffer.diagnostics.report(error.diagnostic) }
            report(checking.check([], watched.takeContext()))
            if !isAboutContent { throw error }
        }
    }

    private func checkMessages(
        _ reader: inout any TranscriptReader, _ watched: WatchedInput, _ checking: Checking, _ isDone: () -> Bool
    ) throws(ConversionError) {
        var batch: [Message] = []
        batch.reserveCapacity(MessageBatch.preferredCount)
        var hasMore = true
        while hasMore, !isDone() {
            batch.removeAll(keepingCapacity: true)
            hasMore = try reader.readMessages(into: &batch)
            report(checking.check(batch, watched.takeContext()))
        }
    }

    private func report(_ findings: [Diagnostic]) { for finding in findings { report(finding) } }
}
