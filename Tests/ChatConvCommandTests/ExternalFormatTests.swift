import ChatConv
import ChatConvCommand
import ExternalFormat
import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Programs as formats, from the command line. The programs are shell scripts in a folder of the test.
@Suite(.tags(.concurrent)) struct ExternalFormatTests {
    let work: Workspace

    init() throws {
        work = try Workspace()
        try put(program(), "chatconv-format-ext")
        try work.put("{\"body\":\"hello\"}\n", "chat.ext")
        try work.put("{\"body\":\"hello\"}\n", "chat.jsonl")
    }

    private func put(_ text: String, _ name: String) throws {
        try work.put(text, name)
        #expect(chmodExecutable(work.folder.appending(name).string))
    }

    /// A program that prints what it gets, and leaves the file `ran` where it ran.
    private func program(_ name: String = "ext", read: String = "cat", write: String = "cat", holds: String = "\"everything\"") -> String {
        """
        #!/bin/sh
        touch "$0.ran"
        case $1 in
        describe) echo '{"protocol":1,"name":"\(name)","summary":"a test","extensions":["ext"],"reads":true,"writes":true,"holds":\(holds),
            "options":{"read":[{"name":"shout","kind":"flag","help":"say it loudly"}]}}' ;;
        read) \(read) ;;
        write) \(write) ;;
        esac
        """
    }

    private func run(_ arguments: [String], environment: [String: String] = [:], input: String = "") -> CommandRun {
        let arguments = arguments.map { $0.replacing("@", with: work.folder.string + "/") }
        return CommandRun(arguments, input: input, environment: environment.mapValues { $0.replacing("@", with: work.folder.string) })
    }

    private var hasRun: Bool { work.names().contains("chatconv-format-ext.ran") }

    // MARK: Being found

    @Test(arguments: [
        (["--plugin-dir", "@"], [:]), ([], ["CHATCONV_PLUGINS": "/nowhere:@"]), ([], ["PATH": "@"]),
    ] as [([String], [String: String])])
    func aProgramIsFoundByTheNameOfItsFormat(arguments: [String], environment: [String: String]) {
        let read = run(["@chat.ext", "-f", "ext", "-t", "jsonl"] + arguments, environment: environment)
        #expect(read.error == "")
        #expect(read.output == "{\"chatconv\":1}\n{\"body\":\"hello\"}\n")
        let written = run(["@chat.jsonl", "-text"] + arguments, environment: environment)
        #expect(written.output == "{\"chatconv\":1}\n{\"body\":\"hello\"}\n")
    }

    @Test func aProgramIsFoundInTheUsersDataFolder() throws {
        work.makeFolder("chatconv")
        work.makeFolder("chatconv/plugins")
        try put(program("mine"), "chatconv/plugins/chatconv-format-mine")
        #expect(run(["@chat.ext", "-f", "mine", "-t", "jsonl"], environment: ["XDG_DATA_HOME": "@"]).status == .done)
    }

    @Test func aFormatThatIsKnownNeedsNoProgram() throws {
        try put("#!/bin/sh\ntouch \"$0.ran\"\n", "chatconv-format-jsonl")
        #expect(run(["@chat.jsonl", "-f", "jsonl", "-t", "json", "--plugin-dir", "@"]).status == .done)
        #expect(!work.names().contains("chatconv-format-jsonl.ran"))
    }

    @Test func aMissingProgramIsAnUnknownFormat() {
        let result = run(["@chat.ext", "-f", "gone", "-t", "jsonl", "--plugin-dir", "@"])
        #expect(result.status == .unknownFormat)
        #expect(result.error.hasPrefix("chatconv: error: unknown format 'gone' [format.unknown]"))
    }

    // MARK: Running only when named

    @Test func contentAndNameDoNotRunAProgram() throws {
        try work.put("nothing that is known\n", "odd.ext")
        let result = run(["@odd.ext", "-t", "jsonl", "--plugin-dir", "@"])
        #expect(result.status == .unknownFormat)
        #expect(!hasRun)
    }

    @Test func theSandboxRunsNothing() {
        let arguments = [
            ["@chat.ext", "-f", "ext", "-t", "jsonl"], ["@chat.ext", "-t", "jsonl", "--extension", "ext=ext"], ["formats"],
            ["conformance", "@chatconv-format-ext"],
        ]
        for line in arguments { _ = run(line + ["--plugin-dir", "@", "--sandbox"]) }
        #expect(!hasRun)
        #expect(run(["@chat.ext", "-f", "ext", "-t", "jsonl", "--plugin-dir", "@", "--sandbox"]).status == .unknownFormat)
    }

    @Test func anExtensionRunsTheProgramThatItIsGivenTo() {
        #expect(run(["@chat.ext", "-t", "jsonl", "--plugin-dir", "@", "--extension", "ext=ext"]).status == .done)
        #expect(hasRun)
        let inherited = run(["@chat.ext", "-t", "jsonl"], environment: ["CHATCONV_PLUGINS": "@", "CHATCONV_EXTENSIONS": ".ext=ext"])
        #expect(inherited.output.hasSuffix("{\"body\":\"hello\"}\n"))
        #expect(run(["@chat.jsonl", "-o", "@new.ext", "--plugin-dir", "@", "--extension", "ext=ext"]).status == .done)
        #expect(work.text("new.ext") == "{\"chatconv\":1}\n{\"body\":\"hello\"}\n")
    }

    @Test func anExtensionThatNoFileHasRunsNothing() {
        let environment = ["CHATCONV_PLUGINS": "@", "CHATCONV_EXTENSIONS": "ext=ext"]
        #expect(run(["@chat.jsonl", "-t", "json"], environment: environment).status == .done)
        #expect(!hasRun)
    }

    @Test func anExtensionCanBeGivenToAnyFormat() throws {
        try work.put("> 10:00:00  Ann  \n   \nhello  \n   \n", "chat.log")
        #expect(run(["@chat.log", "-t", "jsonl", "--extension", "log=markdown"]).output.contains("hello"))
        #expect(run(["@chat.log", "-t", "jsonl", "--extension", "log=mrkdown"]).status == .unknownFormat)
        #expect(run(["@chat.log", "-t", "jsonl", "--extension", "log"]).status == .usage)
    }

    // MARK: Working like any other format

    @Test func itsOptionsAreOptions() throws {
        try put(program(read: "echo \"{\\\"body\\\":\\\"$2\\\"}\""), "chatconv-format-ext")
        #expect(run(["--shout", "@chat.ext", "-f", "ext", "-t", "jsonl", "--plugin-dir", "@"]).output.contains("--shout"))
        #expect(run(["--whisper", "@chat.ext", "-f", "ext", "-t", "jsonl", "--plugin-dir", "@"]).status == .usage)
    }

    @Test func formatsListsProgramsAndLeavesOutWhatIsBroken() throws {
        try put("#!/bin/sh\nexit 1\n", "chatconv-format-broken")
        let list = run(["formats", "--plugin-dir", "@"])
        #expect(list.status == .done)
        #expect(list.output.contains("\next  "))
        #expect(!list.output.contains("broken"))
        #expect(list.error.contains("chatconv-format-broken: warning: chatconv-format-broken does not describe its format"))
        #expect(run(["formats", "ext", "--plugin-dir", "@"]).output.contains("--shout"))
    }

    @Test func whatItDoesNotHoldIsToldAndTheRestIsVerified() throws {
        try put(program(write: "sed 's/\"title\":\"t\"//; s/,}/}/'", holds: "[\"bodies\",\"messages without text\",\"messages without time\"]"), "chatconv-format-ext")
        try work.put("{\"chatconv\":1,\"title\":\"t\"}\n{\"body\":\"hello\"}\n", "chat.jsonl")
        let result = run(["@chat.jsonl", "-t", "ext", "-o", "@out.ext", "--verify", "--plugin-dir", "@"])
        #expect(result.status == .done)
        #expect(result.error.contains("warning: ext does not hold all of it: title"))
        let refused = run(["@chat.jsonl", "-t", "ext", "-o", "@out2.ext", "--fail-on-loss", "--plugin-dir", "@"])
        #expect(refused.status == .answerIsNo)
        #expect(work.text("out2.ext") == nil)
    }

    @Test func whatItSaysIsShownWithoutControlCharacters() throws {
        try put(program(read: "printf 'warning: \\033[31mred\\n' >&2; cat"), "chatconv-format-ext")
        let result = run(["@chat.ext", "-f", "ext", "-t", "jsonl", "--plugin-dir", "@"])
        #expect(result.status == .done)
        #expect(result.error == "\(work.folder)/chat.ext: warning: \\u{1B}[31mred [external.message]\n")
    }

    // MARK: Failing

    @Test(arguments: [
        ("cat; exit 3", ExitStatus.inputOutput, "failed with status 3"),
        ("cat; kill -9 $$", .inputOutput, "was ended by signal 9"),
        ("echo garbage", .inputOutput, "does not print a transcript"),
        ("echo 'error: no date in line 7' >&2; exit 65", .malformedInput, "chat.ext: error: no date in line 7 [external.refused]"),
        ("exec sleep 1000", .inputOutput, "does nothing for 0.5 seconds"),
        ("exec yes '{\"body\":\"b\"}'", .malformedInput, "has printed"),
    ])
    func aReaderThatFailsLeavesNoOutput(read: String, status: ExitStatus, message: String) throws {
        try put(program(read: read), "chatconv-format-ext")
        let result = run(["@chat.ext", "-f", "ext", "-o", "@out.jsonl", "--plugin-dir", "@", "--plugin-timeout", "0.5"])
        #expect(result.status == status)
        #expect(result.error.contains(message), "\(result.error)")
        #expect(!work.names().contains { $0.hasPrefix("out") || $0.hasPrefix(".chatconv") })
    }

    @Test(arguments: ["cat; exit 3", "head -n 1; exit 3", "exec sleep 1000", "exec yes"])
    func aWriterThatFailsLeavesNoOutput(write: String) throws {
        try put(program(write: write), "chatconv-format-ext")
        let result = run(["@chat.jsonl", "-t", "ext", "-o", "@out.ext", "--plugin-dir", "@", "--plugin-timeout", "0.5"])
        #expect([.inputOutput, .malformedInput].contains(result.status))
        #expect(!work.names().contains { $0.hasPrefix("out") || $0.hasPrefix(".chatconv") })
    }

    @Test func anInterruptedRunEndsItsProgram() throws {
        try put(program(read: "echo $$ > \"$0.pid\"; exec sleep 1000"), "chatconv-format-ext")
        let child = try ChildProcess(["-f", "ext", "-o", "out.jsonl", "--plugin-dir", work.folder.string, "chat.ext"], in: work.folder)
        waitUntil { work.text("chatconv-format-ext.pid")?.hasSuffix("\n") == true }
        let id = try #require(work.text("chatconv-format-ext.pid").flatMap { pid_t($0.dropLast()) })
        child.signal(SIGTERM)
        #expect(child.wait() == -SIGTERM)
        #expect(waitUntil { !isAtWork(id) })
        #expect(!work.names().contains { $0.hasPrefix("out") || $0.hasPrefix(".chatconv") })
    }

    /// Whether the process is there, and no zombie that nobody waits for.
    private func isAtWork(_ id: pid_t) -> Bool {
        guard kill(id, 0) == 0 else { return false }
        let state = try? Tool(name: "ps").run(["-o", "stat=", "-p", "\(id)"]).output
        return state?.hasPrefix("Z") != true
    }

    @Test func aNewerProtocolIsToldFromAnError() throws {
        try put("#!/bin/sh\necho '{\"protocol\":2}'\n", "chatconv-format-ext")
        let result = run(["@chat.ext", "-f", "ext", "-t", "jsonl", "--plugin-dir", "@"])
        #expect(result.status == .unknownFormat)
        #expect(result.error.contains("speaks version 2 of the protocol, and this chatconv version 1 [external.version]"))
    }

    // MARK: Conformance

    /// A text a line, as a JSON string.
    private static let careful = """
        #!/usr/bin/env python3
        import json, sys
        if sys.argv[1] == "describe":
            print('{"protocol":1,"name":"ext","summary":"texts","reads":true,"writes":true,"holds":["bodies","messages without time"]}')
            sys.exit()
        if sys.argv[1] == "read":
            print('{"chatconv":1}')
        for line in sys.stdin.buffer:
            try:
                value = json.loads(line)
                if sys.argv[1] == "read":
                    if not isinstance(value, str) or any("\\ud800" <= c <= "\\udfff" for c in value): raise ValueError
                    print(json.dumps({"body": value}))
                elif "chatconv" not in value:
                    print(json.dumps(value["body"]))
            except Exception:
                sys.exit(65)
        """

    @Test(.enabled(if: Tool.python.isExpected, "there is no python3"))
    func aProgramThatHoldsWhatItDeclaresConforms() throws {
        try put(Self.careful, "chatconv-format-ext")
        let result = run(["conformance", "--transcripts", "2", "@chatconv-format-ext"])
        #expect(result.output == "ext: keeps to what it declares\n")
        #expect(result.status == .done)
    }

    @Test func whatAProgramLosesIsShownWithTheSmallestTranscript() throws {
        try put(program(write: "sed 's/\"body\"/\"boddy\"/'"), "chatconv-format-ext")
        let result = run(["conformance", "--transcripts", "10", "@chatconv-format-ext"])
        #expect(result.status == .answerIsNo)
        #expect(result.output.contains("ext: reading back what was written (seed "))
        #expect(result.output.contains("the smallest transcript that fails:"))
        #expect(result.output.hasSuffix("ways\n"))
    }

    @Test func aProgramThatDropsWhatItDoesNotKnowIsFound() throws {
        try put(program(read: "grep '^{'"), "chatconv-format-ext")
        let result = run(["conformance", "--transcripts", "40", "@chatconv-format-ext"])
        #expect(result.status == .answerIsNo)
        #expect(result.output.contains("ext: telling what is left out (seed "))
        #expect(result.output.contains("no omission tells it"))
    }

    @Test func aReaderIsJudgedByItsSamplesToo() throws {
        let reader = program(holds: "[\"bodies\",\"messages without time\"]").replacing("\"writes\":true", with: "\"writes\":false")
        try put(reader, "chatconv-format-ext")
        try work.put("{\"body\":\"b\",\"id\":\"1\"}\n", "sample.ext")
        let result = run(["conformance", "--transcripts", "0", "@chatconv-format-ext", "@sample.ext"])
        #expect(result.status == .answerIsNo)
        #expect(result.output.contains("it is not declared that it holds"))
    }

    @Test func aBuiltInFormatCanBeJudged() {
        #expect(run(["conformance", "--transcripts", "5", "markdown"]).output == "markdown: keeps to what it declares\n")
    }

    // MARK: What codes mean

    @Test(arguments: DiagnosticCode.ofExternalFormats.filter { $0 != .externalFlood })
    func theExampleOfACodeShowsIt(code: DiagnosticCode) throws {
        let explanation = try #require(code.explanation)
        func validate(_ example: Explanation.Example) throws -> CommandRun {
            try put(String(decoding: example.bytes, as: UTF8.self), "chatconv-format-demo")
            return run(["validate", "@chat.ext", "-f", "demo", "--plugin-dir", "@", "--plugin-timeout", "1"])
        }
        let failing = try validate(explanation.fails)
        #expect((failing.output + failing.error).contains("[\(code.id)]"))
        let passing = try validate(explanation.passes)
        #expect(passing.output == "" && passing.error == "" && passing.status == .done)
        #expect(CommandRun(["validate", "--explain", code.id]).output.contains("This fails, in a file named chatconv-format-demo:"))
    }
}
