import ChatConvCommand
import Foundation
import SystemPackage
import TestSupport
import Testing

@Suite("Attachments that a conversion writes out", .tags(.concurrent))
struct ExtractionTests {
    private let work: Workspace

    init() throws { work = try Workspace() }

    private func run(_ line: String) -> CommandRun {
        CommandRun(line.split(separator: " ").map { String($0.replacing("@", with: work.folder.string + "/")) })
    }

    private static func mail(_ sender: String, year: Int, _ name: String, _ content: String, encoding: String = "base64") -> String {
        """
        From \(sender.lowercased())@example.org Thu Jan  1 00:00:00 \(year)
        From: \(sender) Doe <\(sender.lowercased())@example.org>
        Date: Thu, 1 Jan \(year) 10:00:00 +0000
        Content-Type: multipart/mixed; boundary=b

        --b

        text of \(sender)
        --b
        Content-Disposition: attachment; filename="\(name)"
        Content-Transfer-Encoding: \(encoding)

        \(content)
        --b--


        """
    }

    @Test("Mails that are left out leave no files, and paths are told from the output's folder")
    func filtered() throws {
        try work.put(Self.mail("Ada", year: 2018, "old.txt", "b2xk") + Self.mail("Bob", year: 2019, "new.txt", "bmV3"), "in.mbox")
        try FileManager.default.createDirectory(atPath: work.folder.string + "/out", withIntermediateDirectories: false)
        let result = run("@in.mbox -o @out/some.jsonl --since 2019-01-01 --extract-attachments @files --fail-on-loss")
        #expect(result.status == .done, "\(result.error)")
        #expect(work.names(in: "files") == ["new.txt"])
        #expect(work.text("files/new.txt") == "new")
        #expect(work.text("out/some.jsonl")?.contains(#""path":"../files/new.txt""#) ?? false)
        _ = run("@in.mbox -o @own.jsonl --tail 1 --extract-attachments @out --overwrite")
        #expect(work.text("own.jsonl")?.contains(#""path":"out/new.txt""#) ?? false)
    }

    @Test("Nothing is written twice, and no name of a file names anybody")
    func anonymized() throws {
        try work.put(Self.mail("Ada", year: 2018, "Ada Doe CV.txt", "b2xk"), "in.mbox")
        #expect(run("@in.mbox -o @out.jsonl --anonymize --extract-attachments @files").status == .done)
        let names = work.names(in: "files")
        #expect(names.count == 1)
        #expect(!(names.first ?? "Ada").contains("Ada"))
        #expect(work.text("out.jsonl")?.contains("files/\(names.first ?? "-")") ?? false)
    }

    @Test("Merged and split, each output tells where its files are")
    func combined() throws {
        try work.put(Self.mail("Ada", year: 2018, "a.txt", "b2xk"), "one.mbox")
        try work.put(Self.mail("Bob", year: 2019, "a.txt", "bmV3"), "two.mbox")
        #expect(run("@one.mbox @two.mbox --merge -o @all.jsonl --extract-attachments @merged").status == .done)
        #expect(Set(work.names(in: "merged")) == ["a.txt", "a-2.txt"])
        #expect(work.text("merged/a-2.txt") == "new")
        #expect(work.text("all.jsonl")?.contains(#""path":"merged/a-2.txt""#) ?? false)
        #expect(run("@all.jsonl -o @years/{year}/x.jsonl --split year").status == .done)
        let split = run("@one.mbox -t jsonl --split year -o @years2/{year}/x.jsonl --extract-attachments @split --fail-on-loss")
        #expect(split.status == .done, "\(split.error)")
        #expect(work.text("years2/2018/x.jsonl")?.contains(#""path":"../../split/a.txt""#) ?? false)
    }

    @Test("What is attached comes through byte for byte, in whatever pieces it is read")
    func contents() throws {
        let text = (0..<20_000).map { "line \($0) = >From é\n" }.joined() + String(repeating: "x", count: 600_000) + "\n>From end"
        let bytes = Data(text.utf8)
        let lines = bytes.base64EncodedString(options: [.lineLength76Characters, .endLineWithLineFeed])
        let quoted = text.replacing("=", with: "=3D").replacing("\n>From ", with: "\n>>From ")
        try work.put(
            Self.mail("Ada", year: 2018, "lines.txt", lines) + Self.mail("Ada", year: 2018, "one.txt", bytes.base64EncodedString())
                + Self.mail("Ada", year: 2018, "quoted.txt", quoted, encoding: "quoted-printable")
                + Self.mail("Ada", year: 2018, "plain.txt", text.replacing("\n>From ", with: "\n>>From "), encoding: "8bit"), "in.mbox")
        let result = run("@in.mbox -o @out.jsonl --extract-attachments @files --fail-on-loss")
        #expect(result.status == .done, "\(result.error)")
        for name in ["lines.txt", "one.txt", "quoted.txt", "plain.txt"] { #expect(work.text("files/\(name)") == text, "\(name)") }
    }

    @Test("Base64 that is damaged is told with its place, and what can be made out is written")
    func damaged() throws {
        try work.put(Self.mail("Ada", year: 2018, "a.txt", "b2xk!b2xk"), "in.mbox")
        let result = run("@in.mbox -o @out.jsonl --extract-attachments @files")
        #expect(result.error.contains("mbox.transfer-encoding"))
        #expect(work.text("files/a.txt") == "oldold")
        #expect(run("@in.mbox -o @two.jsonl --extract-attachments @files --fail-on-loss").status == .answerIsNo)
    }
}
