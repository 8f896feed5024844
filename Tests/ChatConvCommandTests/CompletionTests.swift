import ChatConvCommand
import SystemPackage
import TestSupport
import Testing

/// What shells offer, asked of the shells.
@Suite(.tags(.concurrent)) struct CompletionTests {
    let work: Workspace

    init() throws {
        work = try Workspace()
        for shell in ["bash", "zsh", "fish"] {
            let script = CommandRun(["completion", shell])
            #expect(script.error == "")
            try work.put(script.output, "chatconv.\(shell)")
        }
        try work.put("", "some file.md")
    }

    private static let lines: [(String, Set<String>, Set<String>)] = [
        ("chatconv ", ["convert", "info", "completion", "help"], ["json", "--to"]),
        ("chatconv -t js", ["json", "jsonl"], ["xml"]),
        ("chatconv --to=w", ["webvtt"], ["xml"]),
        ("chatconv info --j", ["--json"], ["--jobs"]),
        ("chatconv --j", ["--jobs"], ["--json"]),
        ("chatconv convert --over", ["--overwrite"], []),
        ("chatconv --loud", ["--loud"], []),
        ("chatconv --split ", ["day", "month", "year", "sender"], ["N"]),
        ("chatconv formats x", ["xml"], ["json"]),
        ("chatconv completion ", ["bash", "zsh", "fish"], []),
        ("chatconv help in", ["info"], ["convert"]),
    ]

    @Test(
        "bash offers what can follow", .enabled(if: Tools.has("bash"), "there is no bash"),
        arguments: lines)
    func bash(line: String, offered: Set<String>, notOffered: Set<String>) throws {
        // The words as bash splits them.
        let words = line.replacing("=", with: " = ").split(separator: " ", omittingEmptySubsequences: false).map { "'\($0)'" }
        let script = """
            . ./chatconv.bash; COMP_WORDS=(\(words.joined(separator: " "))); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _chatconv; printf '%s\\n' "${COMPREPLY[@]}"
            """
        let result = try ChildProcess.shell(script, shell: ["bash", "--norc", "-uc"], in: work.folder)
        #expect(result.error == "")
        let words2 = Set(result.output.split(separator: "\n").map(String.init))
        #expect(words2.isSuperset(of: offered), "\(words2)")
        #expect(words2.isDisjoint(with: notOffered), "\(words2)")
    }

    @Test(
        "fish offers what can follow", .enabled(if: Tools.has("fish"), "there is no fish"), arguments: lines)
    func fish(line: String, offered: Set<String>, notOffered: Set<String>) throws {
        let script = "source chatconv.fish; complete -C '\(line)'"
        let result = try ChildProcess.shell(script, shell: ["fish", "--no-config", "-c"], in: work.folder)
        #expect(result.error == "")
        let words = Set(result.output.split(separator: "\n").map { line in
            let word = line.split(separator: "\t").first.map { String($0) } ?? ""
            return word.hasPrefix("--to=") ? String(word.dropFirst(5)) : word
        })
        #expect(words.isSuperset(of: offered), "\(words)")
        #expect(words.isDisjoint(with: notOffered), "\(words)")
    }

    @Test(.enabled(if: Tools.has("zsh"), "there is no zsh"))
    func zshReadsItsScriptAndTakesItAsACompletion() throws {
        let script = """
            autoload -Uz compinit; compinit -D -u; compdef _chatconv chatconv; functions[_chatconv]="$(<chatconv.zsh)"
            print $_comps[chatconv]
            """
        let result = try ChildProcess.shell(script, shell: ["zsh", "-fc"], in: work.folder)
        #expect(result.error == "")
        #expect(result.output == "_chatconv\n")
        #expect(try ChildProcess.shell("zsh -n chatconv.zsh", in: work.folder).error == "")
    }

    @Test func aShellThatIsNotKnownIsAnsweredWithThoseThatAre() {
        let run = CommandRun(["completion", "tcsh"])
        #expect(run.status == .usage)
        #expect(run.error.contains("help: the shells are bash, zsh and fish"))
        #expect(CommandRun(["completion"]).error.contains("completion takes the name of a shell"))
    }
}
