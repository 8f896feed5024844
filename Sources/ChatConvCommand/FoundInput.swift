import ChatConv

/// An input, and how it came to be one: the command line names it, or a folder that it is in.
struct FoundInput: Sendable {
    let file: InputFile
    private let origin: Origin

    private enum Origin {
        /// The command line names it.
        case named
        /// It lies in a folder, below which it has this path.
        case found(path: [UInt8])
        /// It is a folder that cannot be listed. Indirect, so that the thousands of others need no room for an error.
        indirect case unreadable(ConversionError)
    }

    /// An input that the command line names.
    init(_ file: InputFile) {
        self.file = file
        origin = .named
    }

    /// Whether it was found in a folder, where not every file is a transcript.
    var isInFolder: Bool { if case .named = origin { false } else { true } }

    /// The path of a file below the folder that was named.
    var pathInFolder: [UInt8]? { if case .found(let path) = origin { path } else { nil } }

    /// Why it cannot even be opened: it is a folder that cannot be listed.
    var problem: ConversionError? { if case .unreadable(let problem) = origin { problem } else { nil } }

    /// What operands name, and of folders what is in them and below. Standard input when there are no operands.
    ///
    /// - Parameter avoided: a folder that is not entered, wherever it is: the one that is written to.
    static func all(
        _ operands: [Argument], _ selection: FileSelection, avoiding avoided: FolderIdentity? = nil
    ) -> [FoundInput] {
        let walk = FolderWalk(selection: selection, avoiding: avoided)
        return InputFile.all(operands).flatMap { file in
            guard let argument = file.argument, file.isFolder else { return [FoundInput(file)] }
            return walk.entries(under: argument).map { FoundInput($0) }
        }
    }

    private init(_ entry: FolderWalk.Entry) {
        switch entry {
        case .file(let found):
            file = InputFile(argument: found.path)
            origin = .found(path: found.relativePath)
        case .unreadable(let folder, let problem):
            file = InputFile(argument: folder)
            origin = .unreadable(problem)
        }
    }

    /// Whether an error means that a file in a folder is no transcript: then it is passed over. Of what chats may be in,
    /// that is said.
    func isPassedOver(
        for error: ConversionError, _ registry: FormatRegistry, _ settings: Settings, _ streams: CommandStreams
    ) -> Bool {
        guard isInFolder else { return false }
        switch error.code.input {
        // Who names the format says that the files are of it.
        case .other: return settings.from == nil
        case .container:
            tell(error, settings, streams)
            return true
        case .foreignChat: return false
        case .transcript: return error.code == .emptyInput && isAnybodys(registry)
        }
    }

    private func tell(_ error: ConversionError, _ settings: Settings, _ streams: CommandStreams) {
        if settings.isQuiet { return }
        var diagnostic = error.diagnostic
        diagnostic.severity = .warning
        diagnostic.location = nil
        DiagnosticPrinter(streams, name: file.displayName).show(diagnostic)
    }

    /// Whether the file's extension is none of a format, or one that others use as well.
    private func isAnybodys(_ registry: FormatRegistry) -> Bool {
        let suffix = FormatRegistry.extension(of: file.displayName) ?? ""
        return registry.formats(forExtension: suffix).allSatisfy { $0.descriptor.ambiguousExtensions.contains(suffix) }
    }
}

extension [FoundInput] {
    /// Whether a folder was named, even one with nothing in it.
    var haveFolders: Bool { isEmpty || contains(where: \.isInFolder) }
}
