import ChatConv
import Foundation
import TestSupport
import Testing

/// The formats that hold the whole model, through which a page must come back byte for byte.
private let wholeModelFormats = FormatRegistry.builtIn.formats.filter { format in
    format.descriptor.capabilities == .wholeModel && format.descriptor.name != "markdown"
}

@Suite("There and back")
struct ThereAndBackTests {
    @Test("The seed and every page of ours come back byte for byte through each format, and through all of them in turn")
    func ownPages() throws {
        let fixtures = CaseFolder.all("markdown").map { $0.url.appending(path: "input.md") }
        for page in [Places.seed] + fixtures where !Self.others.contains(where: page.path.contains) { try expectReturn(of: page) }
    }

    /// Pages that only lenient reading reads, and one whose comment contradicts it: that is left out, and told as loss.
    private static let others = ["/error-", "-lenient/", "/contradicting-head/"]

    @Test(
        "All 343 pages of the seed's archive come back byte for byte through each format",
        .enabled(if: Places.corpus != nil, "needs ../shared/corpus, which is not here"))
    func archive() throws {
        let folder = try #require(Places.corpus).appending(path: "wechat")
        let pages = Places.files(under: folder, extensions: ["markdown"])
        #expect(pages.count == 343)
        for page in pages { try expectReturn(of: page) }
    }

    private func expectReturn(of page: URL) throws {
        let bytes = try page.bytes()
        let markdown = try FormatRegistry.builtIn.requireFormat(named: "markdown")
        let transcript = try markdown.read(bytes)
        var travelled = transcript
        for format in wholeModelFormats {
            let there = try format.read(try format.write(transcript))
            #expect(try markdown.write(there) == bytes, "\(page.lastPathComponent) through \(format.descriptor.name)")
            travelled = try format.read(try format.write(travelled))
        }
        #expect(try markdown.write(travelled) == bytes, "\(page.lastPathComponent) through all")
    }
}
