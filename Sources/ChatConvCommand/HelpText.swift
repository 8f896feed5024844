import ChatConv

/// The help: made from the declarations of commands and options, so that it cannot say anything else than they do.
struct HelpText {
    let registry: FormatRegistry

    /// Help for a command by its name, or for all when there is none.
    ///
    /// - Throws: `usage` when no command has the name.
    func text(naming name: String?) throws(ConversionError) -> String {
        guard let name else { return text(for: nil) }
        return text(for: try topic(named: name))
    }

    /// The command with a name.
    ///
    /// - Throws: `usage` when no command has the name.
    func topic(named name: String) throws(ConversionError) -> CommandName {
        if let command = CommandName(rawValue: name) { return command }
        let help = nearest(to: name, among: CommandName.allCases.map(\.rawValue)).map { "did you mean '\($0)'?" }
        throw ConversionError(
            .usage, .invalidOption, "there is no command '\(name)'",
            help: help ?? "the commands are \(list(CommandName.allCases.map(\.rawValue)))")
    }

    /// Help for one command, or for the whole when there is none.
    func text(for topic: CommandName?) -> String {
        let command = topic ?? .convert
        let description = command.description
        var sections: [String] = []
        if topic == nil {
            sections.append("chatconv \(version): convert chat transcripts from one format to another.\n")
            sections.append("Usage:\n" + table(CommandName.allCases.map { [$0.description.synopsis] }, indent: 2))
        } else {
            sections.append("Usage: \(description.synopsis)\n")
            sections.append(paragraph("\(description.summary.prefix(1).uppercased())\(description.summary.dropFirst())."))
        }
        sections += description.discussion.map(paragraph)
        if !description.examples.isEmpty { sections.append("Examples:\n" + examples(description.examples)) }
        if topic == nil {
            sections.append("Commands:\n" + table(CommandName.allCases.map { [$0.rawValue, $0.description.summary] }, indent: 2))
        }
        sections += options(of: command)
        if command == .convert { sections.append(formatOptions) }
        if topic == nil || topic == .convert { sections.append("Exit status:\n" + statuses) }
        if topic == nil { sections.append("See chatconv COMMAND --help for each command.\n") }
        return sections.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private func paragraph(_ text: String) -> String { wrapped(text, to: 80).joined(separator: "\n") + "\n" }

    private func examples(_ examples: [CommandDescription.Example]) -> String {
        table(examples.map { [$0.line, $0.does] }, indent: 2, widest: 40)
    }

    private func options(of command: CommandName) -> [String] {
        Flag.Group.allCases.map { group in
            let flags = command.flags.filter { $0.group == group }
            if flags.isEmpty { return "" }
            let rows = flags.map { flag in
                [(flag.short.map { "-\($0), " } ?? "    ") + flag.option.usage, flag.option.help]
            }
            return "\(group.rawValue):\n" + table(rows, indent: 2)
        }
    }

    /// What formats can be told: the names here, the rest where `chatconv formats NAME` says all about one.
    private var formatOptions: String {
        let rows = registry.formats.flatMap { format in
            let name = format.descriptor.name
            return [
                row("reading \(name)", format.readerOptions), row("writing \(name)", format.writerOptions),
            ].compactMap { $0 }
        }
        if rows.isEmpty { return "" }
        return "Options of formats (chatconv formats NAME explains them):\n" + table(rows, indent: 2)
    }

    private func row(_ title: String, _ options: [OptionDescription]) -> [String]? {
        options.isEmpty ? nil : [title, options.map(\.usage).joined(separator: ", ")]
    }

    private var statuses: String {
        table(ExitStatus.allCases.map { ["\($0.rawValue)", $0.meaning] }, indent: 2)
    }
}
