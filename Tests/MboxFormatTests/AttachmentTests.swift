import ChatConv
import Foundation
import MboxFormat
import TestSupport
import Testing
import TranscriptCoding
import TranscriptModel

@Suite("Attachments that are written out")
struct AttachmentTests {
    private static func mail(_ names: [String], content: String = "AAEC") -> String {
        let parts = names.map { name in
            """
            --b
            Content-Type: application/octet-stream
            Content-Disposition: attachment; filename="\(name)"
            Content-Transfer-Encoding: base64

            \(content)

            """
        }
        return Mailbox.mail("Content-Type: multipart/mixed; boundary=b\n", body: parts.joined() + "--b--\n")
    }

    private func extract(_ names: [String], into folder: URL) throws -> [TranscriptModel.Attachment] {
        try extract(Self.mail(names), into: folder)
    }

    private func extract(_ mail: String, into folder: URL) throws -> [TranscriptModel.Attachment] {
        let options = [OptionAssignment(name: "extract-attachments", value: folder.path)]
        let format = MboxFormat()
        let input = format.makeInput(MemorySource(Array(mail.utf8)))
        // Paths are told from this folder, so that they are names alone.
        var reader = ExtractingReader(try format.makeReader(input, options), toldFrom: folder.path)
        _ = try reader.readHeader()
        var messages: [Message] = []
        while try reader.readMessages(into: &messages) {}
        return messages.first?.details.attachments ?? []
    }

    @Test("Uuencode comes out whole, of any length, and gives a name where no field does")
    func uuencode() throws {
        let bytes = (0..<200_003).map { UInt8(truncatingIfNeeded: $0 * 7 + $0 / 251) }
        let lines = stride(from: 0, to: bytes.count, by: 45).map { start in Self.uuencoded(Array(bytes[start..<min(start + 45, bytes.count)])) }
        let part = """
            --b
            Content-Type: application/octet-stream
            Content-Transfer-Encoding: x-uuencode

            begin 644 loom.bin
            \(lines.joined(separator: "\n"))
            `
            end

            """
        let mail = Mailbox.mail("Content-Type: multipart/mixed; boundary=b\n", body: part + "--b--\n")
        try withTemporaryFolder { folder in
            let attachments = try extract(mail, into: folder)
            #expect(attachments.map { $0.path.map { String($0) } } == ["loom.bin"])
            #expect(attachments.map(\.size) == [200_003])
            #expect(try folder.appending(path: "loom.bin").bytes() == bytes)
        }
    }

    private static func uuencoded(_ bytes: [UInt8]) -> String {
        func character(_ bits: Int) -> String { String(UnicodeScalar(UInt8(bits & 63 == 0 ? 0x60 : 0x20 + bits & 63))) }
        var line = character(bytes.count)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let bits = (0..<3).reduce(0) { $0 << 8 | (start + $1 < bytes.count ? Int(bytes[start + $1]) : 0) }
            line += [18, 12, 6, 0].map { character(bits >> $0) }.joined()
        }
        return line
    }

    @Test(
        "A name is only a name, whatever a mail calls it",
        arguments: [
            ("a.png", "a.png"), ("../../x", "x"), ("/etc/passwd", "passwd"), ("C:\\\\temp\\\\a.txt", "a.txt"),
            ("CON", "_CON"),
            ("con.txt", "_con.txt"), ("COM1.log", "_COM1.log"), ("", "attachment"), ("..", "attachment"),
            (".", "attachment"),
            (".hidden", "hidden"), ("a\tb", "a_b"), ("a\u{202E}gnp.exe", "a_gnp.exe"), ("a<b>|?*.txt", "a_b____.txt"),
            ("a. ", "a"),
            ("naïve 文.txt", "naïve 文.txt"),
            (String(repeating: "n", count: 5000) + ".txt", String(repeating: "n", count: 196) + ".txt"),
            (String(repeating: "文", count: 300), String(repeating: "文", count: 66)),
        ])
    func names(_ name: String, _ expected: String) throws {
        try withTemporaryFolder { outer in
            let folder = outer.appending(path: "in")
            let attachments = try extract([name], into: folder)
            #expect(attachments.map { $0.path.map { String($0) } } == [expected])
            #expect(attachments.map(\.state) == [.present])
            #expect(attachments.map(\.size) == [3])
            #expect(try folder.appending(path: expected).bytes() == [0, 1, 2])
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [expected])
            #expect(try FileManager.default.contentsOfDirectory(atPath: outer.path) == ["in"])
        }
    }

    @Test("Nothing is overwritten, neither what was there nor another of the same name")
    func twoAlike() throws {
        try withTemporaryFolder { folder in
            try Data("mine".utf8).write(to: folder.appending(path: "a.txt"))
            let attachments = try extract(["a.txt", "a.txt", "a-2.txt"], into: folder)
            #expect(attachments.map { $0.path.map { String($0) } } == ["a-2.txt", "a-3.txt", "a-2-2.txt"])
            #expect(try folder.appending(path: "a.txt").bytes() == Array("mine".utf8))
        }
    }

    @Test("A symbolic link is not followed")
    func link() throws {
        try withTemporaryFolder { outer in
            let folder = outer.appending(path: "in")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
            try FileManager.default.createSymbolicLink(
                at: folder.appending(path: "a"), withDestinationURL: outer.appending(path: "victim"))
            #expect(try extract(["a"], into: folder).map { $0.path.map { String($0) } } == ["a-2"])
            #expect(!FileManager.default.fileExists(atPath: outer.appending(path: "victim").path))
        }
    }

    @Test("A folder that cannot be made is an error")
    func noFolder() {
        #expect {
            _ = try extract(["a"], into: URL(filePath: "/proc/none"))
        } throws: { error in
            (error as? ConversionError)?.category == .outputUnavailable
                && (error as? ConversionError)?.code.id == "attachments.extraction"
        }
    }
}
