import TranscriptCoding
import TranscriptModel

/// A transcript that passes a limit.
private struct Excess {
    /// What passes it, as a phrase.
    var subject: String
    var transcript: Transcript
    var limits: Limits
    /// Whether reading it may also succeed.
    var mayBeRead = false
}

extension FormatContract {
    func failuresOfLimits() -> [ContractFailure] {
        guard checks.contains(.limits), format.descriptor.isWritable, format.descriptor.isReadable else { return [] }
        let found = excesses.lazy.compactMap { excess in
            fault(in: excess).map { detail in
                ContractFailure(
                    format: format.descriptor.name, check: .limits, detail: "\(excess.subject): \(detail)")
            }
        }
        return Array(found.prefix(1)) + [faultInDepth].compactMap { $0 }
    }

    /// What passes a limit is refused with its place.
    ///
    /// A reader may go on to look at what it refuses, so how much it reads says nothing of how much it holds.
    private func fault(in excess: Excess) -> String? {
        progress(.limits, seed)
        let transcript = restricted(excess.transcript)
        // A format that does not hold the part that is too long has nothing to refuse.
        guard transcript == excess.transcript, let bytes = try? run.write(transcript) else { return nil }
        let outcome = run.read(bytes, chunk: 64 * 1024, limits: excess.limits)
        switch outcome {
        case .read where excess.mayBeRead: return nil
        case .read: return "it is read although it passes the limit"
        case .misbehaved(let detail): return detail
        case .refused(let error) where error.category != .limitExceeded: return "the error does not name a limit: \(error)"
        case .refused: return outcome.fault(in: bytes, demandsPlaces: demandsPlaces)
        }
    }

    private var excesses: [Excess] {
        let limits = Limits(recordBytes: 64 * 1024)
        let long = Text(String(repeating: "x", count: 3 << 20))
        let lines = Text(String(repeating: "a line that is not long at all\n", count: 100_000))
        let time = CalendarDate(year: 2018, month: 1, day: 23).map { Timestamp($0, secondsOfDay: 37_623) }
        func saying(_ body: Text) -> Transcript {
            restricted(Transcript(messages: [Message(timestamp: time, sender: Sender(name: "a"), body: "b")]))
                .replacingBodies(with: body)
        }
        return [
            Excess(subject: "a body of one long line", transcript: saying(long), limits: limits),
            Excess(subject: "a body of many lines", transcript: saying(lines), limits: limits),
            Excess(
                subject: "a long title", transcript: Transcript(header: TranscriptHeader(title: long)), limits: limits),
            Excess(
                subject: "long metadata",
                transcript: Transcript(header: TranscriptHeader(metadata: ["a": .string(long)])), limits: limits),
            Excess(
                subject: "values nested 200 deep under a limit of 64", transcript: Self.nested(200),
                limits: Limits(depth: 64)),
            Excess(
                subject: "values nested 400 deep", transcript: Self.nested(400), limits: Limits(), mayBeRead: true),
        ]
    }

    private static func nested(_ depth: Int) -> Transcript {
        var value = Value.null
        for level in 0..<depth { value = level % 2 == 0 ? .array([value]) : .object(["a": value]) }
        return Transcript(header: TranscriptHeader(metadata: ["a": value]))
    }

    /// What is nested less deeply than the limit is held.
    private var faultInDepth: ContractFailure? {
        let transcript = Self.nested(100)
        guard restricted(transcript) == transcript else { return nil }
        return ContractCase(contract: self, seed: seed).faultInReadingBack(transcript).map { finding in
            ContractFailure(
                format: format.descriptor.name, check: .limits,
                detail: "values nested 100 deep, which the limit of \(Limits().depth) allows: \(finding.detail)")
        }
    }
}

extension Transcript {
    /// The transcript with another text for each body that it has.
    fileprivate func replacingBodies(with body: Text) -> Transcript {
        var result = self
        for index in messages.indices where messages[index].body != nil { result.messages[index].body = body }
        return result
    }
}
