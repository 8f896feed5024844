public import TranscriptModel

/// Where checks say what they found, and how they point at it.
public final class Findings {
    /// The input's file name or path, where it has one.
    public let fileName: String?
    private let log: DiagnosticLog
    private let takeMend: ((DiagnosticCode, Mend) -> Void)?
    /// What of the input is in memory with the batch, where its messages start, and how many come before it.
    private var view: InputView?
    private var countedLines: InputView.CountedLines?
    private var starts = MessageStarts()
    private var messagesBefore = 0

    /// What a finding is about.
    public enum Place {
        /// Bytes, counted from the start of the input.
        case bytes(Range<Int>)
        /// A message of the batch, by its index: the rest of the line that it starts on.
        case message(Int)
        /// Bytes of a text that belongs to a message of the batch. Where the text is not as it stands in the input, the
        /// message's start is the nearest there is.
        case text(Text, Range<Int>, ofMessage: Int)
        /// A place that was looked up before, while its byte was in memory.
        case location(SourceLocation)
        /// The input as a whole.
        case input
    }

    /// - Parameters:
    ///   - log: is handed each finding as it is reported.
    ///   - takeMend: is handed what mends findings beside what they hold themselves; nil where nobody mends anything.
    package init(fileName: String?, log: DiagnosticLog, takeMend: ((DiagnosticCode, Mend) -> Void)? = nil) {
        self.takeMend = takeMend
        self.fileName = fileName
        self.log = log
    }

    /// From here on, findings are about the header, or about a batch of messages.
    ///
    /// - Parameters:
    ///   - view: what of the input is in memory when it was read.
    ///   - starts: where the messages start; empty where that is not known.
    ///   - count: how many messages come before them.
    package func look(at view: InputView, starts: MessageStarts = MessageStarts(), after count: Int = 0) {
        self.view = view
        if let countedLines { self.view?.goOn(from: countedLines) }
        self.starts = starts
        messagesBefore = count
    }

    /// Forgets the input's bytes, so that their memory can be used again.
    package func lookAway() {
        countedLines = view?.countedLines
        view = nil
        starts = MessageStarts()
    }

    /// Says that something was found.
    public func report(
        _ severity: Diagnostic.Severity, _ code: DiagnosticCode, _ message: String, help: String? = nil,
        at place: Place, mend: Mend? = nil
    ) {
        let location = location(of: place)
        var message = message
        // Without a place in the file, its number is how a message is found.
        if location == nil, let index = place.messageIndex { message += " (message \(messagesBefore + index + 1))" }
        log.report(Diagnostic(severity, code, message, help: help, at: location, mend: mend))
    }

    /// Whether anybody takes `mend`, for checks that would have to work for it.
    public var wantsMends: Bool { takeMend != nil }

    /// Tells a change that belongs to findings of a code which are reported once for many places.
    public func mend(_ code: DiagnosticCode, _ mend: Mend) { takeMend?(code, mend) }

    /// The bytes of the input from `offset` on, at most `count`; nil when they are not in memory.
    public func bytes(at offset: Int, atMost count: Int) -> [UInt8]? { view?.bytes(at: offset, atMost: count) }

    /// Calls `body` with the bytes of the input that are in memory, among them those of most texts of the batch.
    package func withBytesInMemory<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        view?.withBytes(body) ?? body(UnsafeBufferPointer(start: nil, count: 0))
    }

    /// Where bytes of a text stand in the input; nil when it is not as it stands there.
    public func bytes(_ range: Range<Int>, of text: Text) -> Range<Int>? {
        view?.offset(of: text).map { range.lowerBound + $0..<range.upperBound + $0 }
    }

    /// What of the input was read so far and is still in memory, and the byte of the input at which that starts. In
    /// `begin` this is all that stands before the first message, unless that is long.
    public var consumed: (text: Text, offset: Int) { view?.consumed ?? (Text(), 0) }

    /// The line of a message of the batch, for a finding about another one; nil when it is not known.
    public func line(ofMessage index: Int) -> Int? { location(of: .message(index))?.line }

    /// The place in the input; nil when its byte is not in memory, or not known.
    public func location(of place: Place) -> SourceLocation? {
        switch place {
        case .bytes(let range): return view?.location(ofBytes: range)
        case .message(let index):
            switch starts[index] {
            case nil: return nil
            case .byte(let offset): return view?.location(ofLineFrom: offset)
            case .place(let location): return location
            }
        case .text(let text, let range, let index):
            if let bytes = bytes(range, of: text) { return view?.location(ofBytes: bytes) }
            return location(of: .message(index))
        case .location(let location): return location
        case .input: return SourceLocation(byteOffset: 0, line: 1, column: 1)
        }
    }
}

extension Findings.Place {
    fileprivate var messageIndex: Int? {
        switch self {
        case .message(let index), .text(_, _, let index): index
        case .bytes, .location, .input: nil
        }
    }
}
