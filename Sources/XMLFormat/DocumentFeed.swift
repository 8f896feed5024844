import TextScanning
import TranscriptCoding
import TranscriptModel

/// Hands the input to the parser piece by piece, and knows the place of what the parser is at. Plain messages, which are nearly
/// all, it takes from the input itself, wherever they follow another message.
///
/// What the parser has not read yet stays in the input's window, so that an error can be shown with its line:
///
///     input's window   [ fed, and not read by the parser yet | not fed ]
///     positions        0 ……………………………………………………… fedCount …… unreadCount
final class DocumentFeed {
    let input: InputBuffer
    private let parser: PushParser
    /// How many bytes of the window the parser has been given.
    private var fedCount = 0
    /// Bytes of the document before the window.
    private var windowOffset = 0
    private var isStarted = false
    private var isFinished = false
    /// Whether the parser has read all before the window, and that ends with a message, so that a plain one may follow.
    private var isAfterMessage = false
    private let search: PlainMessageSearch
    private var pendingTag = PendingTag()
    /// The length of the input's byte order mark, which is no part of the document.
    private(set) var markLength = 0
    /// How many problems were found that leave something of the document out.
    var faultCount = 0
    var suggestions = Suggestions()

    init(_ input: InputBuffer, doctype: PushParser.DoctypePolicy = .refuse) throws(ConversionError) {
        self.input = input
        parser = try PushParser(doctype: doctype)
        search = PlainMessageSearch(longest: min(XMLLimits.piece, input.limits.recordBytes))
    }

    /// Whether the next `advance` would have to wait for bytes that are still on their way.
    var wouldWait: Bool { input.isLive && needsInput }

    /// Whether the next `advance` takes more of the input into memory, so that what was read may leave it.
    var needsInput: Bool { endOfPiece == nil && !isFinished }

    /// How many bytes of the document the parser has read.
    var offset: Int { parser.offset }

    /// Gives the parser the next piece of the document. Returns false when it has had all and found it well-formed.
    func advance(_ builder: inout TranscriptBuilder) throws(ConversionError) -> Bool {
        if isFinished { return false }
        if !isStarted { try skipByteOrderMark() }
        while true {
            if isAfterMessage, takePlainMessages(&builder) { return true }
            if let piece = nextPiece() {
                try feed(piece, to: &builder)
                return true
            }
            if try !fill(&builder), endOfPiece == nil { break }
        }
        isFinished = true
        if windowOffset + fedCount == 0 {
            throw ConversionError(.malformedInput, .emptyInput, "the input is empty", at: input.location(at: 0))
        }
        if let fault = faultInOpenSection { throw fault }
        parser.finish(&builder)
        if let failure = parser.failure { throw atEnd(failure, hasRoot: builder.hasRoot) }
        return false
    }

    /// Adds bytes to the window. What is no text is an error only when nothing before it is.
    private func fill(_ builder: inout TranscriptBuilder) throws(ConversionError) -> Bool {
        do throws(ConversionError) {
            return try input.fill()
        } catch {
            guard error.category == .malformedInput else { throw error }
            input.withUnread { parser.feed($0.slice(fedCount..<$0.count), to: &builder) }
            fedCount = input.unreadCount
            throw earlierFault(&builder) ?? error
        }
    }

    /// What is wrong before the end of what was fed, which the parser may hold back until it has seen more. It is of no
    /// use any more after this.
    private func earlierFault(_ builder: inout TranscriptBuilder) -> ConversionError? {
        if let fault = faultInOpenSection { return fault }
        if parser.failure == nil { parser.finish(&builder) }
        guard case .syntax(let syntax)? = parser.failure, !syntax.isPrematureEnd, syntax.offset < windowOffset + fedCount
        else { return nil }
        return error(.syntax(syntax))
    }

    /// What is wrong with the characters of a CDATA section that the input does not close. How many of them the parser
    /// has looked at depends on how they came in.
    private var faultInOpenSection: ConversionError? {
        guard parser.isInSection else { return nil }
        let start = max(parser.offset - windowOffset, 0)
        let place = input.withUnread { $0.slice(0..<fedCount).firstForbiddenCharacter(from: start) }
        return place.map { error(.syntax(.forbiddenCharacter(at: windowOffset + $0))) }
    }

