import ChatConv
import ChatConvCommand
import Testing

private let toyText = "#toy Title\n10:00:00\tAnn\thello\n10:00:05\tBob\thi\n"
private let loudText = "#toy Title\n10:00:00\tAnn\thello!\n10:00:05\tBob\thi!\n"

/// A command line, what it is given, and what is expected of it. `error` is a part of standard error; empty means that
/// nothing may be there.
struct CommandCase: CustomTestStringConvertible, Sendable {
    var arguments: String
    var input = toyText
    var status = ExitStatus.done
    var output: String?
    var error = ""

    init(_ arguments: String, input: String = toyText, _ status: ExitStatus = .done, output: String? = nil, error: String = "") {
        self.arguments = arguments
        self.input = input
        self.status = status
        self.output = output
        self.error = error
    }

    var testDescription: String { "chatconv \(arguments)" }

    func check() {
        let run = CommandRun(arguments.split(separator: " ").map(String.init), input: input)
        #expect(run.status == status, "standard error: \(run.error)")
        if let output { #expect(run.output == output) }
        if error.isEmpty { #expect(run.error == "") } else { #expect(run.error.contains(error)) }
        if status != .done { #expect(run.output == "") }
    }
}

@Suite struct CommandLineTests {
    @Test("what is asked for is done, and nothing is said of it", arguments: [
        CommandCase("-t toy", output: toyText),
        CommandCase("convert -t toy", output: toyText),
        CommandCase("-t toy -", output: toyText),
        CommandCase("-t tabs -o -", output: toyText),
        CommandCase("-ttoy", output: toyText),
        CommandCase("--to=toy --from=toy", output: toyText),
        CommandCase("--to toy --from toy", output: toyText),
        CommandCase("-qt toy", output: toyText),
        CommandCase("-qttoy", output: toyText),
        CommandCase("-t toy --loud", output: loudText),
        CommandCase("-t toy --skip 2", output: "10:00:05\tBob\thi\n"),
        CommandCase("-t toy --skip=2 --loud", output: "10:00:05\tBob\thi!\n"),
        CommandCase("-f toy -t toy --max-record 1M --lenient", output: toyText),
        CommandCase("-t jsonl -t toy", output: toyText),
    ])
    func done(_ line: CommandCase) { line.check() }

    @Test("a wrong call is answered with what is wrong and a way on", arguments: [
        CommandCase("", .usage, error: "no output format given [usage.no-target]\nhelp: name it with -t: markdown, json, jsonl, xml, mbox, srt, webvtt, toy or dummy\n"),
        CommandCase("-f toy", .usage, error: "help: did you mean -t toy?"),
        CommandCase("inof", .usage, error: "help: did you mean the command 'info'?"),
        CommandCase("-t tyo", .unknownFormat, error: "unknown format 'tyo' [format.unknown]\nhelp: did you mean toy?"),
        CommandCase("-f tyo -t toy", .unknownFormat, error: "help: did you mean toy?"),
        CommandCase("-f dummy -t toy", .unknownFormat, error: "dummy can be written but not read [format.direction]\nhelp: did you mean --to dummy?"),
        CommandCase("-t toy --overwrit", .usage, error: "unknown option --overwrit [usage.option]\nhelp: did you mean --overwrite?"),
        CommandCase("-t toy --lod", .usage, error: "help: did you mean --loud?"),
        CommandCase("-t toy --nothing-like-it", .usage, error: "help: see chatconv --help"),
        CommandCase("-t toy -x", .usage, error: "unknown option -x"),
        CommandCase("-t toy -l", .usage, error: "help: did you mean --loss-report or --lenient?"),
        CommandCase("-t", .usage, error: "-t takes a value: FORMAT"),
        CommandCase("--to", .usage, error: "--to takes a value: FORMAT"),
        CommandCase("--to=", .usage, error: "it is empty"),
        CommandCase("-t --loud", .usage, error: "'--loud' looks like an option [usage.option]\nhelp: if it is the value, write -t--loud"),
        CommandCase("-t toy --overwrite=yes", .usage, error: "--overwrite takes no value"),
        CommandCase("-t toy --loud=yes", .usage, error: "--loud takes no value"),
        CommandCase("-t toy --skip", .usage, error: "--skip takes a value: N"),
        CommandCase("-t toy --skip many", .usage, error: "'many' is no value for --skip: it takes a whole number from 0 to 1000"),
        CommandCase("-t toy --max-record 5", .usage, error: "it takes a size from 1K to 1G"),
        CommandCase("-t toy --max-record 99999999999999999999G", .usage, error: "it takes a size from 1K to 1G"),
        CommandCase("-t toy --input-encoding klingon", .usage, error: "unknown encoding 'klingon'"),
        CommandCase("-t jsonl --pretty", .usage, error: "--pretty is no option for writing jsonl [usage.option]\nhelp: it is one for writing json"),
        CommandCase("-t json --loud", .usage, error: "help: it is one for writing toy and writing dummy"),
        CommandCase("-f json -t json --skip 1", .usage, error: "--skip is no option for reading json or writing json"),
        CommandCase("-t toy --json", .usage, error: "--json is no option of chatconv convert [usage.option]\nhelp: it is one of chatconv info, compare, detect and formats"),
        CommandCase("detect -o x", .usage, error: "-o is no option of chatconv detect"),
        CommandCase("-t toy a b", .usage, error: "2 inputs do not fit into one output"),
        CommandCase("-o /nowhere/chat.docx", .usage, error: "no format has the extension .docx"),
        CommandCase("-o /nowhere/chat", .usage, error: "no output format given"),
        CommandCase("schema", .usage, error: "schema takes the name of a format"),
        CommandCase("schema markdown", .usage, error: "markdown has no published schema"),
        CommandCase("schema tyo", .unknownFormat, error: "did you mean toy?"),
        CommandCase("formats toy jsonl", .usage, error: "unexpected argument 'jsonl'"),
        CommandCase("formats tyo", .unknownFormat, error: "did you mean toy?"),
        CommandCase("help inof", .usage, error: "there is no command 'inof' [usage.option]\nhelp: did you mean 'info'?"),
    ])
    func misuse(_ line: CommandCase) { line.check() }

    @Test("a wrong input is answered with its place", arguments: [
        CommandCase("-t toy", input: "", .malformedInput, error: "<stdin>:1:1: error: the input is empty [input.empty]"),
        CommandCase("-t toy", input: "hello", .unknownFormat, error: "<stdin>: error: the format of the input is not recognised"),
        CommandCase("-f toy -t json", input: "\tAnn\thello\n\toops\n", .malformedInput, error: """
            <stdin>:2:1: error: the line has no three fields [toy.line]
              |     oops
              | ^
            help: separate them by tabs

            """),
        CommandCase("-f json -t toy", .malformedInput, error: "help: the input looks like toy; --from names its format, --to that of the output"),
        CommandCase("/nowhere/chat.md -t toy", .inputUnavailable, error: "/nowhere/chat.md: error: cannot open: no such file or directory [input.missing]"),
        CommandCase("/ -t toy", .inputUnavailable, error: "/: error: this is a directory"),
        CommandCase("info", input: "", .malformedInput, error: "<stdin>:1:1: error: the input is empty"),
        CommandCase("detect", input: "hello", .unknownFormat, error: "<stdin>: error: the format"),
    ])
    func wrongInput(_ line: CommandCase) {
        // What was complete before the error has been passed on.
        let run = CommandRun(line.arguments.split(separator: " ").map(String.init), input: line.input)
        #expect(run.status == line.status)
        #expect(run.error.contains(line.error), "standard error: \(run.error)")
    }

    @Test func withNothingOnATerminalTheHelpIsPointedAt() {
        let run = CommandRun([], isTerminal: true)
        #expect(run.status == .usage)
        #expect(run.error.contains("chatconv --help"))
    }

    @Test(arguments: [["--version"], ["info", "--version"], ["-t", "toy", "--version"]])
    func theVersionIsShown(arguments: [String]) {
        let run = CommandRun(arguments)
        #expect(run.output == "chatconv \(version)\n")
        #expect(run.status == .done)
    }

    @Test func everyCategoryOfErrorHasItsExitStatus() {
        let statuses: [ConversionError.Category: Int32] = [
            .usage: 64, .malformedInput: 65, .limitExceeded: 65, .inputUnavailable: 66, .unknownFormat: 69, .defect: 70,
            .outputUnavailable: 73, .inputOutput: 74, .outputClosed: 0, .answerIsNo: 1,
        ]
        for category in ConversionError.Category.allCases {
            let output = FailingDestination(category)
            let streams = CommandStreams(input: MemorySource(toyText), output: output, error: MemoryDestination())
            let status = Command(registry: CommandRun.registry).run(["-t", "toy"], streams)
            #expect(status.rawValue == statuses[category])
        }
    }

    @Test func aClosedOutputIsNothingToComplainAbout() {
        let error = MemoryDestination()
        for line: [Argument] in [["-t", "toy"], ["info"], ["detect"], ["formats"], ["--help"]] {
            let streams = CommandStreams(
                input: MemorySource(toyText), output: FailingDestination(.outputClosed), error: error)
            #expect(Command(registry: CommandRun.registry).run(line, streams) == .done)
        }
        #expect(error.bytes.isEmpty)
    }

    @Test func afterTwoHyphensNothingIsAnOption() {
        #expect(CommandRun(["-t", "toy", "--", "--loud"]).error.hasPrefix("--loud: error: cannot open"))
    }

    @Test func aFileNameNeedNotBeUTF8() {
        let error = MemoryDestination()
        let streams = CommandStreams(input: MemorySource(""), output: MemoryDestination(), error: error)
        let arguments = [Argument(bytes: [0x2F, 0xFF, 0x1B]), "-t", "toy"]
        #expect(Command(registry: CommandRun.registry).run(arguments, streams) == .inputUnavailable)
        #expect(String(decoding: error.bytes, as: UTF8.self).hasPrefix("/\u{FFFD}\\u{1B}: error: cannot open"))
    }
}

private final class FailingDestination: ByteDestination {
    let category: ConversionError.Category

    init(_ category: ConversionError.Category) { self.category = category }

    func write(_ bytes: UnsafeRawBufferPointer) throws(ConversionError) {
        throw ConversionError(category, .outputFailed, "it failed")
    }
}
