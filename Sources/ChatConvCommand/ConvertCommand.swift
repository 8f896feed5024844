import ChatConv
import SystemPackage
import TranscriptCoding

/// `chatconv convert`.
struct ConvertCommand {
    private let registry: FormatRegistry
    private var settings: Settings
    private let streams: CommandStreams

    init(_ registry: FormatRegistry, _ settings: Settings, _ streams: CommandStreams) {
        self.registry = registry
        self.settings = settings
        self.streams = streams
        if self.settings.filters.census == nil { self.settings.filters.census = FilterCensus() }
    }

    func run() throws(ConversionError) -> ExitStatus {
        if settings.isEmpty, streams.isInputTerminal {
            throw ConversionError(
                .usage, .invalidOption, "nothing to convert",
                help: "name a file and a format: chatconv chat.md -t json; see chatconv --help")
        }
        let source = try sourceFormat()
        let target = try targetFormat()
        _ = try registry.route(settings.formatOptions, from: source, to: target)
        try checkProof()
        try checkTimes()
        _ = try AllowedLosses(settings.allowedLosses, registry)
        if settings.merges || settings.split != nil {
            return try CombinedRun(registry, settings, streams, to: target).run()
        }
        var plan = try OutputPlan(
            settings, writing: target.descriptor,
            knownExtensions: Set(registry.formats.flatMap { $0.descriptor.extensions }),
            isTranscript: { (try? registry.open($0.open(streams), fileName: $0.fileName)) != nil })
        var anonymizing: (command: ConvertCommand, setup: AnonymizationSetup)?
        if settings.anonymizes {
            anonymizing = try self.anonymizing(plan)
            anonymizing?.setup.rename(&plan)
        }
        try plan.check(settings)
        let reports = try ReportFiles(
            settings, streams, inputs: plan.jobs.map(\.input.file), outputs: plan.jobs.compactMap(\.output))
        let status = try (anonymizing?.command ?? self).run(plan, to: target, reports)
        if let report = anonymizing?.setup.report { try reports.write(report) }
        return status
    }

    private func run(
        _ plan: OutputPlan, to target: any TranscriptFormat, _ reports: ReportFiles
    ) throws(ConversionError) -> ExitStatus {
        if let job = plan.jobs.first, plan.jobs.count == 1, !plan.hasFolders {
            var report = LossReport()
            let outcome = perform(job, of: plan, to: target, threads: threadCount, &report)
            if case .misuse(let error) = outcome { throw error }
            try reports.write(report)
            if case .converted = outcome, let empty = emptyResult, !settings.failsIfEmpty {
                DiagnosticPrinter(streams, name: job.input.file.displayName, isQuiet: settings.isQuiet).log.report(empty.warning)
            }
            if case .failed(let status) = outcome { return status }
            return .done
        }
        return try runBatch(plan, to: target, reports)
    }

    /// The same command with the names known that it takes out. What can be read only once is kept for that.
    private func anonymizing(_ plan: OutputPlan) throws(ConversionError) -> (ConvertCommand, AnonymizationSetup) {
        var (settings, streams) = (settings, streams)
        streams.keptInputs = KeptInputs()
        let names = try NameGathering(registry: registry, settings: settings)
            .names(in: plan.jobs.map(\.input.file), streams, threads: threadCount)
        let setup = try AnonymizationSetup(names, settings, streams)
        settings.filters.anonymization = setup.anonymization
        return (ConvertCommand(registry, settings, streams), setup)
    }

    private var threadCount: Int { settings.jobs ?? WorkerThreads.processorCount }

    /// Converts many inputs, several at a time. One that fails does not keep the others from being converted.
    private func runBatch(
        _ plan: OutputPlan, to target: any TranscriptFormat, _ reports: ReportFiles
    ) throws(ConversionError) -> ExitStatus {
        let showsProgress = streams.isErrorTerminal && !settings.isQuiet
        let size = showsProgress ? plan.jobs.reduce(0) { $0 + Int($1.input.file.size) } : nil
        let batch = BatchRun(
            streams, threads: threadCount, jobs: plan.jobs.count, bytes: size)
        let (registry, settings) = (registry, settings)
        let tellUnnamed = { (index: Int, error: ConversionError) in
            let job = plan.jobs[index]
            show(error, of: job, DiagnosticPrinter(streams, name: job.input.file.displayName))
            return ExitStatus(error.category)
        }
        let tally = try batch.run(plan.jobs.count, holdsOutputs: settings.isDurable, tellUnnamed: tellUnnamed) { streams in
            let command = ConvertCommand(registry, settings, streams)
            return { index, report in command.perform(plan.jobs[index], of: plan, to: target, threads: 1, &report) }
        }
        try reports.write(tally.losses)
        tally.summary.show(settings, streams)
        if tally.status == .done, tally.summary.done > 0, let empty = emptyResult {
            if settings.failsIfEmpty { throw empty.error }
            DiagnosticPrinter(streams, name: "chatconv", isQuiet: settings.isQuiet).log.report(empty.warning)
        }
        return tally.status
    }

