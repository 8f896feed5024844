import ChatConv

/// A manual page in the macros of man(7), made from the same declarations as the help.
struct ManualPage {
    let registry: FormatRegistry
    /// nil for the page of the whole.
    let topic: CommandName?

    /// `chatconv`, `chatconv-info`.
    private var name: String { topic.map { "chatconv-\($0.rawValue)" } ?? "chatconv" }
    private var command: CommandName { topic ?? .convert }

    var text: String {
        var text = ".TH \(name.uppercased()) 1 \"\" \"chatconv \(version)\"\n.nh\n.ad l\n"
        text += section("NAME", escaped("\(name) \\- ", keepsBackslash: true) + escaped(summary) + "\n")
        text += section("SYNOPSIS", synopses.map { ".B \(escaped($0))\n" }.joined(separator: ".br\n"))
        text += section("DESCRIPTION", command.description.discussion.map(paragraph).joined())
        if topic == nil {
            text += section("COMMANDS", CommandName.allCases.map { item($0.rawValue, $0.description.summary) }.joined())
        }
        text += section("OPTIONS", Flag.Group.allCases.map(options).joined())
        if command == .convert { text += section("OPTIONS OF FORMATS", formatOptions) }
        text += section("EXIT STATUS", ExitStatus.allCases.map { item("\($0.rawValue)", $0.meaning) }.joined())
        text += section("EXAMPLES", command.description.examples.map(example).joined())
        return text + section("SEE ALSO", seeAlso)
    }

    private var summary: String { topic?.description.summary ?? "convert chat transcripts from one format to another" }

    private var synopses: [String] {
        topic == nil ? CommandName.allCases.map(\.description.synopsis) : [command.description.synopsis]
    }

    private func section(_ title: String, _ body: String) -> String { body.isEmpty ? "" : ".SH \(title)\n\(body)" }

    private func paragraph(_ text: String) -> String { ".PP\n\(escaped(text))\n" }

    private func item(_ term: String, _ text: String) -> String { ".TP\n.B \(escaped(term))\n\(escaped(text))\n" }

    private func options(in group: Flag.Group) -> String {
        let flags = command.flags.filter { $0.group == group }
        if flags.isEmpty { return "" }
        return ".SS \(group.rawValue)\n"
            + flags.map { flag in
                item((flag.short.map { "-\($0), " } ?? "") + flag.option.usage, flag.option.help)
            }.joined()
    }

    private var formatOptions: String {
        registry.formats.map { format in
            let sides = [("Reading", format.readerOptions), ("Writing", format.writerOptions)]
            return sides.filter { !$1.isEmpty }.map { side, options in
                ".SS \(side) \(escaped(format.descriptor.name))\n" + options.map { item($0.usage, $0.help) }.joined()
            }.joined()
        }.joined()
    }

    private func example(_ example: CommandDescription.Example) -> String {
        ".PP\n\(escaped(example.does.prefix(1).uppercased() + example.does.dropFirst())):\n.PP\n.RS 4\n.nf\n\(escaped(example.line))\n.fi\n.RE\n"
    }

    private var seeAlso: String {
        let others = CommandName.allCases.filter { $0 != topic }.map { ".BR chatconv\\-\($0.rawValue) (1)" }
        return ((topic == nil ? [] : [".BR chatconv (1)"]) + others).joined(separator: ",\n") + "\n"
    }

    /// Text that no macro is made of: hyphens are those of options, a full stop at the start of a line is one.
    private func escaped(_ text: String, keepsBackslash: Bool = false) -> String {
        var result = ""
        for character in text {
            switch character {
            case "\\": result += keepsBackslash ? "\\" : "\\e"
            case "-": result += result.hasSuffix("\\") && keepsBackslash ? "-" : "\\-"
            case "'": result += "\\(aq"
            case "\n": result += " "
            default: result.append(character)
            }
        }
        return result.hasPrefix(".") ? "\\&" + result : result
    }
}
