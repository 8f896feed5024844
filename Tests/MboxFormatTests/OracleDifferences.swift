import Foundation
import TestSupport

/// The list of differences between what we read of mail and what other libraries do, `Fixtures/oracles/mail.tsv`.
///
/// It begins with the reasons, a line each: a name, who is right (`ours`, `theirs`, or `either`, where each can be), and why, with
/// the section of the RFC. The lines behind a blank one tell library, field, mail and the name of the reason. A mail is a file's
/// path and the mail's number in it, or `*` for all of the file's.
struct OracleDifferences {
    struct Difference: CustomStringConvertible {
        var oracle: String
        var field: String
        var mail: String
        var values: String

        var description: String { "\(oracle)\t\(field)\t\(mail)\t\(values)" }

        fileprivate var keys: [String] {
            let file = mail.split(separator: "#").first.map(String.init) ?? mail
            return [mail, file + "#*"].map { "\(oracle)\t\(field)\t\($0)" }
        }
    }

    struct Reason {
        fileprivate var verdict: Substring

        var isOurs: Bool { verdict == "ours" }
        var isTheirs: Bool { verdict == "theirs" }
    }

    private static let file = Places.fixtures.appending(path: "oracles/mail.tsv")
    private var reasons: [Substring: Reason] = [:]
    private var listed: [String: Substring] = [:]

    init() throws {
        let lines = try String(contentsOf: Self.file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
        for line in lines {
            let columns = line.split(separator: "\t")
            switch columns.count {
            case 3 where columns[2].contains(/RFC \d+, [\dA-Z]/): reasons[columns[0]] = Reason(verdict: columns[1])
            case 4: listed[columns[0...2].joined(separator: "\t")] = columns[3]
            default: break
            }
        }
    }

    /// Why we differ; nil where that is not listed, or the list has no such reason.
    func reason(_ difference: Difference) -> Reason? {
        difference.keys.compactMap { listed[$0] }.compactMap { reasons[$0] }.first
    }

    /// Adds lines, for people to write reasons into.
    func add(_ differences: [Difference]) throws {
        let lines = differences.map { "\($0.oracle)\t\($0.field)\t\($0.mail)\t? \($0.values)\n" }.joined()
        try Data((try String(contentsOf: Self.file, encoding: .utf8) + lines).utf8).write(to: Self.file)
    }
}
