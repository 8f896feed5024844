import ChatConv
import TextScanning

extension TranscriptSummary {
    /// How many participants are shown to people. Programs get all.
    private static let participantLimit = 20

    /// What was counted, for people: a table that begins with `rows`, and who wrote most.
    func table(after rows: [[String]] = []) -> String {
        var rows = rows
        if let period { rows.append(["period", period]) }
        rows.append(["messages", "\(messages)"])
        rows.append(["text messages", "\(textMessages)"])
        if !attachments.isEmpty {
            let kinds = Attachment.Kind.allCases.compactMap { kind in attachments[kind].map { "\($0) \(kind.rawValue)" } }
            rows.append(["attachments", kinds.joined(separator: ", ")])
        }
        if events > 0 { rows.append(["events", "\(events)"]) }
        if deleted > 0 { rows.append(["deleted", "\(deleted)"]) }
        let participants = participants
        let listed = header.participants.isEmpty ? "" : " (\(header.participants.count) listed)"
        rows.append(["participants", "\(participants.count)\(listed)"])
        return ChatConvCommand.table(rows, indent: 2) + text(of: participants)
    }

    private var period: String? {
        guard let first, let last else { return nil }
        return first == last ? written(first) : "\(written(first)) to \(written(last))"
    }

    private func written(_ timestamp: Timestamp) -> String {
        var output = OutputBuffer(capacity: 64)
        output.append(timestamp)
        let text = output.withBytes { String(decoding: $0, as: UTF8.self) }
        return text.split(separator: "T", maxSplits: 1).joined(separator: timestamp.date == nil ? "T" : " ")
    }

    private func text(of participants: [Participant]) -> String {
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
}
