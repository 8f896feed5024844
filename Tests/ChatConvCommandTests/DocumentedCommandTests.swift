@testable import ChatConvCommand
import Foundation
import SystemPackage
import TestSupport
import TranscriptCoding
import Testing

/// Every command line that the help, the README and the cookbook show, run as it is written.
@Suite struct DocumentedCommandTests {
    /// A folder with the files that the lines speak of.
    private func workspace() throws -> Workspace {
        let work = try Workspace()
        let seed = try String(contentsOf: Places.seed, encoding: .utf8)
        for folder in ["archive", "archive/2018"] { work.makeFolder(folder) }
        try work.put(seed, "chat.md")
        try work.put(seed, "more.md")
        try work.put("> 10:00:00  Ann  \n   \nhello  \n   \n", "unknown.txt")
        try work.put(seed, "archive/2018/2018-01-23.md")
        try work.put(seed.replacing("2018-01-23", with: "2018-01-24"), "archive/2018/2018-01-24.md")
        try work.put("notes", "archive/notes.txt")
        try work.put("23/01/2018, 10:27 - Ann: hello\n", "chat.txt")
        return work
    }

    /// Runs a line; one that reads a file as it grows is ended after a while.
    private func run(_ line: String, in work: Workspace) throws {
        let plugins = Places.repository.appending(path: "Examples/plugins").path
        let line = "export CHATCONV_PLUGINS='\(plugins)'\n\(line)"
        let isEndless = line.contains("tail -f")
        let result = isEndless
            ? try ChildProcess.shell("timeout 3 sh -c '\(line.replacing("'", with: "'\\''"))'", in: work.folder)
            : try ChildProcess.shell("set -e\n\(line)", in: work.folder)
        // The seed has something to warn of, and to mend: the answer to these is no.
        let hasFindings = line.contains("--warnings-as-errors") || line.contains("--dry-run")
        #expect(result.status == (isEndless ? 124 : hasFindings ? 1 : 0), "\(line)\n\(result.error)")
        // jq keeps what it has until there is more of it.
        if isEndless, !line.contains("jq") { #expect(!result.output.isEmpty) }
        #expect(!result.error.contains("error"), "\(line)\n\(result.error)")
    }

    @Test("the examples of the help work", arguments: CommandName.allCases)
    func help(command: CommandName) throws {
        let work = try workspace()
        // What is compared was converted before.
        if command == .compare { try run("chatconv chat.md -o chat.jsonl\nchatconv archive/ -o out/ -t xml -q", in: work) }
        for example in command.description.examples { try run(example.line, in: work) }
    }

    @Test("the commands of the README work", .enabled(if: Tools.has("jq"), "there is no jq"))
    func readme() throws {
        let work = try workspace()
        let lines = try text("README.md").split(separator: "\n").filter {
            $0.hasPrefix("    chatconv ") || $0.hasPrefix("    tail ")
        }
        #expect(lines.count >= 8)
        for line in lines { try run(String(line), in: work) }
    }

    @Test("the recipes of the cookbook work", .enabled(if: Tools.has("jq") && Tools.has("zstd"), "jq or zstd is not there"))
    func cookbook() throws {
        let work = try workspace()
        let page = try text("docs/cookbook.md")
        let blocks = page.components(separatedBy: "```sh\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
        #expect(blocks.count >= 10)
        for block in blocks { try run(block, in: work) }
    }

    @Test func theCookbookUsesEveryOptionOfConvert() throws {
        let page = try text("docs/cookbook.md")
        // Said of every program, or the subject of other pages.
        let others: Set = ["help", "version", "max-record", "lenient", "input-encoding"]
        for flag in CommandName.convert.flags where !others.contains(flag.option.name) {
            let isUsed = page.contains("--\(flag.option.name)") || (flag.short.map { page.contains(" -\($0) ") } ?? false)
            #expect(isUsed, "--\(flag.option.name)")
        }
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOf: Places.repository.appending(path: path), encoding: .utf8)
    }
}
