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
        let inputs = ValidatedInput.all(settings.operands, registry, from: settings.from)
        if settings.validation.fixes {
            let (failed, changes) = try mend(inputs, filter)
            if settings.validation.showsFixes { return failed ?? (changes > 0 ? .answerIsNo : .done) }
            let status = try report(on: inputs, filter)
            return failed ?? status
        }
        return try report(on: inputs, filter)
    }

    private func report(on inputs: [ValidatedInput], _ filter: FindingFilter) throws(ConversionError) -> ExitStatus {
        let output = ReportOutput(report, to: streams.output)
        var failed: ExitStatus?
        for input in inputs {
            do {
                let file = input.reported
                try validate(input, willBegin: output.beginFile, until: { isEnough(output) || output.failure != nil }) {
                    guard !isEnough(output), let finding = filter.reported($0) else { return }
                    output.add(finding, about: file)
                }
            } catch {
                if error.category == .usage { throw error }
                if !input.isPassedOver(for: error) {
                    output.add(error, about: input.reported)
                    DiagnosticPrinter(streams, name: input.file.displayName).show(error)
                    if failed == nil { failed = ExitStatus(error.category) }
                }
            }
            if output.failure != nil || isEnough(output) { break }
            output.flush()
        }
        output.end()
        if let failure = output.failure { throw failure }
        if isEnough(output) { sayThatItStopped(output.counts.errors) }
        return failed ?? (output.counts.errors > 0 ? .answerIsNo : .done)
    }

    private var report: any ValidationReport {
        switch settings.validation.report {
        case .text: TextReport(style: Style(isColored: streams.colorsReports))
        case .json: JSONReport()
        case .sarif: SARIFReport(known)
        case .github: GitHubReport()
        }
    }

    /// Hands over all that is found in one input, whose format it returns; nil where it is no transcript after all.
    @discardableResult
    private func validate(
        _ input: ValidatedInput, willBegin: () -> Void = {}, until isDone: () -> Bool = { false },
        takeMend: ((DiagnosticCode, Mend) -> Void)? = nil, report: @escaping (Diagnostic) -> Void
    ) throws(ConversionError) -> TranscriptInput? {
        if let failure = input.failure { throw failure }
        do {
            let opened = try registry.open(
                input.file.open(streams), fileName: input.file.fileName, as: settings.from, charset: settings.charset)
            if !input.isTranscript(opened) { return nil }
            willBegin()
            let options = try registry.route(settings.formatOptions, from: opened.format, to: nil)
            let reading = ReadingSettings(options: options.reader, limits: settings.limits)
            var validation = Validation(opened, fileName: input.file.fileName, reading: reading, report: report)
            validation.takeMend = takeMend
            try validation.run(until: isDone)
            return opened
        } catch {
            // An input that is empty, or not in its encoding, is malformed before its format is known.
            guard error.category == .malformedInput || error.category == .limitExceeded else { throw error }
            if input.isPassedOver(for: error) { return nil }
            willBegin()
            report(error.diagnostic)
            return nil
        }
    }

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
        let opened = try validate(input, takeMend: add) { finding in
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
        try? streams.error.write("\(displayed(input.file.displayName)): \(what)\n")
    }

    private func isEnough(_ output: ReportOutput) -> Bool {
        settings.validation.maximumErrors.map { output.counts.errors >= $0 } ?? false
    }

    private func sayThatItStopped(_ count: Int) {
        try? streams.error.write("chatconv: stopped after \(count) error\(count == 1 ? "" : "s"), as --max-errors says\n")
    }
}
