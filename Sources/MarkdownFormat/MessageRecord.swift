import TextScanning
import TranscriptCoding
import TranscriptJSON
import TranscriptModel

/// One message of a page: the lines from its header up to the next, with LF line ends.
///
/// Reading and appending are each other's inverse for every message; reading also takes what people write by hand, and tells
/// whether `append` would write just the same bytes.
struct MessageRecord: ~Copyable {
    /// The day that short header lines fall on; nil where times count from the start.
    var pageDate: CalendarDate?
    /// Whether a record that the writer would write otherwise keeps its bytes.
    var keepsSpelling = true
    private var decoder: ModelDecoder
    private var arena = TextArena()
    private let verbatimName = Text(MarkdownExtension.verbatim)
    /// What the last record gave to report.
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
        // Where only some lines end in CRLF, the CR of those that do are part of the text.
        let readable = lines ?? raw
        guard let layout = readable.withUTF8({ RecordLayout($0) }) else { return nil }
        var (message, isCanonical) = read(readable, layout)
        if !isCanonical || lines == nil { keepSpelling(raw, of: &message) }
        return message
    }

    /// The same for a record whose lines end in LF and are known.
    mutating func message(ofRecord raw: Text, _ layout: RecordLayout) -> Message {
        var (message, isCanonical) = read(raw, layout)
        if !isCanonical { keepSpelling(raw, of: &message) }
        return message
    }

    private func keepSpelling(_ raw: Text, of message: inout Message) {
        guard keepsSpelling else { return }
        // What only lenient reading lets through, a NUL or a mended comment, cannot be written again.
        if case .mendedComment = problem { return }
        if raw.withUTF8({ $0.firstIndex(of: 0, from: 0) != nil }) { return }
        guard message.isPlain else {
            message.details.extensions[verbatimName] = .string(raw)
            return
        }
        var details = MessageDetails()
        details.extensions[verbatimName] = .string(raw)
        message = Message(timestamp: message.timestamp, sender: message.sender, body: message.body, notPlain: details)
    }

    /// Reads a record, and tells whether it is spelled as the writer would spell it.
    private mutating func read(_ record: Text, _ layout: RecordLayout) -> (message: Message, isCanonical: Bool) {
        problem = nil
        let parts = record.withUTF8 { RecordParts($0, layout) }
        let timestamp = Self.timestamp(layout.header, on: pageDate)
        if timestamp == nil { problem = .invalidTime }
        var message = Message(timestamp: timestamp, sender: Sender(name: record.slice(parts.name)))
        if let comment = parts.comment.flatMap({ record.slice($0) }) {
            let isRead = read(comment, body: parts.body.flatMap { record.slice($0) }, into: &message)
            // A comment is the only thing that has to be written to be compared.
            if isRead { return (message, !keepsSpelling || isWrittenAlike(message, record)) }
            _ = setContent(parts.bodyWithComment.flatMap { record.slice($0) }, hasMarks: true, of: &message)
            return (message, false)
        }
        let content = setContent(parts.body.flatMap { record.slice($0) }, hasMarks: layout.hasMarks, of: &message)
        let isFramed = parts.frame.map { $0 == content } ?? false
        return (message, isFramed && timestamp != nil && Self.isCanonicalTime(layout.header, on: pageDate))
    }

    /// Takes a comment and the body behind it into a message; leaves the message as it was where the comment cannot be read.
    private mutating func read(_ comment: Text, body: Text?, into message: inout Message) -> Bool {
        let withoutContent = message
        _ = setContent(body, hasMarks: true, of: &message)
        do {
            let told = try decoder.message(message, with: comment)
            guard shows(told, as: message) else {
                // What is shown holds, and all of the comment is left out.
                problem = .contradictingComment
                return true
            }
            let mended = decoder.takeWarnings()
            if let first = mended.first {
                (problem, mendCount) = (.mendedComment(first), mended.count)
            } else if told.timestamp != nil {
                problem = nil
            }
            message = told
            return true
        } catch {
            problem = .invalidComment(error)
            message = withoutContent
            return false
        }
    }

    /// Whether the writer writes `message` as it stands in `record`, found by doing so.
    private func isWrittenAlike(_ message: Message, _ record: Text) -> Bool {
        var written = OutputBuffer(capacity: record.utf8Count + 256)
        append(message, to: &written)
        return written.withBytes { a in record.withUTF8 { b in a.hasSameBytes(as: b) } }
    }

    /// Takes a body into a message, and returns what the writer puts around it; nil where it would quote the body otherwise.
    private mutating func setContent(_ raw: Text?, hasMarks: Bool, of message: inout Message) -> RecordParts.Frame? {
        guard let raw else { return .headerLine }
        let isCanonical = !hasMarks || raw.withUTF8(LineQuoting.isCanonical)
        switch AttachmentSyntax.read(hasMarks ? LineQuoting.unquoted(raw, arena: &arena) : raw) {
        case .text(let text):
            message.body = text
            return isCanonical ? .text : nil
        case .attachment(let attachment):
            var details = MessageDetails()
            details.attachments = [attachment]
            message = Message(timestamp: message.timestamp, sender: message.sender, body: nil, notPlain: details)
            return !isCanonical ? nil : attachment.kind == .image ? .image : .text
        }
    }

    /// The time that a header line tells on a page of `pageDate`; nil when its digits are no time.
    @inline(__always)
    static func timestamp(_ header: HeaderLine, on pageDate: CalendarDate?) -> Timestamp? {
        guard let seconds = header.seconds else { return nil }
        if let date = header.date ?? (header.hasDate ? nil : pageDate) {
            if header.isLeapSecond {
                return Timestamp(date: date, seconds: Int(seconds) - 1, nanoseconds: 1_000_000_000)
            }
            return seconds < 86_400 ? Timestamp(date, secondsOfDay: Int(seconds)) : nil
        }
        return Timestamp(sinceStart: seconds)
    }

    /// Whether the writer says the time of a header line as the line does: with a date only where it is not the page's, and a
    /// leap second only where there is a date.
    @inline(__always)
    static func isCanonicalTime(_ header: HeaderLine, on pageDate: CalendarDate?) -> Bool {
        if header.isLeapSecond, header.date == nil, pageDate == nil { return false }
        return !header.hasDate || header.date != pageDate
    }
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
