import TextScanning

/// One validation: every problem that a reader or a check finds in an input, handed over as it is found.
///
///     let input = try registry.open(FileSource.open("chat.md"), fileName: "chat.md")
///     let validation = Validation(input, fileName: "chat.md") { print($0.code.id, $0.message) }
///     try validation.run()
///
/// Problems of syntax come from the format's own reader, which reads leniently and reports what it mends; what stops even
/// that is one more finding. Problems of sense come from checks that see the messages as they stream: those
/// for all formats, in this folder, and those that a format brings along. Findings come in the order of their places, as
/// far as one batch of messages reaches, and what is about bytes behind it waits for them; nothing is held but that and, on two threads, some more of them.
public struct Validation {
    private let input: TranscriptInput
    private let fileName: String?
    private let reading: ReadingSettings
    private let threadCount: Int
    private let report: (Diagnostic) -> Void
    /// Is handed what mends findings, beside what they hold themselves: a finding can be told once for many places. Where it
    /// is set, one thread does all the work.
    public var takeMend: ((DiagnosticCode, Mend) -> Void)?

    /// Until here, another thread would cost more than it saves.
    private static let fewMessages = 4 * MessageBatch.preferredCount

    /// - Parameters:
    ///   - fileName: the input's file name or path, which some checks compare with what the input says.
    ///   - reading: options and limits; whether to read leniently is not the caller's choice.
    ///   - threads: more than one means: one thread reads, one does the rest, and one more reads ahead where the input is
    ///     compressed or in another encoding. What is reported is the same on any number. A live
    ///     input is validated on one, so that what is found is reported at once.
    ///   - report: is handed each finding, on one thread at a time; not always the one that calls `run`, which returns when all
    ///     has been reported.
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
    /// - Parameter isDone: asked around each batch whether the caller has seen enough, where findings are reported.
    /// - Throws: what keeps the input from being read, such as `inputOutput`. What is wrong with it is reported.
    public func run(until isDone: @escaping () -> Bool = { false }) throws(ConversionError) {
        let checking = Checking(input.format.makeChecks(), fileName: fileName, takeMend: takeMend)
        let usesThread = threadCount > 1 && takeMend == nil && !input.source.isLive
        let watched = WatchedInput(input, reading.limits, readsAhead: usesThread)
        /// Reports findings; returns whether more are wanted.
        func tell(_ findings: [Diagnostic]) -> Bool {
            if isDone() { return false }
            for finding in findings { report(finding) }
            return !isDone()
        }
        watched.hold { _ = tell(checking.check([], $0)) }
        do {
            var reader = try input.format.makeReader(watched.buffer, reading.options)
            let header = try reader.readHeader()
            guard tell(checking.begin(header, watched.takeContext())) else { return }
            var rest = try checkMessages(&reader, watched, checking, upTo: usesThread ? Self.fewMessages : .max, tell)
            if rest == .more { rest = try checkRest(&reader, watched, checking, tell) }
            guard rest == .nothing else { return }
            _ = tell(checking.finish(watched.takeContext()))
        } catch {
            let isAboutContent = error.category == .malformedInput || error.category == .limitExceeded
            if isAboutContent { watched.buffer.diagnostics.report(error.diagnostic) }
            _ = tell(checking.stop(watched.takeContext(), at: isAboutContent ? error.diagnostic.location?.byteOffset : nil))
            if !isAboutContent { throw error }
        }
    }

    /// What is left to be checked.
    private enum Rest {
        case nothing
        /// There may be more, and the caller has seen enough.
        case unwanted
        case more
    }

    /// Checks at least `count` messages if there are so many.
    private func checkMessages(
        _ reader: inout any TranscriptReader, _ watched: WatchedInput, _ checking: Checking, upTo count: Int,
        _ tell: ([Diagnostic]) -> Bool
    ) throws(ConversionError) -> Rest {
        var batch: [Message] = []
        batch.reserveCapacity(MessageBatch.preferredCount)
        while checking.messageCount < count {
            batch.removeAll(keepingCapacity: true)
            let hasMore = try reader.readMessages(into: &batch)
            if !tell(checking.check(batch, watched.takeContext())) { return .unwanted }
            if !hasMore { return .nothing }
        }
        return .more
    }

    /// Checks all further messages, on another thread where there may be one.
    private func checkRest(
        _ reader: inout any TranscriptReader, _ watched: WatchedInput, _ checking: Checking,
        _ tell: @escaping ([Diagnostic]) -> Bool
    ) throws(ConversionError) -> Rest {
        guard let thread = ConsumerThread(ReportedChecking(checking, tell), behind: reader) else {
            return try checkMessages(&reader, watched, checking, upTo: .max, tell)
        }
        watched.hold { thread.add($0) }
        defer { watched.hold { _ = tell(checking.check([], $0)) } }
        do throws(ConversionError) {
            try thread.run(reading: &reader) { watched.takeContext() }
        } catch {
            // What was read behind that which cannot be made a message says nothing any more.
            if thread.failure != nil { _ = watched.takeContext() }
            throw error
        }
        return thread.isDone ? .unwanted : .nothing
    }
}

/// Checks that tell what they find themselves, on the thread that they are made on: the one that reads has enough to do.
private final class ReportedChecking: BatchConsumer {
    private let checking: Checking
    private let tell: ([Diagnostic]) -> Bool

    init(_ checking: Checking, _ tell: @escaping ([Diagnostic]) -> Bool) {
        self.checking = checking
        self.tell = tell
    }

    func take(_ batch: [Message], _ context: ReadContext) -> Bool { tell(checking.check(batch, context)) }

    func takeDiagnostics() -> [Diagnostic] { [] }
}
