import ChatConv
import Synchronization

/// Runs the jobs of a plan on several threads.
///
/// Each job says what it has to say into memory; this thread shows it in the order of the jobs, whatever the order in
/// which they end. At most as many files are open at a time as there are threads.
struct BatchRun {
    /// How one job ended.
    enum Outcome: Sendable {
        case converted
        /// Found in a folder, and no transcript.
        case passedOver
        /// The output is newer than its input.
        case unchanged
        case failed(ExitStatus)
        /// The call is wrong, for all jobs alike: no other is begun. Indirect, so that thousands of reports need no room for an error.
        indirect case misuse(ConversionError)
        /// The output was whole and did not get its name.
        indirect case unnamed(ConversionError)
        /// Another job has found that the call is wrong.
        case notBegun
    }

    /// How many jobs ended how.
    struct Tally: Sendable {
        var summary = FolderSummary("converted")
        /// That of the first job that failed, in the order of the jobs.
        var status = ExitStatus.done
        /// In the order of the jobs.
        var losses = LossReport()
    }

    private struct Report: Sendable {
        var index: Int
        var outcome: Outcome
        var said: [UInt8]
        var losses: LossReport

        /// Whether there is something to show of it.
        var isSeen: Bool {
            if case .unnamed = outcome { return true }
            return !said.isEmpty
        }
    }

    private let streams: CommandStreams
    private let threadCount: Int
    private let progress: ProgressLine?

    /// - Parameter bytes: what the jobs read in all, where it is known; nil where no progress is shown.
    init(_ streams: CommandStreams, threads: Int, jobs: Int, bytes: Int?) {
        self.streams = streams
        threadCount = max(1, min(threads, jobs))
        progress = bytes.map { ProgressLine(streams.error, files: jobs, bytes: $0) }
    }

    /// What runs the jobs of one thread, one after the other, by their numbers.
    typealias Job = (Int, inout LossReport) -> Outcome

    /// Runs a job for each number under `count`. `makeJob` is called once for each thread, with streams of its own.
    ///
    /// - Parameters:
    ///   - holdsOutputs: whether outputs get their names some at a time, and not each when its job is done.
    ///   - tellUnnamed: says of the job with a number why its output got no name.
    /// - Throws: the `usage` error of the first job that had one.
    func run(
        _ count: Int, holdsOutputs: Bool = false, tellUnnamed: (Int, ConversionError) -> ExitStatus = { ExitStatus($1.category) },
        _ makeJob: @escaping @Sendable (CommandStreams) -> Job
    ) throws(ConversionError) -> Tally {
        let reports = Mailbox<Report>()
        let state = State()
        let batch = OutputBatch<Report>()
        let newFolders = streams.newFolders
        @Sendable func post(_ report: Report) {
            reports.post(report)
            if state.finishJob(of: count) || !report.said.isEmpty { reports.wake() }
        }
        @Sendable func publish() {
            batch.publish(newFolders) { report, failure in
                var report = report
                if let failure { report.outcome = .unnamed(failure) }
                post(report)
            }
        }
        let makeStreams = streams.forThreads(counting: progress == nil ? nil : state.readBytes)
        let threads = WorkerThreads(threadCount) {
            let said = MemoryDestination()
            var streams = makeStreams(said)
            let held = holdsOutputs ? HeldOutput() : nil
            streams.heldOutput = held
            let job = makeJob(streams)
            while let index = state.takeJob(of: count) {
                var losses = LossReport()
                let outcome = state.isStopped ? .notBegun : job(index, &losses)
                if case .misuse = outcome { state.stop() }
                let report = Report(index: index, outcome: outcome, said: said.takeBytes(), losses: losses)
                if let output = held?.take() {
                    if batch.add(output, report) { publish() }
                } else {
                    post(report)
                }
            }
            publish()
        }
        defer { threads.join() }
        return try show(count, from: reports, state, tellUnnamed) { if batch.isDue { publish() } }
    }

    /// - Parameter look: called now and then.
    private func show(
        _ count: Int, from reports: Mailbox<Report>, _ state: State, _ tellUnnamed: (Int, ConversionError) -> ExitStatus,
        _ look: () -> Void
    ) throws(ConversionError) -> Tally {
        var tally = Tally()
        var early: [Int: Report] = [:]
        var next = 0
        var progress = progress
        defer { progress?.hide() }
        while next < count {
            for report in reports.take(waiting: 100) {
                guard report.index == next else {
                    early[report.index] = report
                    continue
                }
                var current: Report? = report
                while let report = current {
                    if report.isSeen { progress?.hide() }
                    try show(report, &tally, tellUnnamed)
                    next += 1
                    current = early.isEmpty ? nil : early.removeValue(forKey: next)
                }
            }
            look()
            progress?.show(files: next + early.count, bytes: state.readBytes.count)
        }
        return tally
    }

    private func show(
        _ report: Report, _ tally: inout Tally, _ tellUnnamed: (Int, ConversionError) -> ExitStatus
    ) throws(ConversionError) {
        report.said.withUnsafeBytes { if !$0.isEmpty { try? streams.error.write($0) } }
        for entry in report.losses.entries { tally.losses.add(entry) }
        switch report.outcome {
        case .converted: tally.summary.done += 1
        case .passedOver: tally.summary.passedOver += 1
        case .unchanged: tally.summary.unchanged += 1
        case .failed(let status):
            tally.summary.failed += 1
            if tally.status == .done { tally.status = status }
        case .unnamed(let error):
            tally.summary.failed += 1
            let status = tellUnnamed(report.index, error)
            if tally.status == .done { tally.status = status }
        case .misuse(let error): throw error
        case .notBegun: break
        }
    }

    /// What the threads share.
    private final class State: Sendable {
        let readBytes = ReadBytes()
        private let next = Atomic<Int>(0)
        private let finished = Atomic<Int>(0)
        private let stopped = Atomic<Bool>(false)

        var isStopped: Bool { stopped.load(ordering: .relaxed) }

        func stop() { stopped.store(true, ordering: .relaxed) }

        /// Counts a job whose report is posted; true when there are all.
        func finishJob(of count: Int) -> Bool { finished.add(1, ordering: .relaxed).newValue == count }

        /// The number of the next job; nil when all are taken.
        func takeJob(of count: Int) -> Int? {
            let index = next.add(1, ordering: .relaxed).oldValue
            return index < count ? index : nil
        }
    }
}
