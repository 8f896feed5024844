import ChatConv
import SystemPackage
import TranscriptCoding

/// `chatconv convert` where inputs and outputs are not one to one: `--merge` and `--split`.
///
/// It is all or nothing: an input that cannot be read leaves no output, as an archive without it would look whole.
struct CombinedRun {
    private let registry: FormatRegistry
    private let settings: Settings
    private var streams: CommandStreams
    private let target: any TranscriptFormat
    /// Which input is being read, for what is said of a failure.
    private let place = Place()

    init(
        _ registry: FormatRegistry, _ settings: Settings, _ streams: CommandStreams, to target: any TranscriptFormat
    ) {
        self.registry = registry
        self.settings = settings
        self.streams = streams
        if settings.merges || settings.anonymizes { self.streams.keptInputs = KeptInputs() }
        self.target = target
    }

    func run() throws(ConversionError) -> ExitStatus {
        if settings.onlyNewer, settings.split != nil {
            throw ConversionError(
                .usage, .invalidOption, "--if-newer compares an output with its inputs, and which outputs --split makes is known only then")
        }
        let (inputs, passedOver) = try inputs()
        if settings.onlyNewer, isUpToDate(with: inputs) { return .done }
        let output = settings.output.flatMap { $0.isStandardStream || settings.split != nil ? nil : $0.path }
        let outputRule = OutputRule(inputs)
        if let output { try outputRule.check(output, madeOf: inputs.count == 1 ? inputs.first : nil) }
        let reports = try ReportFiles(settings, streams, inputs: inputs, outputs: output.map { [$0] } ?? [])
        var report = LossReport()
        var status = ExitStatus.done
        do {
            let setup = settings.anonymizes ? try anonymization(inputs) : nil
            let reader = try reader(of: inputs, setup?.anonymization)
            let options = try registry.route(settings.formatOptions, from: nil, to: target)
            if let rule = settings.split {
                try split(reader, of: inputs, by: rule, options.writer, outputRule, &report)
            } else {
                try merge(reader, of: inputs, options.writer, &report)
            }
            sayHowMany(inputs.count, passedOver: passedOver)
            if let report = setup?.report { try reports.write(report) }
        } catch {
            if error.category == .usage { throw error }
            if error.category != .outputClosed {
                let output = place.output ?? settings.output?.text ?? "<stdout>"
                // What is lost, or proves wrong, is of no input more than of another.
                let isAboutOutput = error.code.isAboutOutput || error.category == .answerIsNo
                let name = isAboutOutput ? output : place.input ?? "chatconv"
                DiagnosticPrinter(streams, name: name).show(error)
                status = ExitStatus(error.category)
            }
        }
        try reports.write(report)
        return status
    }

    private func mark(of inputs: [InputFile]) -> MadeMark { MadeMark(MadeMark.Recipe(settings, to: target.descriptor), of: inputs) }

    /// Whether the output is there, newer than all inputs, and made of just these by the same options.
    private func isUpToDate(with inputs: [InputFile]) -> Bool {
        guard let output = settings.output, !output.isStandardStream, let made = ChangeTime(output.path), !settings.anonymizes,
            mark(of: inputs).fits(output.path)
        else { return false }
        return inputs.allSatisfy { input in
            input.argument.flatMap { ChangeTime($0.path) }.map { $0 < made } ?? false
        }
    }

    /// Where the output's writer says what it noticed.
    private var writerLog: DiagnosticLog { DiagnosticPrinter(streams, name: "chatconv", isQuiet: settings.isQuiet).log }

    // MARK: Reading

