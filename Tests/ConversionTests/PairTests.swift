import ChatConv
import ChatConvTesting
import TestSupport
import Testing

/// That what goes through one format and then another comes out without what the two declare not to hold.
@Suite("Every ordered pair of formats")
struct PairTests {
    private static let formats = FormatRegistry.builtIn.formats
    /// The transcripts are made in blocks, so that they can be tried beside each other.
    private static let blocks = 8

    @Test(
        "Thousands of generated transcripts go through each pair, and are written the same again",
        .timeLimit(.minutes(600)), arguments: 0..<blocks)
    func pairs(_ block: Int) throws {
        let first = SoakSettings.seed ?? 1
        let seeds = first..<first + UInt64(SoakSettings.transcripts ?? 2000)
        for seed in seeds where Int(seed % UInt64(Self.blocks)) == block {
            let transcript = TranscriptGenerator().transcript(seed: seed)
            guard let fault = fault(transcript) else { continue }
            var found = fault
            let smallest = transcript.shrunk(steps: 2000) { candidate in
                guard let fault = self.fault(candidate) else { return false }
                found = fault
                return true
            }
            Issue.record("seed \(seed), \(found); the smallest transcript that fails:\n\(smallest.readableForm)")
            return
        }
    }

    /// What goes wrong with a transcript in the first pair in which something does.
    private func fault(_ transcript: Transcript) -> String? {
        // What arrives through several first formats is mostly the same, and has to be sent on only once.
        var arrivals: [(transcript: Transcript, from: String)] = []
        for format in Self.formats {
            let name = format.descriptor.name
            switch Self.sent(transcript, through: format) {
            case .failure(let fault): return "\(name): \(fault.detail)"
            case .success(let arrived):
                if let index = arrivals.firstIndex(where: { $0.transcript == arrived }) {
                    arrivals[index].from += " or \(name)"
                } else {
                    arrivals.append((arrived, name))
                }
            }
        }
        for (arrived, from) in arrivals {
            for format in Self.formats {
                if case .failure(let fault) = Self.sent(arrived, through: format) {
                    return "\(from) → \(format.descriptor.name): \(fault.detail)"
                }
            }
        }
        return nil
    }

    private struct Fault: Error { var detail: String }

    /// What is read of `transcript` when it was written in a format, provided that this is what has to be.
    private static func sent(_ transcript: Transcript, through format: any TranscriptFormat) -> Result<Transcript, Fault> {
        do {
            let written = try format.write(transcript)
            let back = try format.read(written)
            let expected = try transcript.expected(from: format)
            if let difference = firstDifference(expected, back) { return .failure(Fault(detail: difference)) }
            if try format.write(back) != written { return .failure(Fault(detail: "it is not written the same again")) }
            return .success(back)
        } catch {
            return .failure(Fault(detail: "\(error)"))
        }
    }

    @Test("Chains of three formats, taken at random, lose what their members declare and nothing else")
    func chains() throws {
        var random = RandomSource(seed: SoakSettings.seed ?? 3)
        for seed in 1...UInt64(SoakSettings.transcripts ?? 300) {
            let chain = (0..<3).map { _ in Self.formats[random.below(Self.formats.count)] }
            var arrived = TranscriptGenerator().transcript(seed: seed)
            var expected = arrived
            for format in chain {
                arrived = try format.read(try format.write(arrived))
                expected = try expected.expected(from: format)
            }
            let difference = firstDifference(expected, arrived)
            #expect(difference == nil, "seed \(seed) through \(chain.map(\.descriptor.name))")
        }
    }
}
