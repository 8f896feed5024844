import ChatConv
import ChatConvCommand
import Testing

@Suite struct InfoTests {
    private let jsonl = """
        {"chatconv":1,"kind":"group","title":"T\\u001b","participants":[{"displayName":"Ann"}],"metadata":{"date":"2018-01-23","n":[1]}}
        {"timestamp":"2018-01-23T10:00:00","sender":{"name":"Ann"},"body":"hello"}
        {"timestamp":"2018-01-23T09:00:00","sender":{"name":"你好"},"attachments":[{"type":"image","url":"u"}]}
        {"timestamp":"2018-01-24T10:00:00","sender":{"name":"Ann"},"body":""}
        {"timestamp":"2018-01-24T10:00:01","sender":{"name":"A","id":"7"},"body":"x"}
        {"timestamp":"2018-01-24T10:00:02","sender":{"name":"B","id":"7"},"body":"y"}
        {"timestamp":"2018-01-24T10:00:03","event":{"action":"joined"}}
        {"body":"z","deleted":true}

        """

    @Test func peopleGetAlignedLines() {
        let run = CommandRun(["info"], input: jsonl)
        #expect(run.error == "")
        #expect(
            run.output == """
                <stdin>
                  format         jsonl
                  title          T\\u{1B}
                  kind           group
                  period         2018-01-23 09:00:00 to 2018-01-24 10:00:03
                  messages       7
                  text messages  5
                  attachments    1 image
                  events         1
                  deleted        1
                  participants   3 (1 listed)
                    2  A
                    2  Ann
                    1  你好
                  metadata
                    date  2018-01-23
                    n     [1]

                """)
    }

    @Test func programsGetOneObject() {
        let run = CommandRun(["info", "--json"], input: jsonl)
        #expect(
            run.output == #"{"file":"<stdin>","format":"jsonl","title":"T\u001b","kind":"group","first":"2018-01-23T09:00:00","#
                + #""last":"2018-01-24T10:00:03","messages":7,"textMessages":5,"attachments":{"image":1},"events":1,"deleted":1,"#
                + #""participants":[{"name":"A","id":"7","messages":2},{"name":"Ann","messages":2},{"name":"你好","messages":1}],"#
                + #""metadata":{"date":"2018-01-23","n":[1]}}"# + "\n")
    }

    @Test func manyParticipantsAreCounted() {
        let lines = (0..<30).map { "10:00:00\tname \($0)\thello\n" }.joined()
        let run = CommandRun(["info"], input: lines)
        #expect(run.output.contains("participants   30\n"))
        #expect(run.output.contains("and 10 more\n"))
        #expect(run.output.split(separator: "\n").filter { $0.contains("1  name") }.count == 20)
    }

    @Test func detectShowsRankedGuessesWithEvidence() {
        let run = CommandRun(["detect"], input: "#toy\n")
        #expect(run.output == "<stdin>: toy       certain   the line #toy\n")
        #expect(run.status == .done)
    }
}

@Suite struct MachineReadableTests {
    @Test func detectTellsProgramsTheFormatAndTheGuesses() {
        let found = CommandRun(["detect", "--json"], input: "#toy A\n10:00:00\tAnn\ta\n")
        #expect(found.output.hasPrefix(#"{"file":"<stdin>","format":"toy","guesses":[{"format":"toy","confidence":"certain","evidence":""#))
        let lost = CommandRun(["detect", "--json"], input: "hello")
        #expect(lost.status == .unknownFormat)
        #expect(lost.output.hasPrefix(#"{"file":"<stdin>","guesses":["#))
    }

    @Test func formatsAreListedForPrograms() {
        let all = CommandRun(["formats", "--json"]).output.split(separator: "\n")
        #expect(all.count == CommandRun.registry.formats.count)
        #expect(all.allSatisfy { $0.hasPrefix(#"{"name":""#) && $0.hasSuffix("}") })
        let toy = CommandRun(["formats", "--json", "toy"]).output
        #expect(toy.contains(#""aliases":["tabs"]"#))
        #expect(toy.contains(#"{"name":"skip","#))
        #expect(CommandRun(["formats", "--json", "tyo"]).status == .unknownFormat)
    }
}
