import ChatConv

/// Turns a command line into a command and its settings. It knows no option itself: those of the command are
/// declared as `Flag` values, those of formats come from the registry.
struct ArgumentParser {
    private let registry: FormatRegistry
    private let command: CommandName
    private let flags: [Flag]
    private var rest: ArraySlice<Argument>
    private var settings = Settings()

    /// Reads `arguments`, which do not include the program's name.
    ///
    /// - Throws: `usage`.
    static func parse(
        _ arguments: [Argument], registry: FormatRegistry
    ) throws(ConversionError) -> (CommandName, Settings) {
        // Only the first argument can name a command, so that every other one can be a file of that name.
        let named = arguments.first.flatMap { CommandName(rawValue: $0.text) }
        let command = named ?? .convert
        var parser = ArgumentParser(
            registry: registry, command: command, arguments: arguments.dropFirst(named == nil ? 0 : 1))
        return (command, try parser.parse())
    }

    /// What `arguments` say as far as that is known without the formats that they name. What is not understood is passed
    /// over: `parse` will say what is wrong with it.
    static func glance(_ arguments: [Argument], registry: FormatRegistry) -> (CommandName, Settings) {
        let named = arguments.first.flatMap { CommandName(rawValue: $0.text) }
        let command = named ?? .convert
        var parser = ArgumentParser(
            registry: registry, command: command, arguments: arguments.dropFirst(named == nil ? 0 : 1))
        while let argument = parser.rest.popFirst() { try? parser.take(argument) }
        return (command, parser.settings)
    }

    private init(registry: FormatRegistry, command: CommandName, arguments: ArraySlice<Argument>) {
        self.registry = registry
        self.command = command
        flags = command.flags
        rest = arguments
    }

    private mutating func parse() throws(ConversionError) -> Settings {
        while let argument = rest.popFirst() {
            try take(argument)
            if settings.asksForVersion, rest.contains(where: { $0.text == "--verbose" }) { settings.isVerbose = true }
            if settings.asksForHelp || settings.asksForVersion { return settings }
        }
        if settings.isVerbose { throw misuse("--verbose says more of --version", help: "give both") }
        try checkOperands()
        return settings
    }

    private mutating func take(_ argument: Argument) throws(ConversionError) {
        if argument.text == "--" {
            settings.operands.append(contentsOf: rest)
            rest = []
        } else if argument.text.hasPrefix("--") {
            try parseLong(argument)
        } else if argument.text.hasPrefix("-"), !argument.isStandardStream {
            try parseShort(argument)
        } else {
            settings.operands.append(argument)
        }
    }

    private func checkOperands() throws(ConversionError) {
        let count = settings.operands.count
        if count < command.operandCount.lowerBound { throw misuse("\(command.rawValue) takes the name of a \(command == .completion ? "shell" : "format")") }
        if count > command.operandCount.upperBound {
            let extra = settings.operands[command.operandCount.upperBound].text
            throw misuse("unexpected argument '\(extra)'", help: "usage: \(command.description.synopsis)")
        }
    }

    // MARK: Options

    private mutating func parseLong(_ argument: Argument) throws(ConversionError) {
        let equals = argument.bytes.firstIndex(of: UInt8(ascii: "="))
        let name = Argument(bytes: Array(argument.bytes[2..<(equals ?? argument.bytes.count)])).text
        let attached = equals.map { argument.dropping($0 + 1) }
        if let flag = flags.first(where: { $0.option.name == name }) {
            return try apply(flag, as: "--\(name)", attached)
        }
        let kinds = formatOptionKinds(name)
        guard !kinds.isEmpty else { throw unknownOption(name) }
        // Where formats disagree on whether the option takes a value, only `--name=value` gives it one.
        var value = attached
        if value == nil, !kinds.contains(.flag) {
            value = try takeValue(for: "--\(name)", kinds.lazy.compactMap(\.placeholder).first ?? "VALUE")
        } else if value != nil, kinds == [.flag] {
            throw misuse("--\(name) takes no value")
        }
        settings.formatOptions.append(GivenOption(name: name, value: value?.text))
    }