    private var emptyResult: EmptyResult? { settings.filters.census.flatMap { EmptyResult(settings, $0) } }

    /// Converts one input and says what went wrong.
    private func perform(
        _ job: OutputPlan.Job, of plan: OutputPlan, to target: any TranscriptFormat, threads: Int,
        _ losses: inout LossReport
    ) -> BatchRun.Outcome {
        let printer = DiagnosticPrinter(streams, name: job.input.file.displayName, isQuiet: settings.isQuiet)
        do throws(ConversionError) {
            if let problem = job.input.problem { throw problem }
            if settings.onlyNewer, isUpToDate(job, of: plan) { return .unchanged }
            try convert(job, of: plan, to: target, threads: threads, printer, &losses)
            printer.finish()
            return .converted
        } catch {
            printer.finish()
            switch error.category {
            // The same for all inputs: the call is wrong.
            case .usage: return .misuse(error)
            // Whoever read the output has what they wanted.
            case .outputClosed: return .converted
            default: break
            }
            if job.input.isPassedOver(for: error, registry, settings, streams) { return .passedOver }
            show(error, of: job, printer)
            return .failed(ExitStatus(error.category))
        }
    }

    /// With names taken out, an output depends on all inputs.
    private func isUpToDate(_ job: OutputPlan.Job, of plan: OutputPlan) -> Bool {
        guard !settings.anonymizes, job.isUpToDate, let output = job.output else { return false }
        return MadeMark(plan.recipe, of: [job.input.file]).fits(output)
    }

    /// A proof comes before a name, and only a file gets one.
    private func checkProof() throws(ConversionError) {
        guard settings.output?.isStandardStream ?? true else { return }
        for (flag, isGiven) in [("verify", settings.verifies), ("fail-on-loss", settings.refusesLoss)] where isGiven {
            throw ConversionError(
                .usage, .invalidOption, "--\(flag) needs a file: what is written to standard output cannot be taken back",
                help: "name one with -o")
        }
    }

    private func checkTimes() throws(ConversionError) {
        guard settings.filters.times.isEmpty else { return }
        throw ConversionError(
            .usage, .invalidOption, "no time is both from --since on and before --until",
            help: "--since takes the earlier time, and a day without a time is meant from its midnight on")
    }

    private func convert(
        _ job: OutputPlan.Job, of plan: OutputPlan, to target: any TranscriptFormat, threads: Int,
        _ printer: DiagnosticPrinter, _ report: inout LossReport
    ) throws(ConversionError) {
        let source = try job.input.file.open(streams)
        if job.target == nil { try streams.refuseOutput(thatIs: source) }
        let input = try registry.open(
            source, fileName: job.input.file.fileName, as: settings.from, charset: settings.charset)
        let options = try registry.route(settings.formatOptions, from: input.format, to: target)
        var reading = ReadingSettings(
            options: options.reader, limits: settings.limits, isLenient: settings.isLenient, diagnostics: printer.log)
        if !settings.keepsSpelling { reading.dropSpelling(of: registry.formats, writing: target.descriptor, from: input.format.descriptor) }
        reading.outputFolder = job.output?.removingLastComponent().string
        reading.extractsDurably = settings.isDurable
        do {
            let conversion = try Conversion(
                input, to: target, reading: reading, writerOptions: options.writer,
                filters: settings.filters.makeFilters(), isProven: settings.verifies, threads: threads)
            try conversion.run(
                into: job.output, in: plan.targetFolder,
                marked: settings.marksOutputs ? MadeMark(plan.recipe, of: [job.input.file]) : nil, isLive: input.source.isLive, settings, streams
            ) { outcome throws(ConversionError) in
                // Of a run that nobody asks about, nothing is kept: it may be of any number of files.
                if settings.lossReport != nil { report.add(LossReport.Entry(job, from: input.format, to: target, outcome)) }
                settings.filters.census?.add(messages: outcome.messageCount)
                if settings.failsIfEmpty, !plan.hasFolders, let empty = emptyResult { throw empty.error }
                if settings.charset == nil, let change = input.encodingChange { printer.log.report(change) }
                if outcome.losses.isEmpty { return }
                let notice = LossNotice(
                    target: target.descriptor.name, refuses: settings.refusesLoss,
                    allowed: try AllowedLosses(settings.allowedLosses, registry), hasPlaces: true)
                try notice.tell(outcome.losses) { printer.log.report($0) }
            }
        } catch {
            throw explained(error, input)
        }
    }

