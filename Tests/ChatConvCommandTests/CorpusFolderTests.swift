import ChatConvCommand
import Foundation
import SystemPackage
import TestSupport
import Testing

/// A real archive, one command each way.
@Suite struct CorpusFolderTests {
    private static let archive = Places.corpus?.appending(path: "wechat")

    @Test(
        "a folder of pages comes back byte for byte from every format that holds all of them",
        .enabled(if: archive != nil, "the corpus folder ../shared/corpus is not there"),
        arguments: ["json", "jsonl", "xml", "webvtt"])
    func thereAndBack(format: String) throws {
        let archive = try #require(Self.archive)
        let work = try Workspace()
        let (there, back) = (work.folder.string + "/there", work.folder.string + "/back")
        #expect(CommandRun([archive.path, "-o", there, "-t", format, "--include", "*.markdown"]).error == "")
        #expect(CommandRun([there, "-o", back, "-t", "markdown"]).error == "")
        let pages = Places.files(under: archive, extensions: ["markdown"])
        #expect(pages.count > 300)
        for page in pages {
            let path = page.path.dropFirst(archive.path.count + 1).dropLast("markdown".count)
            let copy = URL(filePath: "\(back)/\(path)md")
            #expect(try copy.bytes() == page.bytes(), "\(path)")
        }
    }
}
