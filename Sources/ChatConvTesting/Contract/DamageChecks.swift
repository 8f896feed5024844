import TranscriptCoding
import TranscriptModel

extension ContractCase {
    /// Up to this length, some outputs are cut at every place: the more, the quadratically longer.
    private static let wholeLength = 400

    /// The starts of what was written: all of them for some short outputs, a few for the others.
    func faultInTruncation(_ transcript: Transcript) -> Finding? {
        guard let bytes = written(transcript) else { return nil }
        return faultInPrefixes(of: bytes, takesAll: isThorough && seed % 16 == 1 && bytes.count <= Self.wholeLength)
    }

    func faultInPrefixes(of bytes: [UInt8], takesAll: Bool) -> Finding? {
        var random = RandomSource(seed: seed)
        let ends = takesAll ? Array(0...bytes.count) : random.several(isThorough ? 3...6 : 2...2) { $0.below(bytes.count) }
        for end in ends {
            if let finding = faultInInput(Array(bytes.prefix(end))) { return finding }
        }
        return nil
    }

    func faultInDamage(_ transcript: Transcript) -> Finding? {
        guard let bytes = written(transcript) else { return nil }
        return faultInDamaged(bytes, times: isThorough ? 6 : 2)
    }

    func faultInDamaged(_ bytes: [UInt8], times: Int) -> Finding? {
        var damage = Damage(seed: seed)
        for _ in 0..<times {
            if let finding = faultInInput(damage.applied(to: bytes)) { return finding }
        }
        return nil
    }

    /// A fault in how `bytes` are read, with the smallest input that shows one.
    private func faultInInput(_ bytes: [UInt8]) -> Finding? { finding(in: bytes) { fault(inReading: $0) } }

    /// What `fault` finds in `bytes`, with the smallest input in which it finds anything.
    func finding(in bytes: [UInt8], _ fault: ([UInt8]) -> String?) -> Finding? {
        guard var detail = fault(bytes) else { return nil }
        var smallest = bytes
        var steps = contract.shrinkingSteps
        var last: [UInt8]?
        while last != smallest, steps > 0 {
            last = smallest
            smallest.shorten { shorter in
                guard steps > 0 else { return false }
                steps -= 1
                guard let found = fault(shorter) else { return false }
                detail = found
                return true
            }
        }
        return Finding(detail: detail, bytes: smallest, isAboutInput: true)
    }

    /// What is wrong with the reading of any bytes at all, in one piece, in chunks, leniently, and to be validated.
    func fault(inReading bytes: [UInt8]) -> String? {
        let outcome = run.read(bytes)
        if let fault = outcome.fault(in: bytes, demandsPlaces: contract.demandsPlaces) { return fault }
        if let fault = faultInPlaces(of: outcome, in: bytes) { return fault }
        if let transcript = outcome.transcript, let fault = fault(inKeeping: transcript) { return fault }
        let chunk = seed % 2 == 0 ? 1 : 3
        if let fault = faultInChunks(of: bytes, [chunk]) { return fault }
        // A lenient reader mends what it can; what it cannot, it refuses like any other.
        var isReadToItsEnd = false
        let mended = run.read(bytes, isLenient: true)
        switch mended {
        case .read(let reading):
            let fault = fault(inKeeping: reading.transcript) ?? faultInPlaces(of: mended, in: bytes)
            if let fault = fault ?? faultInChunks(of: bytes, [chunk], isLenient: true) { return "read leniently: \(fault)" }
            isReadToItsEnd = true
        case .refused(let error) where error.category != .malformedInput && error.category != .limitExceeded:
            return "read leniently, the error does not blame the input: \(error)"
        case .refused: break
        case .misbehaved(let detail): return "read leniently: \(detail)"
        }
        return faultInValidating(bytes, isReadToItsEnd: isReadToItsEnd).map { "validated: \($0)" }
    }

    /// What was read from anywhere can be written and read back.
    private func fault(inKeeping transcript: Transcript) -> String? {
        faultInReadingBack(transcript, isSpelled: true).map { "what was read is not read back: \($0.detail)" }
    }
}
