import TranscriptCoding
import TranscriptModel

/// What a reader gave of an input: the transcript, and what it told of the rest.
struct Reading {
    let transcript: Transcript
    /// What it left out that belongs to no message.
    let omittedBeside: [Omission]
    /// All that it left out, once for each kind.
    let omissions: [Omission]

    init(_ transcript: Transcript, omittedBeside: [Omission]) {
        self.transcript = transcript
        self.omittedBeside = omittedBeside
        var all = omittedBeside
        for message in transcript.messages {
            for omission in (message.source as? any RecordSource)?.omissions ?? [] { all.add(omission) }
        }
        omissions = all
    }

    /// A transcript as it has to be read, with nothing left out, whatever was left out of where it comes from.
    init(wholly transcript: Transcript) {
        (self.transcript, omittedBeside, omissions) = (transcript, [], [])
    }

    /// How many bytes of the input it left out, as it says.
    var omittedBytes: Int { omissions.reduce(0) { $0 + max($1.byteCount, 0) } }

    /// How this differs from another reading of the same input; nil when both give and tell the same.
    func difference(from other: Reading) -> String? {
        if let difference = firstDifference(other.transcript, transcript) { return difference }
        let (expected, actual) = (other.toldOmissions, toldOmissions)
        return expected == actual ? nil : "left out: \(Self.list(expected)) ≠ \(Self.list(actual))"
    }

    /// What it tells of omissions, in an order that does not depend on which kind came up first.
    private var toldOmissions: [String] {
        omissions.map { omission in
            let place = omission.place.map { " from byte \($0.byteOffset), line \($0.line), column \($0.column)" } ?? ""
            return "\(omission.count) '\(omission.kind.name)' of \(omission.byteCount) bytes\(place)"
        }.sorted()
    }

    private static func list(_ omissions: [String]) -> String {
        omissions.isEmpty ? "nothing" : omissions.joined(separator: ", ")
    }
}
