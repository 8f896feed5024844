import ChatConv
import Foundation
import TestSupport
import Testing

@Suite("Documentation")
struct DocumentationTests {
    private static let formats = FormatRegistry.builtIn.formats.map(\.descriptor.name)

    @Test("The README lists every format, with a link to its page", arguments: formats)
    func readme(_ name: String) throws {
        let readme = try String(contentsOf: Places.repository.appending(path: "README.md"), encoding: .utf8)
        let row = try #require(readme.split(separator: "\n").first { $0.hasPrefix("| [`\(name)`](") })
        let link = try #require(row.firstMatch(of: /\]\((docs\/formats\/[a-z]+\.md)\)/))
        #expect(FileManager.default.fileExists(atPath: Places.repository.appending(path: String(link.1)).path))
    }

    @Test("A format's page names every option that it takes", arguments: formats)
    func options(_ name: String) throws {
        let format = try FormatRegistry.builtIn.requireFormat(named: name)
        let page = try String(contentsOf: Self.page(of: name), encoding: .utf8)
        let missing = (format.readerOptions + format.writerOptions).map(\.name).filter { !page.contains("--\($0)") }
        #expect(missing == [])
    }

    @Test("A page's list of codes is the one that its formats declare", arguments: Set(formats.map(page)))
    func codes(_ page: URL) throws {
        let owners = FormatRegistry.builtIn.formats.filter { Self.page(of: $0.descriptor.name) == page }
        var codes: [DiagnosticCode] = []
        for code in owners.flatMap(\.descriptor.diagnostics) where !codes.contains(code) { codes.append(code) }
        let list = codes.map { "- `\($0.id)`: \($0.summary)\n" }.joined()
        let text = try String(contentsOf: page, encoding: .utf8)
        let parts = text.components(separatedBy: Self.heading)
        if Places.updatesFixtures {
            try ((parts.first ?? "") + Self.heading + list).write(to: page, atomically: true, encoding: .utf8)
        } else {
            #expect(parts.last == list, "UPDATE_FIXTURES=1 make test rewrites the list")
        }
    }

    @Test("A page's table of what reading leaves out is the one that its formats declare", arguments: Set(formats.map(page)))
    func omissions(_ page: URL) throws {
        var kinds: [OmissionKind] = []
        for format in FormatRegistry.builtIn.formats where Self.page(of: format.descriptor.name) == page {
            for kind in format.descriptor.omissions where !kinds.contains(kind) { kinds.append(kind) }
        }
        let rows = kinds.map { "| \($0.name) | \($0.group.rawValue) | \($0.summary.replacing("|", with: "\\|")) |\n" }
        let table = Self.omissionsHead + rows.joined()
        let text = try String(contentsOf: page, encoding: .utf8)
        let section = try #require(text.range(of: "\n## What reading leaves out\n"))
        let start = try #require(text[section.upperBound...].range(of: Self.omissionsHead)).lowerBound
        let end = text[start...].range(of: "\n\n").map { text.index(after: $0.lowerBound) } ?? text.endIndex
        if Places.updatesFixtures {
            try (text[..<start] + table + text[end...]).write(to: page, atomically: true, encoding: .utf8)
        } else {
            #expect(text[start..<end] == table, "UPDATE_FIXTURES=1 make test rewrites the table")
        }
    }

    private static let omissionsHead = "| left out | group | what it is |\n| --- | --- | --- |\n"

    @Test("The table of what each format holds is the one that the formats declare")
    func holdings() throws {
        let page = Places.repository.appending(path: "docs/fidelity.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let start = try #require(text.range(of: "| holds | "))
        let end = text[start.lowerBound...].range(of: "\n\n")?.lowerBound ?? text.endIndex
        let descriptors = FormatRegistry.builtIn.formats.map(\.descriptor)
        func row(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }
        let rows = Capability.allCases.map { capability in
            row([capability.rawValue] + descriptors.map { $0.capabilities.contains(capability) ? "yes" : "–" })
        }
        let head = [row(["holds"] + descriptors.map { "`\($0.name)`" }), row(["---"] + descriptors.map { _ in "---" })]
        let table = (head + rows).joined(separator: "\n")
        if Places.updatesFixtures {
            try (text[..<start.lowerBound] + table + text[end...]).write(to: page, atomically: true, encoding: .utf8)
        } else {
            #expect(text[start.lowerBound..<end] == table, "UPDATE_FIXTURES=1 make test rewrites the table")
        }
    }

    /// The last section of each page, made from the descriptors.
    private static let heading = """

        ## Codes

        All that a run may report of the format, beside what any input can have wrong. `chatconv formats NAME` prints the same.


        """

    /// The JSON formats share a page.
    private static func page(of name: String) -> URL {
        Places.repository.appending(path: "docs/formats/\(name == "jsonl" ? "json" : name).md")
    }
}
