import TextScanning
package import TranscriptModel

/// Bytes of which nothing is known, in storage that they share: a text is made of them only if they are UTF-8.
package struct ByteSlice {
    private let storage: ByteStorage
    private let range: Range<Int>

    /// The bytes of `storage` in `range`, which lies inside it; nobody writes to them again.
    init(_ storage: ByteStorage, _ range: Range<Int>) {
        self.storage = storage
        self.range = range
    }

    /// A copy of `bytes`.
    package init(copying bytes: UnsafeBufferPointer<UInt8>) {
        let storage = ByteStorage(capacity: bytes.count)
        if let base = bytes.baseAddress { storage.base.update(from: base, count: bytes.count) }
        self.init(storage, 0..<bytes.count)
    }

    package var count: Int { range.count }

    /// Calls `body` with the bytes.
    @inline(__always)
    package func withBytes<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeBufferPointer(start: storage.base + range.lowerBound, count: range.count))
    }

    /// The part between two positions; what is outside is cut off. O(1).
    package func slice(_ part: Range<Int>) -> ByteSlice {
        let lower = min(max(part.lowerBound, 0), count)
        let upper = min(max(part.upperBound, lower), count)
        return ByteSlice(storage, range.lowerBound + lower..<range.lowerBound + upper)
    }

    /// The part between two positions as a text that shares the bytes; nil where they are not UTF-8. O(n).
    @inline(__always)
    package func text(_ part: Range<Int>) -> Text? {
        let lower = range.lowerBound + min(max(part.lowerBound, 0), count)
        let upper = max(lower, range.lowerBound + min(part.upperBound, count))
        guard upper <= ByteStorage.maximumCapacity,
            Self.isUTF8(UnsafeBufferPointer(start: storage.base + lower, count: upper - lower))
        else { return nil }
        return Text(storage, offset: lower, length: upper - lower)
    }

    private static func isUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        // Most parts are short and ASCII: this needs no step for each byte.
        var all: UInt8 = 0
        for byte in bytes { all |= byte }
        return all < 0x80 || validUTF8Prefix(of: bytes).validCount == bytes.count
    }

    /// The bytes as a text, with U+FFFD for each maximal subpart that is not UTF-8 (The Unicode Standard, 3.9). O(n).
    package var repairedText: Text {
        text(0..<count) ?? withBytes { Text(String(decoding: $0, as: UTF8.self)) }
    }

    /// The place of the byte at `index` in an input in which the first of these is at `start`, without the text of its line.
    /// O(distance from there).
    package func place(of index: Int, from start: SourceLocation) -> SourceLocation {
        withBytes { bytes in
            let index = min(max(index, 0), bytes.count)
            var counter = LineCounter(line: start.line, column: start.column)
            let place = bytes.baseAddress.map { counter.place(of: index, in: $0) } ?? (start.line, start.column)
            return SourceLocation(byteOffset: start.byteOffset + index, line: place.0, column: place.1)
        }
    }

    /// The place of the bytes in `range`, and how far they reach, in an input in which the first of all of them is at `start`.
    /// O(distance from there).
    package func location(of range: Range<Int>, from start: SourceLocation) -> SourceLocation {
        withBytes { bytes in
            let index = min(max(range.lowerBound, 0), bytes.count)
            var counter = LineCounter(line: start.line, column: start.column)
            let place = bytes.baseAddress.map { counter.place(of: index, in: $0) } ?? (start.line, start.column)
            return SourceLocation(
                byteOffset: start.byteOffset + index, line: place.0, column: place.1, extent: bytes.extent(of: range),
                lineText: bytes.excerpt(around: index, isText: false))
        }
    }
}
