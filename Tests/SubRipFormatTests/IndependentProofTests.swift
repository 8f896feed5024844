import Foundation
import TestSupport
import Testing

/// `Scripts/prove-srt` generates transcripts from the published schema and knows nothing of our sources; `make prove-srt` runs
/// many more.
@Suite("SRT as a generator and a projection of their own see it")
struct IndependentProofTests {
    @Test(
        "What comes back is what was written without just what the loss report names",
        .enabled(if: Tool.python.isExpected, "python3 is not installed"))
    func proof() throws {
        let script = Places.repository.appending(path: "Scripts/prove-srt").path
        let run = try Tool.python.run([script, Tool.chatconv.path, "200", "1"])
        #expect(run.status == 0, "\(run.output)")
        #expect(run.output == "200 transcripts, 0 of which come back as the loss report does not say\n")
    }
}
