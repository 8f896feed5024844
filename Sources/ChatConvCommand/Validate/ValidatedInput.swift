import ChatConv

/// One input to validate, and how it came to be one.
struct ValidatedInput {
    let file: InputFile
    /// What a report says the findings are about.
    let reported: ReportedFile
    /// How sure its format has to be of the content, where nobody named the file: it lies in a folder, and its extension is
    /// all that speaks for it.
    let leastConfidence: ProbeConfidence?
    /// Why there is nothing to validate: the folder could not be listed.
    let failure: ConversionError?

    private init(file: InputFile, leastConfidence: ProbeConfidence? = nil, failure: ConversionError? = nil) {
        self.file = file
        reported = ReportedFile(path: file.isStandardInput ? nil : file.argument)
        self.leastConfidence = leastConfidence
        self.failure = failure
    }

    /// An input as it was found; nil when it lies in a folder and its name is not that of a transcript: it has not the extension
    /// of a readable format, or of the one that `name` names.
    init?(_ input: FoundInput, _ registry: FormatRegistry, from name: String?) {
        guard input.isInFolder, input.problem == nil else {
            self.init(file: input.file, failure: input.problem)
            return
        }
        guard let suffix = FormatRegistry.extension(of: input.file.displayName) else { return nil }
        let formats = registry.formats(forExtension: suffix).filter(\.descriptor.isReadable)
        if let name, !formats.contains(where: { $0.descriptor.name == name || $0.descriptor.aliases.contains(name) }) {
            return nil
        }
        if formats.isEmpty { return nil }
        let isAmbiguous = formats.allSatisfy { $0.descriptor.ambiguousExtensions.contains(suffix) }
        self.init(file: input.file, leastConfidence: name != nil ? nil : isAmbiguous ? .likely : .possible)
    }

    /// Whether what was opened is a transcript, as far as its format can tell: not some page of documentation.
    func isTranscript(_ opened: TranscriptInput) -> Bool {
        leastConfidence.map { opened.format.probe(opened.prefix).confidence >= $0 } ?? true
    }

    /// Whether the input is none after all: a file of no known format, or an empty one with anybody's extension.
    func isPassedOver(for error: ConversionError) -> Bool {
        switch (error.code.input, error.category) {
        case (.foreignChat, _), (.container, _): false
        case (.other, _), (_, .unknownFormat): leastConfidence != nil
        case (.transcript, .malformedInput): leastConfidence == .likely
        case (.transcript, _): false
        }
    }
}
