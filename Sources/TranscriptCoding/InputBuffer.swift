import TextScanning
public import TranscriptModel

/// What an input of a format is made of.
public enum InputContent: Sendable, Hashable {
    /// One text in one encoding: readers see UTF-8 and nothing else.
    case text
    /// Bytes in which each part says its own encoding, as in mail: readers see them as they are.
    case bytes
}

/// What a reader sees of its input: a window of contiguous, valid UTF-8 from the first unread byte on.
///
/// Where the content is bytes, the window is not judged; `bytes` and `text` see to it that a `Text` is UTF-8 all the same.
///
/// Positions are counted from the first unread byte, so `fill()` never changes their meaning: it only adds bytes at
/// the end. A reader looks at `withUnread`, takes slices as `text`, and moves on with `consume`:
///
///     block        [ consumed | unread, validated | not yet judged | free ]
///     positions                0 …… unreadCount
///
/// Texts share the block they were cut from; a block is used again only when no text refers to it any more.
public final class InputBuffer {
    public let content: InputContent
    public let limits: Limits
    /// Whether to mend what can be mended instead of stopping.
    public let isLenient: Bool
    public let diagnostics: DiagnosticLog
    /// Where the reader tells what it leaves out that belongs to no message; of what belongs to one, the message tells.
    public let omissions: OmissionLog
    /// The input once more, for readers whose records are copied into the output; nil where none are.
    public private(set) var recordFile: RecordFile?
    /// Whether readers keep beside a message how its record is spelled, where the writer of its format would spell it otherwise:
    /// see `FormatDescriptor.spellingExtensions`.
    public let keepsSpelling: Bool
    /// Whether the input is being validated: somebody asks where messages start, and for all there is to say of the input.
    public let isValidated: Bool
    /// Whether somebody said that the input is of the reader's format; else only its content does.
    public let formatIsGiven: Bool
    /// Is handed what is in memory before the window leaves a block, for who validates and looks at every byte.
    package var watchLeaving: ((InputView) -> Void)?

    private var source: any ByteSource
    /// The same source, where it knows whether what it gives is UTF-8.
    private var utf8Source: (any UTF8Source)?
    /// Whether to read on another thread once the input turns out to be a large one. Where reading is little more than a copy,
    /// handing over what was read costs as much as it saves.
    private var readsAhead: Bool
    private var block: ByteStorage
    /// Blocks that were read to their end, most of whose texts are gone by the time that another is needed.
    private var spares: [ByteStorage] = []
    /// In the block: the first unread byte, the end of what is valid, the end of what was read.
    private var start = 0
    private var validEnd = 0
    private var readEnd = 0
    private var sourceIsAtEnd = false
    /// What `fill()` throws once the valid bytes before it have been handed out.
    private var pendingError: ConversionError?
    /// Bytes of the input before the block's first.
    private var blockOffset = 0
    /// Unchecked as below.
    @exclusivity(unchecked) private var lines = LineCounter()
    /// Where the messages of the batch start, for who validates. Unchecked, because looking for a second access at the same
    /// time took a fiftieth of a validation; there is none, since nothing in here calls out while it has one.
    @exclusivity(unchecked) private var messageStarts = MessageStarts()

    private static let blockSize = 256 * 1024
    /// The first block's size: in it lies all of a small file, of which there may be thousands.
    private static let firstBlockSize = 64 * 1024
    /// As many blocks as a batch of mails is cut from.
    private static let mostSpares = 4
    /// So many bytes make a large input, of which reading ahead gains more than a thread costs.
    private static let largeInput = 1024 * 1024
    /// Below this much free room a block is not filled further.
    private static let leastRead = 32 * 1024

    public init(
        _ source: any ByteSource, content: InputContent = .text, limits: Limits = Limits(), isLenient: Bool = false,
        diagnostics: DiagnosticLog = DiagnosticLog(), omissions: OmissionLog = OmissionLog(), isValidated: Bool = false,
        readsAhead: Bool = false, handsOnRecords: Bool = false, formatIsGiven: Bool = true, keepsSpelling: Bool = true
    ) {
        self.keepsSpelling = keepsSpelling
        self.omissions = omissions
        self.isValidated = isValidated
        self.formatIsGiven = formatIsGiven
        self.content = content
        self.readsAhead = readsAhead && source.isComputed && !source.isLive
        let decoder = source.decoder
        if isLenient { decoder?.mends = true }
        utf8Source = isLenient && (content == .text || decoder != nil) ? UTF8RepairingSource(source) : nil
        self.source = utf8Source ?? source
        self.limits = limits
        self.isLenient = isLenient
        self.diagnostics = diagnostics
        block = ByteStorage(capacity: self.source.remainingCount.map { min($0, Self.firstBlockSize) } ?? Self.firstBlockSize)
        if handsOnRecords { openRecordFile() }
    }

