import Foundation
import MboxFormat
import TestSupport
import Testing
import TranscriptCoding
import TranscriptModel

@Suite(
    "Mail as Python's email and GMime read it",
    .enabled(if: Places.corpus != nil, "needs ../shared/corpus, which is not here"),
    .enabled(if: OracleScript.canRun, "Debian's python3 has no GMime: install python3-gi and gir1.2-gmime-3.0"))
struct OracleTests {
    private static let fields = ["count", "name", "address", "date", "subject", "body"]

    @Test("On the corpus, ours equals or beats each of them in every field, and each difference is listed with its reason")
    func corpus() throws {
        let list = try OracleDifferences()
        let found = try Self.differences()
        #expect(found.count > 100)
        let unlisted = found.filter { list.reason($0) == nil }
        if Places.updatesFixtures, !unlisted.isEmpty { try list.add(unlisted) }
        for difference in unlisted.prefix(20) { Issue.record("not listed: \(difference)") }
        for oracle in ["python", "gmime"] {
            for field in Self.fields {
                let reasons = found.filter { $0.oracle == oracle && $0.field == field }.compactMap { list.reason($0) }
                let (ours, theirs) = (reasons.count { $0.isOurs }, reasons.count { $0.isTheirs })
                #expect(ours >= theirs, "\(oracle) is better in the field \(field): \(theirs) times, worse \(ours) times")
            }
        }
    }

    /// Each mail and field in which we read another thing than a library does.
    private static func differences() throws -> [OracleDifferences.Difference] {
        let folder = try #require(Places.corpus).appending(path: "mbox")
        let paths = try String(contentsOf: folder.appending(path: "MANIFEST.tsv"), encoding: .utf8).split(separator: "\n").dropFirst()
            .map { $0.split(separator: "\t") }.filter { $0[1].contains("input") }.map { String($0[0]) }
            .filter { !$0.hasSuffix(".json") && !$0.hasSuffix(".yaml") }
            .filter { (try? folder.appending(path: $0).bytes().isEmpty) == false }
        let output = try withTemporaryFolder { temporary in
            let list = temporary.appending(path: "files")
            try Data(paths.map { folder.path + "/" + $0 + "\n" }.joined().utf8).write(to: list)
            return try OracleScript.python.run(["-c", OracleScript.text, list.path]).output
        }
        let lines = output.split(separator: "\n")
        #expect(lines.count == paths.count, "\(output.suffix(500))")
        return try zip(paths, lines).flatMap { path, line -> [OracleDifferences.Difference] in
            let read = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
            // What we refuse, we read no mail of.
            let messages = (try? MboxFormat().read(try folder.appending(path: path).bytes()).messages) ?? []
            return ["python", "gmime"].flatMap { oracle in
                differences(messages.map(MailFields.init), read[oracle] as? [[String: Any]] ?? [], oracle, path)
            }
        }
    }

    private static func differences(
        _ ours: [MailFields], _ theirs: [[String: Any]], _ oracle: String, _ path: String
    ) -> [OracleDifferences.Difference] {
        guard ours.count == theirs.count else {
            return [.init(oracle: oracle, field: "count", mail: path, values: "\(ours.count), \(theirs.count)")]
        }
        return zip(ours, theirs).enumerated().flatMap { index, pair -> [OracleDifferences.Difference] in
            let other = MailFields(pair.1)
            return fields.dropFirst().compactMap { field in
                guard let value = other[field], let own = pair.0[field], own != value else { return nil }
                return .init(oracle: oracle, field: field, mail: "\(path)#\(index)", values: "\(own.prefix(80)) | \(value.prefix(80))")
            }
        }
    }
}

/// What is compared of a mail, with single spaces; nil where there is nothing to compare.
private struct MailFields {
    private var values: [String: String?]

    subscript(field: String) -> String? { values[field] ?? nil }

    init(_ message: Message) {
        let address = message.sender.id.map { String($0) } ?? ""
        var subject = message.text("mbox:Subject") ?? message.text("mbox:subject") ?? message.text("mbox:SUBJECT") ?? ""
        if case .array(let subjects)? = message.details.extensions["mbox:Subject"], case .string(let first)? = subjects.first {
            subject = String(first)
        }
        values = [
            "name": Self.words(message.sender.name.map { String($0) } ?? address), "address": Self.words(address),
            "date": message.timestamp.map { Self.date("\(TextOf($0))") } ?? "", "subject": Self.words(subject),
            "body": Self.words(message.body.map { String($0) } ?? ""),
        ]
    }

    init(_ mail: [String: Any]) {
        func text(_ name: String) -> String { Self.words(mail[name] as? String ?? "") }
        values = [
            "name": text("name").isEmpty ? text("address") : text("name"), "address": text("address"), "date": text("date"),
            "subject": text("subject"), "body": mail["body"].map { Self.words($0 as? String ?? "") },
        ]
    }

    private static func words(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }

    /// A time with seconds, and its offset in seconds.
    private static func date(_ text: String) -> String {
        guard let match = text.wholeMatch(of: /(.{16})(:\d\d)?([+-])?(\d\d)?:?(\d\d)?/) else { return text }
        let time = match.1 + (match.2 ?? ":00")
        guard let sign = match.3, let hours = match.4.flatMap({ Int($0) }), let minutes = match.5.flatMap({ Int($0) }) else {
            return String(time)
        }
        let offset = (hours * 60 + minutes) * 60 * (sign == "-" ? -1 : 1)
        return "\(time)\(offset < 0 ? "-" : "+")\(abs(offset))"
    }
}
