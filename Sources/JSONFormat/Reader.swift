import TextScanning
import TranscriptCoding
import TranscriptJSON
import TranscriptModel

/// Reads one JSON document, in memory for one window however long it is.
///
/// The header's members may come before and after the messages. Where they might come after, the reader looks ahead:
/// it passes over the messages once, with a buffer of its own, before it hands out the header. It does not where
/// nothing can follow (the document has the layout of this module's writer at its start and its end), and not on a
/// live pipe that starts like ours, whose messages are wanted at once.
struct DocumentReader: TranscriptReader {
    private enum Phase {
        /// In the array: after the bracket, after an element, after a comma.
        case firstElement, separator, element
        /// Behind the array.
        case afterMessages
        case ended
    }

    private var root: RootMembers
    private var phase = Phase.ended
    private var messageCount = 0
    /// What is wrong with the message at the first unread byte, unless something before that is.
    private var broken: JSONFailure?
    /// Whether the header was handed out without knowing what comes after the messages.
    private var headerIsFinal = false

    init(_ buffer: InputBuffer) { root = RootMembers(ElementInput(buffer)) }

    /// How many times an element was parsed anew after its end had come.
    var reparseCount: Int { root.input.reparseCount }

    private var buffer: InputBuffer { root.input.buffer }

    // MARK: Header

    mutating func readHeader() throws(ConversionError) -> TranscriptHeader {
        try root.input.skipByteOrderMark()
        guard let first = try root.input.significantByte() else { throw root.input.emptyInput() }
        let start = buffer.location(at: 0)
        // Whose it is shows at the start, which is gone when it turns out not to be ours.
        let foreign = try root.input.foreignKind().map { ConversionError(.foreign($0, at: start)) }
        if first != UInt8(ascii: "{") {
            let mismatch = root.input.mismatch("an object", path: "")
            try root.input.skip(.value, "a value")
            try readEnd()
            throw foreign ?? ConversionError(.notATranscript(mismatch.message, at: start))
        }
        buffer.consume(1)
        switch try readMembers(orThrow: foreign) {
        case .messages: return try beginMessages(documentStart: start, foreign)
        case .end: return try endHeader(documentStart: start, foreign)
        }
    }

    /// Reads the members before the messages. Where they do not fit because the document is `foreign`, that is what is wrong.
    private mutating func readMembers(orThrow foreign: ConversionError?) throws(ConversionError) -> RootMembers.Stop {
        do throws(ConversionError) {
            return try root.read(from: .firstMember)
        } catch {
            let isOfSyntax = error.code == .jsonSyntax || error.code == .invalidUTF8
            guard let foreign, !root.hasVersion, error.category == .malformedInput, !isOfSyntax else { throw error }
            throw foreign
        }
    }

    /// Makes the header of a document without an array of messages.
    private mutating func endHeader(
        documentStart: SourceLocation, _ foreign: ConversionError?
    ) throws(ConversionError) -> TranscriptHeader {
        try readEnd()
        if !root.hasVersion {
            if let foreign { throw foreign }
            if root.hasMessages { try root.throwFailure() }
            throw ConversionError(
                root.hasMessages
                    ? .undeclared(isLikeOurs: false, at: documentStart)
                    : .notATranscript("the object has neither \"chatconv\" nor \"messages\"", at: documentStart))
        }
        try root.throwFailure()
        return root.draft.header
    }

    /// Makes the header final, with the cursor before the array of messages.
    private mutating func beginMessages(
        documentStart: SourceLocation, _ foreign: ConversionError?
    ) throws(ConversionError) -> TranscriptHeader {
        phase = .firstElement
        headerIsFinal = root.beginsWithVersion && (endsLikeOurs() || buffer.isLive)
        let known = headerIsFinal ? (members: root, isAll: true) : try membersAfterMessages()
        if !known.members.hasVersion {
            let isLikeOurs = try root.input.firstElementIsOurs()
            // Where what comes after the messages cannot be read, reading on tells why.
            guard isLikeOurs, buffer.formatIsGiven || !known.isAll else {
                throw foreign ?? ConversionError(.undeclared(isLikeOurs: isLikeOurs, at: documentStart))
            }
            noteVersion(at: documentStart)
        }
        buffer.consume(1)
        return known.members.draft.header
    }

    /// Whether the input ends as this module's writer ends a document with messages, so that no member follows them.
    private func endsLikeOurs() -> Bool {
        let ending = Array("}\n]}\n".utf8)
        return buffer.lastBytes(ending.count) == ending
    }

    /// All members of the root, found by looking ahead, or those before what is no JSON. What is wrong there is met again by
    /// who reads up to it.
    private func membersAfterMessages() throws(ConversionError) -> (members: RootMembers, isAll: Bool) {
        let ahead = ElementInput(try buffer.makeLookahead(), isLenient: buffer.isLenient)
        var members = RootMembers(root, in: ahead)
        do throws(ConversionError) {
            try members.input.skip(.value, "the messages")
            _ = try members.read(from: .separator)
        } catch {
            if error.category == .inputOutput { throw error }
            return (members, false)
        }
        return (members, true)
    }

