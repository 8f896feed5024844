import ChatConv

/// `chatconv validate`.
struct ValidateCommand {
    private let registry: FormatRegistry
    private let settings: Settings
    private let streams: CommandStreams
    private let known: KnownCodes

    init(_ registry: FormatRegistry, _ settings: Settings, _ streams: CommandStreams) {
        self.registry = registry
        self.settings = settings
        self.streams = streams
        known = KnownCodes(registry)
    }

    func run() throws(ConversionError) -> ExitStatus {
        if let name = settings.validation.explains {
            try streams.output.write(try known.code(named: name).explained)
            return .done
        }
        let filter = try FindingFilter(settings, known)
        if let name = settings.from { _ = try registry.requireFormat(named: name) }
        _ = try registry.route(settings.formatOptions, from: nil, to: nil)
        try checkFixing()
        let found = FoundInput.all(settings.operands, settings.selection)
        let inputs = found.compactMap { ValidatedInput($0, registry, from: settings.from) }
        if settings.validation.fixes {
            let (failed, changes) = try mend(inputs, filter)
            if settings.validation.showsFixes { return failed ?? (changes > 0 ? .answerIsNo : .done) }
            let status = try report(on: inputs, of: found, filter)
            return failed ?? status
        }
        return try report(on: inputs, of: found, filter)
    }

    private func report(
        on inputs: [ValidatedInput], of found: [FoundInput], _ filter: FindingFilter
    ) throws(ConversionError) -> ExitStatus {
        let output = ReportOutput(report, to: streams.output)
        let reports = InputReports(output, streams, maximumErrors: settings.validation.maximumErrors)
        ValidationRun(inputs, by: validator, filter, streams, threads: settings.jobs ?? WorkerThreads.processorCount)
            .run(into: reports)
        if let misuse = reports.misuse { throw misuse }
        output.end()
        if let failure = output.failure { throw failure }
        if reports.hasEnoughErrors {
            sayThatItStopped(output.counts.errors)
        } else if reports.failed == nil {
            sayHowMany(output.counts.files, of: found)
        }
        return reports.failed ?? (output.counts.errors > 0 ? .answerIsNo : .done)
    }

    private var report: any ValidationReport {
        switch settings.validation.report {
        case .text: TextReport(style: Style(isColored: streams.colorsReports))
        case .json: JSONReport()
        case .sarif: SARIFReport(known)
        case .github: GitHubReport()
        }
    }

    private var validator: InputValidator { InputValidator(registry: registry, settings: settings) }

    // MARK: Mending

    private func checkFixing() throws(ConversionError) {
        if settings.validation.showsFixes, !settings.validation.fixes {
            throw ConversionError(.usage, .invalidOption, "--dry-run shows what --fix would do", help: "give both")
        }
        guard settings.validation.fixes, InputFile.all(settings.operands).contains(where: \.isStandardInput) else { return }
        throw ConversionError(.usage, .invalidOption, "--fix changes files, and standard input is none")
    }

    /// Mends every input, or shows how it would be. What cannot be read is left to the report.
    private func mend(
        _ inputs: [ValidatedInput], _ filter: FindingFilter
    ) throws(ConversionError) -> (failed: ExitStatus?, changes: Int) {
        let mender = FileMender(settings, streams)
        var failed: ExitStatus?
        var changes = 0
        for input in inputs {
            do {
                let plan = try plan(for: input, filter)
                if plan.isEmpty { continue }
                changes += 1
                if settings.validation.showsFixes {
                    try mender.show(input.file, by: plan)
                } else {
                    try mender.mend(input.file, by: plan)
                    say("mended", input)
                }
            } catch {
                if error.category == .usage || error.category == .outputClosed { throw error }
                if input.isPassedOver(for: error) || !settings.validation.showsFixes && !error.code.isAboutOutput { continue }
                DiagnosticPrinter(streams, name: input.file.displayName).show(error)
                if failed == nil { failed = ExitStatus(error.category) }
            }
        }
        return (failed, changes)
    }

    /// What is to be changed in an input. Nothing where its bytes are not what was read, because they are in another
    /// encoding or in none.
    private func plan(for input: ValidatedInput, _ filter: FindingFilter) throws(ConversionError) -> MendPlan {
        var plan = MendPlan()
        var isUTF8 = settings.charset == nil
        let add = { (code: DiagnosticCode, mend: Mend) in
            if filter.selects(code) { plan.add(mend) }
        }
        let opened = try validator.validate(input, streams, takeMend: add) { finding in
            if finding.code == .invalidUTF8 || finding.code == .undecodable { isUTF8 = false }
            if let mend = finding.mend { add(finding.code, mend) }
        }
        if let encoding = opened?.encoding, encoding != "UTF-8" { isUTF8 = false }
        if isUTF8 || plan.isEmpty { return plan }
        say("is not in UTF-8, so nothing in it is mended", input)
        return MendPlan()
    }

    private func say(_ what: String, _ input: ValidatedInput) {
        if settings.isQuiet { return }
        try? streams.error.write("\(displayedName(input.file.displayName)): \(what)\n")
    }

    /// Says of folders how many files were validated: that nothing is wrong with none is no good news, and what is so broken
    /// that no format knows it would else be passed over in silence.
    private func sayHowMany(_ count: Int, of found: [FoundInput]) {
        guard found.haveFolders else { return }
        var summary = FolderSummary("validated")
        (summary.done, summary.passedOver) = (count, found.count - count)
        summary.show(settings, streams)
    }

    private func sayThatItStopped(_ count: Int) {
        try? streams.error.write("chatconv: stopped after \(count) error\(count == 1 ? "" : "s"), as --max-errors says\n")
    }
}
