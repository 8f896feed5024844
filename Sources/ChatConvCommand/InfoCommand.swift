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
        var isFirst = true
        for input in InputFile.all(settings.operands) {
            let printer = DiagnosticPrinter(streams, name: input.displayName, isQuiet: settings.isQuiet)
            do {
                let report = try report(on: input, printer)
                printer.finish()
                try show(report, isFirst: isFirst)
                isFirst = false
            } catch {
                printer.finish()
                if error.category == .usage || error.code.isAboutOutput { throw error }
                printer.show(error)
                if status == .done { status = ExitStatus(error.category) }
            }
        }
        return status
    }

    private func report(on file: InputFile, _ printer: DiagnosticPrinter) throws(ConversionError) -> InfoReport {
        let input = try registry.open(
            file.open(streams), fileName: file.fileName, as: settings.from, charset: settings.charset)
        let options = try registry.route(settings.formatOptions, from: input.format, to: nil)
        var reader = try input.makeReader(
            ReadingSettings(
                options: options.reader, limits: settings.limits, isLenient: settings.isLenient,
                diagnostics: printer.log))
        var summary = TranscriptSummary(header: try reader.readHeader())
        var batch: [Message] = []
        var hasMore = true
        while hasMore {
            batch.removeAll(keepingCapacity: true)
            hasMore = try reader.readMessages(into: &batch)
            for message in batch { summary.add(message) }
        }
        return InfoReport(
            file: file.displayName, format: input.format.descriptor.name, compression: input.compression,
            encoding: input.encoding, summary: summary)
    }

    private func show(_ report: InfoReport, isFirst: Bool) throws(ConversionError) {
        if settings.printsJSON {
            try streams.printLine(report.value)
        } else {
            try streams.output.write((isFirst ? "" : "\n") + report.text)
        }
    }
}
