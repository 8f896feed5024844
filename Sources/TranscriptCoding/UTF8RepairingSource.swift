import TextScanning

/// A source with every byte sequence that is not UTF-8 replaced by U+FFFD, one for each maximal invalid subpart as
/// The Unicode Standard recommends (3.9), and each reported with its place.
final class UTF8RepairingSource: ByteSource {
    private let source: any ByteSource
    private let diagnostics: DiagnosticLog
    private var raw: UnsafeMutableRawBufferPointer
    private var rawCount = 0
    private var sourceIsAtEnd = false
    /// Repaired bytes that are still to be handed out.
    private var repaired: [UInt8] = []
    private var repairedStart = 0
    private var offset = 0
    private var line = 1
    private var column = 1

    init(_ source: any ByteSource, diagnostics: DiagnosticLog) {
        self.source = source
        self.diagnostics = diagnostics
        raw = .allocate(byteCount: 64 * 1024, alignment: 16)
    }

    deinit { raw.deallocate() }

    var isLive: Bool { source.isLive }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int {
        while repairedStart == repaired.count {
            if sourceIsAtEnd && rawCount == 0 { return 0 }
            try refill()
        }
        let count = min(buffer.count, repaired.count - repairedStart)
        buffer.copyBytes(from: repaired[repairedStart..<repairedStart + count])
        repairedStart += count
        return count
    }

    private func refill() throws(ConversionError) {
        let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: raw[rawCount...]))
        if count == 0 { sourceIsAtEnd = true }
        rawCount += count
        repaired.removeAll(keepingCapacity: true)
        repairedStart = 0
        let bytes = UnsafeBufferPointer(start: raw.assumingMemoryBound(to: UInt8.self).baseAddress, count: rawCount)
        var index = 0
        scan: while index < bytes.count {
            let rest = bytes.slice(index..<bytes.count)
            let prefix = validUTF8Prefix(of: rest)
            take(rest.slice(0..<prefix.validCount))
            index += prefix.validCount
            switch prefix.rest {
            case .nothing: break scan
            case .incomplete where !sourceIsAtEnd: break scan
            case .incomplete:
                replace(bytes.count - index)
                index = bytes.count
            case .invalid(let count):
                replace(count)
                index += count
            }
        }
        // At most three bytes of an unfinished character stay.
        raw.copyMemory(from: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[index...]))
        rawCount -= index
    }

    private func take(_ valid: UnsafeBufferPointer<UInt8>) {
        repaired.append(contentsOf: valid)
        offset += valid.count
        let feeds = valid.countOfLineFeeds()
        line += feeds
        let start = feeds > 0 ? (valid.lastIndex(of: 0x0A) ?? 0) + 1 : 0
        if feeds > 0 { column = 1 }
        column += valid.slice(start..<valid.count).countOfScalars()
    }

    private func replace(_ count: Int) {
        diagnostics.report(
            Diagnostic(
                .warning, .invalidUTF8, "replaced \(count) byte\(count == 1 ? "" : "s") that \(count == 1 ? "is" : "are") not UTF-8 by U+FFFD",
                at: SourceLocation(byteOffset: offset, line: line, column: column)))
        repaired.append(contentsOf: [0xEF, 0xBF, 0xBD])
        offset += count
        column += 1
    }
}
