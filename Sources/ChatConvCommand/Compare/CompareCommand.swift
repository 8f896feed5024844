import ChatConv
import TranscriptCoding
import TranscriptModel

/// `chatconv compare`.
struct CompareCommand {
    private let registry: FormatRegistry
    private let settings: Settings
    private var streams: CommandStreams

    init(_ registry: FormatRegistry, _ settings: Settings, _ streams: CommandStreams) {
        self.registry = registry
        self.settings = settings
        self.streams = streams
        self.streams.keptInputs = KeptInputs()
    }

    func run() throws(ConversionError) -> ExitStatus {
        let sides = settings.operands.map { InputFile(argument: $0) }
        guard sides.count == 2 else {
            throw ConversionError(.usage, .invalidOption, "compare takes two inputs, files or folders")
        }
        guard sides[0].isFolder == sides[1].isFolder else {
            throw ConversionError(
                .usage, .invalidOption, "a file and a folder cannot be compared", help: "name two files, or two folders")
        }
        if !sides[0].isFolder { return try compare(sides[0], sides[1]) }
        return try compareFolders()
    }

    /// Compares two files and says what came of it.
    private func compare(_ first: InputFile, _ second: InputFile) throws(ConversionError) -> ExitStatus {
        // What each reader notices is not what is asked: `validate` says it.
        var failing = first
        do throws(ConversionError) {
            let transcripts = (
                ComparedTranscript(first, registry, settings, streams), ComparedTranscript(second, registry, settings, streams)
            )
            let scan = try transcripts.0.scan()
            failing = second
            let report = try ComparisonReport(transcripts.0, transcripts.1, (scan, transcripts.1.scan()))
            try show(report)
            return report.isEqual ? .done : .answerIsNo
        } catch {
            if error.category == .usage || error.code.isAboutOutput { throw error }
            DiagnosticPrinter(streams, name: failing.displayName).show(error)
            return ExitStatus(error.category)
        }
    }

    private func show(_ report: ComparisonReport) throws(ConversionError) {
        if settings.printsJSON { return try streams.printLine(report.value) }
        if report.isEqual, settings.isQuiet { return }
        try streams.output.write(report.text)
    }

    // MARK: Folders

    private func compareFolders() throws(ConversionError) -> ExitStatus {
        let first = try files(in: settings.operands[0])
        let second = try files(in: settings.operands[1])
        var status = ExitStatus.done
        func note(_ other: ExitStatus) { if status == .done { status = other } }
        var counts = (equal: 0, different: 0)
        for name in Set(first.keys).union(second.keys).sorted() {
            switch (first[name], second[name]) {
            case (let one?, let other?):
                switch try compare(one, other) {
                case .done: counts.equal += 1
                case .answerIsNo: counts.different += 1
                case let failure: note(failure)
                }
            case (let file?, nil):
                try showOnly(file, in: settings.operands[0])
                counts.different += 1
            case (nil, let file?):
                try showOnly(file, in: settings.operands[1])
                counts.different += 1
            case (nil, nil): break
            }
        }
        if counts.different > 0 { note(.answerIsNo) }
        if !settings.isQuiet, !settings.printsJSON {
            try streams.output.write("\(counts.equal) equal, \(counts.different) different\n")
        }
        return status
    }

    private func showOnly(_ file: InputFile, in folder: Argument) throws(ConversionError) {
        if settings.printsJSON {
            var members = Members()
            members["onlyIn"] = .string(Text(folder.text))
            members["file"] = .string(Text(file.displayName))
            members["equal"] = .bool(false)
            return try streams.printLine(.object(members))
        }
        try streams.output.write("only in \(displayed(folder.text)): \(displayed(file.displayName))\n")
    }

    /// The transcripts below a folder, by their paths without the extensions that say what format they are in.
    private func files(in folder: Argument) throws(ConversionError) -> [String: InputFile] {
        var files: [String: InputFile] = [:]
        for input in FoundInput.all([folder], settings.selection) {
            if let problem = input.problem { throw problem }
            guard let path = input.pathInFolder, isTranscript(input) else { continue }
            let name = stem(String(decoding: path, as: UTF8.self))
            if let other = files.updateValue(input.file, forKey: name) {
                throw ConversionError(
                    .usage, .invalidOption, "\(other.displayName) and \(input.file.displayName) would be compared with the same file",
                    help: "choose among them with --include")
            }
        }
        return files
    }

    private func isTranscript(_ input: FoundInput) -> Bool {
        do {
            _ = try registry.open(
                input.file.open(streams), fileName: input.file.fileName, as: settings.from, charset: settings.charset)
            return true
        } catch {
            return !input.isPassedOver(for: error, registry, settings, streams)
        }
    }

    private func stem(_ path: String) -> String {
        var path = path[...]
        if let compression = Compression(fileName: String(path)) { path = path.dropLast(compression.fileExtension.utf8.count + 1) }
        guard let suffix = FormatRegistry.extension(of: String(path)), !registry.formats(forExtension: suffix).isEmpty else {
            return String(path)
        }
        return String(path.dropLast(suffix.utf8.count + 1))
    }
}