    /// A mark of UTF-8 is part of the input and not of the document; libxml2 would find it in the way.
    private func skipByteOrderMark() throws(ConversionError) {
        isStarted = true
        guard try look(for: 3), input.withUnread({ $0.starts(with: "\u{FEFF}") }) else { return }
        input.consume(3)
        markLength = 3
        var prolog = markedProlog
        while prolog.declarationIsCut, input.unreadCount < 1024, try look(for: input.unreadCount + 1) {
            prolog = markedProlog
        }
        if let error = XMLEncoding.contradiction(betweenMarkAnd: prolog, at: input.location(at: 0)) { throw error }
    }

    private var markedProlog: Prolog { Prolog(input.withUnread { Array($0.prefix(1024)) }, family: .ascii) }

    /// Adds to the window until `count` bytes are in it. Returns false where the input ends before, or no text follows:
    /// that is told when what is before it has been read.
    private func look(for count: Int) throws(ConversionError) -> Bool {
        do throws(ConversionError) {
            return try input.fill(atLeast: count)
        } catch {
            guard error.category == .malformedInput else { throw error }
            return false
        }
    }

    // MARK: Plain messages

    /// Takes the plain messages that follow a message, as many as a batch holds. Returns false where there is none.
    private func takePlainMessages(_ builder: inout TranscriptBuilder) -> Bool {
        var lineFeedCount = 0
        var isCut = false
        let isTracked = input.isValidated
        let offset = markLength &+ windowOffset
        let taken = input.withUnread { bytes in
            var place = 0
            while builder.ready.count < MessageBatch.preferredCount, let message = PlainMessage(bytes, at: place, isCut: &isCut),
                message.end &- place <= search.longest
            {
                builder.add(message, in: input)
                if isTracked { builder.readyStarts.append(byte: offset &+ message.start) }
                lineFeedCount &+= message.lineFeedCount
                place = message.end
            }
            return place
        }
        if taken == 0 { return false }
        parser.skip(taken, lineFeedCount: lineFeedCount)
        input.consume(taken)
        windowOffset += taken
        return true
    }

    /// Whether a plain message has begun, behind another, that more input could end.
    private var awaitsPlainMessage: Bool {
        isAfterMessage && input.withUnread { search.finding($0, at: 0, isWhole: input.isExhausted) == .begun }
    }

    // MARK: Pieces

    /// The next positions to feed; nil when more input is needed first.
    private func nextPiece() -> Range<Int>? {
        guard let end = endOfPiece else { return nil }
        let place = input.withUnread { search.firstPlace($0, behind: fedCount, upTo: end, isWhole: input.isExhausted) }
        return fedCount..<(place ?? end)
    }

    /// Where the next piece ends, unless a plain message is to be taken before; nil when more input is needed first.
    ///
    /// A piece ends between two characters, and neither after `]` nor after a carriage return: libxml2 misses a `]]>`
    /// that is cut in two. At the end of the input there is nothing to wait for.
    private var endOfPiece: Int? {
        if awaitsPlainMessage { return nil }
        let available = input.unreadCount
        let isLast = input.isAtEnd && available - fedCount <= XMLLimits.piece
        let end = input.withUnread { bytes in
            var end = min(available, fedCount + XMLLimits.piece)
            if isLast { return end }
            while end > fedCount, end < bytes.count, bytes[end] & 0xC0 == 0x80 { end -= 1 }
            while end > fedCount, bytes[end - 1] == UInt8(ascii: "]") || bytes[end - 1] == 0x0D { end -= 1 }
            return end
        }
        if end > fedCount { return end }
        // Nothing but brackets, more of them than a piece is long: no way of cutting them is better than another.
        return available - fedCount > XMLLimits.piece ? fedCount + XMLLimits.piece : nil
    }

