import TranscriptModel

extension ContractCase {
    /// Sizes that divide characters, line ends and delimiters at other places each.
    private static let chunkSizes = [1, 2, 3, 5, 7, 13, 61, 251, 4093]
    /// No input is divided into more chunks than this: a reader may look at a record again for each.
    private static let mostChunks = 4096

    /// The result of reading `bytes` in other chunks differs from that of reading them whole.
    func faultInChunks(_ transcript: Transcript) -> Finding? {
        guard let bytes = written(transcript) else { return nil }
        // All sizes for some transcripts; for the others one byte at a time and two more.
        let sizes = isThorough && seed % 8 == 0 ? Self.chunkSizes : [1] + someChunkSizes()
        if let detail = faultInChunks(of: bytes, sizes) { return Finding(detail: detail, bytes: bytes) }
        let foreign = ForeignMaterial(seed: seed).file(of: bytes).bytes
        return finding(in: foreign) { faultInChunks(of: $0, [1] + sizes.suffix(1), isLenient: true) }
    }

    func faultInChunks(of bytes: [UInt8], _ sizes: [Int] = chunkSizes, isLenient: Bool = false) -> String? {
        let whole = run.read(bytes, isLenient: isLenient)
        for size in sizes where bytes.count / size <= Self.mostChunks {
            if let difference = run.read(bytes, chunk: size, isLenient: isLenient).difference(from: whole) {
                return "in chunks of \(size): \(difference)"
            }
        }
        return nil
    }

    private func someChunkSizes() -> [Int] {
        var random = RandomSource(seed: seed)
        return random.several(2...2) { $0.pick(Self.chunkSizes) ?? 1 }
    }
}
