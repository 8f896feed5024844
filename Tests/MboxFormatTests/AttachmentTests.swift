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
        let options = [OptionAssignment(name: "extract-attachments", value: folder.path)]
        let format = MboxFormat()
        let input = format.makeInput(MemorySource(Array(Self.mail(names).utf8)))
        // Paths are told from this folder, so that they are names alone.
        var reader = ExtractingReader(try format.makeReader(input, options), toldFrom: folder.path)
        _ = try reader.readHeader()
        var messages: [Message] = []
        while try reader.readMessages(into: &messages) {}
        return messages.first?.details.attachments ?? []
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
