import ChatConv

/// An input as the command line names it: a file, or standard input.
struct InputFile: Sendable {
    let argument: Argument?

    /// The inputs that `operands` name; standard input when there are none.
    static func all(_ operands: [Argument]) -> [InputFile] {
        operands.isEmpty ? [InputFile(argument: nil)] : operands.map { InputFile(argument: $0) }
    }

    var isStandardInput: Bool { argument?.isStandardStream ?? true }

    var isFolder: Bool {
        guard let argument, !isStandardInput else { return false }
        return FolderKind(argument.path) == .folder
    }

    /// In bytes; 0 where it is not known.
    var size: Int64 {
        guard let argument, !isStandardInput else { return 0 }
        return fileSize(argument.path)
    }

    /// The name that messages use.
    var displayName: String { isStandardInput ? "<stdin>" : argument?.text ?? "" }

    /// The name that a format may be told from.
    var fileName: String? { isStandardInput ? nil : argument?.text }

    /// Opens the input.
    ///
    /// - Throws: `inputUnavailable`.
    func open(_ streams: CommandStreams) throws(ConversionError) -> any ByteSource {
        let name = argument ?? "-"
        if let kept = streams.keptInputs?.source(of: name) { return kept }
        let source = isStandardInput ? streams.input : try openFile(name, streams)
        return try streams.keptInputs?.source(of: name, keeping: source) ?? source
    }

    private func openFile(_ argument: Argument, _ streams: CommandStreams) throws(ConversionError) -> any ByteSource {
        do {
            let file = try argument.withPlatformString { path throws(ConversionError) in try FileSource.open(platformString: path) }
            return streams.readBytes.map { CountingSource(file, $0) } ?? file
        } catch {
            var error = error
            error.diagnostic.help = error.diagnostic.help ?? helpWhenMissing
            throw error
        }
    }

    /// The command that the input's name nearly is, when it does not look like a file's.
    var commandMeant: String? {
        guard let name = argument?.text, !name.contains("/"), !name.contains(".") else { return nil }
        return nearest(to: name, among: CommandName.allCases.map(\.rawValue))
    }

    private var helpWhenMissing: String? {
        guard let argument else { return nil }
        if FolderKind(argument.path) == .folder { return "name a folder for what is in it: -o FOLDER" }
        if CommandName(rawValue: argument.text) != nil {
            return "a command comes first: chatconv \(argument.text) ..."
        }
        return commandMeant.map { "did you mean the command '\($0)'?" }
    }
}
