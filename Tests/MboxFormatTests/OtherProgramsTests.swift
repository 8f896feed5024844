import ChatConvTesting
import Foundation
import JSONFormat
import MarkdownFormat
import MboxFormat
import TestSupport
import Testing
import TranscriptCoding
import TranscriptModel

@Suite("What other programs read of what is written", .tags(.concurrent))
struct OtherProgramsTests {
    /// Reads a mailbox with Python's own modules and complains of each mail that is not what the JSON Lines say.
    private static let script = #"""
        import email.header, email.utils, json, mailbox, sys

        messages = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8", newline="\n")][1:]
        mails = list(mailbox.mbox(sys.argv[1], create=False))
        if mails and mails[0]["X-Chatconv"] == "transcript":
            mails = mails[1:]
        if len(mails) != len(messages):
            print(len(mails), "mails,", len(messages), "messages")
        for number, (mail, message) in enumerate(zip(mails, messages)):
            name, address = email.utils.parseaddr(mail["From"])
            name = str(email.header.make_header(email.header.decode_header(name)))
            if name != message.get("sender", {}).get("name", "") or not address.endswith(".invalid"):
                print(number, "sender", ascii(name), address, ascii(message.get("sender")))
            date = email.utils.parsedate_to_datetime(mail["Date"])
            if "T" in message.get("timestamp", "") and date.isoformat() != message["timestamp"]:
                print(number, "date", date.isoformat(), message["timestamp"])
            text = mail.get_payload(decode=True).decode(mail.get_content_charset())
            if "body" in message and text != message["body"] + "\n":
                print(number, "text", ascii(text), ascii(message["body"]))
            if mail.defects:
                print(number, "defects", mail.defects)
            if not mail["Message-ID"]:
                print(number, "no Message-ID")
        print(len(mails), "compared")
        """#

    private func compareWithPython(_ transcript: Transcript) throws -> String {
        try withTemporaryFolder { folder in
            let box = folder.appending(path: "a.mbox")
            let lines = folder.appending(path: "a.jsonl")
            try Data(try MboxFormat().write(transcript)).write(to: box)
            try Data(try JSONLinesFormat().write(transcript)).write(to: lines)
            return try Tool.python.run(["-c", Self.script, box.path, lines.path]).output
        }
    }

    @Test(
        "Python reads every message of the seed with its sender, date and text",
        .enabled(if: Tool.python.isExpected, "python3 is not installed"))
    func seed() throws {
        let transcript = try MarkdownFormat().read(try Places.seed.bytes())
        #expect(try compareWithPython(transcript) == "179 compared\n")
    }

    @Test("Python reads every awkward text", .enabled(if: Tool.python.isExpected, "python3 is not installed"))
    func texts() throws {
        let time = CalendarDate(year: 2018, month: 1, day: 23).map { Timestamp($0, secondsOfDay: 37_623) }
        let messages = AwkwardTexts.bodies.map { Message(timestamp: time, sender: Sender(name: "Ada"), body: $0) }
        #expect(try compareWithPython(Transcript(messages: messages)) == "\(messages.count) compared\n")
    }

    @Test("Python reads every awkward name", .enabled(if: Tool.python.isExpected, "python3 is not installed"))
    func names() throws {
        let time = Timestamp("2018-01-23T10:27:03+08:00")
        let messages = AwkwardTexts.names.map { Message(timestamp: time, sender: Sender(name: $0), body: "x") }
        #expect(try compareWithPython(Transcript(messages: messages)) == "\(messages.count) compared\n")
    }

    @Test(
        "Mutt lists every message of the seed, and the one that holds the transcript's own data",
        .enabled(if: Tool(name: "mutt").isExpected, "mutt is not installed"))
    func mutt() throws {
        try withSeed { box in
            // Mutt needs a terminal, which script gives it. It prints one mail after the other to the end of a file, and
            // leaves. Tagging them all and printing the tagged prints one mail now and then, on a busy machine.
            let list = box.deletingLastPathComponent().appending(path: "list")
            let keys = Array(repeating: "<print-message>", count: 180).joined(separator: "<next-entry>")
            let command =
                "mutt -n -F /dev/null -R -f '\(box.path)' -e 'set print=yes; set wait_key=no; set print_command=\"cat >> \(list.path)\"; set pipe_decode; push \(keys)<exit>'"
            let run = try Tool(name: "script").run(["-qec", command, "/dev/null"], inputEnds: false)
            #expect(run.status == 0, "\(run.output)")
            let text = String(decoding: try list.bytes(), as: UTF8.self)
            #expect(text.split(separator: "\n").count { $0.hasPrefix("From: ") } == 180, "\(run.output)")
            #expect(text.contains("考虑增值业务创新"))
        }
    }

    @Test(
        "s-nail lists every message of the seed, and the one that holds the transcript's own data",
        .enabled(if: Tool(name: "s-nail").isExpected, "s-nail is not installed"))
    func mail() throws {
        try withSeed { box in
            let output = try Tool(name: "s-nail").run(
                ["-n", "-N", "-R", "-Y", "from *", "-Y", "x", "-f", box.path]
            ).output
            #expect(output.split(separator: "\n").count { $0.contains("2018-01-23-WeChat") } == 179)
            #expect(output.contains("DON'T DELETE THIS"))
        }
    }

    private func withSeed(_ body: (URL) throws -> Void) throws {
        let transcript = try MarkdownFormat().read(try Places.seed.bytes())
        try withTemporaryFolder { folder in
            let box = folder.appending(path: "seed.mbox")
            try Data(try MboxFormat().write(transcript)).write(to: box)
            try body(box)
        }
    }
}
