import Foundation
import TestSupport
import Testing

/// The page on meetings shows files and what comes out of them: both are tried here.
@Suite("The page on transcripts of meetings")
struct MeetingPageTests {
    /// A block of the page: its info string, and what stands in it.
    private static func blocks() throws -> [(info: String, content: String)] {
        let page = try String(contentsOf: Places.repository.appending(path: "docs/meetings.md"), encoding: .utf8)
        // Every second part is inside a block.
        return page.components(separatedBy: "```").enumerated().filter { $0.offset % 2 == 1 }.compactMap { part in
            part.element.firstIndex(of: "\n").map { feed in
                (String(part.element[..<feed]), String(part.element[part.element.index(after: feed)...]))
            }
        }
    }

    @Test("Each command gives what the page shows, and each file comes back byte for byte")
    func page() throws {
        let work = try Workspace()
        var output: String?
        var (files, commands) = (0, 0)
        for (info, content) in try Self.blocks() {
            if info.hasPrefix("text ") {
                let name = String(info.dropFirst(5))
                try work.put(content, name)
                files += 1
                let line = "set -e; chatconv '\(name)' -t json -o x.json --overwrite -q; chatconv x.json -t \(name.hasSuffix("srt") ? "srt" : "webvtt") -q"
                #expect(try ChildProcess.shell(line, in: work.folder).output == content, "\(name)")
            } else if info == "sh" {
                let result = try ChildProcess.shell("set -e\n\(content)", in: work.folder)
                #expect(result.status == 0, "\(content)\(result.error)")
                output = result.output
                commands += 1
            } else {
                #expect(output == content)
            }
        }
        #expect(files == 5 && commands >= files)
    }
}
