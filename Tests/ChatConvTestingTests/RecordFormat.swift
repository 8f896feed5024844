import Synchronization
import TextScanning
import TranscriptCoding
import TranscriptModel

// A format for these tests alone: a first line, then records, each with its kind and its length in bytes.
//
//     toy 1
//     T7:A title
//     M37:19:2018-01-23T10:27:03,3:Ada,5:Hello,
//
// A title is as it is; a message is a row of fields, each `~` for none or a length, a colon, the text and a comma: time,
// sender, body, then kind, url, path, title, media type, size and state of each attachment.

/// What is wrong with a toy format on purpose.
enum RecordFault: CaseIterable {
    case dropsTrailingSpace, swapsAttachments, losesFractions, dropsLastOfMany
    case writesAgainDifferently, countsWriterCalls
    case ignoresChunkBoundaries, handsOverNothing, handsOverTooMuch, holdsMessagesBack
    case isUnsure, blamesNobody, tellsNoPlace, tellsWrongPlace, usesUndeclaredCode, knowsNoLimit, refusesToWrite
    case mendsInSilence, complainsOfWindows
    case keepsOneOfTwoTitles, dropsForeignLines, dropsLinesWhenLenient, dropsWhatFollows
    case tellsNoCount, tellsUndeclaredKind, tellsNoBytes, tellsWrongPlaceOfOmission, tellsEachWindow
}

extension OmissionKind {
    static let foreignLines = OmissionKind("foreign lines", .damage, "lines that are no records")
}

struct RecordFormat: TranscriptFormat {
    var fault: RecordFault?
    var capabilities: Set<Capability> = [
        .title, .dates, .timesSinceStart, .messagesWithoutTime, .subseconds, .precisions, .offsets, .zones, .senderNames,
        .bodies, .messagesWithoutBody, .attachments,
    ]

    /// How many writers were made, for the format that does not write the same twice.
    private static let writersMade = Mutex(0)

    static let syntaxError = DiagnosticCode("toy.syntax", "this is not what a toy file looks like")

    var descriptor: FormatDescriptor {
        FormatDescriptor(
            name: "toy", extensions: ["toy"], mediaTypes: [], summary: "a format for tests",
            capabilities: capabilities,
            omissions: fault == .tellsUndeclaredKind ? [] : [.foreignLines],
            diagnostics: [Self.syntaxError])
    }

    func probe(_ prefix: ProbePrefix) -> ProbeResult {
        if fault == .isUnsure { return ProbeResult(.possible, "who knows") }
        return prefix.bytes.starts(with: "toy 1\n".utf8) ? ProbeResult(.certain, "the first line") : .no
    }

    func makeReader(_ input: InputBuffer, options: NoOptions) -> any TranscriptReader {
        RecordReader(input: input, fault: fault)
    }

    func makeWriter(options: NoOptions) -> any TranscriptWriter {
        let number = Self.writersMade.withLock { count in
            count += 1
            return count
        }
        return RecordWriter(fault: fault, number: number)
    }
}

struct RecordWriter: TranscriptWriter {
    let fault: RecordFault?
    let number: Int

    mutating func begin(_ header: TranscriptHeader, into output: inout OutputBuffer) {
        output.append("toy 1\n")
        if let title = header.title { record("T", String(title), into: &output) }
        if fault == .writesAgainDifferently { record("C", "writer \(number)", into: &output) }
    }

    mutating func write(_ messages: [Message], into output: inout OutputBuffer) throws(ConversionError) {
        if fault == .refusesToWrite, messages.contains(where: { $0.timestamp?.zone != nil }) {
            throw ConversionError(.defect, RecordFormat.syntaxError, "no zones today")
        }
        if fault == .countsWriterCalls { record("C", "", into: &output) }
        let kept = fault == .dropsLastOfMany && messages.count > 3 ? messages.dropLast() : messages[...]
        for message in kept { record("M", fields(of: message), into: &output) }
    }

    mutating func finish(into output: inout OutputBuffer) {}

