import TextScanning
import TranscriptCoding
import TranscriptJSON
import TranscriptModel

/// One message of a page: the lines from its header up to the next, with LF line ends.
///
/// Reading and appending are each other's inverse for every message; `read` also takes what people write by hand, and
/// whether a record is written as `append` would write it is for the caller to compare.
struct MessageRecord: ~Copyable {
    /// The day that short header lines fall on; nil where times count from the start.
    var pageDate: CalendarDate?
    private var decoder: ModelDecoder
    private var arena = TextArena()
    /// What the last `read` noticed.
    private(set) var problem: Problem?
    /// How many members lenient reading took out of the last comment.
    private(set) var mendCount = 0

    enum Problem {
        case invalidTime
        case invalidComment(JSONFailure)
        /// What lenient reading mended in it.
        case mendedComment(JSONFailure)
        /// The comment gives a message that the record would show otherwise.
        case contradictingComment
    }

    init(pageDate: CalendarDate?, limits: Limits, isLenient: Bool) {
        self.pageDate = pageDate
        decoder = ModelDecoder(limits: limits, isLenient: isLenient)
    }
}

// MARK: Reading

extension MessageRecord {
    /// Reads the message of a record as it stands in a page. One that the writer would write otherwise keeps its bytes
    /// beside it, as the extension `markdown:verbatim`. Gives nil when `raw` does not start with a header line.
    mutating func message(ofRecord raw: Text, usesCRLF: Bool) -> Message? {
        let lines = usesCRLF ? LineEndings.normalized(raw, arena: &arena) : raw
        guard var message = read(lines ?? raw) else { return nil }
        var rendered = OutputBuffer(capacity: raw.utf8Count + 256)
        append(message, to: &rendered)
        let isCanonical = lines.map { lines in
            rendered.withBytes { a in lines.withUTF8 { b in a.hasSameBytes(as: b) } }
        }
        // What only lenient reading lets through, a NUL or a mended comment, cannot be written again.
        if case .mendedComment = problem { return message }
        if isCanonical != true, raw.withUTF8({ $0.firstIndex(of: 0, from: 0) == nil }) {
            message.details.extensions[Text(MarkdownExtension.verbatim)] = .string(raw)
        }
        return message
    }

    /// Reads the message of a record with LF line ends, which starts with a header line.
    private mutating func read(_ record: Text) -> Message? {
        problem = nil
        let parts: Parts? = record.withUTF8 { Parts($0) }
        guard let parts, let name = record.slice(parts.name) else { return nil }
        var message = Message(timestamp: timestamp(parts.header), sender: Sender(name: name))
        if message.timestamp == nil { problem = .invalidTime }
        guard let comment = parts.comment.flatMap({ record.slice($0) }) else {
            setContent(parts.body.flatMap { record.slice($0) }, of: &message)
            return message
        }
        let withoutContent = message
        setContent(parts.body.flatMap { record.slice($0) }, of: &message)
        do {
            let told = try decoder.message(message, with: comment)
            if !shows(told, as: message) { return leavingOutComment(message) }
            let mended = decoder.takeWarnings()
            if let first = mended.first {
                (problem, mendCount) = (.mendedComment(first), mended.count)
            } else if told.timestamp != nil {
                problem = nil
            }
            return told
        } catch {
            problem = .invalidComment(error)
            message = withoutContent
            setContent(parts.bodyWithComment.flatMap { record.slice($0) }, of: &message)
        }
        return message
    }

    /// What a record says whose comment contradicts it: what it shows. All of the comment is left out.
    private mutating func leavingOutComment(_ shown: Message) -> Message {
        problem = .contradictingComment
        return shown
    }

    private mutating func setContent(_ raw: Text?, of message: inout Message) {
        guard let raw else { return }
        switch AttachmentSyntax.read(LineQuoting.unquoted(raw, arena: &arena)) {
        case .text(let text): message.body = text
        case .attachment(let attachment):
            var details = MessageDetails()
            details.attachments = [attachment]
            message = Message(timestamp: message.timestamp, sender: message.sender, body: nil, notPlain: details)
        }
    }

