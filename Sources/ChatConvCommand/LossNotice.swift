import ChatConv

/// What a run says of its losses, and whether they stop it.
struct LossNotice {
    /// The name of the output's format.
    let target: String
    let refuses: Bool
    let allowed: AllowedLosses
    /// Whether places are of the one input that the reader of the notice is told of.
    let hasPlaces: Bool

    /// Says what was lost, if anything was.
    ///
    /// - Throws: `answerIsNo` when something was that may not be.
    func tell(_ losses: [Loss], _ report: (Diagnostic) -> Void) throws(ConversionError) {
        let refused = refuses ? losses.filter { !allowed.contain($0.kind) } : []
        guard refused.isEmpty else {
            throw ConversionError(
                .answerIsNo, refused.allSatisfy { $0.kind.stage == .reading } ? .lossOnReading : .loss, sentence(refused),
                help: "nothing was written; --allow-loss NAME,... names what may be lost", at: firstPlace(refused))
        }
        for stage in [LossStage.reading, .writing] {
            let losses = losses.filter { $0.kind.stage == stage }
            if losses.isEmpty { continue }
            report(
                Diagnostic(
                    .warning, stage == .reading ? .lossOnReading : .loss, sentence(losses), help: Self.help(stage),
                    at: firstPlace(losses)))
        }
    }

    private static func help(_ stage: LossStage) -> String {
        switch stage {
        case .reading: "`chatconv formats NAME` says what reading a format leaves out"
        case .writing: "`chatconv formats` shows what each format can hold"
        }
    }

    /// One sentence for all that was lost.
    private func sentence(_ losses: [Loss]) -> String {
        let (omitted, missing) = (losses.filter { $0.kind.stage == .reading }, losses.filter { $0.kind.stage == .writing })
        var parts: [String] = []
        if !omitted.isEmpty { parts.append("reading leaves out \(omitted.map(phrase).joined(separator: ", "))") }
        if !missing.isEmpty { parts.append("\(target) does not hold all of it: \(missing.map(phrase).joined(separator: ", "))") }
        return parts.joined(separator: "; ")
    }

    /// `attachments (3 in 2 messages, 51,200 bytes, the first in message 4)`.
    private func phrase(_ loss: Loss) -> String {
        let first = loss.firstMessage
        guard let omitted = loss.omitted else {
            guard let first else { return loss.kind.name }
            let place = loss.messageCount == 1 ? "message \(first)" : "\(loss.messageCount) messages, the first is message \(first)"
            return "\(loss.kind.name) (\(place))"
        }
        var parts: [String] = []
        switch (loss.messageCount, first) {
        case (1, let first?): parts.append("\(omitted.count) in message \(first)")
        case (let count, let first?): parts.append("\(omitted.count) in \(count) messages, the first is message \(first)")
        default: parts.append("\(omitted.count)")
        }
        if omitted.byteCount > 0 { parts.append("\(omitted.byteCount) byte\(omitted.byteCount == 1 ? "" : "s")") }
        if hasPlaces, let line = omitted.place?.line { parts.append("from line \(line) on") }
        return "\(loss.kind.name) (\(parts.joined(separator: ", ")))"
    }

    private func firstPlace(_ losses: [Loss]) -> SourceLocation? {
        guard hasPlaces else { return nil }
        return losses.compactMap { $0.omitted?.place }.min { $0.byteOffset < $1.byteOffset }
    }
}

extension DiagnosticCode {
    static let loss = DiagnosticCode("loss", "the output's format cannot hold something that the transcript has")
    static let lossOnReading = DiagnosticCode("loss.reading", "the reader leaves something out that the input has")
}
