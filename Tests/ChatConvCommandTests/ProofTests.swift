import ChatConv
import ChatConvCommand
import Foundation
import TestSupport
import Testing

/// `--verify`, `--loss-report` and `--fail-on-loss`.
@Suite("Proof and loss on the command line")
struct ProofTests {
    private let folder: URL

    init() throws {
        folder = URL(filePath: NSTemporaryDirectory()).appending(path: "chatconv-proof-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func path(_ name: String) -> String { folder.appending(path: name).path }
    private func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }
    private var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [] }

    private static let chat = """
        {"chatconv":1,"title":"T"}
        {"timestamp":"00:00:01.500","end":"00:00:02.500","sender":{"name":"Ada"},"body":"a"}
        {"timestamp":"00:00:03.000","end":"00:00:04.000","sender":{"name":"Ada"},"body":"b","id":"7"}
        {"timestamp":"00:00:05.000","end":"00:00:06.000","sender":{"name":"Ada"},"body":"c","id":"8"}

        """

    @Test("A loss is told in one warning, with what, how often and where first")
    func warning() {
        let run = CommandRun(["-t", "srt"], input: Self.chat)
        #expect(run.status == .done)
        #expect(run.error.hasPrefix(
            "<stdin>: warning: srt does not hold all of it: title, message ids (2 messages, the first is message 2) [loss]\n"))
    }

    @Test("Nothing is said where nothing is lost, or where nobody wants to hear it")
    func silence() {
        #expect(CommandRun(["-t", "json"], input: Self.chat).error == "")
        #expect(CommandRun(["-t", "srt", "--quiet"], input: Self.chat).error == "")
    }

    @Test("A loss can be forbidden: then there is no output")
    func failOnLoss() {
        let run = CommandRun(["-o", path("a.srt"), "--fail-on-loss"], input: Self.chat)
        #expect(run.status == .answerIsNo)
        #expect(run.error.contains("error: srt does not hold all of it: title, message ids"))
        #expect(names == [])
        #expect(CommandRun(["-o", path("a.vtt"), "--fail-on-loss"], input: Self.chat).status == .done)
        #expect(exists("a.vtt"))
    }

    @Test("An output that loses something replaces nothing where that is forbidden")
    func keepsOld() throws {
        try Data("old".utf8).write(to: URL(filePath: path("a.srt")))
        CommandRun(["-o", path("a.srt"), "--fail-on-loss", "--overwrite"], input: Self.chat)
        #expect(try String(contentsOfFile: path("a.srt"), encoding: .utf8) == "old")
    }

    @Test("The report says the same as JSON, also of what was refused")
    func report() throws {
        for flags in [[], ["--fail-on-loss"]] {
            CommandRun(
                ["-o", path("a.srt"), "--overwrite", "--loss-report", path("loss.json")] + flags, input: Self.chat)
            let report = try String(contentsOfFile: path("loss.json"), encoding: .utf8)
            #expect(
                report == """
                    {"chatconvLossReport":1,"conversions":[
                    {"input":"<stdin>","from":"jsonl","output":"\(path("a.srt"))","to":"srt","messages":3,"losses":[{"what":"title","stage":"writing","group":"description","header":true},{"what":"message ids","stage":"writing","group":"identifiers","messages":2,"firstMessage":2}]}
                    ]}

                    """)
        }
    }

    @Test("Outputs are verified before they get their names", arguments: FormatRegistry.builtIn.formats.map(\.descriptor.name))
    func verify(_ format: String) {
        let run = CommandRun(["-t", format, "-o", path("out"), "--verify", "--quiet"], input: Self.chat)
        #expect(run.status == .done, "\(run.error)")
        #expect(names == ["out"])
    }

    @Test("An output that does not prove right gets no name, and the run says so")
    func verifyFails() throws {
        let run = CommandRun(["-t", "toy", "-o", path("out"), "--verify", "--loud"], input: Self.chat)
        #expect(run.status == .answerIsNo)
        #expect(run.error.contains("error: what was written reads differently: message 1 is not the same [verify.failed]"))
        #expect(names == [])
    }

    @Test("Without a file there is nothing to prove", arguments: ["--verify", "--fail-on-loss"])
    func needsFile(_ flag: String) {
        for output in [[], ["-o", "-"]] {
            let run = CommandRun(["-t", "json", flag] + output, input: Self.chat)
            #expect(run.status == .usage)
            #expect(run.output == "")
            #expect(run.error.contains("\(flag) needs a file"))
        }
    }

    @Test("What cannot be read back cannot be verified")
    func writeOnly() {
        let run = CommandRun(["-t", "dummy", "-o", path("out"), "--verify"], input: Self.chat)
        #expect(run.status == .usage)
        #expect(names == [])
    }

    @Test("What is said of a reader holds for the proof as well")
    func sharedOptions() {
        let run = CommandRun(
            ["-t", "srt", "-o", path("a.srt"), "--verify", "-q", "--speaker-prefix", "brackets"], input: Self.chat)
        #expect(run.status == .done, "\(run.error)")
    }

    @Test("The report's schema is the published one")
    func schema() throws {
        let file = Places.repository.appending(path: "docs/schema/loss-report.schema.json")
        let schema = CommandRun(["schema", "loss-report"]).output
        if Places.updatesFixtures { try schema.write(to: file, atomically: true, encoding: .utf8) }
        #expect(try String(contentsOf: file, encoding: .utf8) == schema)
    }

    @Test(
        "What is reported keeps to the schema, as an outside validator sees it",
        .enabled(if: Tool.python.isExpected, "python3 with the package jsonschema is not installed"))
    func reportKeepsToSchema() throws {
        CommandRun(["-t", "srt", "-o", path("a.srt"), "--loss-report", path("loss.json")], input: Self.chat)
        let program = """
            import json, sys, jsonschema
            schema, report = (json.load(open(name, encoding="utf-8")) for name in sys.argv[1:])
            jsonschema.Draft202012Validator.check_schema(schema)
            validator = jsonschema.Draft202012Validator(schema)
            validator.validate(report)
            report["conversions"][0]["losses"].append({"what": "title", "stage": "writing", "group": "description"})
            print(len(list(validator.iter_errors(report))))
            """
        let schema = Places.repository.appending(path: "docs/schema/loss-report.schema.json").path
        let run = try Tool.python.run(["-c", program, schema, path("loss.json")])
        #expect(run.output == "1\n")
    }
}