    /// All inputs, those in folders too, and how many files there are passed over because they are no transcripts.
    private func inputs() throws(ConversionError) -> (inputs: [InputFile], passedOver: Int) {
        var inputs: [InputFile] = []
        var passedOver = 0
        let avoided = settings.output.flatMap { FolderIdentity($0) }
        let earlier = settings.output.flatMap { FileIdentity($0.path) }
        for input in FoundInput.all(settings.operands, settings.selection, avoiding: avoided) {
            if let problem = input.problem { throw problem }
            // What an earlier run made of the folder is no part of it.
            if input.isInFolder, let earlier, input.file.argument.flatMap({ FileIdentity($0.path) }) == earlier { continue }
            if isOther(input) { passedOver += 1 } else { inputs.append(input.file) }
        }
        guard settings.merges || inputs.count == 1 else {
            throw ConversionError(
                .usage, .invalidOption, "\(inputs.count) inputs do not fit into one transcript",
                help: "--merge makes one of them first")
        }
        if settings.merges, inputs.filter(\.isStandardInput).count > 1 {
            throw ConversionError(.usage, .invalidOption, "standard input can be read only once")
        }
        return (inputs, passedOver)
    }

    private func sayHowMany(_ count: Int, passedOver: Int) {
        if count == 1, passedOver == 0 { return }
        var summary = FolderSummary(settings.merges ? "merged" : "split")
        (summary.done, summary.passedOver) = (count, passedOver)
        summary.show(settings, streams)
    }

    /// Whether an input lies in a folder and is no transcript. What else is wrong with it is said when it is read.
    private func isOther(_ input: FoundInput) -> Bool {
        guard input.isInFolder else { return false }
        do {
            let file = input.file
            _ = try registry.open(file.open(streams), fileName: file.fileName, as: settings.from, charset: settings.charset)
            return false
        } catch {
            return input.isPassedOver(for: error, registry, settings, streams)
        }
    }

    private func reader(
        of inputs: [InputFile], _ anonymization: Anonymization?
    ) throws(ConversionError) -> any TranscriptReader {
        var filters = settings.filters
        filters.anonymization = anonymization
        guard settings.merges else {
            return FilteredReader(try open(inputs[0]), try filters.makeFilters())
        }
        let files = inputs.map { MergedFile(run: self, file: $0, filters: filters) }
        let merged = MergedReader(
            files, removingDuplicates: settings.removesDuplicates, reportDifferences: report, report: { report($0, of: inputs) })
        return FilteredReader(merged, try filters.makeChoosingFilters())
    }

    private func open(_ file: InputFile) throws(ConversionError) -> any TranscriptReader {
        place.input = file.displayName
        let printer = DiagnosticPrinter(streams, name: file.displayName, isQuiet: settings.isQuiet)
        let bytes = try file.open(streams)
        if settings.output?.isStandardStream ?? true { try streams.refuseOutput(thatIs: bytes) }
        let input = try registry.open(bytes, fileName: file.fileName, as: settings.from, charset: settings.charset)
        if settings.charset == nil, let change = input.encodingChange { printer.log.report(change) }
        place.formats[file.displayName] = input.format.descriptor.name
        let options = try registry.route(settings.formatOptions, from: input.format, to: target)
        var reading = ReadingSettings(
            options: options.reader, limits: settings.limits, isLenient: settings.isLenient, diagnostics: printer.log)
        reading.target = target.descriptor.name
        if !settings.keepsSpelling { reading.dropSpelling(of: registry.formats, writing: target.descriptor, from: input.format.descriptor) }
        // An input that is opened once more begins from its start.
        place.omissionLogs[file.displayName] = reading.omissions
        return PlacedReader(reader: try input.makeReader(reading), name: file.displayName, place: place)
    }

    private func anonymization(_ inputs: [InputFile]) throws(ConversionError) -> AnonymizationSetup {
        let names = try NameGathering(registry: registry, settings: settings)
            .names(in: inputs, streams, threads: settings.jobs ?? WorkerThreads.processorCount)
        return try AnonymizationSetup(names, settings, streams)
    }

