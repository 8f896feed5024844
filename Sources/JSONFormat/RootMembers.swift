import TextScanning
import TranscriptCoding
import TranscriptJSON
import TranscriptModel

/// The members of a document's root, all but the elements of `messages`, in any order.
///
/// Whether a document is a transcript shows when `chatconv` or `messages` comes. Until then a member that does not
/// fit is no reason to stop: the document may be something else, and then it matters more whether it is JSON at all.
struct RootMembers {
    enum Stop {
        /// The value of `messages` comes next, an array.
        case messages
        /// The root object is closed.
        case end
    }

    /// What comes next.
    enum Position {
        case firstMember, member, separator
    }

    var input: ElementInput
    private(set) var draft = HeaderDraft()
    private(set) var hasVersion = false
    private(set) var hasMessages = false
    /// Whether the very first member was the version, as our own writers have it.
    private(set) var beginsWithVersion = false
    /// The first thing that does not fit; all after it is only checked for syntax.
    private(set) var failure: ConversionError?
    private var headerSize = 0
    private var count = 0

    init(_ input: ElementInput) { self.input = input }

    /// The same members, to be read on from another buffer over the same bytes.
    init(_ other: RootMembers, in input: ElementInput) {
        self = other
        self.input = input
    }

    /// Reads members up to the messages or the end of the root object, which it moves past.
    mutating func read(from start: Position) throws(ConversionError) -> Stop {
        var position = start
        while true {
            guard let byte = try input.significantByte() else { throw input.endOfInput(inside: "the document") }
            switch (position, byte) {
            case (.firstMember, UInt8(ascii: "}")), (.separator, UInt8(ascii: "}")):
                input.buffer.consume(1)
                return .end
            case (.separator, UInt8(ascii: ",")):
                input.buffer.consume(1)
                position = .member
            case (.separator, _): throw input.unexpected("',' or '}'")
            case (.firstMember, _), (.member, _):
                if try readMember() == .messages { return .messages }
                position = .separator
            }
        }
    }

    /// Reads one member. Returns `messages` before the array of messages, else nil.
    private mutating func readMember() throws(ConversionError) -> Stop? {
        let name = try input.take(.string, consumes: false, "a member's name") { cursor throws(JSONFailure) in
            try cursor.takeHeaderName()
        }
        if count == 0 { beginsWithVersion = name == .chatconv }
        count += 1
        if name == .messages { return try readMessagesMember() }
        if name == .chatconv { hasVersion = true }
        if failure == nil {
            do throws(ConversionError) {
                try keepMember()
                return nil
            } catch {
                try note(error)
            }
        }
        try input.skip(.member, "a member")
        return nil
    }

    private mutating func keepMember() throws(ConversionError) {
        // Taken out of here, so that the members already in it are not copied for each one more.
        var draft = HeaderDraft()
        swap(&draft, &self.draft)
        defer { swap(&draft, &self.draft) }
        var size = 0
        try input.take(.member, consumes: false, "a member of the document") { cursor throws(JSONFailure) in
            try cursor.takeHeaderMember(into: &draft)
            size = cursor.index
        }
        headerSize += size
        if headerSize > input.buffer.limits.recordBytes { throw headerTooLong() }
        input.buffer.consume(size)
    }

    private func headerTooLong() -> ConversionError {
        let limit = input.buffer.limits.recordBytes
        return ConversionError(
            .limitExceeded, .recordTooLong, "the document's members beside its messages are longer than \(limit) bytes",
            help: "raise the limit with --max-record BYTES", at: input.buffer.location(at: 0))
    }

    private mutating func readMessagesMember() throws(ConversionError) -> Stop? {
        let isSecond = hasMessages
        hasMessages = true
        if isSecond {
            try note(
                ConversionError(
                    .malformedInput, .jsonDuplicateMember, "messages: the object has this member already",
                    at: input.buffer.location(at: 0)))
            try input.skip(.member, "a member")
            return nil
        }
        try input.take(.string, "a member's name") { cursor throws(JSONFailure) in _ = try cursor.takeHeaderName() }
        guard let byte = try input.significantByte() else { throw input.endOfInput(inside: "the document") }
        if byte == UInt8(ascii: "[") {
            if let failure { throw failure }
            return .messages
        }
        let mismatch = input.mismatch("an array", path: "messages")
        let isAbsent = byte == UInt8(ascii: "n")
        try input.skip(.value, "a member")
        if !isAbsent { try note(mismatch) }
        return nil
    }

    /// Keeps the first failure that does not make the document malformed JSON; throws those that do.
    private mutating func note(_ error: ConversionError) throws(ConversionError) {
        if error.code == .jsonSyntax || error.code == .invalidUTF8 || error.category == .inputOutput { throw error }
        if failure == nil { failure = error }
    }

    /// Throws what does not fit, now that nothing more can show that the document is no transcript.
    func throwFailure() throws(ConversionError) {
        if let failure { throw failure }
    }
}
