@testable import ChatConvCommand
import ChatConv
import Foundation
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

/// What a run may write, and what it leaves as it is.
@Suite(.tags(.concurrent)) struct OutputRuleTests {
    let work: Workspace
    private let a = "#toy A\n10:00:00\tAnn\ta\n"
    private let b = "#toy B\n10:00:01\tBob\tb\n"

    init() throws {
        work = try Workspace()
        try work.put(a, "a.toy")
        try work.put(b, "b.toy")
    }

    private func run(_ line: String, input: String = "") -> CommandRun {
        CommandRun(line.split(separator: " ").map { String($0.replacing("@", with: work.folder.string + "/")) }, input: input)
    }

    @Test("a loss report replaces nothing: no input, no output, no file that is there", arguments: [
        ("@a.toy @b.toy -t srt -o @out/ --loss-report @a.toy --overwrite", "it is an input of this run"),
        ("@a.toy -t srt -o @out.srt --loss-report @out.srt", "it is an output of this run already"),
        ("@a.toy -t srt -o @out.srt --loss-report @b.toy", "the output is there already"),
        ("@a.toy @b.toy --merge -t srt -o @out.srt --loss-report @b.toy --overwrite", "it is an input of this run"),
        ("@a.toy -t srt -o @out.srt --loss-report @no/such/report.json", "No such file"),
        ("@a.toy -t srt -o @out.srt --anonymize --anonymize-report @b.toy", "the output is there already"),
        ("@a.toy -t srt -o @out.srt --anonymize --anonymize-report @a.toy --overwrite", "it is an input of this run"),
    ])
    func lossReport(line: String, reason: String) {
        let result = run(line)
        #expect(result.status != .done)
        #expect(result.error.lowercased().contains(reason.lowercased()), "\(result.error)")
        #expect(result.error.contains("cannot write the "))
        #expect(work.names() == ["a.toy", "b.toy"])
        #expect(work.text("a.toy") == a)
        #expect(work.text("b.toy") == b)
    }

    @Test func aLossReportOfBeforeIsReplacedWhenAskedFor() {
        #expect(run("@a.toy -t srt -o @1.srt --loss-report @l.json").status == .done)
        #expect(run("@a.toy -t srt -o @2.srt --loss-report @l.json").status == .outputUnavailable)
        #expect(work.text("2.srt") == nil)
        #expect(run("@a.toy -t srt -o @2.srt --loss-report @l.json --overwrite").status == .done)
        #expect(work.text("l.json")?.contains("2.srt") == true)
    }

    @Test("an output may replace the input that it is made of, and no other", arguments: [
        ("@a.toy -t toy -o @a.toy --overwrite --since 00:00:00", true), ("@a.toy -t toy -o @b.toy --overwrite", true),
        ("@a.toy @b.toy --merge -q -t toy -o @b.toy --overwrite", false),
        ("@a.toy @b.toy --merge -q --split sender -t toy -o @{sender}.toy --overwrite", false),
    ])
    func inputs(line: String, isDone: Bool) throws {
        try work.put(a, "Ann.toy")
        let result = run(line.replacing("@a.toy @b.toy --merge -q --split", with: "@Ann.toy @b.toy --merge -q --split"))
        #expect((result.status == .done) == isDone, "\(result.error)")
        if isDone { return }
        #expect(result.error.contains("[output.is-input]"))
        #expect(work.text("b.toy") == b)
        #expect(work.text("Ann.toy") == a)
    }

    @Test func oneOutputForEachInputReplacesNoOther() throws {
        work.makeFolder("in")
        try work.put(a, "in/x.toy")
        try work.put(b, "x.toy")
        let result = run("@in/x.toy @x.toy -t toy -o @ --overwrite")
        #expect(result.status != .done)
        #expect(work.text("x.toy") == b)
    }

    @Test func aMergeDoesNotTakeItsOwnOutputForAnInput() {
        #expect(run("@ --merge -q -t jsonl -o @all.jsonl").status == .done)
        let first = work.text("all.jsonl")
        #expect(run("@ --merge -q -t jsonl -o @all.jsonl --overwrite").status == .done)
        #expect(work.text("all.jsonl") == first)
    }

    @Test func aFolderDoesNotFitIntoAFile() {
        let result = run("@ -o @all.json")
        #expect(result.status == .usage)
        #expect(result.error.contains("--merge"))
        #expect(result.error.contains("/all/ -t json"))
        #expect(work.names() == ["a.toy", "b.toy"])
    }

    @Test func aReplacedFileStaysWhoseItIs() throws {
        try work.put("old", "out.jsonl")
        let path = work.folder.appending("out.jsonl").string
        #expect(chmod(path, 0o640) == 0)
        let isRoot = geteuid() == 0
        if isRoot { #expect(chown(path, 12_345, 23_456) == 0) }
        let hasAttributes = try Tool(name: "setfattr").isExpected
            && Tool(name: "setfattr").run(["-n", "user.chatconv", "-v", "kept", path]).status == 0
        #expect(run("@a.toy -t jsonl -o @out.jsonl --overwrite").status == .done)
        var status = stat()
        #expect(stat(path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o640)
        if isRoot { #expect((status.st_uid, status.st_gid) == (12_345, 23_456)) }
        if hasAttributes {
            #expect(try Tool(name: "getfattr").run(["-n", "user.chatconv", "--only-values", "--absolute-names", path]).output == "kept")
        }
    }

    @Test func aHardLinkIsPartedAndThatIsSaidOnce() throws {
        for name in ["1", "2"] {
            try work.put("old", "\(name).jsonl")
            #expect(link(work.folder.appending("\(name).jsonl").string, work.folder.appending("\(name).other").string) == 0)
        }
        try work.put(a, "1.toy")
        try work.put(b, "2.toy")
        let result = run("@1.toy @2.toy -t jsonl -o @ --overwrite")
        #expect(result.status == .done)
        #expect(result.error.components(separatedBy: "[output.hard-link]").count == 2)
        #expect(work.text("1.other") == "old")
        #expect(work.text("1.jsonl")?.contains("Ann") == true)
    }

    @Test("a pipe by any name is read as often as a run needs", arguments: ["--anonymize", "--merge @b.toy -q", "--split sender --anonymize -o @out/"])
    func pipes(options: String) throws {
        let path = work.folder.appending("pipe").string
        #expect(mkfifo(path, 0o600) == 0)
        let text = a
        let writer = Thread {
            guard let file = FileHandle(forWritingAtPath: path) else { return }
            try? file.write(contentsOf: Data(text.utf8))
            try? file.close()
        }
        writer.start()
        let result = run("@pipe -f toy -t jsonl \(options)")
        #expect(result.status == .done, "\(result.error)")
        let output = result.output + work.names(in: "out").compactMap { work.text("out/\($0)") }.joined()
        #expect(output.contains("\"body\":\"a\""))
    }

    @Test func filtersThatFindNothingSaySo() {
        let nearly = run("@a.toy -t jsonl --sender An")
        #expect(nearly.status == .done)
        #expect(nearly.error.contains("no message passes the filters [filter.nothing-left]"))
        #expect(nearly.error.contains("did you mean 'Ann'?"))
        #expect(run("@a.toy @b.toy -t jsonl -o @out/ --sender Zacharias").error.contains("the senders are 'Ann' and 'Bob'"))
        #expect(run("@a.toy -t jsonl --sender Ann").error == "")
        #expect(run("@a.toy -t jsonl --sender An -q").error == "")
        let failed = run("@a.toy -t jsonl -o @none.jsonl --match nothing --fail-if-empty")
        #expect(failed.status == .answerIsNo)
        #expect(work.text("none.jsonl") == nil)
        #expect(run("@a.toy @b.toy -t jsonl -o @none/ --match nothing --fail-if-empty").status == .answerIsNo)
        #expect(run("@a.toy @b.toy --merge -q -t jsonl -o @none.jsonl --match nothing --fail-if-empty").status == .answerIsNo)
        #expect(run("@a.toy -t jsonl --fail-if-empty").status == .done)
        #expect(run("@a.toy -t jsonl --since 2018-01-24 --until 2018-01-23").status == .usage)
    }

    @Test func namesOfPartsAreNamesEverywhere() throws {
        let names = ["a:b", "what?", "x|y", "CON", "con", "nul.txt", "ends.", "Ann", "ann", "Zoe\u{308}", "Zo\u{EB}"]
        try work.put("#toy\n" + names.map { "10:00:00\t\($0)\tx\n" }.joined(), "names.toy")
        let result = run("@names.toy --split sender -t jsonl -o @people/")
        #expect(result.status == .done)
        let parts = work.names(in: "people")
        #expect(parts.count == names.count)
        #expect(!parts.contains { $0.contains { "<>:\"\\|?*".contains($0) } })
        #expect(Set(parts.map { $0.lowercased() }).count == parts.count)
        #expect(parts.contains("%43ON.jsonl"))
        #expect(parts.contains("ends%2E.jsonl"))
        #expect(result.error.contains("[output.names-clash]"))
    }

    // MARK: What only a process can show

    private func shell(_ script: String) throws -> (status: CInt, output: String, error: String) {
        try work.put("---\ndate: 2018-01-23\n---\n> 10:00:00  Ann  \n   \nhello  \n   \n", "chat.md")
        let result = try ChildProcess.shell(script, in: work.folder)
        return (result.status, result.output, result.error)
    }

    @Test("an open descriptor is written to, whatever file is behind it", arguments: ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
    func descriptors(path: String) throws {
        let result = try shell("{ echo head; chatconv chat.md -t jsonl -o \(path); echo foot; } > f && echo old > log && chatconv chat.md -t jsonl -o \(path) >> log && cat f log")
        #expect(result.status == 0, "\(result.error)")
        let lines = result.output.split(separator: "\n").map { $0.hasPrefix("{") ? "{" : String($0) }
        #expect(lines == ["head", "{", "{", "foot", "old", "{", "{"])
    }

    @Test func whatIsClosedIsNotTakenForAnother() throws {
        // A warning would go into the output, whose file would have the number of standard error.
        let result = try shell("chatconv chat.md -t srt -o out.srt 2>&-; echo $? && grep -c warning out.srt; chatconv chat.md -t jsonl >&-; echo $?")
        #expect(result.output.split(separator: "\n") == ["0", "0", "74"])
    }

    @Test func aLimitOnFilesIsAnError() throws {
        let result = try shell("""
            awk 'BEGIN { for (i = 0; i < 4000; i++) printf "{\\"body\\":\\"%080d\\",\\"sender\\":{\\"name\\":\\"A\\"}}\\n", i }' > long.jsonl
            ulimit -f 8
            chatconv -f jsonl -t jsonl long.jsonl -o out.jsonl
            echo $?
            ls out.jsonl
            """)
        #expect(result.output == "74\n", "\(result.error)")
        #expect(result.error.contains("out.jsonl: error:"))
    }
}
