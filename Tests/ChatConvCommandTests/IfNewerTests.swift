@testable import ChatConvCommand
import ChatConv
import SystemPackage
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What `--if-newer` trusts.
@Suite struct IfNewerTests {
    private let work: Workspace
    private let page = "---\ndate: 2018-01-23\n---\n> 10:00:00  Ann  \n   \nhello  \n   \n"

    init() throws {
        work = try Workspace()
        work.makeFolder("in")
        for name in ["a", "b"] { try work.put(page, "in/\(name).md") }
        for name in ["a", "b"] { age("in/\(name).md") }
    }

    /// Makes a file older than everything that is made from now on.
    private func age(_ name: String) {
        var times = [timespec(tv_sec: 1_500_000_000, tv_nsec: 0), timespec(tv_sec: 1_500_000_000, tv_nsec: 0)]
        #expect(utimensat(AT_FDCWD, work.folder.appending(name).string, &times, 0) == 0)
    }

    @discardableResult
    private func run(_ line: String) -> CommandRun {
        let run = CommandRun(line.split(separator: " ").map { String($0.replacing("@", with: work.folder.string + "/")) }, isTerminal: true)
        #expect(run.status == .done, "\(run.error)")
        return run
    }

    private func isLeft(_ line: String) -> Bool { run(line).error.contains("left 2 unchanged") }

    @Test("an output that is empty is made anew, though it is newer")
    func empty() throws {
        run("@in -o @out -t jsonl")
        try work.put("", "out/a.jsonl")
        run("@in -o @out -t jsonl --if-newer")
        #expect(work.text("out/a.jsonl")?.contains("hello") == true)
        // So is one of a run before of which nothing is known.
        run("@in -o @scratch -t jsonl --no-sync")
        try work.put("", "scratch/b.jsonl")
        run("@in -o @scratch -t jsonl --if-newer")
        #expect(work.text("scratch/b.jsonl")?.contains("hello") == true)
    }

    #if os(Linux)
        /// Whether the file system that tests work on keeps attributes of users.
        private static let hasAttributes: Bool = {
            guard let work = try? Workspace(), let file = try? AtomicFile(at: work.folder.appending("x")) else { return false }
            file.setAttribute(MadeMark.attribute, [1])
            return (try? file.commit()) != nil && attributeValue(MadeMark.attribute, of: work.folder.appending("x")) == [1]
        }()

        @Test("an output that is meant to be empty stays", .enabled(if: hasAttributes, "the file system keeps no attributes"))
        func meantToBeEmpty() throws {
            let mark = MadeMark(MadeMark.Recipe(Settings(), to: try FormatRegistry.builtIn.requireFormat(named: "json").descriptor), of: [])
            let path = work.folder.appending("empty")
            for isMeant in [true, false] {
                let file = try AtomicFile(at: path, overwrites: true)
                mark.set(on: file, isEmpty: isMeant)
                try file.commit()
                #expect(mark.fits(path) == isMeant)
            }
        }

        @Test("an output that was made by other options is made anew", .enabled(if: hasAttributes, "the file system keeps no attributes"))
        func otherOptions() throws {
            run("@in -o @out -t jsonl --tz Asia/Shanghai")
            #expect(isLeft("@in -o @out -t jsonl --tz Asia/Shanghai --if-newer"))
            // What decides nothing of an output makes no difference, nor does how its input is named.
            #expect(isLeft("@in/ -o @out/ -t jsonl --if-newer --tz Asia/Shanghai --jobs 1 --verify --max-record 1M"))
            #expect(!isLeft("@in -o @out -t jsonl --if-newer"))
            #expect(work.text("out/a.jsonl")?.contains("+08:00") == false)
            #expect(isLeft("@in -o @out -t jsonl --if-newer"))
            #expect(!isLeft("@in -o @out -t jsonl --if-newer --lenient"))
            // A file that was edited since is newer, and made by the same options: it stays.
            run("@in -o @out -t jsonl --if-newer")
            try work.put("edited", "out/b.jsonl")
            #expect(isLeft("@in -o @out -t jsonl --if-newer"))
        }

        @Test("an output of another input, or of fewer, is made anew", .enabled(if: hasAttributes, "the file system keeps no attributes"))
        func otherInputs() throws {
            run("@in/a.md -o @one.jsonl")
            try work.put(page.replacing("hello", with: "other"), "in/b.md")
            age("in/b.md")
            run("@in/b.md -o @one.jsonl --if-newer")
            #expect(work.text("one.jsonl")?.contains("other") == true)
            run("@in --merge -o @all.jsonl")
            unlink(work.folder.appending("in/b.md").string)
            run("@in --merge -o @all.jsonl --if-newer")
            #expect(work.text("all.jsonl")?.contains("other") == false)
        }

        @Test("an anonymized output is never trusted, nor taken for one with names", .enabled(if: hasAttributes, "the file system keeps no attributes"))
        func anonymized() throws {
            run("@in -o @out -t jsonl")
            run("@in -o @out -t jsonl --anonymize --overwrite")
            #expect(attributeValue(MadeMark.attribute, of: work.folder.appending("out/a.jsonl")) == nil)
            #expect(!isLeft("@in -o @out -t jsonl --anonymize --if-newer"))
        }
    #endif

    @Test("every option of convert is known to decide what comes of an input, or to be about something else")
    func options() {
        let others = Set(CommandName.convert.flags.filter { !$0.changesOutputs }.map(\.option.name))
        #expect(
            others == [
                "to", "output", "overwrite", "no-sync", "verify", "loss-report", "fail-on-loss", "allow-loss", "max-record", "include", "exclude",
                "if-newer", "jobs", "fail-if-empty", "plugin-dir", "plugin-timeout", "sandbox", "quiet", "verbose",
            ])
    }
}