    /// The time that a header line tells; nil when its digits are no time.
    @inline(__always)
    func timestamp(_ header: HeaderLine) -> Timestamp? {
        guard let seconds = header.seconds else { return nil }
        if let date = header.date ?? (header.hasDate ? nil : pageDate) {
            if header.isLeapSecond { return Timestamp(date: date, seconds: seconds - 1, nanoseconds: 1_000_000_000) }
            return seconds < 86_400 ? Timestamp(date, secondsOfDay: seconds) : nil
        }
        return Timestamp(sinceStart: UInt32(truncatingIfNeeded: seconds))
    }
}

/// Where the parts of a record are. Canonical records are cut exactly; of others, blank lines and white space around
/// the body are taken to be layout.
private struct Parts {
    var header: HeaderLine
    var name: Range<Int>
    /// The JSON of the comment.
    var comment: Range<Int>?
    var body: Range<Int>?
    /// The body if the comment turns out to be none.
    var bodyWithComment: Range<Int>?

    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let header = HeaderLine(bytes, at: 0) else { return nil }
        self.header = header
        let lineEnd = bytes.firstIndex(of: MarkdownSyntax.lineFeed, from: 0) ?? bytes.count
        name = header.nameStart..<Self.endOfName(bytes, from: header.nameStart, to: lineEnd)
        let rest = min(lineEnd + 1, bytes.count)
        bodyWithComment = Self.body(bytes, from: rest)
        body = bodyWithComment
        if bytes.starts(with: MarkdownSyntax.commentStart, at: rest) {
            let commentEnd = bytes.firstIndex(of: MarkdownSyntax.lineFeed, from: rest).map { $0 + 1 } ?? bytes.count
            let json = rest + MarkdownSyntax.commentStart.utf8CodeUnitCount
            let jsonEnd = commentEnd - MarkdownSyntax.commentEnd.utf8CodeUnitCount
            if jsonEnd >= json, bytes.starts(with: MarkdownSyntax.commentEnd, at: jsonEnd) {
                comment = json..<jsonEnd
                body = Self.body(bytes, from: commentEnd)
            }
        }
    }

    /// The two spaces that end a header line are not the name's, others are; without them white space is layout.
    private static func endOfName(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to lineEnd: Int) -> Int {
        if lineEnd - start >= 2, bytes[lineEnd - 1] == 0x20, bytes[lineEnd - 2] == 0x20 { return lineEnd - 2 }
        return trimmedEnd(bytes, from: start, to: lineEnd)
    }

    private static func body(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Range<Int>? {
        if start >= bytes.count { return nil }
        if bytes.starts(with: MarkdownSyntax.blankLine, at: start) {
            let bodyStart = start + MarkdownSyntax.blankLine.utf8CodeUnitCount
            if let end = suffix(MarkdownSyntax.bodyEnd, of: bytes, from: bodyStart) { return bodyStart..<end }
            if let end = suffix(MarkdownSyntax.imageEnd, of: bytes, from: bodyStart),
                bytes[safely: bodyStart] == UInt8(ascii: "!"), bytes[safely: end - 1] == UInt8(ascii: ")")
            {
                return bodyStart..<end
            }
        }
        return handWrittenBody(bytes, from: start)
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

// MARK: Writing

extension MessageRecord {
    /// Appends the record of `message`.
    func append(_ message: Message, to output: inout OutputBuffer) {
        if message.isPlain, message.inPlace({ appendPlain($0, to: &output) }) { return }
        let details = message.details
        let content = Content(message, details)
        appendHeaderLine(message, to: &output)
        appendComment(message, details, content, to: &output)
        switch content {
        case .nothing: break
        case .text(let text):
            output.append(MarkdownSyntax.blankLine)
            Self.appendText(text, to: &output)
            output.append(MarkdownSyntax.bodyEnd)
        case .attachment(let attachment):
            output.append(MarkdownSyntax.blankLine)
            var rendered = OutputBuffer(capacity: 256)
            AttachmentSyntax.append(attachment, to: &rendered)
            rendered.withBytes { LineQuoting.appendQuoted($0, to: &output) }
            output.append(attachment.kind == .image ? MarkdownSyntax.imageEnd : MarkdownSyntax.bodyEnd)
        }
    }

    /// Appends a message that needs no comment and no quoting; returns false, with nothing appended, for any other.
    @inline(__always)
    func appendPlain(_ message: MessageInPlace, to output: inout OutputBuffer) -> Bool {
        guard let parts = message.plain, parts.end == nil, let name = parts.senderName, let body = parts.body, parts.senderID == nil,
            let timestamp = parts.timestamp, isInHeaderLine(timestamp), Self.isOneLine(name), Self.isUnremarkable(body)
        else { return false }
        appendTime(timestamp, to: &output)
        output.append("  ")
        output.append(name)
        output.append("  \n   \n")
        output.append(body)
        output.append(MarkdownSyntax.bodyEnd)
        return true
    }

    private func appendHeaderLine(_ message: Message, to output: inout OutputBuffer) {
        appendTime(message.timestamp, to: &output)
        output.append("  ")
        if let name = message.sender.name { Self.appendVisible(name, isOneLine: true, to: &output) }
        output.append("  \n")
    }

    /// Appends `> HH:MM:SS`, with the date where it is not the page's. What that cannot say is shown as near as it can.
    private func appendTime(_ timestamp: Timestamp?, to output: inout OutputBuffer) {
        output.append("> ")
        let seconds = Int(timestamp?.seconds ?? 0)
        if let date = timestamp?.date, date != pageDate {
            output.append(date)
            output.append(UInt8(ascii: " "))
        }
        output.appendTwoDigits(seconds / 3600)
        output.append(UInt8(ascii: ":"))
        output.appendTwoDigits(seconds / 60 % 60)
        output.append(UInt8(ascii: ":"))
        output.appendTwoDigits(seconds % 60 + (timestamp?.isLeapSecond ?? false ? 1 : 0))
    }

    /// Whether a header line says all of `timestamp`.
    @inline(__always)
    private func isInHeaderLine(_ timestamp: Timestamp) -> Bool {
        guard timestamp.precision == .second, timestamp.utcOffset == nil, timestamp.zone == nil else { return false }
        return timestamp.date != nil || (pageDate == nil && timestamp.seconds < 360_000)
    }

    private func appendComment(
        _ message: Message, _ details: MessageDetails, _ content: Content, to output: inout OutputBuffer
    ) {
        let members = commentMembers(message, details, content)
        if members.isEmpty { return }
        var message = message
        if details.extensions[MarkdownExtension.verbatim] != nil {
            message.details.extensions[Text(MarkdownExtension.verbatim)] = nil
        }
        output.append(MarkdownSyntax.commentStart)
        output.appendJSON(message, members: members, absent: .null, escaping: .htmlComment)
        output.append(MarkdownSyntax.commentEnd)
    }

    /// What the header line and the body do not say.
    private func commentMembers(
        _ message: Message, _ details: MessageDetails, _ content: Content
    ) -> MessageMembers {
        var members: MessageMembers = []
        if let timestamp = message.timestamp, isInHeaderLine(timestamp) {} else { members.insert(.timestamp) }
        let name = message.sender.name
        if message.sender.id != nil || !name.withUTF8({ $0.map(Self.isOneLine) ?? false }) { members.insert(.sender) }
        if case .text(let text) = content, text.withUTF8({ $0.firstIndex(of: 0, from: 0) != nil }) {
            members.insert(.body)
        }
        if !details.attachments.isEmpty {
            if case .attachment = content {} else { members.insert(.attachments) }
        }
        members.formUnion(MessageMembers(rareIn: details))
        if details.end != nil { members.insert(.end) }
        if details.extensions.contains(where: { !($0.name == MarkdownExtension.verbatim) }) {
            members.insert(.extensions)
        }
        return members
    }

    /// What stands under the header line.
    private enum Content {
        case nothing
        case text(Text)
        case attachment(Attachment)

        init(_ message: Message, _ details: MessageDetails) {
            if let body = message.body {
                self = .text(body)
            } else if details.attachments.count == 1, let only = details.attachments.first,
                AttachmentSyntax.canExpress(only)
            {
                self = .attachment(only)
            } else {
                self = .nothing
            }
        }
    }

    private static func appendText(_ text: Text, to output: inout OutputBuffer) {
        text.withUTF8 { utf8 in
            if isUnremarkable(utf8) { return output.append(utf8) }
            if utf8.firstIndex(of: 0, from: 0) == nil { return appendQuoted(utf8, to: &output) }
            // What is shown in place of the text is no attachment either.
            var visible = OutputBuffer(capacity: utf8.count * 2)
            appendVisible(text, isOneLine: false, to: &visible)
            visible.withBytes { appendQuoted($0, to: &output) }
        }
    }

    private static func appendQuoted(_ text: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) {
        if AttachmentSyntax.needsQuoting(text) { output.append(MarkdownSyntax.backslash) }
        LineQuoting.appendQuoted(text, to: &output)
    }

    /// Appends `text` with U+FFFD for what the page cannot hold; the comment holds the text itself.
    static func appendVisible(_ text: Text, isOneLine: Bool, to output: inout OutputBuffer) {
        text.withUTF8 { utf8 in
            for byte in utf8 {
                switch byte {
                case 0: output.append("\u{FFFD}")
                case MarkdownSyntax.lineFeed where isOneLine: output.append(UInt8(ascii: " "))
                default: output.append(byte)
                }
            }
        }
    }

    @inline(__always)
    private static func isOneLine(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        name.allSatisfy { $0 != 0 && $0 != MarkdownSyntax.lineFeed }
    }

    /// Whether nothing in a body could need quoting: one line that does not start like anything.
    @inline(__always)
    static func isUnremarkable(_ body: UnsafeBufferPointer<UInt8>) -> Bool {
        isUnremarkableLine(body) && body.firstIndex(of: MarkdownSyntax.lineFeed, from: 0) == nil
            && body.firstIndex(of: 0, from: 0) == nil
    }

    /// The same for bytes that are known to be one line without NUL.
    @inline(__always)
    static func isUnremarkableLine(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        switch line.first {
        case MarkdownSyntax.backslash, UInt8(ascii: "<"), UInt8(ascii: ">"): false
        // An attachment ends with its target; an emoticon such as `[Smile]` does not.
        case UInt8(ascii: "!"), UInt8(ascii: "["): line.last != UInt8(ascii: ")")
        default: true
        }
    }
}

/// The names under which a page's own peculiarities are kept.
enum MarkdownExtension {
    /// On a message: its record as it stood in the page.
    static let verbatim: StaticString = "markdown:verbatim"
    /// On the header, in this order: what the page starts with, how its lines end, how the front matter is spelled, its
    /// fences, and the text before the first message.
    static let byteOrderMark: StaticString = "markdown:byteOrderMark"
    static let lineEnding: StaticString = "markdown:lineEnding"
    static let frontMatter: StaticString = "markdown:frontMatter"
    static let fences: StaticString = "markdown:frontMatterFences"
    static let preamble: StaticString = "markdown:preamble"

    static let ofHeader = [byteOrderMark, lineEnding, frontMatter, fences, preamble]
}

extension Text {
    /// The text of a literal.
    init(_ literal: StaticString) {
        self = literal.withUTF8Buffer { Text(copying: $0) }
    }
}
