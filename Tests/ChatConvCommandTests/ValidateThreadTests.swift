import ChatConv
import ChatConvCommand
import Foundation
import Testing

@Suite("chatconv validate, on several threads", .tags(.concurrent))
struct ValidateThreadTests {
    /// A folder of files with so many problems each.
    private func withFolder(_ problems: [Int], _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "validate-\(UInt64.random(in: 0 ... .max))")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (index, count) in problems.enumerated() {
            let text = "{\"chatconv\":1}\n" + String(repeating: "{\"body\":1}\n", count: count)
            try Data(text.utf8).write(to: folder.appending(path: "\(100 + index).jsonl"))
        }
        try body(folder.path)
    }

    /// More than threads keep before they wait, at the start, in the middle and at the end; and files without any.
    private static let shapes = [
        [9_000] + Array(repeating: 400, count: 24), Array(repeating: 400, count: 24) + [9_000], Array(repeating: 0, count: 50),
        [0, 0, 8500, 0, 8500, 1, 0], [1],
    ]

    @Test("Each report is what it is on one thread", arguments: shapes)
    func same(_ problems: [Int]) throws {
        try withFolder(problems) { folder in
            for report in ["text", "json", "sarif", "github"] {
                let one = CommandRun(["validate", "--report", report, "-j", "1", folder])
                let four = CommandRun(["validate", "--report", report, "-j", "4", folder])
                #expect(one.output == four.output, "\(report)")
                #expect(one.status == four.status && one.error == four.error)
            }
        }
    }

    @Test("Enough is the same number of errors", arguments: [1, 500, 9_000, 30_000])
    func enough(_ count: Int) throws {
        try withFolder([300, 10_000, 700, 700]) { folder in
            let one = CommandRun(["validate", "--max-errors", "\(count)", "-j", "1", folder])
            let four = CommandRun(["validate", "--max-errors", "\(count)", "-j", "4", folder])
            #expect(one.output == four.output && one.error == four.error)
        }
    }

    @Test("A file that cannot be read and an option that no format has are told as on one thread")
    func failures() throws {
        try withFolder([1, 2]) { folder in
            for call in [["\(folder)/100.jsonl", "\(folder)/missing.jsonl", folder], ["--merge-gap", "1", folder]] {
                let one = CommandRun(["validate", "-j", "1"] + call)
                let four = CommandRun(["validate", "-j", "4"] + call)
                #expect(one.output == four.output && one.error == four.error)
                #expect(one.status == four.status && four.status != .done)
            }
        }
    }
}
