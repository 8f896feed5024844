import ChatConv
import ChatConvCommand
import Foundation
import SystemPackage
import TestSupport
import Testing

/// What readers leave out, on the command line; and mailboxes that stay mailboxes.
@Suite("Loss on reading, on the command line")
struct LossOnReadingTests {
    let work: Workspace

    init() throws {
        work = try Workspace()
        try work.put(Self.mail(2018) + Self.mail(2019) + Self.mail(2019, hour: 11), "in.mbox")
    }

    private static func mail(_ year: Int, hour: Int = 10) -> String {
        """
        From ada@example.org Tue Jan 23 \(hour):27:03 \(year)
        From: Ada <ada@example.org>
        Date: 23 Jan \(year) \(hour):27:03 +0000
        Message-ID: <\(year).\(hour)@example.org>
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="b"

        --b
        Content-Type: multipart/alternative; boundary="c"

        --c
        Content-Type: text/plain

        hello
        --c
        Content-Type: text/html

        <p>hello</p>
        --c--
        --b
        Content-Type: image/png
        Content-Disposition: attachment; filename="x.png"
        Content-Transfer-Encoding: base64

        AAECAwQF
        --b--


        """
    }

    private func run(_ line: String, input: String = "") -> CommandRun {
        let folder = work.folder.string
        var run = CommandRun(line.split(separator: " ").map { String($0.replacing("@", with: folder + "/")) }, input: input)
        run.error = String(run.error.replacing(folder + "/", with: ""))
        return run
    }

    @Test("What is left out is told once, with count, bytes and place")
    func warning() {
        let result = run("@in.mbox -o @out.json")
        #expect(result.status == .done)
        #expect(
            result.error == """
                in.mbox:18:1: warning: reading leaves out alternative texts (3 in 3 messages, the first is message 1, 36 bytes, \
                from line 18 on), attachments (3 in 3 messages, the first is message 1, 24 bytes, from line 25 on) [loss.reading]
                help: `chatconv formats NAME` says what reading a format leaves out

                """)
        #expect(run("@in.mbox -o @out2.json -q").error == "")
    }

    @Test("It counts for --fail-on-loss, and --allow-loss names what may be", arguments: [
        ("", false), ("--allow-loss attachments", false), ("--allow-loss presentation", false),
        ("--allow-loss attachments,presentation", true), ("--allow-loss content --allow-loss alternative-texts", true),
        ("--allow-loss Attachments,alternative_texts", true),
    ])
    func failing(_ flags: String, _ passes: Bool) {
        let result = run("@in.mbox -o @out.json --fail-on-loss \(flags)")
        #expect(result.status == (passes ? .done : .answerIsNo))
        #expect((work.text("out.json") != nil) == passes)
        #expect(result.error.contains(passes ? "warning: reading leaves out" : "error: reading leaves out"))
        if flags == "--allow-loss presentation" { #expect(!result.error.contains("alternative")) }
    }

    @Test("A name that nothing has is a wrong call")
    func unknownName() {
        let result = run("@in.mbox -o @out.json --allow-loss atachments")
        #expect(result.status == .usage)
        #expect(result.error.contains("did you mean attachments?"))
    }

    @Test("The report tells the stage")
    func report() throws {
        #expect(run("@in.mbox -t srt -o @out.srt -q --loss-report @loss.json").status == .done)
        let report = try #require(work.text("loss.json"))
        #expect(
            report.contains(
                """
                {"what":"attachments","stage":"reading","group":"content","messages":3,"firstMessage":1,"count":3,"bytes":24,\
                "line":25,"column":1,"offset":
                """))
        #expect(report.contains(#"{"what":"attachments","stage":"writing","group":"content","messages":3,"firstMessage":1}"#))
    }

    @Test("Attachments that are written out are not lost")
    func extracted() {
        let result = run("@in.mbox -o @out.json --fail-on-loss --allow-loss presentation --extract-attachments @files")
        #expect(result.status == .done)
        #expect(!result.error.contains("attachments"))
        #expect(work.names(in: "files").count == 3)
    }

    @Test("A mailbox that stays one keeps its mails, however it gets there")
    func home() {
        let whole = work.text("in.mbox")
        #expect(run("@in.mbox -o @since.mbox --since 1970-01-01 --verify --fail-on-loss").error == "")
        #expect(work.text("since.mbox") == whole)
        #expect(run("@in.mbox -t mbox --split year -o @years/ --verify --fail-on-loss").error == "")
        #expect((work.text("years/2018.mbox") ?? "") + (work.text("years/2019.mbox") ?? "") == whole)
        #expect(run("@years/2019.mbox @years/2018.mbox --merge -o @merged.mbox --verify --fail-on-loss").status == .done)
        #expect(work.text("merged.mbox") == whole)
        #expect(run("@in.mbox -o @in.mbox --overwrite --verify --fail-on-loss").error == "")
        #expect(work.text("in.mbox") == whole)
        #expect(run("@in.mbox --since 2019-01-01 -o @some.mbox --fail-on-loss").status == .done)
        #expect(work.text("some.mbox") == work.text("years/2019.mbox"))
        #expect(run("-f mbox -t mbox", input: whole ?? "").output == whole)
    }
}
