import TranscriptModel

extension ContractCase {
    /// A message is handed over before the reader asks for bytes that come after it, and what is left out of a file is told
    /// while it is still being written as it is later.
    func faultInLiveInput(_ transcript: Transcript) -> Finding? {
        if let finding = faultInDelivery(transcript) { return finding }
        guard let bytes = written(transcript) else { return nil }
        let foreign = ForeignMaterial(seed: seed).file(of: bytes).bytes
        return finding(in: foreign) { faultInLines($0) }
    }

    /// The result of reading `bytes` a line at a time, as they are written, differs from that of reading them whole.
    private func faultInLines(_ bytes: [UInt8]) -> String? {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { LiveSource.Part(bytes: $0 + [0x0A], messages: 0) }
        for isLenient in [false, true] {
            let source = LiveSource(lines, allowance: 0)
            let live = run.read(source, isLenient: isLenient, mostMessages: bytes.count * 2 + 1024) { _ in }
            let whole = run.read(bytes + [0x0A], isLenient: isLenient)
            if let difference = live.difference(from: whole) { return "a line at a time: \(difference)" }
        }
        return nil
    }

    private func faultInDelivery(_ transcript: Transcript) -> Finding? {
        let allowance: Int
        switch contract.delivery {
        case .atOnce: allowance = 0
        case .whenNextBegins: allowance = 1
        case .atEnd: return nil
        }
        var parts: [LiveSource.Part] = []
        do {
            try run.write(transcript, portion: 1) { parts.append(LiveSource.Part(bytes: $0, messages: $1)) }
        } catch { return nil }
        let source = LiveSource(parts, allowance: allowance)
        let outcome = run.read(source, mostMessages: transcript.messages.count + 1) { source.handedOver = $0 }
        let bytes = parts.flatMap(\.bytes)
        if let late = source.firstLate {
            return Finding(
                detail: "message \(late) was complete, and the reader waited for more instead of handing it over",
                bytes: bytes)
        }
        return outcome.difference(from: .read(transcript)).map { Finding(detail: $0, bytes: bytes) }
    }
}
