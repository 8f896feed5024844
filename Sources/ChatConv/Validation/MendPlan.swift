import TextScanning

/// All that is to be changed in an input, gathered from findings.
///
/// Memory grows with the number of changes, not with the input.
public struct MendPlan {
    private var edits: [SourceEdit] = []
    private var lineEnd: LineEnd?

    public init() {}

    public var isEmpty: Bool { edits.isEmpty && lineEnd == nil }

    /// Adds what mends a finding. What would change bytes that are to be changed already is left out.
    public mutating func add(_ mend: Mend) {
        switch mend {
        case .lineEnds(let lineEnd): self.lineEnd = self.lineEnd ?? lineEnd
        case .edits(let new): edits += new
        case .toldApart: break
        }
    }

    /// Reads an input line by line, and gives each line as it is and as it is to be, both with their line ends.
    ///
    /// A line has to fit in memory.
    public func forEachLine(
        of source: any ByteSource, _ body: (ArraySlice<UInt8>, ArraySlice<UInt8>) throws(ConversionError) -> Void
    ) throws(ConversionError) {
        var mender = LineMender(edits, lineEnd)
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 16)
        defer { piece.deallocate() }
        var pending: [UInt8] = []
        var hasMore = true
        while hasMore {
            let count = try source.read(into: piece)
            hasMore = count > 0
            let scanned = pending.count
            pending.append(contentsOf: piece[..<min(max(count, 0), piece.count)])
            var start = 0
            var searchFrom = scanned
            while let feed = pending[searchFrom...].firstIndex(of: 0x0A) {
                let line = pending[start...feed]
                try body(line, mender.mended(line))
                start = feed + 1
                searchFrom = start
            }
            pending.removeFirst(start)
        }
        if !pending.isEmpty { try body(pending[...], mender.mended(pending[...])) }
    }

    /// Writes the mended input. What is not to be changed stays byte for byte.
    public func apply(to source: any ByteSource, into destination: any ByteDestination) throws(ConversionError) {
        var output = OutputBuffer()
        try forEachLine(of: source) { _, mended throws(ConversionError) in
            mended.withUnsafeBufferPointer { output.append($0) }
            if output.count >= 64 * 1024 { try Self.flush(&output, into: destination) }
        }
        try Self.flush(&output, into: destination)
    }

    private static func flush(
        _ output: inout OutputBuffer, into destination: any ByteDestination
    ) throws(ConversionError) {
        if output.isEmpty { return }
        try output.withBytes { bytes throws(ConversionError) in try destination.write(UnsafeRawBufferPointer(bytes)) }
        output.removeAll()
    }
}

/// Mends the lines of an input one after the other.
private struct LineMender {
    private var edits: ArraySlice<SourceEdit>
    private let lineEnd: LineEnd?
    /// The first byte of the next line.
    private var offset = 0

    init(_ edits: [SourceEdit], _ lineEnd: LineEnd?) {
        self.edits = edits.sorted { $0.range.lowerBound < $1.range.lowerBound }[...]
        self.lineEnd = lineEnd
    }

    mutating func mended(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let end = offset + line.count
        defer { offset = end }
        var result = line
        if let first = edits.first, first.range.lowerBound < end { result = edited(line, upTo: end)[...] }
        return withLineEnd(result)
    }

    private mutating func edited(_ line: ArraySlice<UInt8>, upTo end: Int) -> [UInt8] {
        var result: [UInt8] = []
        var place = offset
        while let edit = edits.first, edit.range.lowerBound < end {
            edits.removeFirst()
            // Overlaps with what was changed before, or goes on behind the line: not what was found in it.
            if edit.range.lowerBound < place || edit.range.upperBound > end { continue }
            result += line[line.startIndex + (place - offset)..<line.startIndex + (edit.range.lowerBound - offset)]
            result += edit.replacement
            place = edit.range.upperBound
        }
        return result + line[(line.startIndex + (place - offset))...]
    }

    private func withLineEnd(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard let lineEnd, line.last == 0x0A else { return line }
        let hasReturn = line.count > 1 && line[line.endIndex - 2] == 0x0D
        switch (lineEnd, hasReturn) {
        case (.lf, true): return line.dropLast(2) + [0x0A]
        case (.crlf, false): return line.dropLast() + [0x0D, 0x0A]
        case (.lf, false), (.crlf, true): return line
        }
    }
}
