import ChatConv

/// `chatconv info`.
struct InfoCommand {
    private let registry: FormatRegistry
    private let settings: Settings
    private let streams: CommandStreams

    init(_ registry: FormatRegistry, _ settings: Settings, _ streams: CommandStreams) {
        self.registry = registry
        self.settings = settings
        self.streams = streams
    }

    func run() throws(ConversionError) -> ExitStatus {
        var status = ExitStatus.done
        var totals = InfoTotals()
        var folders = FolderSummary("read")
        let inputs = FoundInput.all(settings.operands, settings.selection)
        for input in inputs {
            let printer = DiagnosticPrinter(streams, name: input.file.displayName, isQuiet: settings.isQuiet)
            do throws(ConversionError) {
                if let problem = input.problem { throw problem }
                let report = try report(on: input.file, printer)
                printer.finish()
                try show(report, isFirst: totals.files == 0)
                totals.add(report.summary)
                folders.done += 1
            } catch {
                printer.finish()
                if error.category == .usage || error.code.isAboutOutput { throw error }
                if input.isPassedOver(for: error, registry, settings, streams) {
                    folders.passedOver += 1
                    continue
                }
                folders.failed += 1
                printer.show(error)
                if status == .done { status = ExitStatus(error.category) }
            }
        }
        if totals.files > 1, !settings.printsJSON { try streams.output.write("\n" + totals.text) }
        if inputs.haveFolders { folders.show(settings, streams) }
        return status
    }

    private func report(on file: InputFile, _ printer: DiagnosticPrinter) throws(ConversionError) -> InfoReport {
        let input = try registry.open(
            file.open(streams), fileName: file.fileName, as: settings.from, charset: settings.charset)
        let options = try registry.route(settings.formatOptions, from: input.format, to: nil)
        var reading = ReadingSettings(
            options: options.reader, limits: settings.limits, isLenient: settings.isLenient, diagnostics: printer.log)
        // How a file spells its records is not what they say.
        reading.keepsSpelling = !settings.showsDigest
        var reader = try input.makeReader(reading)
        let sum = settings.showsDigest ? try TranscriptSum(registry) : nil
        var summary = TranscriptSummary(header: try reader.readHeader())
        try sum?.add(summary.header)
        var batch: [Message] = []
        var hasMore = true
        while hasMore {
            batch.removeAll(keepingCapacity: true)
            hasMore = try reader.readMessages(into: &batch)
            for message in batch { summary.add(message) }
            try sum?.add(batch)
        }
        return InfoReport(
            file: file.displayName, format: input.format.descriptor.name, compression: input.compression,
            encoding: input.encoding, digest: try sum?.finish(), summary: summary)
    }

    private func show(_ report: InfoReport, isFirst: Bool) throws(ConversionError) {
        if settings.printsJSON {
            try streams.printLine(report.value)
        } else {
            try streams.output.write((isFirst ? "" : "\n") + report.text)
        }
    }
}
