import ChatConvTesting
import Foundation
import MarkdownFormat
import TestSupport
import Testing
import TranscriptCoding
import TranscriptModel
import XMLFormat

@Suite("The published schema")
struct SchemaTests {
    private static let file = Places.repository.appending(path: "docs/schema/transcript.rng")

    @Test("The published file is what the library holds")
    func published() throws {
        if Places.updatesFixtures { try Data(XMLFormat.relaxNG.utf8).write(to: Self.file) }
        #expect(String(decoding: try Self.file.bytes(), as: UTF8.self) == XMLFormat.relaxNG)
        #expect(XMLFormat().descriptor.schema == XMLFormat.relaxNG)
    }

    @Test("The compact syntax has the same elements and attributes")
    func compact() throws {
        let compact = try String(
            decoding: Places.repository.appending(path: "docs/schema/transcript.rnc").bytes(), as: UTF8.self)
        let names = compact.matches(of: /(element|attribute) ([A-Za-z]+) \{/).map { "\($0.1) \($0.2)" }
        let published = XMLFormat.relaxNG.matches(of: /<(element|attribute) name="([A-Za-z]+)"/).map { "\($0.1) \($0.2)" }
        #expect(names.sorted() == published.sorted())
        #expect(names.count > 60)
    }

    @Test(
        "Whatever is written is valid by xmllint's judgement", .enabled(if: Tool.xmllint.isExpected, "xmllint is not installed"))
    func generated() throws {
        let documents = try (UInt64(0)..<400).map { try XMLFormat().write(TranscriptGenerator().transcript(seed: $0)) }
        #expect(try complaints(about: documents) == "")
    }

    @Test(
        "Texts of every awkward kind are valid wherever they stand",
        .enabled(if: Tool.xmllint.isExpected, "xmllint is not installed"))
    func texts() throws {
        let awkward = AwkwardTexts.bodies + AwkwardTexts.names + [Text(String(repeating: "x", count: 2000))]
        let document = try XMLFormat().write(
            Transcript(header: TranscriptHeader(title: "t"), messages: awkward.map { $0.everywhere }))
        #expect(try complaints(about: [document]) == "")
        #expect(try XMLFormat().read(document).messages == awkward.map { $0.everywhere })
    }

    @Test(
        "The cases of the repository are valid, before and after",
        .enabled(if: Tool.xmllint.isExpected, "xmllint is not installed"))
    func cases() throws {
        // What only lenient reading reads is not even XML.
        let folders = CaseFolder.all("xml").map(\.url).filter {
            !$0.lastPathComponent.hasPrefix("error-") && !$0.lastPathComponent.hasSuffix("-lenient")
        }
        let documents = folders.flatMap { folder in
            ["input.xml", "output.xml"].compactMap { try? folder.appending(path: $0).bytes() }
        }
        #expect(documents.count > 10)
        #expect(try complaints(about: documents) == "")
    }

    @Test(
        "The seed's archive is valid", .enabled(if: Tool.xmllint.isExpected, "xmllint is not installed"),
        .enabled(if: Places.corpus != nil, "needs ../shared/corpus, which is not here"))
    func archive() throws {
        let folder = try #require(Places.corpus).appending(path: "wechat")
        let documents = try Places.files(under: folder, extensions: ["markdown"]).map { page in
            try XMLFormat().write(MarkdownFormat().read(page.bytes()))
        }
        #expect(documents.count == 343)
        #expect(try complaints(about: documents) == "")
    }

    @Test(
        "What the reader refuses, xmllint refuses", .enabled(if: Tool.xmllint.isExpected, "xmllint is not installed"),
        arguments: MalformedTests.noTranscript)
    func refused(_ sample: Malformed) throws {
        #expect(throws: ConversionError.self) { try XMLFormat().read(sample.document) }
        #expect(try complaints(about: [Array(sample.document.utf8)]) != "", "\(sample.document)")
    }

    /// What xmllint says about documents; nothing when all are valid.
    private func complaints(about documents: [[UInt8]]) throws -> String {
        try withTemporaryFolder { folder in
            var files: [String] = []
            for (index, document) in documents.enumerated() {
                let file = folder.appending(path: "\(index).xml")
                try Data(document).write(to: file)
                files.append(file.path)
            }
            let run = try Tool.xmllint.run(["--noout", "--nonet", "--relaxng", Self.file.path] + files)
            return run.output.split(separator: "\n").filter { !$0.hasSuffix(" validates") }.joined(separator: "\n")
        }
    }
}

extension Text {
    /// A message that has the text wherever a message can have one.
    fileprivate var everywhere: Message {
        let sender = Sender(name: self, id: self)
        let attachment = Attachment(
            kind: .file, url: self, path: self, title: self, mediaType: self, extensions: [self: .string(self)])
        var message = Message(sender: sender, body: self)
        message.details.id = self
        message.details.replyTo = self
        message.details.event = Event(action: self, actor: sender)
        message.details.attachments = [attachment]
        message.details.quote = Quote(sender: sender, body: self, attachments: [attachment])
        message.details.forwardedFrom = ForwardOrigin(sender: sender, messageID: self, transcript: self)
        message.details.reactions = [Reaction(emoji: self, participants: [sender])]
        message.details.revisions = [Revision(body: self)]
        message.details.extensions = [self: .array([.string(self), .object([self: .null])])]
        return message
    }
}
