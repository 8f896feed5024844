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
    var summary: TranscriptSummary

    /// How many participants are shown to people. Programs get all.
    private static let participantLimit = 20

    // MARK: For people

    var text: String {
        let header = summary.header
        var rows = [["format", format]]
        func add(_ name: String, _ value: String?) { if let value { rows.append([name, value]) } }
        add("compression", compression?.rawValue)
        add("encoding", encoding)
        add("title", header.title.map { displayed(String($0)) })
        add("kind", (header.kind?.rawValue).map { String($0) })
        add("id", header.id.map { displayed(String($0)) })
        add("period", period)
        add("messages", "\(summary.messages)")
        add("text messages", "\(summary.textMessages)")
        if !summary.attachments.isEmpty {
            let kinds = Attachment.Kind.allCases.compactMap { kind in
                summary.attachments[kind].map { "\($0) \(kind.rawValue)" }
            }
            add("attachments", kinds.joined(separator: ", "))
        }
        if summary.events > 0 { add("events", "\(summary.events)") }
        if summary.deleted > 0 { add("deleted", "\(summary.deleted)") }
        let participants = summary.participants
        let listed = header.participants.isEmpty ? "" : " (\(header.participants.count) listed)"
        add("participants", "\(participants.count)\(listed)")
        return displayed(file) + "\n" + table(rows, indent: 2) + text(of: participants) + metadataText
    }

    private var period: String? {
        guard let first = summary.first, let last = summary.last else { return nil }
        return first == last ? written(first) : "\(written(first)) to \(written(last))"
    }

    private func text(of participants: [TranscriptSummary.Participant]) -> String {
        let shown = participants.prefix(Self.participantLimit)
        let width = shown.map { "\($0.messages)".utf8.count }.max() ?? 0
        var text = ""
        for participant in shown {
            let count = "\(participant.messages)"
            let name = (participant.name ?? participant.id).map { displayed(String($0)) } ?? ""
            let gap = String(repeating: " ", count: width - count.utf8.count)
            text += "    \(gap)\(count)  \(truncated(name.isEmpty ? "(empty name)" : name, to: 72 - width))\n"
        }
        let hidden = participants.count - shown.count
        if hidden > 0 { text += "    \(String(repeating: " ", count: width))  and \(hidden) more\n" }
        return text
    }

    private var metadataText: String {
        if summary.header.metadata.isEmpty { return "" }
        let rows = summary.header.metadata.map { entry in
            let name = truncated(displayed(String(entry.name)), to: 24)
            return (name, truncated(displayed(written(entry.value)), to: 50))
        }
        let width = rows.map { columns(of: $0.0) }.max() ?? 0
        return "  metadata\n" + rows.map { "    \(padded($0.0, to: width))  \($0.1)\n" }.joined()
    }

    private func written(_ timestamp: Timestamp) -> String {
        var output = OutputBuffer(capacity: 64)
        output.append(timestamp)
        let text = output.withBytes { String(decoding: $0, as: UTF8.self) }
        return text.split(separator: "T", maxSplits: 1).joined(separator: timestamp.date == nil ? "T" : " ")
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

    private func number(_ count: Int) -> Value { .number(NumberLiteral(count)) }
}
