import ChatConv
import TextScanning
import TranscriptJSON

/// What `info` tells of one input, for people and for programs.
struct InfoReport {
    var file: String
    var format: String
    var compression: Compression?
    /// Told by a byte order mark.
    var encoding: String?
    /// The SHA-256 of what it says, where that was asked for.
    var digest: String?
    var summary: TranscriptSummary

    // MARK: For people

    var text: String {
        let header = summary.header
        var rows = [["format", format]]
        func add(_ name: String, _ value: String?) { if let value { rows.append([name, value]) } }
        add("compression", compression?.rawValue)
        add("encoding", encoding)
        add("digest", digest)
        add("title", header.title.map { displayed(String($0)) })
        add("kind", (header.kind?.rawValue).map { displayed(String($0)) })
        add("id", header.id.map { displayed(String($0)) })
        return displayedName(file) + "\n" + summary.table(after: rows) + metadataText
    }

    private var metadataText: String {
        if summary.header.metadata.isEmpty { return "" }
        let rows = summary.header.metadata.map { entry in
            let name = truncated(displayed(String(entry.name)), to: 24)
            return (name, truncated(displayed(written(entry.value)), to: 50))
        }
        let width = rows.map { columns(of: $0.0) }.max() ?? 0
        return "  metadata\n" + rows.map { harmless("    \(padded($0.0, to: width))  \($0.1)") + "\n" }.joined()
    }

    private func written(_ value: Value) -> String {
        if case .string(let text) = value { return String(text) }
        var output = OutputBuffer(capacity: 256)
        output.appendJSON(value)
        return output.withBytes { String(decoding: $0, as: UTF8.self) }
    }

    // MARK: For programs

    var value: Value {
        let header = summary.header
        var members = Members()
        func string(_ timestamp: Timestamp) -> Value {
            var output = OutputBuffer(capacity: 64)
            output.append(timestamp)
            return .string(output.withBytes { Text(String(decoding: $0, as: UTF8.self)) })
        }
        members["file"] = .string(Text(file))
        members["format"] = .string(Text(format))
        members["compression"] = compression.map { .string(Text($0.rawValue)) }
        members["encoding"] = encoding.map { .string(Text($0)) }
        members["digest"] = digest.map { .string(Text($0)) }
        members["title"] = header.title.map { .string($0) }
        members["kind"] = header.kind.map { .string($0.rawValue) }
        members["id"] = header.id.map { .string($0) }
        members["first"] = summary.first.map(string)
        members["last"] = summary.last.map(string)
        members["messages"] = number(summary.messages)
        members["textMessages"] = number(summary.textMessages)
        members["attachments"] = .object(
            Members(Attachment.Kind.allCases.compactMap { kind in
                summary.attachments[kind].map { Members.Member(name: kind.rawValue, value: number($0)) }
            }))
        members["events"] = number(summary.events)
        members["deleted"] = number(summary.deleted)
        members["participants"] = .array(summary.participants.map { participant in
            var entry = Members()
            entry["name"] = participant.name.map { .string($0) }
            entry["id"] = participant.id.map { .string($0) }
            entry["messages"] = number(participant.messages)
            return .object(entry)
        })
        members["metadata"] = .object(header.metadata)
        return .object(members)
    }

}
