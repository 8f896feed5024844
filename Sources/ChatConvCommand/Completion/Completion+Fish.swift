extension Completion {
    var fish: String {
        """
        # Completion of chatconv for fish. Made by `chatconv completion fish`.
        function __chatconv_command
            set -l words (commandline -opc)
            if contains -- "$words[2]" \(commands.map(\.rawValue).joined(separator: " "))
                test "$words[2]" = "$argv[1]"
            else
                test convert = "$argv[1]"
            end
        end

        function __chatconv_is_first
            test (count (commandline -opc)) -eq 1
        end

        \(commands.map(fishCommand).joined(separator: "\n"))
        """
    }

    private func fishCommand(_ command: CommandName) -> String {
        let name = command.rawValue
        var text = "complete -c chatconv -n __chatconv_is_first -a \(name) -d \(quoted(command.description.summary))\n"
        if case .words(let words) = operands(of: command) {
            text += "complete -c chatconv -n '__chatconv_command \(name)' -f -a \(quoted(words.joined(separator: " ")))\n"
        }
        for option in options(of: command) { text += "complete -c chatconv -n '__chatconv_command \(name)'\(fish(option))\n" }
        return text
    }

    private func fish(_ option: Option) -> String {
        let names = (option.short.map { " -s \($0.dropFirst())" } ?? "") + " -l \(option.long.dropFirst(2))"
        let values = switch option.values {
        case .none: ""
        case .words(let words): " -x -a \(quoted(words.joined(separator: " ")))"
        case .files: " -r -F"
        case .anything: " -x"
        }
        return names + values + " -d \(quoted(option.shortHelp))"
    }

    private func quoted(_ text: String) -> String {
        "'\(text.replacing("\\", with: "\\\\").replacing("'", with: "\\'"))'"
    }
}