    /// A file that is not what --from says may be what it says itself.
    private func explained(_ error: ConversionError, _ input: TranscriptInput) -> ConversionError {
        guard settings.from != nil, error.category == .malformedInput,
            let best = registry.detection(of: input.prefix, fileName: nil).guesses.first,
            best.content.confidence >= .likely, best.format.descriptor.name != input.format.descriptor.name
        else { return error }
        var error = error
        error.diagnostic.help =
            "the input looks like \(best.format.descriptor.name); --from names its format, --to that of the output"
        return error
    }

    private func show(_ error: ConversionError, of job: OutputPlan.Job, _ printer: DiagnosticPrinter) {
        guard error.code.isAboutOutput else { return printer.show(error) }
        DiagnosticPrinter(streams, name: job.output?.string ?? "<stdout>").show(error)
    }

    // MARK: Formats

    /// The input's format, where the call names one.
    private func sourceFormat() throws(ConversionError) -> (any TranscriptFormat)? {
        guard let name = settings.from else { return nil }
        let format = try registry.requireFormat(named: name)
        if format.descriptor.isReadable { return format }
        throw ConversionError(
            .unknownFormat, .directionUnsupported, "\(name) can be written but not read",
            help: "did you mean --to \(name)?")
    }

    private func targetFormat() throws(ConversionError) -> any TranscriptFormat {
        if let name = settings.to {
            let format = try registry.requireFormat(named: name)
            if format.descriptor.isWritable { return format }
            throw ConversionError(
                .unknownFormat, .directionUnsupported, "\(name) can be read but not written",
                help: "did you mean --from \(name)?")
        }
        let writable = registry.formats.filter(\.descriptor.isWritable)
        let choices = "name it with -t: \(list(writable.map(\.descriptor.name), "or"))"
        guard let output = settings.output, !output.isStandardStream, FolderKind(output.path) != .folder,
            let suffix = FormatRegistry.extension(of: output.text)
        else {
            throw ConversionError(
                .usage, .missingTarget, "no output format given", help: helpForMissingTarget ?? choices)
        }
        let candidates = registry.formats(forExtension: suffix).filter(\.descriptor.isWritable)
        if candidates.count == 1, let format = candidates.first { return format }
        throw ConversionError(
            .usage, .missingTarget,
            candidates.isEmpty
                ? "no format has the extension .\(suffix)"
                : "the extension .\(suffix) could be \(list(candidates.map(\.descriptor.name), "or"))",
            help: choices)
    }
}

extension ConvertCommand {
    /// What the call was probably meant to be.
    private var helpForMissingTarget: String? {
        if let from = settings.from { return "did you mean -t \(from)? -f is the input's format" }
        guard let first = settings.operands.first, settings.output == nil, FolderKind(first.path) == .missing else {
            return nil
        }
        return InputFile(argument: first).commandMeant.map { "did you mean the command '\($0)'?" }
    }
}

extension LossReport.Entry {
    fileprivate init(
        _ job: OutputPlan.Job, from source: any TranscriptFormat, to target: any TranscriptFormat,
        _ outcome: ConversionOutcome
    ) {
        self.init(
            inputs: [LossReport.Source(name: job.input.file.displayName, format: source.descriptor.name)],
            outputs: job.output.map { [$0.string] } ?? [], to: target.descriptor.name, messageCount: outcome.messageCount, losses: outcome.losses)
    }
}

extension DiagnosticCode {
    static let missingTarget = DiagnosticCode("usage.no-target", "nothing tells the output's format")
}
