import ChatConv

/// Validates inputs and reports on them in their order: several at a time, or one on two threads.
struct ValidationRun {
    private let inputs: [ValidatedInput]
    private let validator: InputValidator
    private let filter: FindingFilter
    private let streams: CommandStreams
    private let threadCount: Int

    init(_ inputs: [ValidatedInput], by validator: InputValidator, _ filter: FindingFilter, _ streams: CommandStreams, threads: Int) {
        self.inputs = inputs
        self.validator = validator
        self.filter = filter
        self.streams = streams
        threadCount = threads
    }

    func run(into reports: InputReports) {
        if threadCount > 1, inputs.count > 1, !inputs.contains(where: \.file.isStandardInput) {
            runSeveral(into: reports)
        } else {
            runInTurn(into: reports)
        }
    }

    private func runInTurn(into reports: InputReports) {
        for input in inputs {
            if reports.isDone { return }
            Self.validate(input, by: validator, filter, streams, threads: threadCount, until: { reports.isDone }) {
                reports.tell($0, of: input)
            }
            reports.output.flush()
        }
    }

    private func runSeveral(into reports: InputReports) {
        let queue = TurnQueue<ValidationEvent>(inputs: inputs.count)
        let (inputs, validator, filter) = (inputs, validator, filter)
        let makeStreams = streams.forThreads(counting: nil)
        let threads = WorkerThreads(min(threadCount, inputs.count)) {
            let streams = makeStreams(MemoryDestination())
            while let index = queue.takeInput() {
                let handingIn = HandingIn(to: queue, of: index)
                Self.validate(
                    inputs[index], by: validator, filter, streams, threads: 1, until: { queue.wantsNothing },
                    tell: handingIn.add)
                handingIn.end()
            }
        }
        defer { threads.join() }
        defer { queue.stop() }
        while !reports.isDone, let told = queue.next() {
            for (index, events) in told {
                for event in events { reports.tell(event, of: inputs[index]) }
            }
            reports.output.flush()
        }
    }

    private static func validate(
        _ input: ValidatedInput, by validator: InputValidator, _ filter: FindingFilter, _ streams: CommandStreams, threads: Int,
        until isDone: @escaping () -> Bool, tell: @escaping (ValidationEvent) -> Void
    ) {
        do throws(ConversionError) {
            try validator.validate(input, streams, threads: threads, willBegin: { tell(.begins) }, until: isDone) {
                if let finding = filter.reported($0) { tell(.finding(finding)) }
            }
        } catch {
            if error.category == .usage || !input.isPassedOver(for: error) { tell(.failure(error)) }
        }
    }
}

/// Gathers what is told of one input, and hands it in piece by piece.
private final class HandingIn {
    private let queue: TurnQueue<ValidationEvent>
    private let input: Int
    private var events: [ValidationEvent] = []

    private static let mostEvents = 256

    init(to queue: TurnQueue<ValidationEvent>, of input: Int) {
        self.queue = queue
        self.input = input
    }

    func add(_ event: ValidationEvent) {
        events.append(event)
        if events.count >= Self.mostEvents { handIn() }
    }

    func end() {
        handIn()
        queue.end(input)
    }

    private func handIn() {
        queue.post(events, of: input)
        events = []
    }
}