    private func noteVersion(at start: SourceLocation) {
        buffer.diagnostics.report(
            Diagnostic(
                .note, .jsonNoVersion, "the document does not say which version of the notation it is in",
                help: "put \"chatconv\": \(notationVersion) first", at: start))
    }

    // MARK: Messages

    mutating func readMessages(into batch: inout [Message]) throws(ConversionError) -> Bool {
        while batch.isEmpty {
            switch phase {
            case .ended: return false
            case .afterMessages: try readRest()
            case .firstElement, .separator, .element:
                // What is wrong behind whole messages is met again when those have been handed out.
                if let failure = parseWindow(into: &batch), batch.isEmpty {
                    do throws(ConversionError) { try handle(failure) } catch { try resume(after: error) }
                }
            }
        }
        messageCount += batch.count
        return true
    }

    /// Parses messages up to the end of the window, of the array or of the batch, and moves past them. Returns what
    /// stopped it at the first unread byte.
    private mutating func parseWindow(into batch: inout [Message]) -> JSONFailure? {
        var phase = phase
        let buffer = buffer
        let run = root.input.attempt { cursor throws(JSONFailure) in
            var done = 0
            do throws(JSONFailure) {
                while phase != .afterMessages, batch.count < MessageBatch.preferredCount, cursor.warnings.isEmpty {
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
            buffer.consume(run.end)
            return nil
        case .failure(let failure): return failure
        }
    }

    /// Takes a separator or a message.
    @inline(__always)
    private static func step(
        _ phase: inout Phase, _ cursor: inout JSONCursor, _ batch: inout [Message], _ buffer: InputBuffer
    ) throws(JSONFailure) {
        if phase == .separator {
            phase = try cursor.takeSeparator(or: UInt8(ascii: "]")) ? .element : .afterMessages
            return
        }
        if phase == .firstElement, try cursor.takeClosingBracket() {
            phase = .afterMessages
            return
        }
        _ = try cursor.significantByte()
        let start = cursor.index
        var message = Message()
        try cursor.takeMessage(into: &message)
        batch.append(consume message)
        buffer.markMessage(at: start)
        phase = .separator
    }

    /// Waits for bytes, or stops at what is wrong with the message at the first unread byte.
    private mutating func handle(_ failure: JSONFailure) throws(ConversionError) {
        guard let hasMoved = try root.input.moveToSignificantByte() else {
            throw root.input.endOfInput(inside: "the messages")
        }
        if hasMoved { return }
        if failure.kind == .incomplete {
            broken = try root.input.awaitEnd(of: .value, knownBroken: broken, "messages[\(messageCount)]")
            return
        }
        let error = root.input.error(failure.inside(messageCount).inside("messages"))
        guard buffer.isLenient, failure.kind == .model, phase != .separator else { throw error }
        var diagnostic = error.diagnostic
        diagnostic.help = "the message is left out"
        buffer.diagnostics.report(diagnostic)
        let start = buffer.location(at: 0, withLine: false)
        try root.input.skip(.value, "messages[\(messageCount)]")
        let byteCount = buffer.location(at: 0, withLine: false).byteOffset - start.byteOffset
        buffer.omissions.add(Omission(.unreadableMessages, byteCount: byteCount, at: start))
        broken = nil
        messageCount += 1
        phase = .separator
    }

    /// Throws an error, unless somebody validates and there is a place to read on at: then reports it and moves there.
    private mutating func resume(after error: ConversionError) throws(ConversionError) {
        guard buffer.isValidated, error.code == .jsonSyntax, let offset = error.diagnostic.location?.byteOffset else { throw error }
        let next = buffer.withUnread { $0.first }
        switch (phase, next) {
        // A comma is missing, or there is one too many.
        case (.separator, UInt8(ascii: "{")): phase = .element
        case (.element, UInt8(ascii: "]")): phase = .separator
        case (.firstElement, _), (.element, _):
            guard let resumption = Resumption(at: buffer) else { throw error }
            switch try resumption.move(past: offset - buffer.location(at: 0).byteOffset) {
            case .message: phase = .element
            case .end: phase = .separator
            case nil: throw error
            }
            messageCount += 1
        default: throw error
        }
        broken = nil
        buffer.diagnostics.report(error.diagnostic)
    }

    // MARK: What follows the messages

    private mutating func readRest() throws(ConversionError) {
        if headerIsFinal { try refuseLateMembers() }
        _ = try root.read(from: .separator)
        try root.throwFailure()
        try readEnd()
        phase = .ended
    }

    private func refuseLateMembers() throws(ConversionError) {
        guard try root.input.significantByte() == UInt8(ascii: ",") else { return }
        buffer.consume(1)
        guard try root.input.significantByte() == UInt8(ascii: "\"") else {
            throw root.input.unexpected("a member name in quotation marks")
        }
        throw ConversionError(
            .malformedInput, .jsonLateHeader, "a member of the transcript comes after its messages",
            help: "put it before \"messages\", or give the document as a file by its name", at: buffer.location(at: 0))
    }

    private func readEnd() throws(ConversionError) {
        if try root.input.significantByte() != nil { throw root.input.unexpected("the end of the document") }
    }
}
