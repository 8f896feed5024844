import Foundation
import MarkdownFormat
import TestSupport
import Testing
import TranscriptCoding
import TranscriptModel
import WebVTTFormat

@Suite("Pages through WebVTT")
struct ThereAndBackTests {
    @Test("The seed comes back byte for byte, with one note and no more")
    func seed() throws {
        let (bytes, subtitles) = try thereAndBack(Places.seed.bytes())
        #expect(bytes == (try Places.seed.bytes()))
        let text = String(decoding: subtitles, as: UTF8.self)
        #expect(text.hasPrefix("WEBVTT\n\nNOTE chatconv transcript clock=2018-01-23T00:00:00 ends=made\n{"))
        #expect(text.contains("\n\n10:27:03.000 --> 10:27:"))
    }

    @Test(
        "Every page of the seed's archive comes back byte for byte",
        .enabled(if: Places.corpus != nil, "no ../shared/corpus"))
    func archive() throws {
        let folder = try #require(Places.corpus).appending(path: "wechat")
        let pages = Places.files(under: folder, extensions: ["markdown"])
        #expect(pages.count == 343)
        var messages = 0
        var notes = 0
        for page in pages {
            let bytes = try page.bytes()
            let (back, subtitles) = try thereAndBack(bytes)
            #expect(back == bytes, "\(page.lastPathComponent)")
            messages += try MarkdownFormat().read(bytes).messages.count { $0.body != nil }
            notes += String(decoding: subtitles, as: UTF8.self).split(separator: "\n\n").count { block in
                block.hasPrefix("NOTE chatconv message") && !block.contains("\"attachments\"")
            }
        }
        #expect(notes * 50 < messages, "plain lines need no notes: \(notes) notes on \(messages) texts")
    }

    private func thereAndBack(_ page: [UInt8]) throws -> (page: [UInt8], subtitles: [UInt8]) {
        let subtitles = try WebVTTFormat().write(MarkdownFormat().read(page))
        return (try MarkdownFormat().write(WebVTTFormat().read(subtitles)), subtitles)
    }
}
