import ChatConvCommand
import SystemPackage
import Testing

private let day = """
    {"chatconv":1,"metadata":{"lines":4}}
    {"timestamp":"2018-01-23T10:00:00","sender":{"name":"Ann"},"body":"hello Bob"}
    {"timestamp":"2018-01-23T10:00:05","sender":{"name":"Bob"},"body":"&amp;lt;hi&amp;gt;"}
    {"timestamp":"2018-01-24T00:00:00","sender":{"name":"Ann"},"attachments":[{"type":"image","url":"x.png"}]}
    {"timestamp":"2018-01-24T00:00:00","event":{"action":"left","actor":{"name":"Eve"}}}

    """

/// Filters on the command line. What each does is shown by its own tests.
@Suite struct FilterTests {
    /// The numbers of the messages that are left, from 1.
    private func left(_ arguments: String...) -> [Int] {
        let run = CommandRun(["-t", "jsonl"] + arguments, input: day)
        #expect(run.status == .done, "\(run.error)")
        #expect(run.error.isEmpty != run.error.contains("no message passes the filters"))
        let lines = day.split(separator: "\n")
        #expect(run.output.hasPrefix("{\"chatconv\":1,\"metadata\":{\"lines\":4}}\n"))
        return run.output.split(separator: "\n").dropFirst().map { lines.firstIndex(of: $0) ?? 0 }
    }

    @Test func messagesAreChosen() {
        #expect(left("--since", "2018-01-23T10:00:05", "--until", "2018-01-24") == [2])
        #expect(left("--sender", "Ann") == [1, 3])
        #expect(left("--sender", "Bob", "--sender=Eve") == [2, 4])
        #expect(left("--match", "(?i)HELLO|hi") == [1, 2])
        #expect(left("--match", "l", "--match", "^h") == [1])
        #expect(left("--kind", "image,event") == [3, 4])
        #expect(left("--kind", "text", "--kind", "event") == [1, 2, 4])
        #expect(left("--head", "3", "--tail", "1") == [3])
        #expect(left("--sender", "Ann", "--tail", "1") == [3])
        #expect(left("--head", "0") == [])
    }

    @Test func messagesAreChanged() {
        #expect(CommandRun(["-t", "jsonl", "--unescape"], input: day).output.contains(#""body":"<hi>""#))
        let zoned = CommandRun(["-t", "jsonl", "--tz", "Asia/Shanghai", "--head", "1"], input: day).output
        #expect(zoned.contains("2018-01-23T10:00:00+08:00[Asia/Shanghai]"))
    }

    @Test func namesAreTakenOutAlsoWhereTheyAreSaidBefore() {
        let run = CommandRun(["-t", "jsonl", "--anonymize"], input: day)
        for name in ["Ann", "Bob", "Eve"] { #expect(!run.output.contains(name)) }
        #expect(run.output.split(separator: "\n").count == 5)
        #expect(run.output == CommandRun(["-t", "jsonl", "--anonymize", "-"], input: day).output)
        let keyed = CommandRun(["-t", "jsonl", "--anonymize-key", "secret", "--sender", "Ann"], input: day)
        #expect(!keyed.output.contains("Ann"))
        #expect(keyed.output.split(separator: "\n").count == 3)
        #expect(keyed.output.split(separator: "\n").last != run.output.split(separator: "\n").dropLast().last)
    }

    @Test func aNameInOneFileIsTakenOutOfTheOthersOfItsFolder() throws {
        let work = try Workspace()
        work.makeFolder("in")
        try work.put(day, "in/a.jsonl")
        try work.put(#"{"sender":{"name":"Tom"},"body":"ask Eve"}"# + "\n", "in/b.jsonl")
        let folder = work.folder.string
        #expect(CommandRun(["\(folder)/in", "-o", "\(folder)/out", "-t", "jsonl", "--anonymize"]).error == "")
        let text = try #require(work.text("out/b.jsonl"))
        #expect(!text.contains("Eve"))
        #expect(!text.contains("Tom"))
    }

    @Test("a wrong value is answered with what is right", arguments: [
        CommandCase("-t toy --since yesterday", .usage, error: "'yesterday' is no value for --since: it takes a time [usage.option]\nhelp: write 2018-01-23,"),
        CommandCase("-t toy --match (", .usage, error: "'(' is no regular expression"),
        CommandCase("-t toy --kind imgae", .usage, error: "'imgae' is no kind of message [usage.option]\nhelp: did you mean image?"),
        CommandCase("-t toy --tz Berlin", .usage, error: "has no zone 'Berlin' [usage.option]\nhelp: name one like Europe/Berlin"),
        CommandCase("-t toy --head -1", .usage, error: "looks like an option"),
        CommandCase("-t toy --head=-1", .usage, error: "'-1' is no value for --head: it takes a whole number from 0"),
        CommandCase("info --head 1", .usage, error: "--head is no option of chatconv info"),
    ])
    func misuse(_ line: CommandCase) { line.check() }
}
