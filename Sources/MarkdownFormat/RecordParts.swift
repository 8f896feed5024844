import TextScanning

/// Where the parts of a record are. Records as the writer writes them are cut exactly; of others, blank lines and white space
/// around the body are taken to be layout.
struct RecordParts {
    var name: Range<Int>
    /// The JSON of the comment.
    var comment: Range<Int>?
    var body: Range<Int>?
    /// The body if the comment turns out to be none.
    var bodyWithComment: Range<Int>?
    /// Whether all around the content is spelled as the writer spells it, and for what content; nil where it is not.
    var frame: Frame?

    /// What the writer puts around a content.
    enum Frame {
        /// A header line and nothing else.
        case headerLine
        /// A blank line before, and two spaces and a blank line after a text or a link.
        case text
        /// The same with one space, after an image.
        case image
    }

    /// - Parameter bytes: the record from its start on, whose lines are at `layout`.
    init(_ bytes: UnsafeBufferPointer<UInt8>, _ layout: RecordLayout) {
        let record = bytes.slice(0..<layout.end)
        if let parts = layout.framedParts(in: record), !parts.isImage || Self.isImage(record, parts.body) {
            (name, body, frame) = (parts.name, parts.body, parts.isImage ? .image : .text)
            return
        }
        let lineEnd = layout.headerFeed ?? record.count
        let nameStart = layout.header.nameStart
        let endsInSpaces = lineEnd - nameStart >= 2 && record.starts(with: "  ", at: lineEnd - 2)
        // The two spaces that end a header line are not the name's, others are; without them white space is layout.
        name = nameStart..<(endsInSpaces ? lineEnd - 2 : Self.trimmedEnd(record, from: nameStart, to: lineEnd))
        let rest = min(lineEnd + 1, record.count)
        if rest == record.count, endsInSpaces, layout.headerFeed != nil { frame = .headerLine }
        body = Self.body(record, from: rest)
        bodyWithComment = body
        takeComment(record, from: rest)
    }

    private mutating func takeComment(_ record: UnsafeBufferPointer<UInt8>, from start: Int) {
        guard record.starts(with: MarkdownSyntax.commentStart, at: start) else { return }
        let commentEnd = record.firstIndex(of: MarkdownSyntax.lineFeed, from: start).map { $0 + 1 } ?? record.count
        let json = start + MarkdownSyntax.commentStart.utf8CodeUnitCount
        let jsonEnd = commentEnd - MarkdownSyntax.commentEnd.utf8CodeUnitCount
        guard jsonEnd >= json, record.starts(with: MarkdownSyntax.commentEnd, at: jsonEnd) else { return }
        comment = json..<jsonEnd
        body = Self.body(record, from: commentEnd)
    }

    private static func body(_ record: UnsafeBufferPointer<UInt8>, from start: Int) -> Range<Int>? {
        if start >= record.count { return nil }
        if record.starts(with: MarkdownSyntax.blankLine, at: start) {
            let bodyStart = start + MarkdownSyntax.blankLine.utf8CodeUnitCount
            if let end = suffix(MarkdownSyntax.bodyEnd, of: record, from: bodyStart) { return bodyStart..<end }
            if let end = suffix(MarkdownSyntax.imageEnd, of: record, from: bodyStart), isImage(record, bodyStart..<end) {
                return bodyStart..<end
            }
        }
        return handWrittenBody(record, from: start)
    }

    /// Whether a body starts and ends as an image does.
    private static func isImage(_ record: UnsafeBufferPointer<UInt8>, _ body: Range<Int>) -> Bool {
        record[safely: body.lowerBound] == UInt8(ascii: "!") && record[safely: body.upperBound - 1] == UInt8(ascii: ")")
    }

    private static func suffix(
        _ ending: StaticString, of bytes: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> Int? {
        let place = bytes.count - ending.utf8CodeUnitCount
        return place >= start && bytes.starts(with: ending, at: place) ? place : nil
    }

    /// What is left without blank lines before and white space after; nil where that is nothing.
    private static func handWrittenBody(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Range<Int>? {
        var first = start
        var index = start
        while index < bytes.count, isBlank(bytes[index]) {
            index += 1
            if bytes[index - 1] == MarkdownSyntax.lineFeed { first = index }
        }
        if index == bytes.count { return nil }
        return first..<trimmedEnd(bytes, from: first, to: bytes.count)
    }

    private static func trimmedEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Int {
        var index = end
        while index > start, isBlank(bytes[index - 1]) { index -= 1 }
        return index
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
