@testable import ChatConvCommand
import ChatConv
import Foundation
import SystemPackage
import TestSupport
import Testing

@Suite(.tags(.concurrent)) struct MergeAndSplitTests {
    let work: Workspace

    init() throws {
        work = try Workspace()
        try work.put("#toy A\n10:00:00\tAnn\ta\n10:00:02\tAnn/Bob\tc\n", "a.toy")
        try work.put("#toy B\n10:00:01\tBob\tb\n10:00:02\tAnn/Bob\tc\n10:00:03\t..\td\n", "b.toy")
    }

    private func run(_ line: String, input: String = "") -> CommandRun {
        let folder = work.folder.string
        var run = CommandRun(line.split(separator: " ").map { String($0.replacing("@", with: folder + "/")) }, input: input)
        run.error = String(run.error.replacing(folder + "/", with: ""))
        return run
    }

    private func bodies(_ text: String?) -> String {
        (text ?? "").split(separator: "\n").compactMap { $0.firstMatch(of: /"body":"(.*?)"/)?.1 }.joined()
    }

    @Test func manyInputsBecomeOne() {
        let result = run("@a.toy @b.toy --merge -t jsonl")
        #expect(result.status == .done)
        #expect(bodies(result.output) == "abccd")
        #expect(result.error == "chatconv: warning: the inputs differ on title, which is left out [merge.headers]\n")
        #expect(run("@a.toy @b.toy --merge -t jsonl -q").error == "")
        #expect(bodies(run("@a.toy @b.toy --dedupe -t jsonl").output) == "abcd")
        #expect(bodies(run("@ --merge -t jsonl").output) == "abccd")
        #expect(bodies(run("@a.toy - --merge -t jsonl", input: "10:00:01\tBob\tx\n").output) == "axc")
        #expect(run("@a.toy @b.toy --merge -o @out.jsonl -q").status == .done)
        #expect(bodies(work.text("out.jsonl")) == "abccd")
    }

    @Test func whatIsLostIsTold() throws {
        let merged = run("@a.toy @b.toy --merge -t srt -q --speaker-prefix off -o @out.srt --fail-on-loss")
        #expect(merged.status == .answerIsNo)
        #expect(merged.error.contains("srt does not hold all of it"))
        let split = run("@a.toy --split 1 -t srt --speaker-prefix off -o @parts/ --fail-on-loss")
        #expect(split.status == .answerIsNo)
        #expect(work.names(in: "parts") == [])
        #expect(run("@a.toy --split 1 -t srt --speaker-prefix off -o @parts/").error.contains("warning: srt does not hold all of it"))
    }

    @Test func outputsAreProvenBeforeTheyGetNames() {
        #expect(run("@a.toy @b.toy --merge -q -o @all.xml --verify").status == .done)
        #expect(run("@all.xml --split sender -t mbox -o @people/ --verify").status == .done)
        #expect(work.names(in: "people").count == 4)
        let merged = run("@a.toy @b.toy --merge -q -o @bad.toy --verify --loud")
        #expect(merged.status == .answerIsNo)
        #expect(merged.error.contains("bad.toy: error: what was written reads differently"))
        #expect(work.text("bad.toy") == nil)
        let split = run("@all.xml --split 1 -t toy -o @parts/ --verify --loud")
        #expect(split.status == .answerIsNo)
        #expect(split.error.contains("parts/0001.toy: error: what was written reads differently"))
        #expect(work.names(in: "parts") == [], "none of the parts gets a name when one of them is wrong")
        #expect(run("@a.toy --split 1 -t jsonl -o @packed/{number}.jsonl.gz --verify").status == .done)
    }

    @Test func reportsNameAllInputsAndOutputs() {
        #expect(run("@a.toy @gone.jsonl --merge -q -t srt --loss-report @none.json").status == .inputUnavailable)
        #expect(work.text("none.json") == "{\"chatconvLossReport\":1,\"conversions\":[]}\n", "an input is missing")
        #expect(run("@a.toy @b.toy --merge -q -t srt --speaker-prefix off -o @all.srt --loss-report @merged.json").status == .done)
        let folder = work.folder.string
        #expect(
            work.text("merged.json")?.contains(
                """
                {"inputs":[{"input":"\(folder)/a.toy","from":"toy"},{"input":"\(folder)/b.toy","from":"toy"}],\
                "output":"\(folder)/all.srt","to":"srt","messages":5,"losses":[
                """) ?? false)
        #expect(run("@a.toy --split 1 -q -t srt --speaker-prefix off -o @cues/ --loss-report @split.json").status == .done)
        #expect(
            work.text("split.json")?.contains(
                """
                {"input":"\(folder)/a.toy","from":"toy","outputs":["\(folder)/cues/0001.srt","\(folder)/cues/0002.srt"],"to":"srt",
                """) ?? false)
    }

    @Test(
        "reports keep to their schema, as an outside validator sees it",
        .enabled(if: Tool.python.isExpected, "python3 with the package jsonschema is not installed"))
    func reportsKeepToSchema() throws {
        for line in ["@a.toy @b.toy --merge -o @all.srt --loss-report @merged.json", "@a.toy --split 1 -o @cues/ --loss-report @split.json"] {
            #expect(run("\(line) -q -t srt --speaker-prefix off").status == .done)
        }
        let program = """
            import json, sys, jsonschema
            schema, *reports = (json.load(open(name, encoding="utf-8")) for name in sys.argv[1:])
            validator = jsonschema.Draft202012Validator(schema)
            for report in reports: validator.validate(report)
            del reports[0]["conversions"][0]["inputs"]
            print(len(list(validator.iter_errors(reports[0]))))
            """
        let schema = Places.repository.appending(path: "docs/schema/loss-report.schema.json").path
        let folder = work.folder.string
        let result = try Tool.python.run(["-c", program, schema, "\(folder)/merged.json", "\(folder)/split.json"])
        #expect(result.output == "1\n")
    }

    @Test func aMergeIsMadeAnewWhenAnInputIsNewer() throws {
        let line = "@a.toy @b.toy --merge -q -o @out.jsonl --if-newer"
        #expect(run(line).status == .done)
        #expect(bodies(work.text("out.jsonl")) == "abccd")
        usleep(20_000)
        try work.put("kept", "out.jsonl")
        #expect(run(line).status == .done)
        #expect(work.text("out.jsonl") == "kept")
        usleep(20_000)
        try work.put("#toy A\n10:00:00\tAnn\tx\n", "a.toy")
        #expect(run(line).status == .done)
        #expect(bodies(work.text("out.jsonl")) == "xbcd")
    }

    @Test func filtersActOnTheWhole() {
        #expect(bodies(run("@a.toy @b.toy --merge -t jsonl --tail 2").output) == "cd")
        #expect(bodies(run("@a.toy @b.toy --merge -t jsonl --head 2").output) == "ab")
        #expect(!run("@a.toy @b.toy --merge -t jsonl --anonymize").output.contains("Ann"))
    }

    @Test func aBadInputLeavesNoOutput() throws {
        try work.put("oops\n", "c.toy")
        let result = run("@a.toy @b.toy @c.toy --merge -o @out.jsonl -f toy")
        #expect(result.status == .malformedInput)
        #expect(result.error.hasPrefix("c.toy:1:1: error: "))
        #expect(run("@a.toy @gone.toy --merge -o @out.jsonl").error.hasPrefix("gone.toy: error: cannot open"))
        #expect(work.names() == ["a.toy", "b.toy", "c.toy"])
    }

    @Test func aTranscriptIsCutBySenderAndNumber() {
        #expect(run("@b.toy --split sender -t jsonl -o @out").status == .done)
        #expect(work.names(in: "out") == ["%2E%2E.jsonl", "Ann%2FBob.jsonl", "Bob.jsonl"])
        #expect(bodies(work.text("out/Bob.jsonl")) == "b")
        #expect(run("@b.toy --split 2 -o @parts/p{number}.jsonl").status == .done)
        #expect(work.names(in: "parts") == ["p0001.jsonl", "p0002.jsonl"])
        #expect(bodies(work.text("parts/p0001.jsonl")) == "bc")
        #expect(work.text("parts/p0002.jsonl")?.contains("\"title\":\"B\"") == true)
    }

    @Test("a pattern names the parts of a date", arguments: [
        ("day", "{part}.jsonl", ["2018-01-23.jsonl", "2018-02-01.jsonl", "2019-02-01.jsonl", "undated.jsonl"]),
        ("day", "{year}-{month}{day}.jsonl", ["2018-0123.jsonl", "2018-0201.jsonl", "2019-0201.jsonl", "undated-undatedundated.jsonl"]),
        ("month", "", ["2018-01.jsonl", "2018-02.jsonl", "2019-02.jsonl", "undated.jsonl"]),
        ("year", "{year}.jsonl", ["2018.jsonl", "2019.jsonl", "undated.jsonl"]),
    ])
    func dates(rule: String, pattern: String, names: [String]) throws {
        let days = ["2018-01-23", "2018-02-01", "2019-02-01", "2018-01-23"].map { "{\"timestamp\":\"\($0)T10:00:00\"}\n" }
        let result = run("--split \(rule) -t jsonl -o @out/\(pattern)", input: days.joined() + "{}\n")
        #expect(result.error == "")
        #expect(work.names(in: "out") == names)
    }

    @Test("what a sender is called leads nowhere else", arguments: [
        ("../../x", "%2E.%2F..%2Fx.t"), ("", "%.t"), ("/etc/passwd", "%2Fetc%2Fpasswd.t"), ("a\u{0}b\n", "a%00b%0A.t"), ("100%", "100%25.t"),
    ])
    func escaping(name: String, expected: String) throws {
        let template = try OutputTemplate("{sender}.t", for: .sender, suffix: "t")
        #expect(template.path(of: .sender(Text(name))).text == expected)
    }

    @Test func namesThatAreTooLongAreCutAndKeptApart() throws {
        let long = String(repeating: "早", count: 100)
        let input = ["a", "b"].map { "{\"sender\":{\"name\":\"\(long)\($0)\"}}\n" }.joined()
        #expect(run("--split sender -t jsonl -o @out", input: input).status == .done)
        let cut = String(repeating: "早", count: 66)
        #expect(work.names(in: "out") == ["\(cut)-2.jsonl", "\(cut).jsonl"])
    }

    @Test func manyPartsNeedFewOpenFiles() throws {
        let input = (0..<100).flatMap { _ in 0..<200 }.enumerated().map { "{\"sender\":{\"name\":\"\($1)\"},\"body\":\"\($0)\"}\n" }
        #expect(run("--split sender -t jsonl -o @out", input: input.joined()).error == "")
        #expect(work.names(in: "out").count == 200)
        #expect(work.text("out/7.jsonl")?.split(separator: "\n").count == 101)
    }

    @Test func whatFailsHalfWayLeavesNoPart() {
        let result = run("--split day -t jsonl -o @out", input: "{\"timestamp\":\"2018-01-23\"}\n{\"timestamp\":\"2018-01-24\"}\n{")
        #expect(result.status == .malformedInput)
        #expect(work.names(in: "out") == [])
        #expect(run("@a.toy --split 1 -t jsonl -o @out").status == .done)
        let again = run("@a.toy --split 1 -t jsonl -o @out")
        #expect(again.status == .outputUnavailable)
        #expect(again.error.hasPrefix("out/0001.jsonl: error: the output is there already"))
    }

    @Test("a wrong call is answered with a way on", arguments: [
        CommandCase("--split week -t toy", .usage, error: "'week' is no value for --split"),
        CommandCase("--split 0 -t toy", .usage, error: "'0' is no value for --split"),
        CommandCase("--split day -t toy", .usage, error: "help: name a folder or a pattern: -o 'out/{part}.md'"),
        CommandCase("--split day -t toy -o /nowhere/{sender}.toy", .usage, error: "'{sender}' is nothing that these parts have [usage.option]\nhelp: they have {part}, {date}, {year}, {month} and {day}"),
        CommandCase("a b --split day -t toy -o x", .usage, error: "help: --merge makes one of them first"),
        CommandCase("--split day -t toy -o out/ --if-newer", .usage, error: "--if-newer compares an output with its inputs"),
        CommandCase("--merge -t toy --verify", .usage, error: "--verify needs a file"),
        CommandCase("--split day -o out.toy", .usage, error: "the parts do not fit into one file, out.toy"),
        CommandCase("- - --merge -t toy", .usage, error: "standard input can be read only once"),
    ])
    func misuse(_ line: CommandCase) { line.check() }

    @Test func twoPartsForOneNameAreRefused() {
        let input = "{\"timestamp\":\"2018-01-23\"}\n{\"timestamp\":\"2018-02-23\"}\n"
        let result = run("--split month -o @{year}.jsonl", input: input)
        #expect(result.status == .usage)
        #expect(result.error.contains("two parts would both become 2018.jsonl"))
        #expect(work.names() == ["a.toy", "b.toy"])
    }

    @Test(
        "an archive that was merged and split by day has the messages of its days",
        .enabled(if: Places.corpus != nil, "the corpus folder ../shared/corpus is not there"), arguments: ["devarch", "prodarch"])
    func days(group: String) throws {
        let days = try #require(Places.corpus).appending(path: "wechat/\(group)")
        let folder = work.folder.string
        #expect(CommandRun([days.path, "--merge", "-q", "-o", "\(folder)/all.md"]).error == "")
        #expect(CommandRun(["\(folder)/all.md", "--split", "day", "-t", "markdown", "-o", "\(folder)/days"]).error == "")
        var count = 0
        for page in Places.files(under: days, extensions: ["markdown"]) {
            let original = try Transcript(reading: page.bytes(), as: "markdown").messages
            if original.isEmpty { continue }
            let part = URL(filePath: "\(folder)/days/\(page.lastPathComponent.prefix(10)).md")
            #expect(try Transcript(reading: part.bytes(), as: "markdown").messages == original, "\(page.lastPathComponent)")
            count += 1
        }
        #expect(work.names(in: "days").count == count)
    }
}
