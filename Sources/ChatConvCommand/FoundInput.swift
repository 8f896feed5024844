import ChatConv

/// An input, and how it came to be one: the command line names it, or a folder that it is in.
struct FoundInput: Sendable {
    let file: InputFile
    /// The path below the folder that was named; nil for what is named itself.
    let pathInFolder: [UInt8]?
    /// Why it cannot even be opened: a folder that cannot be listed.
    let problem: ConversionError?

    /// An input that the command line names.
    init(_ file: InputFile) { self.init(file: file, pathInFolder: nil, problem: nil) }

    private init(file: InputFile, pathInFolder: [UInt8]?, problem: ConversionError?) {
        self.file = file
        self.pathInFolder = pathInFolder
        self.problem = problem
    }

    /// What is in a folder need not be a transcript.
    var isInFolder: Bool { pathInFolder != nil }

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
            self.init(file: InputFile(argument: found.path), pathInFolder: found.relativePath, problem: nil)
        case .unreadable(let folder, let problem):
            self.init(file: InputFile(argument: folder), pathInFolder: [], problem: problem)
        }
    }

    /// Whether an error means that a file in a folder is something else altogether: then it is passed over.
    func isNoTranscript(_ error: ConversionError, _ registry: FormatRegistry) -> Bool {
        guard isInFolder else { return false }
        if error.code == .undetectedFormat { return true }
        guard error.code == .emptyInput else { return false }
        let suffix = FormatRegistry.extension(of: file.displayName) ?? ""
        return registry.formats(forExtension: suffix).allSatisfy { $0.descriptor.ambiguousExtensions.contains(suffix) }
    }
}

extension [FoundInput] {
    /// Whether a folder was named, even one with nothing in it.
    var haveFolders: Bool { isEmpty || contains(where: \.isInFolder) }
}
