import TextScanning

/// A source with every byte sequence that is not UTF-8 replaced by U+FFFD, one for each maximal invalid subpart as
/// The Unicode Standard recommends (3.9). It hands out whole characters, so what it reads into has to have room for four bytes.
final class UTF8RepairingSource: UTF8Source {
    private var source: any ByteSource
    /// Bytes that were read and not judged yet: what follows an invalid byte, or an unfinished character.
    private var raw: [UInt8] = []
    /// Whether `raw` is no more than the start of a character, so that more has to be read before anything can be judged.
    private var isUnfinished = false
    private var sourceIsAtEnd = false
    /// Repaired bytes that are still to be handed out.
    private var repaired: [UInt8] = []
    private var repairedStart = 0
    /// How many bytes have been handed out, and what was replaced in those and in what is repaired.
    private var givenCount = 0
    private var replacements: [UTF8Replacement] = []

    init(_ source: any ByteSource) { self.source = source }

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

    func takeReplacements() -> [UTF8Replacement] { replacements.take(before: givenCount) }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int {
        let count = try readWholeCharacters(into: buffer)
        givenCount += count
        return count
    }

    private func readWholeCharacters(into buffer: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int {
        while repairedStart == repaired.count {
            if sourceIsAtEnd, raw.isEmpty { return 0 }
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

    /// Repairs the bytes that were kept. The start of a character stays, unless nothing comes after it.
    private func repairKept() {
        repaired.removeAll(keepingCapacity: true)
        repairedStart = 0
        let judged = raw.withUnsafeBufferPointer { bytes in
            var index = 0
            while index < bytes.count {
                let prefix = validUTF8Prefix(of: bytes.slice(index..<bytes.count))
                repaired.append(contentsOf: bytes.slice(index..<index + prefix.validCount))
                index += prefix.validCount
                switch prefix.rest {
                case .nothing: return index
                // At most three bytes of an unfinished character stay.
                case .incomplete where !sourceIsAtEnd: return index
                case .incomplete:
                    replace(bytes.count - index)
                    return bytes.count
                case .invalid(let count):
                    replace(count)
                    index += count
                }
            }
            return index
        }
        raw.removeFirst(judged)
        isUnfinished = !raw.isEmpty
    }

    private func replace(_ count: Int) {
        replacements.append(UTF8Replacement(offset: givenCount + repaired.count, byteCount: count))
        repaired.append(contentsOf: [0xEF, 0xBF, 0xBD])
    }
}
