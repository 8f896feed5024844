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

private let page = "---\ndate: 2018-01-23\n---\n" + message("10:00:00", "Ann", "hello")
private func message(_ time: String, _ name: String, _ body: String) -> String { "> \(time)  \(name)  \n   \n\(body)  \n   \n" }

/// What only a process can show.
@Suite(.serialized, .tags(.concurrent)) struct ProcessTests {
    let work: Workspace

    init() throws {
        // A test that writes to a process that has ended shall fail, not end.
        signal(SIGPIPE, SIG_IGN)
        work = try Workspace()
        try work.put(page, "chat.md")
    }

    private func run(
        _ line: String, input: String = "", outputPath: String? = nil
    ) throws -> (status: CInt, output: String, error: String) {
        try ChildProcess.run(
            line.split(separator: " ").map(String.init), in: work.folder, input: input, outputPath: outputPath)
    }

    @Test func aMessageAppearsOnceItIsComplete() throws {
        let child = try ChildProcess(["-t", "jsonl"], in: work.folder)
        try child.write(page + "> 10:00:01  Bob  \n")
        #expect(try child.read(child.output, upTo: "hello\"}\n").contains("Ann"))
        try child.write("   \nhow are you  \n   \n> 10:00:02  ")
        #expect(try child.read(child.output, upTo: "you\"}\n").contains("Bob"))
        try child.write("Eve  \n   \nbye  \n   \n")
        try child.closeInput()
        #expect(try child.read(child.output).contains("bye"))
        #expect(child.wait() == 0)
    }

    @Test func aClosedPipeEndsTheRunQuietly() throws {
        try work.put(page + String(repeating: message("10:00:01", "Bob", "again"), count: 50_000), "long.md")
        let child = try ChildProcess(["long.md", "-t", "json"], in: work.folder)
        _ = try child.read(child.output, atMost: 10)
        try child.closeOutput()
        #expect(try child.read(child.error) == "")
        #expect(child.wait() == 0)
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func anInterruptedRunLeavesNothing(signal: CInt) throws {
        // A file that may have to replace another has a temporary name, which is there as soon as the conversion has begun.
        let child = try ChildProcess(["-t", "json", "-o", "chat.json", "--overwrite"], in: work.folder)
        try child.write(page)
        waitUntil { work.names().count != 1 }
        #expect(work.names().count == 2)
        #expect(!work.names().contains("chat.json"))
        child.signal(signal)
        #expect(child.wait() == -signal)
        #expect(work.names() == ["chat.md"])
    }

    #if os(Linux)
        @Test(arguments: [SIGKILL, SIGINT])
        func aKilledRunLeavesNothingWhereFilesNeedNoName(signal: CInt) throws {
            let child = try ChildProcess(["-t", "json", "-o", "chat.json"], in: work.folder)
            try child.write(page)
            waitUntil { child.hasUnnamedFile(in: work.folder) || work.names().count != 1 }
            guard child.hasUnnamedFile(in: work.folder) else { return }
            #expect(work.names() == ["chat.md"])
            child.signal(signal)
            #expect(child.wait() == -signal)
            #expect(work.names() == ["chat.md"])
        }
    #endif

    @Test func anInterruptedRunLeavesTheOldFile() throws {
        try work.put("old", "chat.json")
        let child = try ChildProcess(["-t", "json", "-o", "chat.json", "--overwrite"], in: work.folder)
        try child.write(page)
        waitUntil { work.names().count != 2 }
        child.signal(SIGTERM)
        #expect(child.wait() == -SIGTERM)
        #expect(work.names() == ["chat.json", "chat.md"])
        #expect(work.text("chat.json") == "old")
    }

    @Test(.enabled(if: access("/dev/full", W_OK) == 0, "there is no /dev/full"))
    func aFullDiskIsAWriteError() throws {
        let result = try run("chat.md -t json", outputPath: "/dev/full")
        #expect(result.status == 74)
        #expect(result.error == "<stdout>: error: writing failed: no space left on device [output.failed]\n")
    }

    @Test func standardOutputThatIsTheInputIsRefused() throws {
        let result = try run("chat.md -t markdown", outputPath: work.folder.appending("chat.md").string)
        #expect(result.status == 73)
        #expect(result.error.hasPrefix("<stdout>: error: standard output is the input file itself"))
        #expect(work.text("chat.md") == page)
    }

    @Test func aMissingInputIs66() throws {
        let result = try run("gone.md -t json")
        #expect(result.status == 66)
        #expect(result.error == "gone.md: error: cannot open: no such file or directory [input.missing]\n")
    }

    @Test func aFolderAsInputIs66() throws {
        let result = try run(". -t json")
        #expect(result.status == 66)
        #expect(result.error == ".: error: this is a directory [input.missing]\nhelp: name a folder for what is in it: -o FOLDER\n")
    }

    @Test func anExistingOutputIs73AndStaysAsItIs() throws {
        try work.put("old", "chat.json")
        let result = try run("chat.md -o chat.json")
        #expect(result.status == 73)
        #expect(
            result.error == "chat.json: error: the output is there already [output.exists]\nhelp: use --overwrite to replace it\n")
        #expect(work.text("chat.json") == "old")
        #expect(try run("chat.md -o chat.json --overwrite").status == 0)
        #expect(work.text("chat.json")?.hasPrefix("{\"chatconv\":1") == true)
        #expect(work.names() == ["chat.json", "chat.md"])
    }

    @Test func aFolderThatCannotBeWrittenToIs73() throws {
        // Permissions do not keep root out; /proc does.
        work.makeFolder("locked", mode: 0o555)
        let folder = geteuid() == 0 ? "/proc" : "locked"
        let result = try run("chat.md -o \(folder)/chat.json")
        #expect(result.status == 73)
        #expect(result.error.hasPrefix("\(folder)/chat.json: error: cannot create the output: "))
    }

    @Test func anInputIsReplacedByItsConversionWhenThatIsWhole() throws {
        let result = try run("chat.md -t json -o chat.md --overwrite")
        #expect(result.status == 0)
        #expect(work.text("chat.md")?.contains("\"body\":\"hello\"") == true)
        #expect(work.names() == ["chat.md"])
    }

    @Test(arguments: [("cut.json", "{\"chatconv\":1,\"messages\":[\n{\"body\":"), ("nul.md", page + "\u{0}"), ("json.md", "{\"a\":1}")])
    func malformedInputLeavesNoOutput(name: String, text: String) throws {
        try work.put(text, name)
        let before = work.names()
        let result = try run("\(name) -o out.jsonl")
        #expect(result.status == 65)
        #expect(result.error.hasPrefix("\(name):"))
        #expect(result.error.contains(": error: "))
        #expect(work.names() == before)
    }

    @Test func manyInputsGoIntoAFolderAndOneThatFailsDoesNotStopTheOthers() throws {
        try work.put(page, "b.c.markdown")
        try work.put(page, "2018.01.23")
        try work.put("", "empty.md")
        let result = try run("-t jsonl -o out chat.md empty.md gone.md b.c.markdown 2018.01.23")
        #expect(result.status == 65)
        #expect(result.error.contains("empty.md:1:1: error: the input is empty"))
        #expect(result.error.contains("gone.md: error: cannot open"))
        #expect(work.names(in: "out") == ["2018.01.23.jsonl", "b.c.jsonl", "chat.jsonl"])
    }

    @Test func oneInputGoesIntoAFolderThatIsThere() throws {
        work.makeFolder("out")
        #expect(try run("chat.md -t json -o out").status == 0)
        #expect(work.names(in: "out") == ["chat.json"])
    }

    @Test func twoInputsForOneNameAreRefusedBeforeAnythingIsWritten() throws {
        work.makeFolder("a")
        try work.put(page, "a/chat.markdown")
        let result = try run("-t json -o out chat.md a/chat.markdown")
        #expect(result.status == 64)
        #expect(result.error.contains("chat.md and a/chat.markdown would both become out/chat.json"))
        #expect(!work.names().contains("out"))
    }

    @Test func aFileWithTheNameOfACommandIsReachedByItsPath() throws {
        try work.put(page, "info")
        #expect(try run("./info -t jsonl").output.contains("hello"))
        #expect(try run("-t jsonl info").output.contains("hello"))
        #expect(try run("info info").output.hasPrefix("info\n  format         markdown\n"))
    }
}