    private func record(_ kind: String, _ payload: String, into output: inout OutputBuffer) {
        output.append(utf8: "\(kind)\(payload.utf8.count):\(payload)\n")
    }

    private func fields(of message: Message) -> String {
        var time: String?
        if let timestamp = message.timestamp {
            var buffer = OutputBuffer()
            buffer.append(timestamp)
            time = buffer.withBytes { String(decoding: $0, as: UTF8.self) }
            if fault == .losesFractions, timestamp.fractionDigits > 0 { time = time?.replacing(/\.\d+/, with: "") }
        }
        var body = message.body.map { String($0) }
        if fault == .dropsTrailingSpace, body?.utf8.last == 0x20 { body?.unicodeScalars.removeLast() }
        var result = field(time) + field(message.sender.name.map { String($0) }) + field(body)
        var attachments = message.details.attachments
        if fault == .swapsAttachments, attachments.count > 1 { attachments.swapAt(0, 1) }
        for attachment in attachments {
            result += field(String(attachment.kind.rawValue))
            for text in [attachment.url, attachment.path, attachment.title, attachment.mediaType] {
                result += field(text.map { String($0) })
            }
            result += field(attachment.size.map { String($0) }) + field(attachment.state.map { String($0.rawValue) })
        }
        return result
    }

    private func field(_ text: String?) -> String { text.map { "\($0.utf8.count):\($0)," } ?? "~" }
}

struct RecordReader: TranscriptReader {
    let input: InputBuffer
    let fault: RecordFault?
    private var isAtFirstMessage = true

    init(input: InputBuffer, fault: RecordFault?) {
        self.input = input
        self.fault = fault
    }

    mutating func readHeader() throws(ConversionError) -> TranscriptHeader {
        _ = try input.fill(atLeast: 6)
        guard input.withUnread({ $0.starts(with: "toy 1\n") }) else { throw syntaxError("the first line is missing", at: 0) }
        input.consume(6)
        var header = TranscriptHeader()
        while try input.fill(atLeast: 1), let kind = input.withUnread({ $0.first }), kind != UInt8(ascii: "M") {
            let isRead = try orLeavingOutALine { () throws(ConversionError) in
                let mayBeTitle = header.title == nil || fault == .keepsOneOfTwoTitles
                guard kind == UInt8(ascii: "T") && mayBeTitle || kind == UInt8(ascii: "C") else {
                    throw syntaxError("this is no record of a header", at: 0)
                }
                guard let payload = try takeRecord() else { return false }
                if kind == UInt8(ascii: "T") { header.title = payload }
                return true
            }
            if !isRead { break }
        }
        return header
    }

    mutating func readMessages(into batch: inout [Message]) throws(ConversionError) -> Bool {
        if fault == .complainsOfWindows, input.unreadCount > 7 {
            input.diagnostics.report(Diagnostic(.note, RecordFormat.syntaxError, "so much at once", at: input.location(at: 0)))
        }
        do throws(ConversionError) {
            return try readWholeMessages(into: &batch)
        } catch {
            guard fault == .mendsInSilence, input.isLenient else { throw error }
            input.consume(input.unreadCount)
            return !batch.isEmpty
        }
    }

    private mutating func readWholeMessages(into batch: inout [Message]) throws(ConversionError) -> Bool {
        if fault == .handsOverNothing, isAtFirstMessage {
            isAtFirstMessage = false
            return true
        }
        let most = fault == .handsOverTooMuch ? Int.max : MessageBatch.preferredCount
        while batch.count < most {
            if !batch.isEmpty, fault != .holdsMessagesBack, !holdsWholeRecord { return true }
            if input.unreadCount == 0, try !input.fill() { break }
            let isRead = try orLeavingOutALine { () throws(ConversionError) in
                if input.withUnread({ $0.first }) == UInt8(ascii: "C") { return try takeRecord() != nil }
                guard input.withUnread({ $0.first }) == UInt8(ascii: "M") else { throw syntaxError("this is no message", at: 0) }
                guard let message = try takeMessage() else { return false }
                batch.append(message)
                return true
            }
            if !isRead { break }
        }
        return !batch.isEmpty
    }

