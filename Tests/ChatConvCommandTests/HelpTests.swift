import ChatConvCommand
import Testing

@Suite struct HelpTests {
    private static let lines: [[String]] = [
        ["--help"], ["-h"], ["help"], ["convert", "--help"], ["info", "--help"], ["detect", "-h"], ["formats", "--help"],
        ["schema", "--help"], ["help", "--help"], ["help", "info"], ["formats"], ["formats", "markdown"],
        ["formats", "json"], ["formats", "jsonl"], ["formats", "toy"],
    ]

    @Test("it fits a terminal of 80 columns", arguments: lines)
    func width(arguments: [String]) {
        let run = CommandRun(arguments)
        #expect(run.status == .done)
        #expect(run.error == "")
        for line in run.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        #expect(!run.output.contains(" \n"))
    }

    @Test(arguments: ["convert", "info", "detect", "formats", "schema", "help"])
    func everyCommandHasHelpThatBothWaysOfAskingGive(command: String) {
        let asked = CommandRun([command, "--help"]).output
        #expect(asked == CommandRun(["help", command]).output)
        #expect(asked.hasPrefix("Usage: chatconv"))
        #expect(CommandRun(["--help"]).output.contains("  \(command)"))
    }

    @Test func theHelpNamesEveryExitStatusAndTheOptionsOfFormats() {
        let help = CommandRun(["--help"]).output
        for status in ExitStatus.allCases { #expect(help.contains("\n  \(status.rawValue)")) }
        #expect(help.contains("writing toy    "))
        #expect(help.contains("--loud"))
    }

    @Test func helpWinsOverWhatIsMissing() {
        #expect(CommandRun(["schema", "--help"]).status == .done)
        #expect(CommandRun(["-t", "toy", "a", "b", "--help"]).status == .done)
    }

    @Test func formatsShowsWhatAFormatCanAndCannotHold() {
        let text = CommandRun(["formats", "toy"]).output
        #expect(text.contains("also called  tabs"))
        #expect(text.contains("cannot hold"))
        #expect(text.contains("--skip N"))
        #expect(text.contains("toy.line"))
        #expect(text.contains("schema       chatconv schema toy"))
        #expect(CommandRun(["schema", "toy"]).output == "the schema of toy\n")
        #expect(CommandRun(["formats", "dummy"]).output.contains("written only"))
    }
}
