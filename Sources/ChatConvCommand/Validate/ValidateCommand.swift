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
        let output = ReportOutput(report, to: streams.output)
        var failed: ExitStatus?
        for input in ValidatedInput.all(settings.operands, registry, from: settings.from) {
            do {
                try validate(input, filter, output)
            } catch {
                if error.category == .usage { throw error }
                if !input.isPassedOver(for: error) {
                    fail(error, input, output)
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

    private func validate(
        _ input: ValidatedInput, _ filter: FindingFilter, _ output: ReportOutput
    ) throws(ConversionError) {
        if let failure = input.failure { throw failure }
        let file = ReportedFile(path: input.file.isStandardInput ? nil : input.file.argument)
        let report = { (finding: Diagnostic) in
            guard !isEnough(output), let finding = filter.reported(finding) else { return }
            output.add(finding, about: file)
        }
        do {
            let opened = try registry.open(
                input.file.open(streams), fileName: input.file.fileName, as: settings.from, charset: settings.charset)
            if input.isFoundByChance, !opened.isSure { return }
            output.beginFile()
            let options = try registry.route(settings.formatOptions, from: opened.format, to: nil)
            let validation = Validation(
                opened, fileName: input.file.fileName,
                reading: ReadingSettings(options: options.reader, limits: settings.limits), report: report)
            try validation.run { isEnough(output) || output.failure != nil }
        } catch {
            // An input that is empty, or not in its encoding, is malformed before its format is known.
            guard error.category == .malformedInput || error.category == .limitExceeded else { throw error }
            if input.isFoundByChance { return }
            output.beginFile()
            report(error.diagnostic)
        }
    }

    private func isEnough(_ output: ReportOutput) -> Bool {
        settings.validation.maximumErrors.map { output.counts.errors >= $0 } ?? false
    }

    private func fail(_ error: ConversionError, _ input: ValidatedInput, _ output: ReportOutput) {
        output.add(error, about: ReportedFile(path: input.file.isStandardInput ? nil : input.file.argument))
        DiagnosticPrinter(streams, name: input.file.displayName).show(error)
    }

    private func sayThatItStopped(_ count: Int) {
        try? streams.error.write("chatconv: stopped after \(count) error\(count == 1 ? "" : "s"), as --max-errors says\n")
    }
}