    /// Sees to it that the input can be read once more, for a reader that was told to hand something on. Called before it reads.
    package func handOnRecords() {
        if recordFile == nil, blockOffset + readEnd == 0 { openRecordFile() }
    }

    /// Sees to it that the input can be read once more: from the file that it is in, or from one that it is kept in as it is read.
    private func openRecordFile() {
        if let file = source.recordFile(before: 0) {
            recordFile = file
            return
        }
        do throws(ConversionError) {
            let keeping = try KeepingSource(source)
            (source, recordFile) = (keeping, keeping.file)
        } catch {
            pendingError = error
        }
    }

    /// Whether the source may still be growing, so that what is complete should be passed on at once.
    public var isLive: Bool { source.isLive }

    /// The open file on which `fill()` might have to wait: see `ByteSource.awaitedDescriptor`.
    public var awaitedDescriptor: CInt? { source.awaitedDescriptor }

    /// The number of unread bytes in the window.
    @inline(__always)
    public var unreadCount: Int { validEnd &- start }

    /// Whether the window reaches to the end of the input.
    public var isAtEnd: Bool { sourceIsAtEnd && validEnd == readEnd && pendingError == nil }

    /// Whether no byte will be added to the window: at the end of the input, or before what stops it. Then `fill()`
    /// returns false or throws.
    public var isExhausted: Bool { (sourceIsAtEnd && validEnd == readEnd) || pendingError != nil }

