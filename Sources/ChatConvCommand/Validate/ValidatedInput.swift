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

    init(file: InputFile, leastConfidence: ProbeConfidence? = nil, failure: ConversionError? = nil) {
        self.file = file
        reported = ReportedFile(path: file.isStandardInput ? nil : file.argument)
        self.leastConfidence = leastConfidence
        self.failure = failure
    }

    /// What `operands` name: files, standard input, and of folders every file with the extension of a readable format, or
    /// of the one that `format` names.
    static func all(_ operands: [Argument], _ registry: FormatRegistry, from format: String?) -> [ValidatedInput] {
        InputFile.all(operands).flatMap { file -> [ValidatedInput] in
            guard let argument = file.argument, !file.isStandardInput, FolderKind(argument.path) == .folder else {
                return [ValidatedInput(file: file)]
            }
            return FolderWalk().entries(under: argument).compactMap { entry in
                switch entry {
                case .unreadable(let path, let error):
                    return ValidatedInput(file: InputFile(argument: path), failure: error)
                case .file(let found): return input(found.path, registry, from: format)
                }
            }
        }
    }

    /// The input that a file in a folder is; nil when its name is not that of a transcript.
    private static func input(_ path: Argument, _ registry: FormatRegistry, from name: String?) -> ValidatedInput? {
        guard let suffix = FormatRegistry.extension(of: path.text) else { return nil }
        let formats = registry.formats(forExtension: suffix).filter(\.descriptor.isReadable)
        if let name, !formats.contains(where: { $0.descriptor.name == name || $0.descriptor.aliases.contains(name) }) {
            return nil
        }
        if formats.isEmpty { return nil }
        let isAmbiguous = formats.allSatisfy { $0.descriptor.ambiguousExtensions.contains(suffix) }
        return ValidatedInput(
            file: InputFile(argument: path), leastConfidence: name != nil ? nil : isAmbiguous ? .likely : .possible)
    }

    /// Whether what was opened is a transcript, as far as its format can tell: not some page of documentation.
    func isTranscript(_ opened: TranscriptInput) -> Bool {
        leastConfidence.map { opened.format.probe(opened.prefix).confidence >= $0 } ?? true
    }

    /// Whether the input is none after all: a file of no known format, or an empty one with anybody's extension.
    func isPassedOver(for error: ConversionError) -> Bool {
        switch error.category {
        case .unknownFormat: leastConfidence != nil
        case .malformedInput: leastConfidence == .likely
        default: false
        }
    }
}
