import ChatConv
import TextScanning
import TranscriptJSON

/// What `--anonymize-report` writes: for the one who decides whether the outputs can be handed out, and full of names itself.
struct AnonymizationReport {
    let anonymization: Anonymization
    let counts: AnonymizationCounts

    var json: OutputBuffer {
        var anonymization = anonymization
        var report = Members()
        report["chatconvAnonymizationReport"] = .number(NumberLiteral(1))
        report["replaced"] = Self.members(counts.replaced)
        report["people"] = .array(
            counts.people.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { name, count in
                var person = Members()
                person["name"] = .string(name)
                person["pseudonym"] = .string(anonymization.pseudonym(of: name))
                person["count"] = .number(NumberLiteral(count))
                return .object(person)
            })
        report["leftOut"] = Self.members(counts.leftOut)
        report["looksLikeNames"] = Self.members(counts.suspects)
        var output = OutputBuffer()
        output.appendReport(.object(report))
        output.append("\n")
        return output
    }

    /// Numbers by name, the largest first.
    private static func members(_ counts: [String: Int]) -> Value {
        let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return .object(Members(sorted.map { Members.Member(name: Text($0.key), value: .number(NumberLiteral($0.value))) }))
    }
}
