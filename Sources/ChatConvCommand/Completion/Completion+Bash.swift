extension Completion {
    /// Read by bash 3 and later, without the package bash-completion.
    var bash: String {
        """
        # Completion of chatconv for bash. Made by `chatconv completion bash`.
        _chatconv() {
            local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=convert options= words=
            # `--to=json` comes as three words.
            if [[ $cur == = ]]; then
                cur=
            elif [[ $prev == = ]]; then
                prev=${COMP_WORDS[COMP_CWORD-2]}
            fi
            case ${COMP_WORDS[1]} in
                \(commands.map(\.rawValue).joined(separator: "|")))
                    [[ $COMP_CWORD -gt 1 ]] && command=${COMP_WORDS[1]} ;;
            esac
            # The values of an option. Where nothing is said, bash completes names of files.
            case $command:$prev in
        \(commands.flatMap { command in options(of: command).compactMap { bashValues(of: $0, command) } }.joined())\
            esac
            case $command in
        \(commands.map(bashWords).joined())\
            esac
            if [[ $cur == -* ]]; then
                COMPREPLY=($(compgen -W "$options" -- "$cur"))
            else
                [[ $COMP_CWORD -eq 1 ]] && words="$words \(commands.map(\.rawValue).joined(separator: " "))"
                COMPREPLY=($(compgen -W "$words" -- "$cur"))
            fi
        }
        complete -o bashdefault -o default -F _chatconv chatconv

        """
    }

    private func bashValues(of option: Option, _ command: CommandName) -> String? {
        let names = [option.short, option.long].compactMap(\.self).map { "\(command.rawValue):\($0)" }.joined(separator: "|")
        switch option.values {
        case .none: return nil
        case .words(let words):
            return "        \(names)) COMPREPLY=($(compgen -W \"\(words.joined(separator: " "))\" -- \"$cur\")); return ;;\n"
        case .files: return "        \(names)) return ;;\n"
        case .anything: return "        \(names)) compopt +o default +o bashdefault 2>/dev/null; return ;;\n"
        }
    }

    private func bashWords(of command: CommandName) -> String {
        let options = options(of: command).flatMap { [$0.short, $0.long].compactMap(\.self) }.joined(separator: " ")
        var line = "        \(command.rawValue)) options=\"\(options)\""
        if case .words(let words) = operands(of: command) { line += " words=\"\(words.joined(separator: " "))\"" }
        return line + " ;;\n"
    }
}
