@testable import ChatConvCommand
import SystemPackage
import Testing

/// Inputs that are somebody else's: named as what they are, by every command.
@Suite struct ForeignInputTests {
    let work: Workspace

    init() throws { work = try Workspace() }

    private static let completion = #"{"messages":[{"role":"user","content":"hi"}]}"#
    private static let telegram = #"{"name":"C","type":"private_group","id":5,"messages":[{"id":1,"type":"message","date":"2020-01-01T00:00:00","text":"x"}]}"#
    private static let page = "---\ndate: 2018-01-23\n---\n> 10:00:00  Ann  \n   \nhello  \n   \n"

    private func run(_ line: String, input: String = "") -> CommandRun {
        let folder = work.folder.string
        var run = CommandRun(line.split(separator: " ").map { String($0.replacing("@", with: folder + "/")) }, input: input)
        run.error = String(run.error.replacing(folder + "/", with: ""))
        run.output = String(run.output.replacing(folder + "/", with: ""))
        return run
    }

    @Test(arguments: ["-t markdown", "-t srt", "info", "-f json -t markdown", "-f jsonl -t markdown", "detect"])
    func aFineTuningFileIsRefusedByItsName(line: String) {
        let run = run(line, input: Self.completion)
        #expect(run.status == .malformedInput)
        #expect(run.error.contains("<stdin>:1:1: error: this is a chat-completion conversation") && run.error.contains("[json.foreign]"))
    }

    @Test func detectShowsWhatItRestsOnAndRefuses() throws {
        try work.put(Self.completion, "train.jsonl")
        let run = run("detect @train.jsonl")
        #expect(run.output.hasPrefix("train.jsonl: jsonl     possible  a chat-completion conversation"))
        #expect(run.status == .malformedInput)
    }

    @Test func validateFindsIt() throws {
        try work.put(Self.telegram, "result.json")
        let run = run("validate @result.json")
        #expect(run.status == .answerIsNo && run.output.contains("a chat export of Telegram Desktop"))
        #expect(CommandRun(["validate", "--explain", "json.foreign"]).status == .done)
    }

    @Test func aDocumentWithoutVersionIsReadWhenItsFormatIsNamed() throws {
        try work.put(#"{"messages":[{"body":"hi"}]}"#, "chat.json")
        let refused = run("@chat.json -t markdown")
        #expect(refused.status == .malformedInput && refused.error.contains("-f json"))
        #expect(run("@chat.json -f json -t markdown").output.contains("hi"))
        #expect(run("@chat.json --extension json=json -t markdown").output.contains("hi"))
        try work.put(#"{"messages":[{"body":"hi"}],"chatconv":1}"#, "late.json")
        #expect(run("@late.json -t markdown").output.contains("hi"))
    }

    @Test(arguments: ["\n", "  \n\n"])
    func whiteSpaceIsNoTranscript(input: String) {
        let run = run("-t json", input: input)
        #expect(run.status == .malformedInput && run.output == "" && run.error.contains("[input.empty]"))
    }

    @Test func inAFolderAForeignChatFailsAndOtherFilesArePassedOver() throws {
        work.makeFolder("in")
        for (text, name) in [
            (Self.page, "a.md"), (Self.telegram, "result.json"), (#"{"name":"left-pad"}"#, "package.json"), ("{\"a\":1}\n{\"a\":2}\n", "log.jsonl"),
            ("PK\u{3}\u{4}then", "old.zip"), ("%PDF-1.7", "bill.pdf"),
        ] { try work.put(text, "in/\(name)") }
        let told = "in/old.zip: warning: the input is a zip archive, which is not read [format.container]"
        for (line, verb) in [("@in -o @out -t json", "converted"), ("info @in", "read"), ("detect @in", "recognised")] {
            let run = run(line)
            #expect(run.status == .malformedInput)
            #expect(run.error.contains("in/result.json:1:1: error: this is a chat export of Telegram Desktop"))
            #expect(run.error.contains(told))
            #expect(run.error.hasSuffix("chatconv: \(verb) 1 file, passed over 4 that are no transcripts, failed on 1\n"))
        }
        #expect(work.names(in: "out") == ["a.json"])
        #expect(!run("info @in -q").error.contains("zip"))
        // Who says that all are JSON hears of each that is not.
        #expect(run("info @in -f json --include *.json").error.contains("failed on 2"))
        let merged = run("@in --merge -o @all.json")
        #expect(merged.status == .malformedInput && merged.error.contains("Telegram") && merged.error.contains(told))
        let validated = run("validate @in")
        #expect(validated.status == .answerIsNo && validated.output.contains("Telegram"))
        #expect(validated.error == "chatconv: validated 2 files, passed over 4 that are no transcripts\n")
    }
}
