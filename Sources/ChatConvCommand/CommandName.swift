/// The commands, by the name that is written on the command line.
enum CommandName: String, Sendable, Hashable, CaseIterable {
    case convert, validate, info, compare, detect, formats, schema, conformance, completion, help

    /// How many operands the command takes.
    var operandCount: ClosedRange<Int> {
        switch self {
        case .convert, .validate, .info, .detect: 0...Int.max
        case .compare: 2...2
        case .formats, .help: 0...1
        case .schema, .completion: 1...1
        case .conformance: 1...Int.max
        }
    }
}

/// What the help says of a command, beside its options.
struct CommandDescription {
    struct Example {
        /// A command line that works where its input is there.
        var line: String
        var does: String
    }

    var synopsis: String
    /// What it does, as a phrase for a list.
    var summary: String
    /// How it works, in paragraphs.
    var discussion: [String]
    var examples: [Example]
}

extension CommandName {
    var description: CommandDescription {
        switch self {
        case .convert:
            CommandDescription(
                synopsis: "chatconv [convert] [-f FORMAT] [-t FORMAT] [-o OUTPUT] [INPUT ...]",
                summary: "convert chat transcripts from one format to another",
                discussion: [
                    "Without INPUT, or with -, it reads standard input; without -o it writes standard output. "
                        + "Messages are passed on as they come in, so it works at the end of a pipe that is still being written.",
                    "An output file appears under its name when it is whole. A run that fails leaves nothing there.",
                    "What the output's format cannot hold is told on standard error. With --verify the output is read back "
                        + "and compared with what was read; a run that proves wrong exits with 1 and leaves nothing.",
                    "A folder as INPUT stands for all files in it and below, but for those whose names start with a dot. "
                        + "Their outputs form the same tree under the folder that -o names. What is no transcript is passed over "
                        + "and counted; a file that fails is reported, and the others are converted. A chat in the JSON of another "
                        + "program fails with what it is; an archive or a database is passed over with a warning.",
                ],
                examples: [
                    .init(line: "chatconv chat.md -t json", does: "print a Markdown transcript as JSON"),
                    .init(line: "chatconv chat.md -o chat.jsonl", does: "write a file; its name tells the format"),
                    .init(line: "chatconv chat.jsonl -o chat.md --overwrite", does: "replace a file by what was edited"),
                    .init(line: "chatconv chat.md -o chat.xml --verify", does: "write a file that is proven to hold all"),
                    .init(line: "chatconv -t jsonl -o converted/ *.md", does: "convert many files into a folder"),
                    .init(line: "chatconv archive/ -o out/ -t xml", does: "convert a tree of folders into one like it"),
                    .init(line: "chatconv --merge archive/ -o all.jsonl", does: "make one transcript of many, in time order"),
                    .init(line: "chatconv all.jsonl --split day -o 'days/{date}.md'", does: "and one file for each day of it"),
                    .init(line: "cat chat.md | chatconv -t jsonl | head -n 3", does: "use it in a pipe"),
                ])
        case .validate: .ofValidate
        case .info:
            CommandDescription(
                synopsis: "chatconv info [--digest] [--json] [INPUT ...]",
                summary: "show what a transcript holds: format, dates, participants, counts",
                discussion: [
                    "It reads each INPUT to its end. Without INPUT, or with -, it reads standard input. A folder stands for all "
                        + "transcripts in it and below. After several files it shows what they hold together.",
                ],
                examples: [
                    .init(line: "chatconv info chat.md", does: "show what is in a file"),
                    .init(line: "chatconv info archive/", does: "show what is in each file of a tree of folders, and in all of them"),
                    .init(line: "chatconv info --json *.md", does: "one JSON object per file, for scripts"),
                    .init(line: "chatconv info --digest chat.md", does: "and a digest by which it can be told later that it still says the same"),
                ])
        case .compare:
            CommandDescription(
                synopsis: "chatconv compare [--ignore PART,...] [--json] FIRST SECOND",
                summary: "tell whether two transcripts say the same, in any two formats",
                discussion: [
                    "The exit status is 0 when they are equal and 1 when they differ; then it shows the first differences, and what only "
                        + "one of them has. How a file spells its records makes no difference. One of the two may be -, standard input.",
                    "Two folders are compared file by file, by their paths without the extensions that tell formats. What is no "
                        + "transcript is passed over.",
                ],
                examples: [
                    .init(line: "chatconv compare chat.md chat.jsonl", does: "tell whether a conversion says what its source says"),
                    .init(line: "chatconv compare --ignore ids,zones archive/ out/", does: "the same for all files of two folders, whatever their ids and zones"),
                ])
        case .detect:
            CommandDescription(
                synopsis: "chatconv detect [--json] [INPUT ...]",
                summary: "show which formats an input could be, and what speaks for each",
                discussion: [
                    "It prints one line per guess, the best first: the input, the format, how sure it is of the content "
                        + "(certain, likely, possible, none) and the evidence. The exit status is 69 when the format of an "
                        + "input cannot be told, or it is a file of a kind that no format reads (a zip archive), and 65 when it is a "
                        + "chat in the JSON of another program. In a folder, what no format recognises is passed over and counted."
                ],
                examples: [.init(line: "chatconv detect chat.md", does: "show the guesses for a file")])
        case .formats:
            CommandDescription(
                synopsis: "chatconv formats [--json] [NAME]",
                summary: "list the formats, or show all about one: what it can hold, its options",
                discussion: [],
                examples: [
                    .init(line: "chatconv formats", does: "list the formats"),
                    .init(line: "chatconv formats markdown", does: "show all about one"),
                    .init(line: "chatconv formats --json", does: "one JSON object per format, for scripts"),
                ])
        case .schema:
            CommandDescription(
                synopsis: "chatconv schema NAME",
                summary: "print the published schema of a format or a report",
                discussion: [],
                examples: [.init(line: "chatconv schema json > chatconv.schema.json", does: "keep the JSON Schema")])
        case .conformance:
            CommandDescription(
                synopsis: "chatconv conformance [--transcripts N] [--seed N] PROGRAM [SAMPLE ...]",
                summary: "hold a program that is a format to what it declares",
                discussion: [
                    "PROGRAM is the path of a program chatconv-format-NAME, or the name of any format. Generated transcripts "
                        + "are written and read back, damaged and cut short; each SAMPLE, a file of the format, is read. What "
                        + "is lost or broken is shown with the smallest transcript that shows it, and the exit status is 1.",
                ],
                examples: [
                    .init(line: "chatconv conformance csv", does: "judge a program by what it declares"),
                    .init(line: "chatconv conformance whatsapp chat.txt", does: "judge it by a file of its own as well"),
                ])
        case .completion:
            CommandDescription(
                synopsis: "chatconv completion bash|zsh|fish",
                summary: "print a script that completes chatconv's command line in a shell",
                discussion: [
                    "Packages and `make install` put the scripts where shells look for them. For an executable that is just "
                        + "there, read the script when the shell starts."
                ],
                examples: [
                    .init(line: "chatconv completion bash > chatconv.bash", does: "then: . ./chatconv.bash"),
                ])
        case .help:
            CommandDescription(
                synopsis: "chatconv help [--man] [COMMAND]", summary: "show help for a command", discussion: [],
                examples: [.init(line: "chatconv help --man info > chatconv-info.1", does: "make a manual page of it")])
        }
    }

    /// The options that the command takes, in the order of the help.
    var flags: [Flag] { Flag.all.filter { $0.commands.contains(self) } }
}