    /// Says what was lost, if anything was.
    ///
    /// - Throws: `answerIsNo` when nothing may be.
    private func tell(_ losses: [Loss], of inputs: [InputFile]) throws(ConversionError) {
        if losses.isEmpty { return }
        let notice = LossNotice(
            target: target.descriptor.name, refuses: settings.refusesLoss,
            allowed: try AllowedLosses(settings.allowedLosses, registry), hasPlaces: inputs.count == 1)
        try notice.tell(losses) { diagnostic in
            if settings.isQuiet { return }
            DiagnosticPrinter(streams, name: inputs.count == 1 ? inputs[0].displayName : "chatconv").show(diagnostic)
        }
    }

    /// - Throws: `answerIsNo` when that is to fail.
    private func tellWhenEmpty(_ count: Int) throws(ConversionError) {
        guard let census = settings.filters.census else { return }
        census.add(messages: count)
        guard let empty = EmptyResult(settings, census) else { return }
        if settings.failsIfEmpty { throw empty.error }
        writerLog.report(empty.warning)
    }

    private func report(_ differences: [Text]) {
        if settings.isQuiet { return }
        DiagnosticPrinter(streams, name: "chatconv").show(
            Diagnostic(
                .warning, .headersDiffer, "the inputs differ on \(list(differences.map { String($0) })), which is left out"))
    }

    private func report(_ notice: MergedReader.Notice, of inputs: [InputFile]) {
        if settings.isQuiet { return }
        switch notice {
        case .turnedRound(let input):
            DiagnosticPrinter(streams, name: inputs[input].displayName).show(
                Diagnostic(.warning, .turnedRound, "the newest messages come first; they are turned round"))
        case .mixedZones:
            DiagnosticPrinter(streams, name: "chatconv").show(
                Diagnostic(
                    .warning, .mixedZones,
                    "some times tell their offset from UTC and some do not, which are taken to be in UTC; the order may be wrong",
                    help: "--assume-tz ZONE says where clocks without an offset are"))
        }
    }

    // MARK: Writing

    private func merge(
        _ reader: any TranscriptReader, of inputs: [InputFile], _ options: [OptionAssignment], _ report: inout LossReport
    ) throws(ConversionError) {
        let output = settings.output.flatMap { $0.isStandardStream ? nil : $0.path }
        place.output = output?.string
        var reader = reader
        if try extractsAttachments {
            reader = ExtractingReader(
                reader, toldFrom: output?.removingLastComponent().string, isDurable: settings.isDurable, diagnostics: writerLog)
        }
        let conversion = try Conversion(
            reader, isLive: output == nil, to: target, limits: settings.limits, writerOptions: options,
            isProven: settings.verifies, diagnostics: writerLog, omissions: { place.omissions })
        let mark = settings.marksOutputs ? mark(of: inputs) : nil
        try conversion.run(into: output, marked: mark, isLive: false, settings, streams) { outcome throws(ConversionError) in
            report.add(entry(outcome.losses, outcome.messageCount, inputs, into: output.map { [$0] } ?? []))
            try tellWhenEmpty(outcome.messageCount)
            try tell(outcome.losses, of: inputs)
        }
    }

