@testable import ChatConvCommand
import SystemPackage
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

private let page = "---\ndate: 2018-01-23\n---\n> 10:00:00  Ann  \n   \nhello  \n   \n"

/// Whole folders as inputs.
@Suite(.tags(.concurrent)) struct FolderTests {
    let work: Workspace

    init() throws {
        work = try Workspace()
        for folder in ["in", "in/2018", "in/2018/01", "in/.hidden"] { work.makeFolder(folder) }
        for name in ["in/b.md", "in/a.markdown", "in/2018/x.md", "in/2018/01/y.md", "in/.hidden/z.md", "in/.z.md"] {
            try work.put(page, name)
        }
        try work.put("just words", "in/readme.txt")
    }

    /// Runs in this process; paths are those of the workspace.
    private func run(_ line: String, isTerminal: Bool = false) -> CommandRun {
        let folder = work.folder.string
        let arguments = line.split(separator: " ").map { String($0.replacing("@", with: folder + "/")) }
        var run = CommandRun(arguments, isTerminal: isTerminal)
        run.error = String(run.error.replacing(folder + "/", with: ""))
        return run
    }

    private func walk(_ selection: FileSelection = FileSelection(), avoiding: String? = nil) -> [String] {
        let walk = FolderWalk(
            selection: selection, avoiding: avoiding.flatMap { FolderIdentity(Argument(work.folder.appending($0).string)) })
        return walk.entries(under: Argument(work.folder.appending("in").string + "//")).map { entry in
            switch entry {
            case .file(let file): String(decoding: file.relativePath, as: UTF8.self)
            case .unreadable(let folder, _): "unreadable \(folder.text)"
            }
        }
    }

    @Test func theFilesOfATreeAreFoundInTheOrderOfTheirNamesButNotHiddenOnes() {
        #expect(walk() == ["2018/01/y.md", "2018/x.md", "a.markdown", "b.md", "readme.txt"])
    }

    @Test func linksToFilesAreFilesAndLinksToFoldersAreNotFollowed() throws {
        symlink("../in/b.md", work.folder.appending("in/c.md").string)
        symlink("..", work.folder.appending("in/2018/up").string)
        symlink("nowhere", work.folder.appending("in/gone.md").string)
        mkfifo(work.folder.appending("in/pipe").string, 0o600)
        #expect(walk() == ["2018/01/y.md", "2018/x.md", "a.markdown", "b.md", "c.md", "gone.md", "readme.txt"])
    }

    @Test func includesAndExcludesSelect() {
        func glob(_ text: String) -> Glob { Glob(Array(text.utf8)) }
        #expect(walk(FileSelection(includes: [glob("*.md")])) == ["2018/01/y.md", "2018/x.md", "b.md"])
        #expect(walk(FileSelection(excludes: [glob("01")])) == ["2018/x.md", "a.markdown", "b.md", "readme.txt"])
        #expect(walk(FileSelection(includes: [glob("2018/**"), glob("b*")], excludes: [glob("x.md")])) == ["2018/01/y.md", "b.md"])
    }

    @Test func aTreeBecomesATreeOfTheSameShape() {
        let run = run("@in -o @out -t jsonl")
        #expect(run.status == .done)
        #expect(run.error == "chatconv: converted 4 files, passed over 1 that is no transcript\n")
        #expect(work.names(in: "out") == ["2018", "a.jsonl", "b.jsonl"])
        #expect(work.names(in: "out/2018") == ["01", "x.jsonl"])
        #expect(work.text("out/2018/01/y.jsonl")?.contains("hello") == true)
    }

    @Test func itIsQuietWhenEveryFileIsConverted() {
        #expect(run("@in/2018 -o @out/deep/er -t jsonl").error == "")
        #expect(work.names(in: "out/deep/er") == ["01", "x.jsonl"])
        #expect(run("@in -o @out2 -t jsonl -q").error == "")
        #expect(run("@in/2018 -o @out3 -t jsonl --include *.txt").error == "chatconv: converted 0 files\n")
    }

    @Test func theOutputsMayGoIntoTheTreeItself() {
        #expect(run("@in -o @in/out -t md").status == .done)
        #expect(run("@in -o @in/out -t md --overwrite").error.hasPrefix("chatconv: converted 4 files"))
        #expect(work.names(in: "in/out") == ["2018", "a.md", "b.md"])
    }

    @Test func aBadFileIsReportedAndTheRestGoesOn() throws {
        try work.put(page + "\u{0}", "in/2018/bad.md")
        try work.put("", "in/empty.md")
        try work.put("", "in/empty.txt")
        symlink("nowhere", work.folder.appending("in/gone.md").string)
        let run = run("@in -o @out -t jsonl")
        #expect(run.status == .malformedInput)
        let errors = run.error.split(separator: "\n").filter { $0.contains("error: ") }
        #expect(errors.count == 3)
        #expect(errors.first?.hasPrefix("in/2018/bad.md:8:1: error: ") == true)
        #expect(errors.dropFirst().first == "in/empty.md:1:1: error: the input is empty [input.empty]")
        #expect(errors.last == "in/gone.md: error: cannot open: no such file or directory [input.missing]")
        #expect(run.error.hasSuffix("chatconv: converted 4 files, passed over 2 that are no transcripts, failed on 3\n"))
        #expect(work.names(in: "out/2018") == ["01", "x.jsonl"])
    }

    @Test("what is said comes in the order of the inputs, whatever the order of the work", arguments: [1, 2, 8])
    func order(jobs: Int) throws {
        for number in 100..<160 {
            // The later, the shorter: those behind overtake those before.
            try work.put(page + String(repeating: "x\n", count: (160 - number) * 500) + "\u{0}", "in/2018/\(number).md")
        }
        let run = run("@in -o @out -t jsonl --jobs \(jobs)")
        let errors = run.error.split(separator: "\n").filter { $0.contains("error: ") }
        #expect(errors.count == 60)
        #expect(errors == errors.sorted())
    }

    @Test func twoTranscriptsForOneNameAreRefusedBeforeAnythingIsWritten() throws {
        try work.put("an image", "in/b.png")
        #expect(run("@in -o @out -t jsonl").status == .done)
        try work.put(page, "in/2018/x.markdown")
        let run = run("@in -o @other -t jsonl")
        #expect(run.status == .usage)
        #expect(run.error.contains("in/2018/x.markdown and in/2018/x.md would both become other/2018/x.jsonl"))
        #expect(!work.names().contains("other"))
    }

    @Test func ifNewerLeavesWhatIsUpToDateAndReplacesWhatIsNot() throws {
        #expect(run("@in -o @out -t jsonl").status == .done)
        usleep(20_000)
        try work.put(page.replacing("hello", with: "changed"), "in/b.md")
        let second = run("@in -o @out -t jsonl --if-newer")
        #expect(second.status == .done)
        #expect(second.error == "chatconv: converted 1 file, left 3 unchanged, passed over 1 that is no transcript\n")
        #expect(work.text("out/b.jsonl")?.contains("changed") == true)
        #expect(run("@in/b.md -o @out/b.jsonl --if-newer").error == "")
    }

    @Test func progressIsShownOnATerminalOnly() {
        #expect(
            ProgressLine.text(files: 120, of: 343, bytes: 2_100_000, of: 5_000_000, elapsed: 0.025)
                == "120 of 343 files, 2.1 of 5.0 MB, 84 MB/s, 0:01 left")
        #expect(
            ProgressLine.text(files: 0, of: 1, bytes: 12_345_678, of: 99_000_000_000, elapsed: 10)
                == "0 of 1 files, 12 of 99000 MB, 1.2 MB/s, 22:16:21 left")
        #expect(
            ProgressLine.text(files: 1, of: 1, bytes: 30, of: 20, elapsed: 0)
                == "1 of 1 files, 0.0 of 0.0 MB, 0.0 MB/s, 0:00 left")
        #expect(!run("@in -o @out -t jsonl").error.contains("MB/s"))
    }

    @Test("every command that reads transcripts takes folders, and says how many files in them are none", arguments: [
        ("info @in", "read 4 files"), ("detect @in", "recognised 4 files"), ("validate --ignore markdown,message @in", "validated 4 files"),
        ("--merge @in -o @all.jsonl", "merged 4 files"), ("@in -o @out -t jsonl", "converted 4 files"), ("info @in --exclude *.md", "read 1 file"),
    ])
    func readers(_ line: String, _ what: String) throws {
        let told = run(line)
        #expect(told.error == "chatconv: \(what), passed over 1 that is no transcript\n")
        #expect(told.status == .done)
        #expect(run(line.replacing("@in", with: "-q @in").replacing("@out", with: "@out2") + (line.contains("@all") ? " --overwrite" : "")).error == "")
    }

    @Test("what a folder holds is told file by file, and together", arguments: ["@in", "@in/b.md @in/2018"])
    func totals(_ inputs: String) throws {
        let text = run("info \(inputs)").output
        let files = inputs == "@in" ? 4 : 3
        #expect(text.contains("\nall \(files) files\n  period         2018-01-23 10:00:00\n  messages       \(files)\n"))
        #expect(text.hasSuffix("  participants   1\n    \(files)  Ann\n"))
        #expect(!run("info @in/b.md").output.contains("all 1 file"))
        #expect(run("info --json \(inputs)").output.split(separator: "\n").count == files)
        #expect(run("detect --json \(inputs)").output.split(separator: "\n").count == files)
    }

    @Test("a folder without a transcript is no success to be silent about, and no failure", arguments: ["info", "detect", "validate", "-t json -o @out"])
    func nothing(_ command: String) throws {
        work.makeFolder("empty")
        let told = run("\(command) @empty")
        #expect(told.error.hasSuffix(" 0 files\n"))
        #expect(told.output == "" && told.status == .done)
    }

    @Test("a folder needs a folder to go into")
    func needsFolder() throws {
        #expect(run("@in -t jsonl").error.contains("help: name a folder for what is in it: -o FOLDER"))
        let file = run("@in -t jsonl -o @in/b.md")
        #expect(file.status == .outputUnavailable)
        #expect(file.error.contains("is no folder, which several outputs need"))
    }
}
