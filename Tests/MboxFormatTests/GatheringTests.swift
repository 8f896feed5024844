import ChatConv
import Foundation
import MboxFormat
import TestSupport
import Testing
import TextScanning
import TranscriptCoding
import TranscriptModel

/// Mails that are longer than the window: what is attached passes, and nothing else changes.
@Suite("Mails longer than the window")
struct GatheringTests {
    private static let lines = Data((0..<30_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) })
        .base64EncodedString(options: [.lineLength76Characters, .endLineWithLineFeed]) + "\n"
    private static let plain = (0..<700).map { "line \($0) of what is attached\n- and\n-- \($0)\n--no\n" }.joined()

    private static func part(_ fields: String, _ content: String, boundary: String = "b") -> String { "--\(boundary)\n\(fields)\n\(content)" }

    private static func mail(_ parts: [String], fields: String = "Content-Type: multipart/mixed; boundary=b\n") -> String {
        Mailbox.mail(fields, body: parts.joined() + "--b--\n")
    }

    static let mailboxes: [String] = {
        let text = part("Content-Type: text/plain\n", "text\n--text\nmore\n")
        let attached = "Content-Disposition: attachment; filename=a.bin\n"
        let base64 = part("Content-Type: image/png; name=x.png\nContent-Transfer-Encoding: base64\n", lines)
        let one = lines.replacing("\n", with: "") + "\n"
        return [
            mail([text, base64]),
            mail([text, part(attached, plain), base64, text]),
            mail(["before\n", text, part(attached + "Content-Transfer-Encoding: quoted-printable\n", plain.replacing("of", with: "=6F=66=\n")), "\n"]),
            mail([text, part(attached + "Content-Transfer-Encoding: base64\n", one)]),
            mail([text, part("Content-Type: message/rfc822\n", mail([text, base64]).replacing("\n--b", with: "\n--bb").replacing("=b\n", with: "=bb\n"))]),
            mail([part("Content-Type: multipart/mixed; boundary=\"b-2\"\n", "--b-2\n\ninner\n--b-2\n" + attached + "\n" + plain + "--b-2--\nbehind\n"), base64]),
            Mailbox.mail("Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n", body: lines),
            Mailbox.mail("Content-Type: application/octet-stream\n", body: plain),
            Mailbox.mail("Content-Type: multipart/mixed; boundary=b\n", body: part(attached, plain)),
            mail([text, base64]).replacing("\n", with: "\r\n"), mail([part(attached, "From here\n>From there\n" + plain), text]),
            mail([text, part(attached, plain.replacing("line 5", with: "From line 5"))]),
            Mailbox.sender + Mailbox.date + "Content-Type: multipart/mixed; boundary=b\n\n" + text + base64 + "--b--\n",
        ]
    }()

    private struct Result: Equatable {
        var messages: [Message] = []
        var omissions: [String] = []
        var diagnostics: [String] = []
        var files: [[UInt8]] = []
    }

    private static func read(_ text: String, limit: Int, chunk: Int = .max) throws -> Result {
        let recorder = DiagnosticRecorder()
        let format = MboxFormat()
        let input = format.makeInput(
            MemorySource(Array(text.utf8), chunk: chunk), limits: Limits(recordBytes: limit), diagnostics: recorder.log)
        var reader = try format.makeReader(input, [OptionAssignment(name: "extract-attachments", value: "nowhere")])
        _ = try reader.readHeader()
        var result = Result()
        while try reader.readMessages(into: &result.messages) {}
        for message in result.messages {
            result.omissions += ((message.source as? any RecordSource)?.omissions ?? []).map {
                "\($0.kind.name) \($0.count) \($0.byteCount) \($0.place?.byteOffset ?? -1) \($0.place?.line ?? 0)"
            }
            for file in message.attachedFiles?.files ?? [] {
                let output = MemoryDestination()
                _ = try file.copy(into: output)
                result.files.append(output.bytes)
            }
        }
        result.diagnostics = recorder.diagnostics.map { "\($0.code.id) \($0.location?.byteOffset ?? -1) \($0.location?.line ?? 0)" }
        return result
    }

    @Test("A mail is read as if all of it were there", arguments: mailboxes.indices)
    func same(_ index: Int) throws {
        let text = Self.mailboxes[index].hasPrefix("From ") ? Self.mailboxes[index] + Mailbox.mail(body: "next\n") : Self.mailboxes[index]
        let whole = try Self.read(text, limit: 16 << 20)
        #expect(whole.files.contains { $0.count > 10_000 })
        for (limit, chunk) in [(8192, 1 << 20), (8192, 1000), (12_000, 4097)] {
            // The input is handed out in small pieces, else all of it is in the first.
            let result = try Self.read(text, limit: limit, chunk: chunk)
            #expect(result.messages.map(\.details.attachments) == whole.messages.map(\.details.attachments))
            #expect(result.messages == whole.messages)
            #expect(result.omissions == whole.omissions)
            #expect(result.diagnostics == whole.diagnostics)
            #expect(result.files == whole.files, "\(result.files.map(\.count)) \(whole.files.map(\.count))")
        }
    }

    @Test("A text that is longer than the limit stops a run, and is left out where reading is lenient")
    func longText() throws {
        let long = String(repeating: "a line of text\n", count: 10_000)
        let box = Self.mail([Self.part("", long), Self.part("Content-Type: image/png\n", Self.plain)]) + Mailbox.mail(body: "next\n")
        #expect {
            _ = try Self.read(box, limit: 16_384, chunk: 1000)
        } throws: { error in
            (error as? ConversionError)?.location?.byteOffset == 0
        }
        let input = MboxFormat().makeInput(
            MemorySource(Array(box.utf8), chunk: 1000), limits: Limits(recordBytes: 16_384), isLenient: true)
        var reader = try MboxFormat().makeReader(input, options: MboxReaderOptions())
        _ = try reader.readHeader()
        var messages: [Message] = []
        while try reader.readMessages(into: &messages) {}
        #expect(messages.map { $0.body.map { String($0) } } == ["next"])
        #expect(input.omissions.all.map(\.byteCount) == [box.utf8.count - Mailbox.mail(body: "next\n").utf8.count])
    }

    @Test(
        "A mail of 40 MB takes no more memory than a small one",
        .enabled(if: Tool.python.isExpected, "python3 is not installed"))
    func memory() throws {
        try withTemporaryFolder { folder in
            let box = folder.appending(path: "big.mbox")
            let fields = "Content-Type: video/mp4\nContent-Transfer-Encoding: base64\n"
            let block = Data(Self.lines.utf8)
            var bytes = Data((Mailbox.separator + Mailbox.sender + Mailbox.date + fields + "\n").utf8)
            for _ in 0..<1000 { bytes.append(block) }
            bytes.append(contentsOf: ("\n" + Mailbox.mail(body: "next\n")).utf8)
            try bytes.write(to: box)
            let files = folder.appending(path: "files").path
            let run = try Tool.measure(
                Tool.chatconv.path, [box.path, "-o", folder.appending(path: "out.jsonl").path, "--extract-attachments", files])
            #expect(run.run.status == 0, "\(run.run.output)")
            #expect(run.peakMemory < 32 << 20)
            #expect(try FileManager.default.contentsOfDirectory(atPath: files).count == 1)
        }
    }
}