    /// Reads `-q`, `-f md`, `-fmd`, and several letters after one hyphen.
    private mutating func parseShort(_ argument: Argument) throws(ConversionError) {
        var letters = argument.dropping(1)
        while let letter = letters.text.first {
            guard let flag = flags.first(where: { $0.short == letter }) else { throw unknownOption(letter) }
            letters = letters.dropping(letter.utf8.count)
            if flag.option.kind != .flag {
                let attached = letters.bytes.isEmpty ? nil : letters
                return try apply(flag, as: "-\(letter)", attached)
            }
            try apply(flag, as: "-\(letter)", nil)
        }
    }

    private mutating func apply(_ flag: Flag, as written: String, _ attached: Argument?) throws(ConversionError) {
        guard let placeholder = flag.option.kind.placeholder else {
            if attached != nil { throw misuse("\(written) takes no value") }
            if flag.changesOutputs { settings.recipe.append(flag.option.name) }
            return try flag.apply(&settings, Argument(""))
        }
        let value: Argument
        if let attached { value = attached } else { value = try takeValue(for: written, placeholder) }
        if value.bytes.isEmpty { throw misuse("\(written) takes a value, and it is empty: \(placeholder)") }
        if flag.changesOutputs { settings.recipe.append("\(flag.option.name)=\(value.text)") }
        try flag.apply(&settings, value)
    }

    /// The next argument as a value. What looks like an option is one: its name was not meant as a file's.
    private mutating func takeValue(for written: String, _ placeholder: String) throws(ConversionError) -> Argument {
        guard let next = rest.first else { throw misuse("\(written) takes a value: \(placeholder)") }
        if next.text.hasPrefix("-"), !next.isStandardStream {
            let name = written.hasPrefix("--") ? "\(written)=" : written
            throw misuse(
                "\(written) takes a value, and '\(next.text)' looks like an option",
                help: "if it is the value, write \(name)\(next.text)")
        }
        rest.removeFirst()
        return next
    }

    /// The kinds of value that formats declare for an option of theirs, which a command can pass on.
    private func formatOptionKinds(_ name: String) -> [OptionValueKind] {
        switch command {
        case .convert: registry.formatOptions.filter { $0.option.name == name }.map(\.option.kind)
        case .info, .validate, .compare: registry.formatOptions.filter { $0.option.name == name && $0.side == .reader }.map(\.option.kind)
        case .detect, .formats, .schema, .completion, .conformance, .help: []
        }
    }

    // MARK: Errors

    private func unknownOption(_ name: String) -> ConversionError {
        let owners = CommandName.allCases.filter { $0.flags.contains { $0.option.name == name } }
        if !owners.isEmpty {
            return misuse(
                "--\(name) is no option of chatconv \(command.rawValue)",
                help: "it is one of chatconv \(list(owners.map(\.rawValue)))")
        }
        let names = flags.map(\.option.name) + registry.formatOptions.map(\.option.name)
        return misuse(
            "unknown option --\(name)", help: nearest(to: name, among: names).map { "did you mean --\($0)?" })
    }

    private func unknownOption(_ letter: Character) -> ConversionError {
        if let owner = CommandName.allCases.first(where: { $0.flags.contains { $0.short == letter } }) {
            return misuse("-\(letter) is no option of chatconv \(command.rawValue)", help: "it is one of chatconv \(owner.rawValue)")
        }
        let long = flags.map(\.option.name).filter { $0.first == letter }.map { "--\($0)" }
        return misuse("unknown option -\(letter)", help: long.isEmpty ? nil : "did you mean \(list(long, "or"))?")
    }

    private func misuse(_ message: String, help: String? = nil) -> ConversionError {
        let command = command == .convert ? "" : " \(command.rawValue)"
        return ConversionError(.usage, .invalidOption, message, help: help ?? "see chatconv\(command) --help")
    }
}
