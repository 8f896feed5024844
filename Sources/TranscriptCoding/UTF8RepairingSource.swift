import TextScanning

/// A source with every byte sequence that is not UTF-8 replaced by U+FFFD, one for each maximal invalid subpart as
/// The Unicode Standard recommends (3.9). It hands out whole characters, so what it reads into has to have room for four bytes.
final class UTF8RepairingSource: UTF8Source {
    private var source: any ByteSource
    /// What makes UTF-8 of another encoding in it, and says what it replaced.
    private let inner: CharsetDecodingSource?
    /// Bytes that were read and not judged yet: what follows an invalid byte, or an unfinished character.
    private var raw: [UInt8] = []
    /// Whether `raw` is no more than the start of a character, so that more has to be read before anything can be judged.
    private var isUnfinished = false
    private var sourceIsAtEnd = false
    /// What comes at the end.
    private var failure: ConversionError?
    /// Repaired bytes that are still to be handed out.
    private var repaired: [UInt8] = []
    private var repairedStart = 0
    /// How many bytes have been handed out, and what was replaced in those and in what is repaired.
    private var givenCount = 0
    private var tally = ReplacementTally()

    init(_ source: any ByteSource) {
        self.source = source
        inner = source.decoder
    }

    var isLive: Bool { source.isLive }
    var awaitedDescriptor: CInt? { repairedStart < repaired.count || !needsMore ? nil : source.awaitedDescriptor }
    func lastBytes(_ count: Int) -> [UInt8]? { source.lastBytes(count) }

    func independentCopy() -> (any ByteSource)? {
        guard let copy = source.independentCopy() else { return nil }
        let rest = UTF8RepairingSource(PrefixedSource(raw, then: copy))
        return PrefixedSource(Array(repaired[repairedStart...]), then: rest)
    }

    func spool() throws(ConversionError) { source = try FileSource.spooling(source) }

    var lastReadIsUTF8: Bool { true }

    func takeReplacements() -> [Replacement] {
        let decoded = inner?.takeReplacements(before: givenCount) ?? []
        return decoded + tally.take(before: givenCount)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int {
        let count = try readWholeCharacters(into: buffer)
        givenCount += count
        return count
    }

    private func readWholeCharacters(into buffer: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int {
        while repairedStart == repaired.count {
            if sourceIsAtEnd, raw.isEmpty {
                if let failure { throw failure }
                return 0
            }
            if needsMore, !sourceIsAtEnd {
                // Nearly always there is nothing to repair, and no need to copy anything.
                let count = try readValid(into: buffer)
                if count > 0 { return count }
            } else {
                repairKept()
            }
        }
        let count = repaired.countOfWholeCharacters(from: repairedStart, limit: buffer.count)
        buffer.copyBytes(from: repaired[repairedStart..<repairedStart + count])
        repairedStart += count
        return count
    }

    /// Whether nothing can be handed out before more was read.
    private var needsMore: Bool { raw.isEmpty || isUnfinished }

    /// Reads bytes to where they are wanted, behind the start of a character that was kept, as far as they are valid. The rest
    /// is kept.
    private func readValid(into buffer: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int {
        let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer.dropFirst(raw.count)))
        if count == 0 { sourceIsAtEnd = true }
        buffer.copyBytes(from: raw)
        let end = min(raw.count + max(count, 0), buffer.count)
        let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<end]).bindMemory(to: UInt8.self)
        let prefix = validUTF8Prefix(of: bytes)
        raw = Array(bytes[prefix.validCount...])
        isUnfinished = prefix.rest == .incomplete
        return prefix.validCount
    }

    /// Hands out what is valid of the bytes that were kept or, where they begin with what is not, repairs a region of them.
    private func repairKept() {
        let prefix = raw.withUnsafeBufferPointer { validUTF8Prefix(of: $0) }
        repairedStart = 0
        if prefix.validCount > 0 {
            repaired = Array(raw[..<prefix.validCount])
            raw.removeFirst(prefix.validCount)
        } else {
            repairRegion()
        }
        isUnfinished = raw.withUnsafeBufferPointer { validUTF8Prefix(of: $0) } == UTF8Prefix(validCount: 0, rest: .incomplete)
    }

    /// Repairs as many bytes as decide what is told of them. The start of a character stays, unless nothing comes after it.
    private func repairRegion() {
        if !sourceIsAtEnd { (sourceIsAtEnd, failure) = raw.read(upTo: ReplacementTally.regionSize, from: source) }
        repaired.removeAll(keepingCapacity: true)
        var region: [Replacement] = []
        var validCount = 0
        let isLast = sourceIsAtEnd && raw.count <= ReplacementTally.regionSize
        let judged = raw.prefix(ReplacementTally.regionSize).forEachJudged(isWhole: isLast) { piece, isValid in
            if isValid {
                validCount += piece.count { $0 >= 0xC0 }
                repaired.append(contentsOf: piece)
            } else {
                region.append(
                    Replacement(offset: givenCount + repaired.count, byteCount: piece.count, encoding: CharacterEncoding.utf8.name))
                repaired.append(contentsOf: [0xEF, 0xBF, 0xBD])
            }
        }
        tally.add(region, validCount: validCount, of: raw[..<judged])
        raw.removeFirst(judged)
    }
}

extension Collection<UInt8> {
    /// Calls `body` with each piece that is valid UTF-8, and with each maximal subpart that is not, in their order.
    ///
    /// - Parameter isWhole: whether a start of a character at the end is invalid, since nothing comes after it.
    /// - Returns: how many bytes were judged.
    @discardableResult
    func forEachJudged(isWhole: Bool = false, _ body: (UnsafeBufferPointer<UInt8>, Bool) -> Void) -> Int {
        let judged = withContiguousStorageIfAvailable { bytes in
            var index = 0
            while index < bytes.count {
                let prefix = validUTF8Prefix(of: bytes.slice(index..<bytes.count))
                if prefix.validCount > 0 { body(bytes.slice(index..<index + prefix.validCount), true) }
                index += prefix.validCount
                switch prefix.rest {
                case .nothing: return index
                case .incomplete:
                    if !isWhole { return index }
                    body(bytes.slice(index..<bytes.count), false)
                    return bytes.count
                case .invalid(let count):
                    body(bytes.slice(index..<index + count), false)
                    index += count
                }
            }
            return index
        }
        return judged ?? Array(self).forEachJudged(isWhole: isWhole, body)
    }
}