    private func split(
        _ reader: any TranscriptReader, of inputs: [InputFile], by rule: SplitRule, _ options: [OptionAssignment],
        _ outputRule: OutputRule, _ report: inout LossReport
    ) throws(ConversionError) {
        guard let output = settings.output, !output.isStandardStream else {
            throw ConversionError(
                .usage, .invalidOption, "--split needs a place for its parts", help: "name a folder or a pattern: -o 'out/{part}.md'")
        }
        if !output.text.contains("{"), !output.text.hasSuffix("/"), FolderKind(output.path) != .folder,
            let known = FormatRegistry.extension(of: output.text), !registry.formats(forExtension: known).isEmpty
        {
            throw ConversionError(
                .usage, .invalidOption, "the parts do not fit into one file, \(output.text)",
                help: "name a folder with a slash at its end, or a pattern: -o 'out/{part}.md'")
        }
        let suffix = target.descriptor.extensions.first ?? target.descriptor.name
        let compression = settings.compression.map { ".\($0.fileExtension)" } ?? ""
        let template = try OutputTemplate(output, for: rule, suffix: suffix + compression)
        let reportClash = { (path: FilePath) in
            writerLog.report(
                Diagnostic(
                    .warning, .outputNamesClash, "\(path.string) has a number, as its name is another's but for the case of letters"))
        }
        let outputs = SplitOutputs(template, streams.newFolders, reportClash: reportClash) { path throws(ConversionError) in
            place.output = path.string
            try outputRule.check(path)
            return try OutputFile(at: path, settings, streams)
        }
        defer { place.output = outputs.path?.string ?? place.output }
        let conversion = try SplitConversion(
            reader, by: rule, to: target, limits: settings.limits, writerOptions: options, isProven: settings.verifies,
            diagnostics: writerLog, omissions: { place.omissions },
            extractingFrom: try extractsAttachments ? { template.path(of: $0).path.removingLastComponent().string } : nil,
            isDurable: settings.isDurable)
        let outcome = try conversion.run(outputs.destination)
        report.add(entry(outcome.losses, outcome.messageCount, inputs, into: outputs.paths))
        try tellWhenEmpty(outcome.messageCount)
        try tell(outcome.losses, of: inputs)
        try outputs.commit(proving: outcome.proofs)
    }

    /// Whether the reader of any format is told to have attachments written out.
    private var extractsAttachments: Bool {
        get throws(ConversionError) {
            if settings.formatOptions.isEmpty { return false }
            for format in registry.formats where format.descriptor.isReadable {
                let options = try registry.route(settings.formatOptions, from: format, to: target, ignoringOthers: true)
                if try format.handsOnAttachments(reading: options.reader) { return true }
            }
            return false
        }
    }

    private func entry(
        _ losses: [Loss], _ messageCount: Int, _ inputs: [InputFile], into outputs: [FilePath]
    ) -> LossReport.Entry {
        let sources = inputs.map {
            LossReport.Source(name: $0.displayName, format: place.formats[$0.displayName] ?? "")
        }
        return LossReport.Entry(
            inputs: sources, outputs: outputs.map(\.string), to: target.descriptor.name, messageCount: messageCount,
            losses: losses)
    }

    private struct MergedFile: MergeableInput {
        let run: CombinedRun
        let file: InputFile
        let filters: FilterSettings

        func makeReader() throws(ConversionError) -> any TranscriptReader {
            FilteredReader(try run.open(file), filters.makeMendingFilters())
        }
    }

    /// The names of what is at hand.
    private final class Place {
        var input: String?
        var output: String?
        /// Those of the inputs that were opened.
        var formats: [String: String] = [:]
        /// Where the readers of the inputs told last what they left out.
        var omissionLogs: [String: OmissionLog] = [:]

        /// What all of them left out that belongs to no message.
        var omissions: [Omission] {
            omissionLogs.sorted { $0.key < $1.key }.flatMap(\.value.all)
        }
    }

    /// A reader that says whose it is when it fails.
    private struct PlacedReader: TranscriptReader {
        var reader: any TranscriptReader
        let name: String
        let place: Place

        mutating func readHeader() throws(ConversionError) -> TranscriptHeader {
            place.input = name
            return try reader.readHeader()
        }

        mutating func readMessages(into batch: inout [Message]) throws(ConversionError) -> Bool {
            place.input = name
            return try reader.readMessages(into: &batch)
        }
    }
}

extension DiagnosticCode {
    static let outputNamesClash = DiagnosticCode("output.names-clash", "names of outputs are alike to some systems")
    static let headersDiffer = DiagnosticCode("merge.headers", "what inputs say of the whole differs and is left out")
    static let turnedRound = DiagnosticCode("merge.newest-first", "an input's messages come newest first")
    static let mixedZones = DiagnosticCode("merge.zones", "times with and without an offset from UTC are merged")
}
