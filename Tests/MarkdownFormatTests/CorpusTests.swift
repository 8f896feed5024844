import Foundation
import MarkdownFormat
import TestSupport
import Testing
import TranscriptCoding
import TranscriptModel

@Suite("Real pages")
struct CorpusTests {
    @Test("The seed comes back byte for byte")
    func seed() throws {
        let bytes = try Places.seed.bytes()
        let transcript = try MarkdownFormat().read(bytes)
        #expect(transcript.messages.count == 179)
        #expect(try MarkdownFormat().write(transcript) == bytes)
    }

    @Test("Every page of the seed's archive comes back byte for byte", .enabled(if: Places.corpus != nil, "no ../shared/corpus"))
    func archive() throws {
        let folder = try #require(Places.corpus).appending(path: "wechat")
        let pages = Places.files(under: folder, extensions: ["markdown"])
        #expect(pages.count == 343)
        var verbatim = 0
        for page in pages {
            let bytes = try page.bytes()
            let transcript = try MarkdownFormat().read(bytes)
            #expect(try MarkdownFormat().write(transcript) == bytes, "\(page.lastPathComponent)")
            verbatim += transcript.messages.filter { $0.details.extensions["markdown:verbatim"] != nil }.count
        }
        #expect(verbatim < 10, "regular records need no copy of their bytes")
    }
}
