import TextScanning
import TranscriptCoding

/// Bytes of a mail that are not in its record, since they are inside what is attached.
struct MailGap {
    /// Where they are missing, in the record.
    var position: Int
    var byteCount: Int
    var lineCount: Int
    /// What they stand for: digits of base64, and bytes of other encodings.
    var digitCount = 0
    var decodedCount = 0
}

/// A mail that is too long to be held: what of it has come, without the contents of attachments, which pass.
///
/// It goes over the lines as `MIMETree` does, which later sees the same parts in what is left: nothing is dropped but whole lines inside
/// a part that is no text or says that it is attached, and of these neither the first nor the last, nor any boundary.
final class MailGathering {
    /// Where the mail starts.
    let place: SourceLocation
    private var kept = OutputBuffer(capacity: 64 * 1024)
    private var gaps: [MailGap] = []
    private var state = State.kept
    /// All boundaries that came up.
    private var boundaries: [[UInt8]] = []
    private let types = ContentTypes()
    /// Where the mail's own header ends, which the first bytes that are taken reach.
    private var headerEnd = 0

    private enum State {
        /// What is kept, up to the next boundary.
        case kept
        /// A header, which starts at a byte of what is kept.
        case header(Int)
        /// What passes; whether its first line was kept.
        case attachment(TransferEncoding, isBegun: Bool)
    }

    /// More boundaries than mails have parts in parts: what comes then is kept.
    private static let mostBoundaries = 100

    /// Begins with a mail whose header is in `bytes`; nil where its end is not, or where nothing can be attached.
    init?(_ bytes: UnsafeBufferPointer<UInt8>, at place: SourceLocation) {
        var header = HeaderBlock()
        let start = bytes.starts(with: MboxSyntax.separator) ? bytes.line(at: 0, to: bytes.count).next : 0
        header.read(bytes, from: start, to: bytes.count)
        if header.ending == .cut { return nil }
        // What a transcript says of itself is read, and attached to nothing.
        if let own = header.first(.ownField), bytes.slice(own.value).equals(MboxSyntax.headerMark) { return nil }
        self.place = place
        let whole = MIMELeaf(header, bytes, types, body: header.end..<header.end)
        if !whole.holdsParts, !whole.isNoText { return nil }
        state = nextState(behind: whole, bodyStart: header.end)
        headerEnd = header.end
    }

    /// How many bytes are kept.
    var keptCount: Int { kept.count }

    /// How many of the bytes can be taken before more have come.
    func countToTake(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
        if let feed = bytes.lastIndex(of: MboxSyntax.lineFeed) { return feed + 1 }
        // A single line can be as long as all that is attached.
        if case .attachment = state { return bytes.count }
        return 0
    }

    /// Takes the next bytes of the mail.
    func take(_ bytes: UnsafeBufferPointer<UInt8>) {
        var index = 0
        if keptCount == 0 {
            index = min(headerEnd, bytes.count)
            kept.append(bytes.slice(0..<index))
        }
        while index < bytes.count {
            switch state {
            case .kept: index = keep(bytes, from: index)
            case .header(let start): index = takeHeaderLine(bytes, from: index, start)
            case .attachment(let encoding, let isBegun): index = passAttachment(bytes, from: index, encoding, isBegun)
            }
        }
    }

    /// The whole mail, once all of it was taken.
    func record(bodyEnd: (UnsafeBufferPointer<UInt8>) -> Int, quoting: MailRecord.Quoting) -> MailRecord {
        kept.withBytes { bytes in
            MailRecord(bytes: ByteSlice(copying: bytes), source: nil, bodyEnd: bodyEnd(bytes), quoting: quoting, gaps: gaps)
        }
    }

    // MARK: Parts

    private func nextState(behind leaf: MIMELeaf, bodyStart: Int) -> State {
        if leaf.type.isMultipart {
            if let boundary = leaf.type.parameters.bytes("boundary"), !boundary.isEmpty, boundaries.count < Self.mostBoundaries {
                boundaries.append(boundary)
            }
            return .kept
        }
        // A mail in a mail has a header, and what is attached to it passes as well.
        if leaf.holdsParts { return .header(bodyStart) }
        return leaf.isNoText && boundaries.count < Self.mostBoundaries ? .attachment(leaf.encoding, isBegun: false) : .kept
    }

    /// Keeps all up to the next boundary, and its line.
    private func keep(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let line = nextBoundary(bytes, from: start) ?? bytes.count
        kept.append(bytes.slice(start..<line))
        return line < bytes.count ? keepBoundary(bytes, at: line) : line
    }