    private func feed(_ piece: Range<Int>, to builder: inout TranscriptBuilder) throws(ConversionError) {
        // XML has no NUL, and libxml2 takes one for the end of its buffer.
        let nul = input.withUnread { $0.slice(0..<piece.upperBound).firstIndex(of: 0, from: piece.lowerBound) }
        let end = nul ?? piece.upperBound
        let endsMessage = input.withUnread { bytes in
            parser.feed(bytes.slice(piece.lowerBound..<end), to: &builder)
            return bytes.slice(0..<end).endsMessage
        }
        fedCount = end
        if let failure = parser.failure { throw error(failure) }
        if nul != nil {
            let nulByte = ConversionError(
                .malformedInput, .nulByte, "there is a NUL byte, which XML cannot hold", at: input.location(at: end))
            throw earlierFault(&builder) ?? nulByte
        }
        moveWindow()
        isAfterMessage = endsMessage && fedCount == 0 && parser.isBetweenParts && builder.takesPlainMessages
        try checkPendingMarkup()
    }

    private func moveWindow() {
        let read = min(max(parser.offset - windowOffset, 0), fedCount)
        input.consume(read)
        windowOffset += read
        fedCount -= read
    }

    /// Checks what libxml2 holds back because it is not complete, and would be slow on once it is.
    private func checkPendingMarkup() throws(ConversionError) {
        if fedCount > XMLLimits.markup {
            throw ConversionError(
                .limitExceeded, .xmlMarkupTooLong,
                "a tag, name, comment, CDATA section or reference is longer than \(XMLLimits.markup) bytes",
                at: input.location(at: 0))
        }
        // What libxml2 holds back of a section can look like a tag.
        if parser.isInSection { return }
        let attributes = input.withUnread {
            pendingTag.countAttributes($0.slice(0..<fedCount), startingAt: windowOffset)
        }
        if attributes > XMLLimits.attributes { throw tooManyAttributes(at: input.location(at: 0)) }
    }

    // MARK: Places and errors

    /// The place of the tag that the builder is called for.
    var tagLocation: SourceLocation { input.location(of: tagRange) }

    /// Where that tag begins, in bytes from the start of the input.
    var tagStart: Int {
        let end = tagEnd
        let start = input.withUnread { $0.slice(0..<end).lastIndex(of: UInt8(ascii: "<")) }
        return markLength &+ windowOffset &+ (start ?? end)
    }

    /// The place of a part of that tag's text.
    func location(inTag part: (UnsafeBufferPointer<UInt8>) -> Range<Int>?) -> SourceLocation? {
        let tag = tagRange
        let found = input.withUnread { part($0.slice(tag)) }
        return found.map { input.location(of: tag.lowerBound + $0.lowerBound..<tag.lowerBound + $0.upperBound) }
    }

    /// The place of the tag that ends at a byte of the input; nil when it is not in memory any more.
    func location(ofTagBefore offset: Int) -> SourceLocation? {
        let view = input.view
        return view.lastIndex(of: UInt8(ascii: "<"), before: offset).flatMap { start in
            input.location(ofBytes: start..<view.withBytes(offset..<offset + 2) { offset + $0.countOfTagEnd })
        }
    }

    /// The place of the last `opening` that the parser has read.
    func location(ofLast opening: StaticString) -> SourceLocation {
        let end = tagEnd
        let start = input.withUnread { bytes in
            bytes.slice(0..<end).indices.last { bytes.starts(with: opening, at: $0) }
        }
        return input.location(at: start ?? end, withLine: false)
    }

    private var tagEnd: Int { min(max(parser.offset - windowOffset, 0), input.unreadCount) }

    /// A `<` stands nowhere inside a tag but at its start.
    private var tagRange: Range<Int> {
        let end = tagEnd
        return input.withUnread { bytes in
            guard let start = bytes.slice(0..<end).lastIndex(of: UInt8(ascii: "<")) else { return end..<end }
            return start..<end + bytes.slice(end..<bytes.count).countOfTagEnd
        }
    }

    /// The place of the parser in the document: after what it has read.
    var location: SourceLocation { input.location(at: parser.offset - windowOffset) }

