import TranscriptCoding
import TranscriptModel

extension FormatContract {
    func failuresOfSamples() -> [ContractFailure] {
        samples.flatMap { sample in
            let testCase = ContractCase(contract: self, seed: seed)
            let found: [(ContractCheck, Finding?)] = [
                (.samples, checks.contains(.samples) ? testCase.fault(in: sample) : nil),
                (.detection, checks.contains(.detection) ? testCase.faultInDetection(of: sample) : nil),
                (.chunks, checks.contains(.chunks) ? testCase.faultInChunks(of: sample) : nil),
                (.truncation, checks.contains(.truncation) ? testCase.faultInTruncation(of: sample) : nil),
                (.damage, checks.contains(.damage) ? testCase.faultInDamaged(sample.bytes, times: testCase.isThorough ? 50 : 10) : nil),
                (.omissions, checks.contains(.omissions) ? testCase.faultInTelling(of: sample.bytes) : nil),
                (.copying, checks.contains(.copying) ? testCase.faultInCopying(sample.bytes) : nil),
            ]
            return found.compactMap { check, finding in
                finding.map { finding in
                    ContractFailure(
                        format: format.descriptor.name, check: check, sample: sample.name, detail: finding.detail,
                        bytes: finding.bytes)
                }
            }
        }
    }
}

extension ContractCase {
    /// A sample is read; what was read is written and read back, and gives the sample's bytes where it says so.
    fileprivate func fault(in sample: FormatSample) -> Finding? {
        let outcome = run.read(sample.bytes)
        guard let transcript = outcome.transcript else { return Finding(detail: outcome.summary, bytes: sample.bytes) }
        if let finding = faultInReadingBack(transcript, isSpelled: true) { return finding }
        guard sample.isByteExact, let bytes = written(transcript) else { return nil }
        return firstDifference(sample.bytes, bytes).map { Finding(detail: $0, bytes: bytes) }
    }

    fileprivate func faultInDetection(of sample: FormatSample) -> Finding? {
        faultInDetection(of: sample.bytes).map { Finding(detail: $0) }
    }

    fileprivate func faultInChunks(of sample: FormatSample) -> Finding? {
        faultInChunks(of: sample.bytes).map { Finding(detail: $0, bytes: sample.bytes) }
    }

    fileprivate func faultInTruncation(of sample: FormatSample) -> Finding? {
        faultInPrefixes(of: sample.bytes, takesAll: isThorough && sample.bytes.count <= 2000)
    }
}
