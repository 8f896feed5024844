import TextScanning

/// A source with every byte sequence that is not UTF-8 replaced by U+FFFD, one for each maximal invalid subpart as
/// The Unicode Standard recommends (3.9), and each reported with its place. It hands out whole characters, so what it reads
/// into has to have room for four bytes.
final class UTF8RepairingSource: ByteSource {
    private let source: any ByteSource
    private let diagnostics: DiagnosticLog
    /// Bytes that were read and not judged yet: what follows an invalid byte, or an unfinished character.
    private var raw: [UInt8] = []
    /// Whether `raw` is no more than the start of a character, so that more has to be read before anything can be judged.
    private var isUnfinished = false
    private var sourceIsAtEnd = false
    /// Repaired bytes that are still to be handed out.
    private var repaired: [UInt8] = []
    private var repairedStart = 0
    /// The place of what is repaired next.
    private var counter = PlaceCounter()
    /// Where the byte will stand that is read next. Asked only when there is something to report.
    var placeOfNextByte: () -> SourceLocation = { SourceLocation(byteOffset: 0, line: 1, column: 1) }

    private var isDetached = false

    init(_ source: any ByteSource, diagnostics: DiagnosticLog) {
        self.source = source
        self.diagnostics = diagnostics
    }

    /// From now on the places are counted here: whoever reads is not who asked for the repair.
    func detach() {
        counter = PlaceCounter(at: placeOfNextByte())
        isDetached = true
    }

    var isLive: Bool { source.isLive }
    var awaitedDescriptor: CInt? { repairedStart < repaired.count || !needsMore ? nil : source.awaitedDescriptor }
    func lastBytes(_ count: Int) -> [UInt8]? { source.lastBytes(count) }

    /// A copy repairs for itself; what it repairs has been or will be reported by this one.
    func independentCopy() -> (any ByteSource)? {
        guard let copy = source.independentCopy() else { return nil }
        let rest = UTF8RepairingSource(PrefixedSource(raw, then: copy), diagnostics: DiagnosticLog())
        return PrefixedSource(Array(repaired[repairedStart...]), then: rest)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int {
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
        var count = min(buffer.count, repaired.count - repairedStart)
        // Only whole characters, so that whoever reads need not judge them once more.
        while count > 0, repairedStart + count < repaired.count, repaired[repairedStart + count] & 0xC0 == 0x80 { count -= 1 }
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
        if isDetached { counter.pass(bytes.slice(0..<prefix.validCount)) }
        raw = Array(bytes[prefix.validCount...])
        isUnfinished = prefix.rest == .incomplete
        return prefix.validCount
    }

    /// Repairs the bytes that were kept. The start of a character stays, unless nothing comes after it.
    private func repairKept() {
        repaired.removeAll(keepingCapacity: true)
        repairedStart = 0
        if !isDetached { counter = PlaceCounter(at: placeOfNextByte()) }
        let judged = raw.withUnsafeBufferPointer { bytes in
            var index = 0
            while index < bytes.count {
                let prefix = validUTF8Prefix(of: bytes.slice(index..<bytes.count))
                let valid = bytes.slice(index..<index + prefix.validCount)
                repaired.append(contentsOf: valid)
                counter.pass(valid)
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
        diagnostics.report(
            Diagnostic(
                .warning, .invalidUTF8, "\(count) byte\(count == 1 ? " is" : "s are") not UTF-8, and read as U+FFFD",
                at: counter.location
            ).stoppingStrictReading.leavingReplacement)
        let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]
        repaired.append(contentsOf: replacement)
        replacement.withUnsafeBufferPointer { counter.pass($0) }
    }
}
