import TranscriptModel

extension ContractCase {
    /// A message is handed over before the reader asks for bytes that come after it.
    func faultInLiveInput(_ transcript: Transcript) -> Finding? {
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
