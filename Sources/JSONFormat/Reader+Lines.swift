import TextScanning
import TranscriptCoding
import TranscriptJSON
import TranscriptModel

/// Reads JSON Lines: an object a line, blank lines between them allowed.
///
/// A message is handed out when its object is complete; that nothing follows on its line is checked with the next one.
struct LinesReader: TranscriptReader {
    private enum Phase {
        /// Before an object, white space allowed.
        case object
        /// Behind an object, on its line.
        case lineEnd
    }

    private var input: ElementInput
    private var phase = Phase.object
    /// What is wrong with the message at the first unread byte, unless something before that is.
    private var broken: JSONFailure?

    init(_ buffer: InputBuffer) { input = ElementInput(buffer, endsAtLineFeed: true) }

    /// How many times an element was parsed anew after its end had come.
    var reparseCount: Int { input.reparseCount }

    // MARK: Header

    mutating func readHeader() throws(ConversionError) -> TranscriptHeader {
        try input.skipByteOrderMark()
        guard try input.significantByte() != nil else { throw input.emptyInput() }
        do throws(ConversionError) {
            return try readHeaderLine() ?? TranscriptHeader()
        } catch {
            try recover(from: error)
        }
        try judgeLine()
        return TranscriptHeader()
    }

    /// Makes sure, behind lines that were left out, that the first that is not is one of ours.
    private mutating func judgeLine() throws(ConversionError) {
        while try input.significantByte() != nil {
            do throws(ConversionError) {
                // A second header is told as what it is by who reads on.
                _ = try lineIsHeader()
                return
            } catch {
                try recover(from: error)
            }
        }
    }

    /// Whether the line at hand has the member that headers have. Where it has not, it is a message of ours.
    private mutating func lineIsHeader() throws(ConversionError) -> Bool {
        let isHeader = try input.take(.value, consumes: false, "the first line") { cursor throws(JSONFailure) in
            try cursor.takeObject(upTo: "chatconv")
        }
        if !isHeader, let refusal = input.refusalOfFirstLine() { throw refusal }
        return isHeader
    }

    /// Reads the header, or nothing when the first line is a message.
    private mutating func readHeaderLine() throws(ConversionError) -> TranscriptHeader? {
        if try !lineIsHeader() { return nil }
        var draft = HeaderDraft()
        try input.take(.value, "the header line") { cursor throws(JSONFailure) in try cursor.takeHeader(into: &draft) }
        phase = .lineEnd
        return draft.header
    }

    // MARK: Messages

    mutating func readMessages(into batch: inout [Message]) throws(ConversionError) -> Bool {
        while batch.isEmpty {
            // What is wrong behind whole messages is met again when those have been handed out.
            if let failure = parseWindow(into: &batch), batch.isEmpty, try !handle(failure) { return false }
        }
        return true
    }

    /// Parses messages up to the end of the window or of the batch, and moves past them. Returns what stopped it at
    /// the first unread byte.
    private mutating func parseWindow(into batch: inout [Message]) -> JSONFailure? {
        var phase = phase
        let buffer = input.buffer
        let run = input.attempt { cursor throws(JSONFailure) in
            var done = 0
            do throws(JSONFailure) {
                while batch.count < MessageBatch.preferredCount, cursor.warnings.isEmpty {
                    try Self.step(&phase, &cursor, &batch, buffer)
                    done = cursor.index
                }
            } catch {
                if done == 0 { throw error }
                cursor.forgetWarnings()
                cursor.index = done
            }
        }
        self.phase = phase
        switch run {
        case .success(let run):
            broken = nil
            input.buffer.consume(run.end)
            return nil
        case .failure(let failure): return failure
        }
    }

    /// Takes a message or what follows it on its line.
    @inline(__always)
    private static func step(
        _ phase: inout Phase, _ cursor: inout JSONCursor, _ batch: inout [Message], _ buffer: InputBuffer
    ) throws(JSONFailure) {
        if phase == .lineEnd {
            try cursor.takeLineEnd()
            phase = .object
            return
        }
        try cursor.takeBlankLines()
        let start = cursor.index
        var message = Message()
        try cursor.takeMessage(into: &message)
        batch.append(consume message)
        buffer.markMessage(at: start)
        phase = .lineEnd
    }

    /// Waits for bytes, or stops at what is wrong with the line at the first unread byte. Returns false at the end.
    private mutating func handle(_ failure: JSONFailure) throws(ConversionError) -> Bool {
        if failure.kind == .incomplete { return try awaitBytes() }
        let error = input.error(failure)
        // The line that is left out is the one with the fault, not a blank one before it.
        _ = try input.moveToSignificantByte()
        try recover(from: error)
        return true
    }

    private mutating func awaitBytes() throws(ConversionError) -> Bool {
        if phase == .lineEnd {
            // Nothing but white space is there, and no line feed.
            input.buffer.consume(input.buffer.unreadCount)
            return try input.buffer.fill()
        }
        guard let hasMoved = try input.moveToSignificantByte() else { return false }
        if hasMoved { return true }
        do throws(ConversionError) {
            broken = try input.awaitEnd(of: .value, knownBroken: broken, "a message")
        } catch {
            try recover(from: error)
        }
        return true
    }

    /// Throws the error, or when lenient reports it and moves past its line.
    private mutating func recover(from error: ConversionError) throws(ConversionError) {
        // What is somebody else's is not mended line by line.
        guard input.buffer.isLenient, error.category == .malformedInput, error.code.input == .transcript else { throw error }
        broken = nil
        var diagnostic = error.diagnostic
        diagnostic.help = "the line is left out"
        input.buffer.diagnostics.report(diagnostic)
        let start = input.buffer.location(at: 0, withLine: false)
        input.buffer.omissions.add(Omission(.unreadableMessages, byteCount: try skipLine(), at: start))
        phase = .object
    }

    /// Moves past a line, and returns how long it is without its line feed.
    private func skipLine() throws(ConversionError) -> Int {
        var length = 0
        while true {
            let lineFeed = input.buffer.withUnread { $0.firstIndex(of: 0x0A, from: 0) }
            let count = lineFeed ?? input.buffer.unreadCount
            length += count
            input.buffer.consume(count + (lineFeed == nil ? 0 : 1))
            if lineFeed != nil { return length }
            if try !input.buffer.fill() { return length }
        }
    }
}
