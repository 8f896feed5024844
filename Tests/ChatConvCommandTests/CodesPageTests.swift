import ChatConv
import Foundation
import TestSupport
import Testing

@testable import ChatConvCommand

@Suite("The page of codes")
struct CodesPageTests {
    private static let file = Places.repository.appending(path: "docs/codes.md")

    @Test("It says what the code says")
    func page() throws {
        var page = """
            # Codes

            Everything that `chatconv validate` can find, made from the code: `chatconv validate --explain CODE` prints the same.
            Codes never change their meaning. `\\u{1A}` and `\\xEF` stand for a character or byte that cannot be shown.

            """
        var group = ""
        for code in KnownCodes(.builtIn).all {
            let name = String(code.id.prefix { $0 != "." })
            if name != group { page += "\n## \(name)\n" }
            group = name
            page += section(code)
        }
        if Places.updatesFixtures { try Data(page.utf8).write(to: Self.file) }
        let published = String(decoding: try Self.file.bytes(), as: UTF8.self)
        #expect(published == page, "UPDATE_FIXTURES=1 make test rewrites it")
    }

    private func section(_ code: DiagnosticCode) -> String {
        var text = "\n### `\(code.id)`\n\n\(code.summary.prefix(1).uppercased())\(code.summary.dropFirst()).\n"
        guard let explanation = code.explanation else { return text }
        text += "\n" + wrapped(explanation.text, to: 120).joined(separator: "\n") + "\n"
        for (what, example) in [("fails", explanation.fails), ("passes", explanation.passes)] {
            text += "\nThis \(what)\(example.where):\n\n````text\n"
            text += example.shownLines.map { $0 + "\n" }.joined() + "````\n"
        }
        return text
    }
}
