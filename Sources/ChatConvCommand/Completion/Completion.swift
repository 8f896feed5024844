import ChatConv

/// What a shell can complete on the command line: made from the declarations of commands, options and formats, so that it
/// cannot offer anything else than they take.
struct Completion {
    enum Shell: String, CaseIterable {
        case bash, zsh, fish
    }

    /// What can be the value of an option.
    enum Values {
        /// The option takes none.
        case none
        case words([String])
        case files
        /// Something that only the user knows.
        case anything
    }

    struct Option {
        /// With their hyphens: `-t`, `--to`.
        var short: String?
        var long: String
        var help: String
        var placeholder: String
        var values: Values
        /// Whether it makes sense more than once.
        var isRepeatable: Bool
    }

    let registry: FormatRegistry

    /// The script that a shell reads.
    func script(for shell: Shell) -> String {
        switch shell {
        case .bash: bash
        case .zsh: zsh
        case .fish: fish
        }
    }

    var commands: [CommandName] { CommandName.allCases }

    /// What can stand where a command has its operands.
    func operands(of command: CommandName) -> Values {
        switch command {
        case .convert, .validate, .info, .compare, .detect, .conformance: .files
        case .formats, .schema: .words(registry.formats.map(\.descriptor.name))
        case .completion: .words(Shell.allCases.map(\.rawValue))
        case .help: .words(commands.map(\.rawValue))
        }
    }

    /// The options of a command, those that it passes on to formats at the end.
    func options(of command: CommandName) -> [Option] {
        command.flags.map { Option(short: $0.short.map { "-\($0)" }, $0.option, values(of: $0.option), $0.isRepeatable) }
            + formatOptions(of: command)
    }

    private func formatOptions(of command: CommandName) -> [Option] {
        guard [.convert, .validate, .info].contains(command) else { return [] }
        var options: [Option] = []
        for owned in registry.formatOptions where command == .convert || owned.side == .reader {
            // Formats can share the name of an option.
            if options.contains(where: { $0.long == "--\(owned.option.name)" }) { continue }
            options.append(Option(short: nil, owned.option, values(of: owned.option), false))
        }
        return options
    }

    private func values(of option: OptionDescription) -> Values {
        switch option.kind {
        case .flag: return .none
        case .choice(let names): return .words(names)
        case .integer, .decimal: return .anything
        case .text(let placeholder):
            switch placeholder {
            case "FORMAT": return .words(registry.formats.map(\.descriptor.name))
            case "KIND": return .words(MessageKind.allCases.map(\.rawValue))
            case "OUTPUT", "FOLDER": return .files
            default: break
            }
            // `day|month|N` offers what is in lower case.
            let words = placeholder.split(separator: "|").map(String.init).filter { $0 == $0.lowercased() }
            return words.count > 1 ? .words(words) : .anything
        }
    }
}

extension Completion.Option {
    fileprivate init(
        short: String?, _ option: OptionDescription, _ values: Completion.Values, _ isRepeatable: Bool
    ) {
        self.short = short
        long = "--\(option.name)"
        help = option.help
        placeholder = option.kind.placeholder ?? ""
        self.values = values
        self.isRepeatable = isRepeatable
    }

    /// The help up to its first stop, as a menu has room for.
    var shortHelp: String {
        let end = help.firstIndex { $0 == ";" || $0 == ":" } ?? help.endIndex
        let sentence = help[..<end]
        return String(sentence.firstRange(of: ". ").map { sentence[..<$0.lowerBound] } ?? sentence)
    }

    var takesValue: Bool {
        if case .none = values { false } else { true }
    }
}
