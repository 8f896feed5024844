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

private func page(_ count: Int, _ text: String) -> String {
    let messages = (0..<count).map { "> 10:00:00  Ann  \n   \n\(text) \($0)  \n   \n" }
    return "---\ndate: 2018-01-23\n---\n" + messages.joined()
}

/// What goes wrong around a run: never a truncated file under a final name, never a lost input, and a clear message.
@Suite(.serialized, .tags(.concurrent)) struct DisasterTests {
    let work: Workspace

    init() throws {
        signal(SIGPIPE, SIG_IGN)
        work = try Workspace()
    }

    private func run(_ line: String) throws -> (status: CInt, output: String, error: String) {
        try ChildProcess.run(line.split(separator: " ").map(String.init), in: work.folder)
    }

    @Test("a killed run leaves the old output or the whole new one", arguments: 0..<20)
    func killed(round: Int) throws {
        try work.put(page(2000, "new"), "chat.md")
        try work.put("old", "chat.json")
        #expect(try run("chat.md -o expected.json").status == 0)
        let expected = work.text("expected.json")
        let child = try ChildProcess(["chat.md", "-o", "chat.json", "--overwrite"], in: work.folder)
        usleep(UInt32.random(in: 0...60_000))
        child.signal(SIGKILL)
        _ = child.wait()
        let found = work.text("chat.json")
        #expect(found == "old" || found == expected)
        #expect(work.text("chat.md") == page(2000, "new"))
        // At most the temporary file is left, which is hidden.
        #expect(work.names().filter { !$0.hasPrefix(".") } == ["chat.json", "chat.md", "expected.json"])
        #expect(try run("chat.md -o chat.json --overwrite").status == 0)
        #expect(work.text("chat.json") == expected)
    }

    @Test("a killed run over a folder leaves whole files only", arguments: [SIGKILL, SIGTERM, SIGINT, SIGKILL, SIGTERM])
    func killedFolder(signal: CInt) throws {
        work.makeFolder("in")
        for number in 100..<200 { try work.put(page(200, "\(number)"), "in/\(number).md") }
        #expect(try run("in -o whole -t jsonl").status == 0)
        let child = try ChildProcess(["in", "-o", "out", "-t", "jsonl", "--jobs", "4"], in: work.folder)
        usleep(UInt32.random(in: 5_000...80_000))
        child.signal(signal)
        _ = child.wait()
        let names = work.names(in: "out")
        for name in names where !name.hasPrefix(".") { #expect(work.text("out/\(name)") == work.text("whole/\(name)")) }
        // Only a process that has no time to do so leaves temporary files.
        if signal != SIGKILL { #expect(names.allSatisfy { !$0.hasPrefix(".") }) }
        #expect(work.names(in: "in").count == 100)
        // What is missing can be made up for.
        #expect(try run("in -o out -t jsonl --if-newer").status == 0)
        #expect(work.names(in: "out").filter { !$0.hasPrefix(".") } == work.names(in: "whole"))
    }

    @Test func inputsThatVanishAreReportedAndTheOthersConverted() throws {
        work.makeFolder("in")
        for number in 100..<300 { try work.put(page(100, "\(number)"), "in/\(number).md") }
        let child = try ChildProcess(["in", "-o", "out", "-t", "jsonl", "--jobs", "2"], in: work.folder)
        waitUntil { !work.names(in: "out").isEmpty }
        for number in (200..<300).reversed() { unlink(work.folder.appending("in/\(number).md").string) }
        let error = try child.read(child.error)
        let status = child.wait()
        let gone = error.split(separator: "\n").filter { $0.hasSuffix(": error: cannot open: no such file or directory [input.missing]") }
        #expect(status == (gone.isEmpty ? 0 : 66))
        #expect(work.names(in: "out").count == 200 - gone.count)
        #expect(work.names(in: "out").contains("199.jsonl"))
    }

    @Test func anInputThatIsRemovedWhileItIsReadIsReadToItsEnd() throws {
        let child = try ChildProcess(["-t", "jsonl", "-o", "out.jsonl", "--overwrite"], in: work.folder)
        try child.write(page(10, "x"))
        waitUntil { !work.names().isEmpty }
        try child.closeInput()
        #expect(child.wait() == 0)
        #expect(work.text("out.jsonl")?.split(separator: "\n").count == 11)
    }

    #if os(Linux)
        @Test(.enabled(if: Mount.isAllowed, "this process may not mount a file system"))
        func argumentsAreFoundWhereThereIsNoProc() throws {
            let result = try ChildProcess.shell(
                "unshare -m sh -c 'mount -t tmpfs none /proc && chatconv --version'", in: work.folder)
            #expect(result.error == "")
            #expect(result.output.hasPrefix("chatconv "))
        }

        /// A file without a name gets one through /proc on some kernels: without it, files have temporary names.
        @Test(.enabled(if: Mount.isAllowed, "this process may not mount a file system"))
        func aFolderIsConvertedWhereThereIsNoProc() throws {
            work.makeFolder("in")
            for number in 100..<110 { try work.put(page(2, "\(number)"), "in/\(number).md") }
            let result = try ChildProcess.shell(
                "unshare -m sh -c 'mount -t tmpfs none /proc && chatconv in -o out -t jsonl && chatconv in -o out -t jsonl'",
                in: work.folder)
            #expect(result.status == 73)
            #expect(result.error.hasPrefix("out/100.jsonl: error: the output is there already [output.exists]\n"))
            #expect(work.names(in: "out").count == 10)
            #expect(work.names(in: "out").first == "100.jsonl")
        }

        @Test(.enabled(if: Mount.isAllowed, "this process may not mount a file system"))
        func aFullDiskLeavesNoHalfFile() throws {
            let disk = try Mount(work.folder.appending("disk"), options: "size=64k")
            try work.put(page(5000, "long"), "chat.md")
            let result = try run("chat.md -o disk/chat.json")
            #expect(result.status == 74)
            #expect(result.error == "disk/chat.json: error: writing failed: no space left on device [output.failed]\n")
            #expect(work.names(in: "disk") == [])
            try work.put("old", "disk/chat.json")
            #expect(try run("chat.md -o disk/chat.json --overwrite").status == 74)
            #expect(work.text("disk/chat.json") == "old")
            #expect(try run("chat.md -o disk/chat.json.gz --split 1000").status == 64)
            #expect(try run("chat.md -t json -o disk/parts/ --split 1000").status == 74)
            #expect(work.names(in: "disk/parts") == [])
            withExtendedLifetime(disk) {}
        }

        @Test(.enabled(if: Mount.isAllowed, "this process may not mount a file system"))
        func aFolderOnAFullDiskSaysWhatFailed() throws {
            let disk = try Mount(work.folder.appending("disk"), options: "size=64k")
            work.makeFolder("in")
            try work.put(page(5000, "long"), "in/a.md")
            try work.put(page(1, "short"), "in/b.md")
            let result = try run("in -o disk/out -t jsonl")
            #expect(result.status == 74)
            #expect(result.error.contains("disk/out/a.jsonl: error: writing failed: no space left on device"))
            #expect(result.error.hasSuffix("chatconv: converted 1 file, failed on 1\n"))
            #expect(work.names(in: "disk/out") == ["b.jsonl"])
            withExtendedLifetime(disk) {}
        }

        @Test(.enabled(if: Mount.isAllowed, "this process may not mount a file system"))
        func aTargetThatIsReadOnlyIsToldBeforeAnythingIsDone() throws {
            let disk = try Mount(work.folder.appending("disk"), options: "size=64k", isReadOnly: true)
            try work.put(page(10, "x"), "chat.md")
            let result = try run("chat.md -o disk/chat.json")
            #expect(result.status == 73)
            #expect(result.error == "disk/chat.json: error: cannot create the output: read-only file system [output.unavailable]\n")
            let folder = try run("-t json -o disk/out chat.md chat.md")
            #expect(folder.status == 64)
            work.makeFolder("in")
            try work.put(page(10, "x"), "in/chat.md")
            let tree = try run("in -t json -o disk/out")
            #expect(tree.status == 73)
            #expect(tree.error.contains("cannot create the folder disk/out: read-only file system"))
            withExtendedLifetime(disk) {}
        }
    #endif
}

#if os(Linux)
    /// A file system in memory, there as long as the value is.
    private final class Mount {
        private let path: String

        init(_ path: FilePath, options: String, isReadOnly: Bool = false) throws {
            self.path = path.string
            mkdir(self.path, 0o755)
            let flags: UInt = isReadOnly ? 1 : 0
            let status = options.withCString { mount("tmpfs", self.path, "tmpfs", flags, $0) }
            try #require(status == 0)
        }

        deinit { umount2(path, 2) }

        /// Tried once: only root may, and not in every container.
        static let isAllowed: Bool = {
            guard let work = try? Workspace() else { return false }
            return (try? Mount(work.folder.appending("disk"), options: "size=64k")) != nil
        }()
    }
#endif
