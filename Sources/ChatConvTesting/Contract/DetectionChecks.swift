import TranscriptCoding
import TranscriptModel

extension ContractCase {
    /// A transcript that says anything at all is recognised when it is written.
    func faultInDetection(_ transcript: Transcript) -> Finding? {
        guard transcript != Transcript(), let bytes = written(transcript), !bytes.isEmpty else { return nil }
        return faultInDetection(of: bytes).map { Finding(detail: $0, bytes: bytes) }
    }

    /// The format is at least likely to be that of `bytes`, and no rival is as sure as it is.
    func faultInDetection(of bytes: [UInt8]) -> String? {
        let size = ProbePrefix.size
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let content = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
        let prefix = ProbePrefix(Array(content.prefix(size)), isWhole: content.count <= size)
        let own = contract.format.probe(prefix)
        if own.confidence < .likely { return "the probe says \(own.confidence): '\(own.evidence)'" }
        for rival in contract.rivals where rival.descriptor.name != contract.format.descriptor.name {
            let result = rival.probe(prefix)
            if result.confidence >= own.confidence {
                return "the probe says \(own.confidence), and that of \(rival.descriptor.name) says "
                    + "\(result.confidence): '\(result.evidence)'"
            }
        }
        return nil
    }
}
