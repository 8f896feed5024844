import ChatConv
import ChatConvTesting
import Foundation
import TestSupport
import Testing

@Suite("The contract")
struct ContractTests {
    @Test(
        "Every built-in format keeps it, for generated transcripts and for the repository's own files",
        .timeLimit(.minutes(600)), arguments: FormatRegistry.builtIn.formats.map(\.descriptor.name))
    func contract(_ name: String) throws {
        let formats = FormatRegistry.builtIn.formats
        let format = try FormatRegistry.builtIn.requireFormat(named: name)
        var contract = FormatContract(format, transcripts: SoakSettings.transcripts ?? 200, seed: SoakSettings.seed ?? 1)
        contract.rivals = formats.filter { $0.descriptor.name != name }
        let samples = try Self.samples(of: format.descriptor)
        contract.samples = samples.filter { !Self.notCopied.contains($0.name) }
        // The end of a cue can depend on the next message, so their writers hold one back.
        if ["srt", "webvtt"].contains(name) { contract.delivery = .atEnd }
        for failure in contract.failures() { Issue.record("\(failure)") }
        contract.samples = samples.filter { Self.notCopied.contains($0.name) }
        contract.transcripts = 0
        contract.checks.remove(.copying)
        for failure in contract.failures() { Issue.record("\(failure)") }
    }

    /// A mailbox whose lines end with carriage returns alone is written anew: its mails cannot stand beside others. So is one of MMDF,
    /// which tells its mails apart by other lines, and quotes nothing.
    private static let notCopied: Set<String> = ["cr", "mmdf"]

    /// A JSON document without messages is a header line of JSON Lines as well, and a mail without its `From ` line could
    /// be any text with a colon, as a `From ` line without a date could be a sentence: only their names can tell. A JSON document without "chatconv" is taken for ours only where
    /// its format is named.
    private static let ambiguous: Set<String> = ["no-messages", "no-from-line", "undated", "no-version", "no-version-timestamp"]

    /// The inputs of the format's cases that can be read.
    private static func samples(of descriptor: FormatDescriptor) throws -> [FormatSample] {
        try CaseFolder.all(descriptor.name).filter { !ambiguous.contains($0.testDescription) }.compactMap { folder in
            let input = folder.url.appending(path: "input.\(descriptor.extensions[0])")
            guard FileManager.default.fileExists(atPath: folder.url.appending(path: "transcript.jsonl").path) else {
                return nil
            }
            return FormatSample(folder.testDescription, try input.bytes())
        }
    }
}
