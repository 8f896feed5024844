import ChatConv
import ChatConvCommand
import Foundation
import Testing

private let cleanText = "---\ndate: 2018-01-23\n---\n> 10:27:03  Ann  \n   \nhello  \n   \n"
private let oddText = "---\ndate: 2018-01-23\n---\n> 10:27:03  武爱旗🌻??  \n   \nhello\u{1B}[31m &amp;lt;  \n   \n"
private let brokenText = "{\"chatconv\":1}\n{\"body\":1}\n{\"body\":\"a\"}\n{\"body\":[]}\n"

@Suite("chatconv validate")
struct ValidateTests {
    @Test("A clean input: nothing is said, and the status is 0")
    func clean() {
        let run = CommandRun(["validate"], input: cleanText)
        #expect(run.status == .done)
        #expect(run.output == "" && run.error == "")
    }

    @Test("The report shows the line with the place marked, in columns, and no control character of the file")
    func text() {
        let run = CommandRun(["validate", "-"], input: oddText)
        #expect(
            run.output == """
                <stdin>:4:17: warning: the sender's name lost an emoji: `??` stands in its place [text.lost-emoji]
                  | > 10:27:03  武爱旗🌻??  
                  |                     ^^
                help: export again in UTF-8
                <stdin>:6:12: warning: the entity here was escaped more than once [text.escaped-twice]
                  | hello\\u{1B}[31m &amp;lt;  
                  |                 ^^^^^^^^
                help: chatconv validate --fix takes the outer escapes away
                found: 2 warnings

                """)
        #expect(run.error == "")
        #expect(run.status == .done, "warnings alone are no reason to fail")
    }

    @Test("Errors make the status 1, and so do warnings where they count as errors; everything is found in one run")
    func status() {
        let run = CommandRun(["validate", "-f", "jsonl"], input: brokenText)
        #expect(run.status == .answerIsNo)
        #expect(run.output.contains("<stdin>:2:9: error: body: expected a string, found a number [json.type]"))
        #expect(run.output.contains("<stdin>:4:9: error: "))
        #expect(run.output.hasSuffix("found: 2 errors\n"))
        let strict = CommandRun(["validate", "--warnings-as-errors"], input: oddText)
        #expect(strict.status == .answerIsNo)
        #expect(strict.output.contains(": error: the sender's name"))
    }

    @Test("--select, --ignore and --quiet decide what is reported, and what counts")
    func filters() {
        #expect(CommandRun(["validate", "--ignore", "text"], input: oddText).output == "")
        #expect(CommandRun(["validate", "--ignore", "text.lost-emoji,text.escaped-twice"], input: oddText).output == "")
        #expect(CommandRun(["validate", "--select=text.lost-emoji"], input: oddText).output.hasSuffix("found: 1 warning\n"))
        #expect(CommandRun(["validate", "--quiet"], input: oddText).output == "")
        let ignored = CommandRun(["validate", "-f", "jsonl", "--ignore", "json"], input: brokenText)
        #expect(ignored.status == .done && ignored.output == "")
    }

    @Test("A code that there is not is a wrong call, with the nearest one")
    func unknownCode() {
        for option in ["--select", "--ignore", "--explain"] {
            let run = CommandRun(["validate", option, "text.lost-emojis"], input: cleanText)
            #expect(run.status == .usage)
            #expect(run.error.contains("did you mean text.lost-emoji?"))
        }
        #expect(CommandRun(["validate", "--explain", "lost-emoji"]).error.contains("did you mean text.lost-emoji?"))
    }

    @Test("--max-errors ends the run")
    func maximum() {
        let run = CommandRun(["validate", "-f", "jsonl", "--max-errors", "1"], input: brokenText)
        #expect(run.status == .answerIsNo)
        #expect(run.output.hasSuffix("found: 1 error\n"))
        #expect(run.error == "chatconv: stopped after 1 error, as --max-errors says\n")
        #expect(CommandRun(["validate", "--max-errors", "0"]).status == .usage)
    }

    @Test("--explain prints why, an input that fails and one that passes")
    func explain() {
        let run = CommandRun(["validate", "--explain", "text.lost-emoji"])
        #expect(run.status == .done)
        #expect(run.output.hasPrefix("text.lost-emoji: question marks stand where an emoji was lost\n\nA program that"))
        #expect(run.output.contains("\nThis fails:\n\n    ---\n"))
        #expect(run.output.contains("    > 10:27:03  Ann??  \n"))
        #expect(run.output.contains("\nThis passes:\n\n    ---\n"))
        // Of tens of thousands of lines those in the middle are counted.
        let long = CommandRun(["validate", "--explain", "mbox.parts-limit"]).output
        #expect(long.contains(" lines like these)\n") && long.split(separator: "\n").count < 60)
        #expect(CommandRun(["validate", "--explain", "input.nul"]).output.contains("    hel\\u{00}lo"))
        #expect(CommandRun(["validate", "--explain", "input.invalid-utf8"]).output.contains("    na\\xEFve"))
    }

    @Test("An empty input is a finding, and one of no known format is none")
    func notValidated() {
        let empty = CommandRun(["validate"], input: "")
        #expect(empty.status == .answerIsNo)
        #expect(empty.output.hasPrefix("<stdin>:1:1: error: the input is empty [input.empty]\n"))
        let unknown = CommandRun(["validate"], input: "nothing known\n")
        #expect(unknown.status == .unknownFormat && unknown.output == "")
        let missing = CommandRun(["validate", "/nowhere/chat.md"])
        #expect(missing.status == .inputUnavailable && missing.output == "")
    }

    @Test("Colours are for terminals, and NO_COLOR takes them away")
    func colors() {
        #expect(CommandRun(["validate"], input: oddText, isTerminal: true).output.contains("\u{1B}[1;33mwarning:\u{1B}[0m"))
        #expect(!CommandRun(["validate"], input: oddText, isTerminal: true, environment: ["NO_COLOR": "1"]).output.contains("\u{1B}"))
    }
}