    // MARK: What is no record

    /// Takes a record by `take`. Where there is none at hand, a lenient reader leaves out the line and tells it.
    private func orLeavingOutALine(_ take: () throws(ConversionError) -> Bool) throws(ConversionError) -> Bool {
        do throws(ConversionError) { return try take() } catch {
            // What some faults are about is the error itself.
            let isAboutErrors = fault == .mendsInSilence || error.code != RecordFormat.syntaxError || error.location == nil
            guard input.isLenient || fault == .dropsForeignLines, error.category == .malformedInput, !isAboutErrors else { throw error }
            try leaveOutLine(error)
            return true
        }
    }

    private func leaveOutLine(_ error: ConversionError) throws(ConversionError) {
        if fault == .tellsEachWindow { tell(input.unreadCount) }
        var place = error.location
        place?.lineText = nil
        let tells = fault != .dropsForeignLines && fault != .dropsLinesWhenLenient && fault != .dropsWhatFollows
        if input.isLenient {
            input.diagnostics.report(
                Diagnostic(.warning, error.code, error.message, at: place).stoppingStrictReading)
        }
        while input.withUnread({ !$0.contains(0x0A) }), try input.fill() {}
        let count = input.withUnread { $0.firstIndex(of: 0x0A).map { $0 + 1 } ?? $0.count }
        if tells, fault != .tellsEachWindow { tell(count) }
        input.consume(count)
        guard fault == .dropsWhatFollows else { return }
        repeat { input.consume(input.unreadCount) } while try input.fill()
    }

    /// Tells a line that begins with the first unread byte.
    private func tell(_ byteCount: Int) {
        var place = input.location(at: 0)
        if fault == .tellsWrongPlaceOfOmission { place.line += 1 }
        input.omissions.add(
            Omission(
                .foreignLines, count: fault == .tellsNoCount ? 0 : 1, byteCount: fault == .tellsNoBytes ? 0 : byteCount,
                at: place))
    }

    // MARK: Records

    /// The length of the record at hand and where its payload starts; nil when the window ends before that.
    private func recordLength() throws(ConversionError) -> (start: Int, length: Int)? {
        let digits = input.withUnread { $0.dropFirst().prefix(10).prefix { $0 != 0x3A } }
        let end = 1 + digits.count
        if end == input.unreadCount { return nil }
        let text = String(decoding: digits, as: UTF8.self)
        guard end < input.unreadCount, let length = UInt32(text), String(length) == text else {
            throw syntaxError("this is no length", at: 1)
        }
        return (end + 1, Int(length))
    }

    private var holdsWholeRecord: Bool {
        guard let (start, length) = try? recordLength() else { return false }
        return input.unreadCount > start + length
    }

    /// The payload of the record at hand, which is moved past; nil only for the reader that takes the window's end for the
    /// input's.
    private func takeRecord() throws(ConversionError) -> Text? {
        guard let (payload, end) = try record() else { return nil }
        input.consume(end)
        return payload
    }

    /// The payload of the record at hand, and where the record ends.
    private func record() throws(ConversionError) -> (payload: Text, end: Int)? {
        var found = try recordLength()
        while found == nil {
            if try !input.fill() { throw syntaxError("the input ends inside a record", at: input.unreadCount) }
            found = try recordLength()
        }
        guard let (start, length) = found else { return nil }
        if fault == .knowsNoLimit { return (try takeInPieces(start, length), 0) }
        if length > input.limits.recordBytes {
            throw ConversionError(.limitExceeded, .recordTooLong, "the record is too long", at: input.location(at: 0))
        }
        if fault == .ignoresChunkBoundaries, input.unreadCount <= start + length, input.unreadCount < 200_000 {
            input.consume(input.unreadCount)
            return nil
        }
        if try !input.fill(atLeast: start + length + 1) {
            throw syntaxError("the input ends inside a record", at: input.unreadCount)
        }
        guard input.withUnread({ $0[start + length] }) == 0x0A else {
            throw syntaxError("the record does not end here", at: start + length)
        }
        return (input.text(start..<start + length), start + length + 1)
    }

