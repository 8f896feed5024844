extension Completion {
    /// An autoloaded function, `_chatconv`.
    var zsh: String {
        """
        #compdef chatconv
        # Completion of chatconv for zsh. Made by `chatconv completion zsh`.
        _chatconv() {
            local command=convert
            local -a commands
            commands=(
        \(commands.map { "        \(quoted("\($0.rawValue):\($0.description.summary)"))\n" }.joined())\
            )
            case $words[2] in
                \(commands.map(\.rawValue).joined(separator: "|")))
                    if (( CURRENT > 2 )); then
                        command=$words[2]
                        shift words
                        (( CURRENT-- ))
                    fi ;;
                *)
                    (( CURRENT == 2 )) && [[ $PREFIX != -* ]] && _describe -t commands command commands ;;
            esac
            case $command in
        \(commands.map(zshArguments).joined())\
            esac
        }
        _chatconv "$@"

        """
    }

    private func zshArguments(of command: CommandName) -> String {
        var lines = options(of: command).map(zshOption)
        switch operands(of: command) {
        case .words(let words): lines.append(quoted("*:name:(\(words.joined(separator: " ")))"))
        case .files: lines.append(quoted("*:input:_files"))
        case .none, .anything: break
        }
        let arguments = lines.map { "                \($0)" }.joined(separator: " \\\n")
        return "        \(command.rawValue))\n            _arguments -s -S \\\n\(arguments) ;;\n"
    }

    private func zshOption(_ option: Option) -> String {
        var value = ""
        switch option.values {
        case .none: break
        case .words(let words): value = ":\(escaped(option.placeholder)):(\(words.joined(separator: " ")))"
        case .files: value = ":\(escaped(option.placeholder)):_files"
        case .anything: value = ":\(escaped(option.placeholder)): "
        }
        let help = quoted("[\(escaped(option.shortHelp))]\(value)")
        let long = option.long + (option.takesValue ? "=" : "")
        guard let short = option.short else { return quoted(option.isRepeatable ? "*" : "") + long + help }
        let names = "{\(short)\(option.takesValue ? "+" : ""),\(long)}"
        return (option.isRepeatable ? quoted("*") : quoted("(\(short) \(option.long))")) + names + help
    }

    /// For text inside a specification of `_arguments`.
    private func escaped(_ text: String) -> String {
        text.map { ":[]\\".contains($0) ? "\\\($0)" : String($0) }.joined()
    }

    private func quoted(_ text: String) -> String {
        text.isEmpty ? "" : "'\(text.replacing("'", with: "'\\''"))'"
    }
}