@Suite("chatconv validate, of folders")
struct ValidateFolderTests {
    /// A folder with transcripts, and with what is none.
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "validate-\(UInt64.random(in: 0 ... .max))")
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = [
            "b/2018-01-23-chat.md": oddText, "a/chat.md": cleanText, "a/deep/chat.jsonl": brokenText,
            "package.json": "{\"name\":\"x\"}", "notes.txt": "nothing\n", "a/image.png": "no", ".hidden/chat.md": oddText,
            "z.json": "{\"chatconv\":1,\"messages\":[{\"body\":0}]}",
        ]
        for (path, text) in files {
            let file = folder.appending(path: path)
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        try FileManager.default.createSymbolicLink(at: folder.appending(path: "a/loop"), withDestinationURL: folder)
        try body(folder.path)
    }

    @Test("Every transcript in it is validated, in the order of names; other files are passed over, loops end")
    func recursive() throws {
        try withFolder { folder in
            let run = CommandRun(["validate", "--report", "github", folder])
            let files = run.output.split(separator: "\n").map { String($0.split(separator: ",")[0]) }
            #expect(
                files == [
                    "::error file=\(folder)/a/deep/chat.jsonl", "::error file=\(folder)/a/deep/chat.jsonl",
                    "::warning file=\(folder)/b/2018-01-23-chat.md", "::warning file=\(folder)/b/2018-01-23-chat.md",
                    "::error file=\(folder)/z.json",
                ])
            #expect(run.status == .answerIsNo)
            #expect(run.error == "chatconv: validated 4 files, passed over 3 that are no transcripts\n")
        }
    }

    @Test("How many files were validated is said of folders: where some were passed over, where there were none, and on a terminal")
    func howMany() throws {
        try withFolder { folder in
            let none = CommandRun(["validate", "-f", "srt", folder])
            #expect(none.output == "" && none.error.hasPrefix("chatconv: validated 0 files, passed over 7 ") && none.status == .done)
            let sound = ["validate", "\(folder)/a", "--include", "*.md"]
            #expect(CommandRun(sound).error == "")
            #expect(CommandRun(sound, isTerminal: true).error == "chatconv: validated 1 file\n")
            #expect(CommandRun(["validate", "\(folder)/a/chat.md"], isTerminal: true).error == "")
        }
    }

    @Test("With a format, only its files are; one input that fails keeps no other from being validated")
    func oneFormat() throws {
        try withFolder { folder in
            let run = CommandRun(["validate", "-f", "jsonl", "\(folder)/missing.jsonl", folder])
            #expect(run.status == .inputUnavailable)
            #expect(run.output.hasSuffix("found: 2 errors\n"))
            #expect(run.error.contains("missing.jsonl"))
        }
    }
}
