@testable import ChatConvCommand
import SystemPackage
import Testing

@Suite struct CompareTests {
    let work: Workspace

    init() throws {
        work = try Workspace()
        try work.put(text(["a", "b", "c", "d"]), "1.toy")
    }

    private func text(_ bodies: [String], title: String = "T") -> String {
        "#toy \(title)\n" + bodies.enumerated().map { "10:00:0\($0)\tAnn\t\($1)\n" }.joined()
    }

    private func run(_ line: String, input: String = "") -> CommandRun {
        let folder = work.folder.string
        var run = CommandRun(
            ["compare"] + line.split(separator: " ").map { String($0.replacing("@", with: folder + "/")) }, input: input)
        run.output = run.output.replacing(folder + "/", with: "")
        run.error = run.error.replacing(folder + "/", with: "")
        return run
    }

    @Test("what is aligned, and what differs", arguments: [
        ([1, 2, 3], [1, 2, 3], []), ([], [], []), ([1, 2, 3], [1, 9, 3], [.changed(first: 1, second: 1)]),
        ([1, 2, 3], [1, 3], [.onlyInFirst(1..<2)]), ([1, 3], [1, 2, 3], [.onlyInSecond(1..<2)]), ([1], [], [.onlyInFirst(0..<1)]),
        ([], [1, 2], [.onlyInSecond(0..<2)]), ([1, 2, 3, 4], [4, 1, 2, 3], [.onlyInSecond(0..<1), .onlyInFirst(3..<4)]),
        ([1, 2, 3], [7, 8, 9], [.changed(first: 0, second: 0), .changed(first: 1, second: 1), .changed(first: 2, second: 2)]),
        ([1, 1, 2], [1, 2], [.onlyInFirst(1..<2)]),
    ] as [([UInt64], [UInt64], [Alignment.Difference])])
    func alignment(first: [UInt64], second: [UInt64], differences: [Alignment.Difference]) {
        #expect(Alignment(first, second).differences == differences)
    }

    @Test func equalInAnyFormats() throws {
        for format in ["jsonl", "xml", "mbox", "markdown", "webvtt"] {
            let made = CommandRun([work.folder.appending("1.toy").string, "-t", format, "-o", work.folder.appending("1.\(format)").string])
            #expect(made.status == .done)
            let result = run("@1.toy @1.\(format)")
            #expect(result.status == .done, "\(result.output)\(result.error)")
            #expect(result.output == "1.toy and 1.\(format) are equal: 4 messages\n")
        }
        #expect(run("@1.toy @1.xml -q").output == "")
    }

    @Test func howAFileSpellsItsRecordsMakesNoDifference() throws {
        try work.put("---\ndate:   2018-01-23\n---\n> 10:00:00  Ann  \n   \nhello\n\n", "odd.md")
        #expect(CommandRun([work.folder.appending("odd.md").string, "-o", work.folder.appending("odd.jsonl").string]).status == .done)
        #expect(work.text("odd.jsonl")?.contains("markdown:") == true)
        #expect(run("@odd.md @odd.jsonl").status == .done)
    }

    @Test func differencesAreShownWithTheirPlaces() throws {
        try work.put(text(["a", "x", "c"], title: "U"), "2.toy")
        let result = run("@1.toy @2.toy")
        #expect(result.status == .answerIsNo)
        #expect(result.output.hasPrefix("1.toy and 2.toy differ: what stands before the messages differs, 1 message changed, 1 only in 1.toy\n"))
        #expect(result.output.contains("  message 2: body: \"b\" ≠ \"x\"\n"))
        #expect(result.output.contains("  only in 1.toy: message 4: "))
        let json = run("--json @1.toy @2.toy").output
        #expect(json.contains("\"equal\":false"))
        #expect(json.contains("\"changed\":1,\"onlyInFirst\":1,\"onlyInSecond\":0"))
        #expect(run("@1.toy -", input: text(["a", "b", "c", "d"])).status == .done)
    }

    @Test func whatIsIgnoredMakesNoDifference() throws {
        let line = #"{"chatconv":1}"# + "\n"
        try work.put(line + #"{"id":"1","timestamp":"2018-01-23T10:00:00+01:00","sender":{"name":"A"},"body":"x","extensions":{"y":1}}"# + "\n", "a.jsonl")
        try work.put(line + #"{"id":"2","timestamp":"2018-01-23T10:00:00","sender":{"name":"A"},"body":"x"}"# + "\n", "b.jsonl")
        #expect(run("@a.jsonl @b.jsonl").status == .answerIsNo)
        #expect(run("@a.jsonl @b.jsonl --ignore ids,zones").status == .answerIsNo)
        #expect(run("@a.jsonl @b.jsonl --ignore ids,zones --ignore extensions").status == .done)
        #expect(run("@a.jsonl @b.jsonl --ignore id").status == .usage)
    }

    @Test func foldersAreComparedFileByFile() throws {
        work.makeFolder("one")
        work.makeFolder("two")
        for (name, bodies) in [("one/a.toy", ["a"]), ("two/a.toy", ["a"]), ("one/b.toy", ["b"]), ("two/b.toy", ["c"]), ("one/c.toy", ["c"])] {
            try work.put(text(bodies), name)
        }
        let result = run("@one @two")
        #expect(result.status == .answerIsNo)
        #expect(result.output.contains("one/b.toy and two/b.toy differ: 1 message changed\n"))
        #expect(result.output.contains("only in one: one/c.toy\n"))
        #expect(result.output.hasSuffix("1 equal, 2 different\n"))
        #expect(run("@one @1.toy").status == .usage)
    }

    @Test func anInputThatCannotBeReadIsNamed() throws {
        try work.put("10:00:00\tAnn\n", "bad.toy")
        let result = run("@1.toy @bad.toy")
        #expect(result.status == .malformedInput)
        #expect(result.error.hasPrefix("bad.toy:1:9: error: "))
        #expect(run("@1.toy @none.toy").status == .inputUnavailable)
    }
}
