public import ChatConv

/// The `chatconv` command. A program with formats of its own makes it with a registry that has them.
public struct Command {
    let registry: FormatRegistry

    public init(registry: FormatRegistry = .builtIn) { self.registry = registry }

    /// Runs one command line, whose arguments do not include the program's name.
    public func run(_ arguments: [Argument], _ streams: CommandStreams) -> ExitStatus {
        do {
            let registry = try ExternalFormats(streams).extend(registry, for: ArgumentParser.glance(arguments, registry: registry))
            let (command, settings) = try ArgumentParser.parse(arguments, registry: registry)
            if settings.asksForVersion {
                try streams.output.write("chatconv \(version)\n" + (settings.isVerbose ? libraries : ""))
                return .done
            }
            if settings.asksForHelp {
                // `chatconv --help` is about all of it.
                let topic = arguments.first.flatMap { CommandName(rawValue: $0.text) }
                try streams.output.write(HelpText(registry: registry).text(for: topic))
                return .done
            }
            return try Command(registry: registry).run(command, settings, streams)
        } catch {
            return report(error, to: streams)
        }
    }

    private func run(
        _ command: CommandName, _ settings: Settings, _ streams: CommandStreams
    ) throws(ConversionError) -> ExitStatus {
        switch command {
        case .convert: return try ConvertCommand(registry, settings, streams).run()
        case .validate: return try ValidateCommand(registry, settings, streams).run()
        case .info: return try InfoCommand(registry, settings, streams).run()
        case .compare: return try CompareCommand(registry, settings, streams).run()
        case .detect: return try DetectCommand(registry, settings, streams).run()
        case .formats where settings.printsJSON:
            for value in try FormatsCommand(registry).values(naming: settings.operands.first?.text) {
                try streams.printLine(value)
            }
        case .formats: try streams.output.write(FormatsCommand(registry).text(naming: settings.operands.first?.text))
        case .schema: try streams.output.write(FormatsCommand(registry).schema(of: settings.operands.first?.text ?? ""))
        case .conformance: return try ConformanceCommand(registry, settings, streams).run()
        case .completion: try streams.output.write(completion(for: settings.operands.first?.text ?? ""))
        case .help where settings.printsManual: try streams.output.write(manual(of: settings.operands.first?.text))
        case .help: try streams.output.write(HelpText(registry: registry).text(naming: settings.operands.first?.text))
        }
        return .done
    }

    /// The versions of what the command is built on, which a report of a fault should tell.
    private var libraries: String {
        let all = (registry.libraries + packageVersions).sorted { $0.name < $1.name }
        return table(all.map { [$0.name, $0.version] }, indent: 2)
    }

    private func completion(for name: String) throws(ConversionError) -> String {
        guard let shell = Completion.Shell(rawValue: name) else {
            throw ConversionError(
                .usage, .invalidOption, "there is no completion for '\(name)'",
                help: "the shells are \(list(Completion.Shell.allCases.map(\.rawValue)))")
        }
        return Completion(registry: registry).script(for: shell)
    }

    private func manual(of name: String?) throws(ConversionError) -> String {
        let help = HelpText(registry: registry)
        return ManualPage(registry: registry, topic: try name.map { name throws(ConversionError) in try help.topic(named: name) }).text
    }

    private func report(_ error: ConversionError, to streams: CommandStreams) -> ExitStatus {
        if error.category != .outputClosed {
            let name = error.code.isAboutOutput ? "<stdout>" : "chatconv"
            DiagnosticPrinter(streams, name: name).show(error)
        }
        return ExitStatus(error.category)
    }
}

extension DiagnosticCode {
    /// Whether what went wrong is the output's, so that its name belongs before the message.
    var isAboutOutput: Bool { id.hasPrefix("output.") }
}
