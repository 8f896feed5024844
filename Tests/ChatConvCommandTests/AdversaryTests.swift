@testable import ChatConvCommand
import ChatConv
import Foundation
import SystemPackage
import TestSupport
import Testing
import TranscriptJSON

/// Identifiers in every field of a transcript and in many spellings, looked for in what `--anonymize` writes in each format.
@Suite struct AdversaryTests {
    private static let names = ["Ada Lovelace", "Zoë Müller", "Ann O'Brien", "Grace Hopper"]
    /// What must be in no output, folded as `folded` folds it.
    private static let forbidden = ["lovelace", "muller", "mueller", "o'brien", "obrien", "hopper", "0171", "1234567", "navy.example", "zoe"]

    /// Numbers that are the same for one seed.
    private struct Numbers {
        var state: UInt64
        mutating func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
    }

    private static func spelled(_ numbers: inout Numbers) -> String {
        let name = names[numbers.next(names.count)]
        switch numbers.next(10) {
        case 0: return name
        case 1: return name.uppercased()
        case 2: return name.lowercased()
        case 3: return name.decomposedStringWithCanonicalMapping
        case 4: return name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? name
        case 5: return name.split(separator: " ").last.map(String.init) ?? name
        case 6: return "+49 171 1234567"
        case 7: return "grace.hopper@navy.example"
        case 8: return name.replacing("ü", with: "&uuml;").replacing("'", with: "&#39;")
        default: return name.folding(options: .diacriticInsensitive, locale: nil).replacing(" ", with: "_")
        }
    }

    private static func members(_ numbers: inout Numbers, depth: Int = 0) -> [String: Any] {
        var members: [String: Any] = ["x:\(spelled(&numbers))": spelled(&numbers), "mbox:To": "\(spelled(&numbers)) <grace.hopper@navy.example>"]
        members["markdown:verbatim"] = "> 10:00:00  \(spelled(&numbers))  "
        members["webvtt:settings"] = "region:\(spelled(&numbers))"
        members["mbox:Subject"] = "for \(spelled(&numbers))"
        if depth == 0 { members["x:deep"] = ["a": [spelled(&numbers), Self.members(&numbers, depth: 1)]] }
        return members
    }

    private static func attachment(_ numbers: inout Numbers) -> [String: Any] {
        [
            "type": ["image", "contact", "link", "file"][numbers.next(4)], "title": spelled(&numbers), "path": "a/\(spelled(&numbers)).png",
            "url": "https://example.org/\(spelled(&numbers))", "mediaType": "image/png", "extensions": members(&numbers),
        ]
    }

    private static func transcript(seed: UInt64) throws -> String {
        var numbers = Numbers(state: seed)
        let sender = { (numbers: inout Numbers) in ["name": names[numbers.next(names.count)], "id": spelled(&numbers)] }
        let header: [String: Any] = [
            "chatconv": 1, "title": "chat of \(spelled(&numbers))", "id": spelled(&numbers), "metadata": ["author": spelled(&numbers), "to": spelled(&numbers)],
            "participants": names.map { ["displayName": $0, "aliases": ["grace.hopper@navy.example", "+491711234567"]] }, "extensions": members(&numbers),
        ]
        var lines = [header]
        for index in 0..<6 {
            var message: [String: Any] = ["timestamp": "2018-01-23T10:00:0\(index)Z", "sender": sender(&numbers), "id": "\(index)-\(spelled(&numbers))"]
            message["body"] = "word \(spelled(&numbers)), word (\(spelled(&numbers))) word"
            message["replyTo"] = "0-\(spelled(&numbers))"
            message["attachments"] = [attachment(&numbers)]
            message["reactions"] = [["emoji": ":\(spelled(&numbers)):", "participants": [sender(&numbers)]]]
            message["quote"] = ["sender": sender(&numbers), "body": "said \(spelled(&numbers)) so", "attachments": [attachment(&numbers)]]
            message["forwardedFrom"] = ["sender": sender(&numbers), "messageID": spelled(&numbers), "transcript": spelled(&numbers)]
            message["revisions"] = [["body": "was \(spelled(&numbers)) then", "attachments": [attachment(&numbers)]]]
            message["extensions"] = members(&numbers)
            if index == 5 { message["event"] = ["action": "\(spelled(&numbers)) added \(spelled(&numbers))", "actor": sender(&numbers)] }
            lines.append(message)
        }
        return try lines.map { String(decoding: try JSONSerialization.data(withJSONObject: $0), as: UTF8.self) + "\n" }.joined()
    }

    /// The text without case and marks, with escapes undone.
    private static func folded(_ text: String) -> String {
        let plain = text.replacing("&amp;", with: "&").replacing("&#39;", with: "'").replacing("&apos;", with: "'").replacing("&uuml;", with: "ü")
        return (plain.removingPercentEncoding ?? plain).folding(options: [.diacriticInsensitive, .caseInsensitive, .widthInsensitive], locale: nil)
    }

    @Test("nothing planted is in any output", arguments: ["json", "jsonl", "xml", "markdown", "mbox", "srt", "webvtt"])
    func planted(format: String) throws {
        for seed in 0..<UInt64(20) {
            let input = try Self.transcript(seed: seed)
            let run = CommandRun(["-f", "jsonl", "-t", format, "--anonymize", "-q"], input: input)
            #expect(run.status == .done, "\(run.error)")
            #expect(run.output.contains("person-"))
            let output = Self.folded(run.output)
            for word in Self.forbidden {
                #expect(!output.contains(word), "seed \(seed), \(format): \(word) in \(output.split(separator: "\n").first { $0.contains(word) } ?? "")")
            }
        }
    }

    @Test func filesAreNotCalledAfterPeople() throws {
        let work = try Workspace()
        work.makeFolder("in")
        try work.put(Self.transcript(seed: 1), "in/Ada Lovelace.jsonl")
        try work.put(Self.transcript(seed: 2), "in/2018-01-23.jsonl")
        try work.put("secret\n", "key")
        let folder = work.folder.string
        let line = ["\(folder)/in", "-o", "\(folder)/out", "-t", "jsonl", "--anonymize-key-file", "\(folder)/key", "--anonymize-report", "\(folder)/report.json"]
        #expect(CommandRun(line + ["-q"]).status == .done)
        let outputs = work.names(in: "out")
        #expect(outputs.count == 2 && outputs.contains("2018-01-23.jsonl") && !outputs.contains { $0.contains("Lovelace") })
        let report = try #require(work.text("report.json"))
        #expect(report.contains("\"name\":\"Ada Lovelace\",\"pseudonym\":\"person-"))
        #expect(report.contains("\"leftOut\":{") && report.contains("mbox:To"))
        try work.put("\n", "key")
        #expect(CommandRun(line).status == .usage)
    }
}

/// `Scripts/prove-anonymous` generates transcripts from the published schema and knows nothing of our sources; `make prove-anonymous`
/// runs many more.
@Suite("Anonymization as an adversary of its own sees it") struct IndependentAdversaryTests {
    @Test(
        "Nobody is found in any format, and texts that name nobody stay",
        .enabled(if: Tool.python.isExpected, "python3 is not installed"))
    func proof() throws {
        let script = Places.repository.appending(path: "Scripts/prove-anonymous").path
        let run = try Tool.python.run([script, Tool.chatconv.path, "60", "1"])
        #expect(run.status == 0, "\(run.output)")
        #expect(run.output == "60 transcripts in 7 formats, 0 findings\n")
    }
}