    /// Calls `body` with the unread bytes.
    @inline(__always)
    public func withUnread<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeBufferPointer(start: block.base + start, count: validEnd &- start))
    }

    /// The unread bytes in `range` as a text that shares them. O(1).
    ///
    /// The range must lie between boundaries of characters inside the window; what is outside is cut off. Where the
    /// content is bytes, this is O(n), and what is not UTF-8 becomes U+FFFD.
    @inline(__always)
    public func text(_ range: Range<Int>) -> Text {
        let lower = min(max(range.lowerBound, 0), unreadCount)
        let upper = min(max(range.upperBound, lower), unreadCount)
        if content == .bytes { return bytes(lower..<upper).repairedText }
        return Text(block, offset: start &+ lower, length: upper &- lower)
    }

    /// The unread bytes in `range`, of which nothing is known, sharing the window's. O(1). What is outside is cut off.
    package func bytes(_ range: Range<Int>) -> ByteSlice {
        let lower = min(max(range.lowerBound, 0), unreadCount)
        let upper = min(max(range.upperBound, lower), unreadCount)
        return ByteSlice(block, start &+ lower..<start &+ upper)
    }

    /// Moves past `count` unread bytes.
    @inline(__always)
    public func consume(_ count: Int) { start = min(start &+ max(count, 0), validEnd) }

    /// Adds bytes to the window. Returns false at the end of the input.
    ///
    /// - Throws: `malformedInput` at the first byte that is not UTF-8, `limitExceeded` when the unread bytes alone
    ///   reach the record limit, and what the source throws.
    public func fill() throws(ConversionError) -> Bool {
        let before = unreadCount
        while unreadCount == before {
            if let pendingError { throw pendingError }
            if sourceIsAtEnd { return false }
            if readsAhead, blockOffset + readEnd >= Self.largeInput { readAhead() }
            try makeRoom()
            let free = UnsafeMutableRawBufferPointer(start: block.base + readEnd, count: block.capacity - readEnd)
            let count = try source.read(into: free)
            // A small file's end is known with its last byte: no room has to be made to look for it.
            if count == 0 || source.isKnownToBeAtEnd { sourceIsAtEnd = true }
            readEnd += min(max(count, 0), free.count)
            judgeNewBytes()
            reportReplacements()
        }
        return true
    }

    /// From here on, the source is read on a thread of its own.
    private func readAhead() {
        readsAhead = false
        let unjudged = Array(UnsafeBufferPointer(start: block.base + validEnd, count: readEnd - validEnd))
        guard let thread = ReadAheadThread(source, utf8Source, after: unjudged, judges: content == .text) else { return }
        let ahead = ReadAheadSource(thread, at: blockOffset + validEnd)
        (source, utf8Source, readEnd) = (ahead, ahead, validEnd)
    }

    /// Fills until at least `count` bytes are unread. Returns false when the input ends before.
    public func fill(atLeast count: Int) throws(ConversionError) -> Bool {
        while unreadCount < count {
            if try !fill() { return false }
        }
        return true
    }

    /// A second buffer over the same unread input, independent of this one.
    ///
    /// Where the source cannot be read twice, the rest of it is first kept in a temporary file.
    public func makeLookahead() throws(ConversionError) -> InputBuffer {
        var copy = source.independentCopy()
        if copy == nil {
            if let utf8Source { try utf8Source.spool() } else { source = try FileSource.spooling(source) }
            copy = source.independentCopy()
        }
        guard let copy else {
            throw ConversionError(.inputOutput, .temporaryStorage, "the temporary file cannot be read")
        }
        let unread = Array(UnsafeBufferPointer(start: block.base + start, count: readEnd - start))
        return InputBuffer(PrefixedSource(unread, then: copy), content: content, limits: limits)
    }

    /// The last bytes of the whole input, where the source can tell them without reading up to there.
    public func lastBytes(_ count: Int) -> [UInt8]? { source.lastBytes(count) }

    private func reportReplacements() {
        guard let utf8Source else { return }
        for replacement in utf8Source.takeReplacements() {
            let place = location(at: replacement.offset - blockOffset - start, withLine: false)
            if let diagnostic = replacement.diagnostic(at: place) { diagnostics.report(diagnostic) }
            let total = replacement.total
            omissions.add(Omission(.damagedText, count: total.count, byteCount: total.byteCount, at: place))
        }
    }

    /// Judges what was read last: how much of it is valid, and what is to be thrown behind that.
    private func judgeNewBytes() {
        if content == .bytes || utf8Source?.lastReadIsUTF8 ?? false {
            validEnd = readEnd
            return
        }
        let unjudged = UnsafeBufferPointer(start: block.base + validEnd, count: readEnd - validEnd)
        let prefix = validUTF8Prefix(of: unjudged)
        validEnd += prefix.validCount
        switch prefix.rest {
        case .nothing: break
        case .incomplete where !sourceIsAtEnd: break
        case .incomplete: pendingError = invalidUTF8("the input ends inside a character")
        case .invalid: pendingError = invalidUTF8("byte 0x\(hexadecimal(block.base[validEnd])) is not UTF-8")
        }
    }

    private func invalidUTF8(_ message: String) -> ConversionError {
        var sample = Array(UnsafeBufferPointer(start: block.base + validEnd, count: readEnd - validEnd))
        sample.read(upTo: ReplacementTally.regionSize, from: source)
        let likely = ReplacementTally.likelyEncoding(of: sample)
        return ConversionError(
            .malformedInput, .invalidUTF8, likely.map { "\(message); the input looks like \($0)" } ?? message,
            help: "name the input's encoding with --input-encoding\(likely.map { " \($0)" } ?? ""), or use --lenient to replace "
                + "such bytes by U+FFFD",
            at: location(at: unreadCount))
    }

    /// Makes room for a read: at the block's end, at its front when no text refers to it, else in a new block.
    private func makeRoom() throws(ConversionError) {
        let room = block.capacity - readEnd
        if room >= Self.leastRead || source.remainingCount.map({ room >= $0 }) ?? false { return }
        let kept = readEnd - start
        if kept >= limits.recordBytes {
            throw ConversionError(
                .limitExceeded, .recordTooLong, "a message or header is longer than \(limits.recordBytes) bytes",
                help: "raise the limit with --max-record BYTES", at: location(at: 0))
        }
        if start > 0, let watchLeaving { watchLeaving(view) }
        lines.skip(block.base, from: 0, to: start)
        blockOffset += start
        let capacity = max(Self.blockSize, min(kept * 2, limits.recordBytes) + Self.leastRead)
        if block.capacity == capacity, isKnownUniquelyReferenced(&block) {
            block.base.update(from: block.base + start, count: kept)
        } else {
            let next = takeSpare(capacity) ?? ByteStorage(capacity: capacity)
            next.base.update(from: block.base + start, count: kept)
            if spares.count < Self.mostSpares, block.capacity == Self.blockSize { spares.append(block) }
            block = next
        }
        (validEnd, readEnd, start) = (validEnd - start, kept, 0)
    }

    /// A block to which no text refers any more: taking one again costs less than making one.
    private func takeSpare(_ capacity: Int) -> ByteStorage? {
        guard capacity == Self.blockSize,
            let index = spares.indices.first(where: { isKnownUniquelyReferenced(&spares[$0]) })
        else { return nil }
        return spares.remove(at: index)
    }

    // MARK: Places

    /// The place of an unread byte, or of one past the last. O(distance from the place asked for last).
    public func location(at position: Int) -> SourceLocation { location(at: position, withLine: true) }

    /// The same, with the line's text only where it is asked for.
    package func location(at position: Int, withLine: Bool) -> SourceLocation {
        let index = min(max(start + position, 0), validEnd)
        let place = lines.place(of: index, in: block.base)
        return SourceLocation(
            byteOffset: blockOffset + index, line: place.line, column: place.column,
            lineText: withLine ? excerpt(around: index) : nil)
    }

    /// The place of unread bytes, and how far they reach. O(distance from the place asked for last).
    public func location(of range: Range<Int>) -> SourceLocation {
        var location = location(at: range.lowerBound)
        let bytes = UnsafeBufferPointer(start: block.base, count: validEnd)
        location.extent = bytes.extent(of: max(start + range.lowerBound, 0)..<max(start + range.upperBound, 0))
        return location
    }

    /// Notes, where the input is validated, that the next message of the batch starts at an unread byte.
    @inline(__always)
    public func markMessage(at position: Int) {
        if isValidated { messageStarts.append(byte: blockOffset &+ start &+ position) }
    }

    /// Notes, where the input is validated, where the next message of the batch starts.
    public func markMessage(_ start: MessageStart) {
        if isValidated { messageStarts.append(start) }
    }

    /// Notes, where the input is validated, where the next messages of the batch start. O(1) for the first of a batch.
    public func markMessages(_ starts: consuming MessageStarts) {
        if isValidated { messageStarts.append(contentsOf: starts) }
    }

    /// Hands over what was noted since this was asked last.
    package func takeMessageStarts() -> MessageStarts { messageStarts.take(.max) }

    /// The place of what stands on a line from a byte on, counted from the start of the input; nil when that byte is not in memory
    /// any more, or not yet. What a reader consumed stays in memory until the next `fill()`.
    public func location(ofLineFrom offset: Int) -> SourceLocation? {
        location(ofBytes: offset..<max(offset, blockOffset + validEnd))
    }

    /// The same of several bytes.
    public func location(ofBytes range: Range<Int>) -> SourceLocation? {
        let index = range.lowerBound - blockOffset
        guard index >= 0, index <= validEnd else { return nil }
        return location(of: index - start..<index - start + range.count)
    }

    /// What is in memory now.
    package var view: InputView {
        InputView(block, at: blockOffset, consumed: start, valid: validEnd, content, lines)
    }

    private func excerpt(around index: Int) -> LineExcerpt {
        UnsafeBufferPointer(start: block.base, count: validEnd).excerpt(around: index, isText: content == .text)
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// How far the bytes in `range` reach on their line, spaces at their end apart; nil where there are none on it, or so many
    /// that a line of them shows nothing.
    func extent(of range: Range<Int>) -> SourceExtent? {
        let line = slice(range.clamped(to: 0..<count)).prefix(Self.longestExtent + 1).prefix { $0 != 0x0A && $0 != 0x0D }
        if line.count > Self.longestExtent { return nil }
        guard let last = line.lastIndex(where: { $0 != 0x20 && $0 != 0x09 }) else { return nil }
        let shown = UnsafeBufferPointer(rebasing: line[...last])
        return SourceExtent(byteCount: shown.count, columnCount: shown.countOfScalars())
    }

    private static var longestExtent: Int { 1000 }

    /// The part of the line around `index` that is here, at most some hundred bytes.
    ///
    /// - Parameter isText: whether the bytes are known to be UTF-8.
    func excerpt(around index: Int, isText: Bool) -> LineExcerpt {
        let reach = 400
        var lower = index
        while lower > Swift.max(0, index - reach), self[lower - 1] != 0x0A { lower -= 1 }
        while lower < index, self[lower] & 0xC0 == 0x80 { lower += 1 }
        var upper = index
        while upper < Swift.min(count, index + reach), self[upper] != 0x0A { upper += 1 }
        while upper > index, upper < count, self[upper] & 0xC0 == 0x80 { upper -= 1 }
        let line = slice(lower..<upper)
        let text = isText ? Text(copying: line) : ByteSlice(copying: line).repairedText
        return LineExcerpt(text: text, column: line.slice(0..<index - lower).countOfScalars())
    }
}

func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.count == 1 ? "0" + digits : digits
}
