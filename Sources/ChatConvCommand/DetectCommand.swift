import ChatConv

/// `chatconv detect`.
struct DetectCommand {
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
        var folders = FolderSummary("recognised")
        let inputs = FoundInput.all(settings.operands, settings.selection)
        for input in inputs {
            do throws(ConversionError) {
                if let problem = input.problem { throw problem }
                try detect(input)
                folders.done += 1
            } catch {
                if error.category == .outputClosed || error.code.isAboutOutput { throw error }
                if input.isPassedOver(for: error, registry, settings, streams) {
                    folders.passedOver += 1
                    continue
                }
                folders.failed += 1
                DiagnosticPrinter(streams, name: input.file.displayName).show(error)
                if status == .done { status = ExitStatus(error.category) }
            }
        }
        if inputs.haveFolders { folders.show(settings, streams) }
        return status
    }

    private func detect(_ found: FoundInput) throws(ConversionError) {
        let input = found.file
        let detection = try registry.detect(
            input.open(streams), fileName: input.fileName, charset: settings.charset)
        // Of what is passed over, nothing is said.
        if found.isInFolder { _ = try detection.format() }
        if settings.printsJSON { try streams.printLine(detection.value(of: input)) } else { try show(detection, of: input) }
        _ = try detection.format()
    }

    private func show(_ detection: Detection, of input: InputFile) throws(ConversionError) {
        let name = displayedName(input.displayName)
        for guess in detection.guesses {
            let format = padded(guess.format.descriptor.name, to: 8)
            let confidence = padded(guess.content.confidence.name, to: 8)
            try streams.output.write("\(name): \(format)  \(confidence)  \(displayed(guess.evidence))\n")
        }
    }
}

extension Detection {
    /// For programs: the format is absent where it cannot be told.
    fileprivate func value(of input: InputFile) -> Value {
        var members: Members = ["file": .text(input.displayName)]
        members["format"] = (try? format()).map { .text($0.descriptor.name) }
        members["guesses"] = .array(guesses.map { guess in
            let parts: Members = [
                "format": .text(guess.format.descriptor.name), "confidence": .text(guess.content.confidence.name),
                "evidence": .text(guess.evidence),
            ]
            return .object(parts)
        })
        return .object(members)
    }
}

extension ProbeConfidence {
    fileprivate var name: String {
        switch self {
        case .none: "none"
        case .possible: "possible"
        case .likely: "likely"
        case .certain: "certain"
        }
    }
}
