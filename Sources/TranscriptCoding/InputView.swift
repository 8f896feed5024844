import TextScanning
package import TranscriptModel

/// What of an input is in memory at one moment, for looking up places in it later and on another thread, while the reader
/// goes on.
///
/// It keeps the block of the window, which the buffer therefore does not use again: whoever has one lets it go soon.
package struct InputView: Sendable {
    private let block: ByteStorage
    /// Bytes of the input before the block's first.
    private let blockOffset: Int
    /// In the block: the end of what the reader has consumed, and of what is valid.
    private let consumedEnd: Int
    private let validEnd: Int
    private let content: InputContent
    private var lines: LineCounter

    init(_ block: ByteStorage, at blockOffset: Int, consumed: Int, valid: Int, _ content: InputContent, _ lines: LineCounter) {
        self.block = block
        self.blockOffset = blockOffset
        consumedEnd = consumed
        validEnd = valid
        self.content = content
        self.lines = lines
    }

    /// The place of a byte counted from the start of the input; nil when that byte is not here. O(distance from the place
    /// asked for last).
    package mutating func location(ofByte offset: Int) -> SourceLocation? { location(ofBytes: offset..<offset) }

    /// The same of several bytes.
    package mutating func location(ofBytes range: Range<Int>) -> SourceLocation? {
        guard let index = index(of: range.lowerBound) else { return nil }
        let place = lines.place(of: index, in: block.base)
        return SourceLocation(
            byteOffset: range.lowerBound, line: place.line, column: place.column,
            extent: bytes.extent(of: index..<index + range.count),
            lineText: bytes.excerpt(around: index, isText: content == .text))
    }

    /// The same of the rest of a line.
    mutating func location(ofLineFrom offset: Int) -> SourceLocation? { location(ofBytes: offset..<max(offset, knownOffset)) }

    /// What was counted of a block's lines, so that the next view of the block need not begin again.
    struct CountedLines {
        fileprivate let blockOffset: Int
        fileprivate let lines: LineCounter
    }

    var countedLines: CountedLines { CountedLines(blockOffset: blockOffset, lines: lines) }

    /// Goes on counting where another view stood, if that was of the same block.
    mutating func goOn(from counted: CountedLines) {
        if counted.blockOffset == blockOffset { lines = counted.lines }
    }

    /// Where in the input a text lies that was cut from the window, in bytes from the start of the input; nil for one
    /// that was rewritten on its way, or that is not here.
    package func offset(of text: Text) -> Int? { text.offset(in: block).map { blockOffset + $0 } }

    /// At most `count` bytes from `offset` on, which counts from the start of the input; nil when that is not here.
    package func bytes(at offset: Int, atMost count: Int) -> [UInt8]? {
        index(of: offset).map { Array(bytes.slice($0..<min($0 + max(count, 0), validEnd))) }
    }

    /// The last of the bytes before `offset` that equals `byte`, both counted from the start of the input; nil when it is
    /// not here. O(distance).
    package func lastIndex(of byte: UInt8, before offset: Int) -> Int? {
        index(of: offset).flatMap { bytes.slice(0..<$0).lastIndex(of: byte) }.map { blockOffset + $0 }
    }

    /// What was consumed and is still in memory, and the byte of the input at which it starts.
    package var consumed: (text: Text, offset: Int) {
        let text =
            content == .text
            ? Text(block, offset: 0, length: consumedEnd) : ByteSlice(block, 0..<consumedEnd).repairedText
        return (text, blockOffset)
    }

    /// The end of what was consumed, and of what is known, in bytes from the start of the input.
    package var consumedOffset: Int { blockOffset + consumedEnd }
    package var knownOffset: Int { blockOffset + validEnd }

    /// Calls `body` with the bytes in `range`, counted from the start of the input; only those that are here, and with none
    /// where the first is not.
    package func withBytes<Result>(_ range: Range<Int>, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        let lower = index(of: range.lowerBound) ?? validEnd
        let upper = min(max(range.upperBound - blockOffset, lower), validEnd)
        defer { withExtendedLifetime(block) {} }
        return body(bytes.slice(lower..<upper))
    }

    /// Calls `body` with all bytes that are here.
    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        defer { withExtendedLifetime(block) {} }
        return body(bytes)
    }

    /// How much memory it keeps.
    package var byteCount: Int { block.capacity }

    private var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: block.base, count: validEnd) }

    private func index(of offset: Int) -> Int? {
        let index = offset - blockOffset
        return index >= 0 && index <= validEnd ? index : nil
    }
}