    /// The place where the text that the builder is called for begins, white space apart. Whether libxml2 has moved
    /// past the text or stands before it depends on the text; the tag before it is a fixed point.
    var textLocation: SourceLocation {
        let end = min(max(parser.offset - windowOffset, 0), input.unreadCount)
        let start = input.withUnread { bytes in
            let tagEnd = bytes.slice(0..<end).lastIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? 0
            return bytes[tagEnd...].firstIndex { $0 > 0x20 }
        }
        return input.location(at: start ?? end)
    }

    /// The place of a byte of the CDATA section's part that the builder is called for: the parser stands before it.
    func locationInSection(_ index: Int) -> SourceLocation { input.location(at: parser.offset - windowOffset + index) }

    private func error(_ failure: PushParser.Failure) -> ConversionError {
        switch failure {
        case .builder(let error): return error
        case .doctype: return doctypeError
        case .syntax(let error):
            let place = error.offset - windowOffset
            let (said, range) = input.withUnread { bytes in
                let said = error.saidOfAmpersand(in: bytes, before: place)
                return (said, said.range(in: bytes, before: place))
            }
            let code = said.diagnosticCode
            return ConversionError(
                code == .xmlMarkupTooLong ? .limitExceeded : .malformedInput, code, said.message,
                at: input.location(of: range ?? place..<place))
        }
    }

    private var doctypeError: ConversionError {
        let start = input.withUnread { bytes in
            let read = bytes.slice(0..<min(fedCount, bytes.count))
            return read.indices.first { read.starts(with: "<!DOCTYPE", at: $0) }
        }
        return ConversionError(
            .malformedInput, .xmlDoctype,
            "there is a DOCTYPE, which can name files to open and entities to expand without end, so it is never read",
            help: "a transcript needs none: remove it", at: input.location(at: start ?? 0))
    }

    /// A failure that only the end of the input brought to light.
    private func atEnd(_ failure: PushParser.Failure, hasRoot: Bool) -> ConversionError {
        guard case .syntax(let syntax) = failure else { return error(failure) }
        // An unescaped `&` is found only now where no `;` follows it, but its place is its own.
        guard syntax.isPrematureEnd || syntax.offset >= windowOffset + input.unreadCount else { return error(failure) }
        if let element = parser.openElement { return endsInside("<\(element.shortened)>") }
        guard syntax.isPrematureEnd else { return error(failure) }
        let rest = input.withUnread { $0.first { byte in byte > 0x20 } }
        if rest == UInt8(ascii: "<") { return endsInside("a tag or comment") }
        return ConversionError(
            .malformedInput, .xmlSyntax,
            hasRoot
                ? "there is something after the end of the document's element"
                : "there is no element: '<' and a name should stand here",
            at: input.location(at: 0))
    }

    private func endsInside(_ what: String) -> ConversionError {
        ConversionError(
            .malformedInput, .xmlSyntax, "the input ends inside \(what)", at: input.location(at: input.unreadCount))
    }

    func tooManyAttributes(at location: SourceLocation) -> ConversionError {
        ConversionError(
            .limitExceeded, .xmlTooManyAttributes,
            "more than \(XMLLimits.attributes) attributes on an element, or \(XMLLimits.namespaces) namespaces in force",
            at: location)
    }
}

/// Counts the attributes of a tag whose end has not come yet, without looking at a byte twice.
private struct PendingTag {
    private var start = -1
    private var scanned = 0
    private var quote: UInt8 = 0
    private var count = 0

    /// Below this a tag cannot hold enough attributes to matter.
    private static let leastBytes = 16 * 1024

    /// The number of attributes so far in `markup`, which begins at byte `offset` of the document.
    mutating func countAttributes(_ markup: UnsafeBufferPointer<UInt8>, startingAt offset: Int) -> Int {
        guard markup.count >= Self.leastBytes, markup[0] == UInt8(ascii: "<"), markup[1] != UInt8(ascii: "!"),
            markup[1] != UInt8(ascii: "?")
        else { return 0 }
        if offset != start { self = PendingTag(start: offset) }
        for byte in markup.slice(scanned..<markup.count) {
            if quote != 0 {
                if byte == quote { quote = 0 }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
                count += 1
            }
        }
        scanned = markup.count
        return count
    }

    init() {}
    private init(start: Int) { self.start = start }
}