    /// The payload of the record at hand, gathered outside the window, however long it is.
    private func takeInPieces(_ start: Int, _ length: Int) throws(ConversionError) -> Text {
        input.consume(start)
        var payload: [UInt8] = []
        while payload.count <= length {
            if input.unreadCount == 0, try !input.fill() { throw syntaxError("the input ends inside a record", at: 0) }
            let piece = input.withUnread { Array($0.prefix(length + 1 - payload.count)) }
            payload += piece
            input.consume(piece.count)
        }
        return Text(String(decoding: payload.dropLast(), as: UTF8.self))
    }

    private func syntaxError(_ message: String, at position: Int) -> ConversionError {
        switch fault {
        case .blamesNobody: return ConversionError(.defect, RecordFormat.syntaxError, message)
        case .tellsNoPlace: return ConversionError(.malformedInput, RecordFormat.syntaxError, message)
        case .usesUndeclaredCode:
            let code = DiagnosticCode("toy.unheard-of", "nobody knows")
            return ConversionError(.malformedInput, code, message, at: input.location(at: position))
        case .tellsWrongPlace:
            var location = input.location(at: position)
            location.column += 1
            return ConversionError(.malformedInput, RecordFormat.syntaxError, message, at: location)
        default:
            return ConversionError(.malformedInput, RecordFormat.syntaxError, message, at: input.location(at: position))
        }
    }

    // MARK: Messages

    /// The message at hand, which is moved past only where it is one.
    private func takeMessage() throws(ConversionError) -> Message? {
        guard let (payload, end) = try record() else { return nil }
        let message = try message(payload)
        input.consume(end)
        return message
    }

    private func message(_ payload: Text) throws(ConversionError) -> Message {
        var fields = RecordFields(payload)
        guard let time = fields.next(), let name = fields.next(), let body = fields.next() else {
            throw syntaxError("a message has at least three fields", at: 0)
        }
        var message = Message(sender: Sender(name: name), body: body)
        if let time {
            guard let timestamp = Timestamp(time) else { throw syntaxError("this is no time", at: 0) }
            message.timestamp = timestamp
        }
        while !fields.isAtEnd {
            guard let attachment = fields.nextAttachment() else { throw syntaxError("this is no attachment", at: 0) }
            message.details.attachments.append(attachment)
        }
        return message
    }
}

struct RecordFields {
    private let text: Text
    private var index = 0

    init(_ text: Text) { self.text = text }

    var isAtEnd: Bool { index == text.utf8Count }

    /// The next field: a text or none. Nil when there is no field.
    mutating func next() -> Text?? {
        let start = index
        let end = text.withUTF8 { utf8 -> Range<Int>? in
            let rest = utf8.dropFirst(start)
            if rest.first == UInt8(ascii: "~") { return start..<start }
            let digits = rest.prefix { $0 != 0x3A }.prefix(10)
            guard let length = UInt32(String(decoding: digits, as: UTF8.self)).map({ Int($0) }) else { return nil }
            let first = start + digits.count + 1
            return first + length < utf8.count && utf8[first + length] == 0x2C ? first..<first + length : nil
        }
        guard let end else { return nil }
        index = end.upperBound + 1
        return end.lowerBound == start ? .some(nil) : text.slice(end).map { .some($0) }
    }

    mutating func nextAttachment() -> Attachment? {
        guard let kind = next(), let kind = kind.flatMap({ Attachment.Kind(rawValue: $0) }), let url = next(),
            let path = next(), let title = next(), let mediaType = next(), let size = next(), let state = next()
        else { return nil }
        var attachment = Attachment(kind: kind, url: url, path: path, title: title, mediaType: mediaType)
        if let size {
            guard let number = Int64(String(size)) else { return nil }
            attachment.size = number
        }
        if let state {
            guard let value = Attachment.State(rawValue: state) else { return nil }
            attachment.state = value
        }
        return attachment
    }
}
