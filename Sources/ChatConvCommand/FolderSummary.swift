import ChatConv

/// What a run over folders says at its end: how many files it took, and how many not.
struct FolderSummary: Sendable {
    /// What was done to files, as in "converted 3 files".
    let verb: String
    var done = 0
    var unchanged = 0
    var passedOver = 0
    var failed = 0

    init(_ verb: String) { self.verb = verb }

    /// Says it on standard error. Where all went well and nobody looks on, there is nothing to say.
    func show(_ settings: Settings, _ streams: CommandStreams) {
        if settings.isQuiet { return }
        if let text = text(isTerminal: streams.isErrorTerminal) { try? streams.error.write("chatconv: \(text)\n") }
    }

    private func text(isTerminal: Bool) -> String? {
        var parts = ["\(verb) \(files(done))"]
        if unchanged > 0 { parts.append("left \(unchanged) unchanged") }
        if passedOver > 0 { parts.append("passed over \(passedOver) that \(passedOver == 1 ? "is no transcript" : "are no transcripts")") }
        if failed > 0 { parts.append("failed on \(failed)") }
        let isEmpty = done == 0 && unchanged == 0
        if !isTerminal, failed == 0, passedOver == 0, !isEmpty { return nil }
        return parts.joined(separator: ", ")
    }

    private func files(_ count: Int) -> String { "\(count) file\(count == 1 ? "" : "s")" }
}