    /// Keeps the line of a boundary. A part starts behind it, unless it may be the last of a multipart.
    private func keepBoundary(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Int {
        let line = bytes.line(at: start, to: bytes.count)
        kept.append(bytes.slice(start..<line.next))
        let isLast = boundaries.contains { boundary in
            let end = start + 2 + boundary.count
            return bytes.starts(with: boundary, at: start + 2) && end <= line.end
                && bytes.starts(with: "--", at: bytes.trimmed(end..<line.end).lowerBound)
        }
        state = isLast ? .kept : .header(kept.count)
        return line.next
    }

    private func takeHeaderLine(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ headerStart: Int) -> Int {
        if isAtLineStart, bytes.starts(with: "--", at: start) {
            state = .kept
            return start
        }
        let line = bytes.line(at: start, to: bytes.count)
        kept.append(bytes.slice(start..<line.next))
        if line.end == start { endHeader(from: headerStart) }
        return line.next
    }

    private func endHeader(from start: Int) {
        let (types, count) = (types, kept.count)
        let leaf = kept.withBytes { bytes in
            var header = HeaderBlock()
            header.read(bytes, from: start, to: count, isPart: true)
            return MIMELeaf(header, bytes, types, body: count..<count)
        }
        state = nextState(behind: leaf, bodyStart: count)
    }

    // MARK: Attachments

    /// Passes what is attached up to the next boundary.
    private func passAttachment(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ encoding: TransferEncoding, _ isBegun: Bool
    ) -> Int {
        let line = nextBoundary(bytes, from: start) ?? bytes.count
        state = .attachment(encoding, isBegun: true)
        // The first line and the last two keep what is missing inside the part, whatever ends it.
        let first = isBegun ? start : min(bytes.line(at: start, to: line).next, start + Self.longestKept)
        let last = max(first, startOfLastLines(bytes.slice(start..<line)) + start)
        kept.append(bytes.slice(start..<first))
        drop(bytes.slice(first..<last), encoding)
        kept.append(bytes.slice(last..<line))
        return line < bytes.count ? keepBoundary(bytes, at: line) : line
    }

    private func drop(_ bytes: UnsafeBufferPointer<UInt8>, _ encoding: TransferEncoding) {
        if bytes.isEmpty { return }
        var gap = MailGap(position: kept.count, byteCount: bytes.count, lineCount: bytes.countOfLineFeeds())
        switch encoding {
        case .identity: break
        case .base64: gap.digitCount = Base64.digitCount(bytes)
        case .quotedPrintable: gap.decodedCount = encoding.decodedCount(bytes)
        case .uuencode: gap.decodedCount = Uuencode.decodedCount(inside: bytes)
        }
        gaps.append(gap)
    }

    /// More of a line than this is not kept.
    private static let longestKept = 160

    private func startOfLastLines(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var start = bytes.count
        for _ in 0..<2 where start > 0 {
            start = bytes.slice(0..<start - 1).lastIndex(of: MboxSyntax.lineFeed).map { $0 + 1 } ?? 0
        }
        return max(start, bytes.count - Self.longestKept)
    }

    // MARK: Lines

    private var isAtLineStart: Bool { kept.withBytes { $0.last == MboxSyntax.lineFeed } }

    /// The next line that starts with a boundary of any part.
    private func nextBoundary(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        let startsLine = start > 0 ? bytes[start - 1] == MboxSyntax.lineFeed : isAtLineStart
        if startsLine, isBoundary(bytes, at: start) { return start }
        var index = start
        while let feed = bytes.firstIndex(ofPair: MboxSyntax.lineFeed, UInt8(ascii: "-"), from: index) {
            if isBoundary(bytes, at: feed + 1) { return feed + 1 }
            index = feed + 1
        }
        return nil
    }

    private func isBoundary(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        bytes.starts(with: "--", at: start) && boundaries.contains { bytes.starts(with: $0, at: start + 2) }
    }
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate func starts(with text: [UInt8], at start: Int) -> Bool {
        text.withUnsafeBufferPointer { $0.hasSameBytes(as: slice(start..<start + $0.count)) }
    }
}

extension MIMELeaf {
    /// Whether it is of parts, which are looked at one by one.
    fileprivate var holdsParts: Bool { type.isMultipart || encoding == .identity && hasType("message/rfc822") }

    /// Whether it is shown as no text wherever it stands.
    fileprivate var isNoText: Bool { isAttachment || !isText && !hasType("text/") }
}

// MARK: - Records with gaps

extension MailRecord {
    /// How many bytes of the mail are before a byte of the record.
    func offset(of position: Int) -> Int {
        var offset = position
        for gap in gaps where gap.position <= position { offset += gap.byteCount }
        return offset
    }

    /// The same for the end of a range.
    func offset(ofEnd position: Int) -> Int { position == 0 ? 0 : offset(of: position - 1) + 1 }

    /// Where a range of the record stands in the mail.
    func range(_ range: Range<Int>) -> Range<Int> {
        if gaps.isEmpty { return range }
        let lower = offset(of: range.lowerBound)
        return lower..<max(lower, range.isEmpty ? lower : offset(ofEnd: range.upperBound))
    }

    func hasGap(in range: Range<Int>) -> Bool { gaps.contains { range.contains($0.position) } }

    /// How many bytes a part stands for.
    func decodedCount(_ encoding: TransferEncoding, _ range: Range<Int>) -> Int {
        bytes.withBytes { bytes in
            let part = bytes.slice(range)
            let missing = gaps.filter { range.contains($0.position) }
            switch encoding {
            case .base64:
                return Base64.decodedCount(ofDigits: missing.reduce(Base64.digitCount(part)) { $0 + $1.digitCount })
            case .quotedPrintable, .uuencode: return missing.reduce(encoding.decodedCount(part)) { $0 + $1.decodedCount }
            case .identity: return missing.reduce(part.count) { $0 + $1.byteCount }
            }
        }
    }

    /// The place of a byte of the record in an input in which the mail starts at `start`.
    func place(of position: Int, from start: SourceLocation) -> SourceLocation {
        moved((source ?? bytes).place(of: position, from: start), position)
    }

    /// The place of what stands in a range of the record, with its line.
    func location(of range: Range<Int>, from start: SourceLocation) -> SourceLocation {
        moved((source ?? bytes).location(of: range, from: start), range.lowerBound)
    }

    private func moved(_ place: SourceLocation, _ position: Int) -> SourceLocation {
        var place = place
        for gap in gaps where gap.position <= position {
            place.byteOffset += gap.byteCount
            place.line += gap.lineCount
        }
        return place
    }
}
