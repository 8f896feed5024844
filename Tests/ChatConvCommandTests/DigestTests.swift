import ChatConv
import ChatConvCommand
import ChatConvTesting
import SystemPackage
import TestSupport
import Testing

/// `chatconv info --digest`.
@Suite struct DigestTests {
    private let work: Workspace

    init() throws { work = try Workspace() }

    private func run(_ line: String, input: String = "") -> CommandRun {
        CommandRun(line.split(separator: " ").map { String($0.replacing("@", with: work.folder.string + "/")) }, input: input)
    }

    private func digest(_ path: String) throws -> String {
        let run = run("info --digest \(path)")
        #expect(run.status == .done, "\(run.error)")
        let line = try #require(run.output.split(separator: "\n").first { $0.hasPrefix("  digest  ") })
        return String(try #require(line.split(separator: " ").last))
    }

    /// A page that is spelled otherwise than chatconv does.
    private static let page = "---\ntitle:   T\ndate: 2018-01-23\n---\n> 10:27:03  Ann\n\nhello\n> 10:27:04  Bob\n\nyou  \n"

    @Test("the digest is the same whatever the format, and however a file is spelled")
    func formats() throws {
        try work.put(Self.page, "chat.md")
        let digest = try digest("@chat.md")
        #expect(digest.utf8.count == 64)
        for name in ["json", "jsonl", "xml", "mbox", "vtt", "md", "json.gz"] {
            #expect(run("@chat.md -o @chat-2.\(name)").status == .done)
            #expect(run("@chat.md -o @drop.\(name) --verbatim drop").status == .done)
            #expect(try self.digest("@chat-2.\(name)") == digest, "\(name)")
            #expect(try self.digest("@drop.\(name)") == digest, "\(name)")
        }
        try work.put(Self.page.replacing("hello", with: "hallo"), "other.md")
        #expect(try self.digest("@other.md") != digest)
    }

    @Test("of generated transcripts it is the same through all formats that hold the whole model")
    func generated() throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            let source = try TranscriptGenerator().transcript(seed: seed).bytes(as: "json")
            let wanted = try Self.sum(source, "json")
            for format in FormatRegistry.builtIn.formats where format.descriptor.capabilities == .wholeModel && format.descriptor.isReadable {
                let name = format.descriptor.name
                let written = try Transcript(reading: source, as: "json").bytes(as: name)
                #expect(try Self.sum(written, name) == wanted, "seed \(seed), \(name)")
            }
        }
    }

    private static func sum(_ bytes: [UInt8], _ format: String) throws -> String {
        let transcript = try Transcript(reading: bytes, as: format)
        let sum = try TranscriptSum()
        try sum.add(transcript.header)
        for message in transcript.messages { try sum.add([message]) }
        return try sum.finish()
    }

    @Test("others compute it: sha256sum of the JSON Lines without spelling", .enabled(if: Tools.has("sha256sum"), "sha256sum is not there"))
    func elsewhere() throws {
        try work.put(Self.page, "chat.md")
        #expect(run("@chat.md -o @kept.jsonl").status == .done)
        #expect(work.text("kept.jsonl")?.contains("verbatim") == true)
        for name in ["chat.md", "kept.jsonl"] {
            let sum = try ChildProcess.shell("chatconv \(name) -t jsonl --verbatim drop | sha256sum", in: work.folder).output
            #expect(try sum.hasPrefix(digest("@\(name)") + " "), "\(name)")
        }
    }

    @Test("programs get it too, for each of several files and for standard input")
    func programs() throws {
        try work.put(Self.page, "a.md")
        try work.put(Self.page, "b.md")
        let digest = try digest("@a.md")
        let lines = run("info --digest --json @a.md @b.md").output.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.allSatisfy { $0.contains(#""digest":"\#(digest)""#) })
        #expect(run("info --digest --json", input: Self.page).output.contains(#""digest":"\#(digest)""#))
        #expect(!run("info --json @a.md").output.contains("digest"))
    }
}
