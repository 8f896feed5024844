public import TranscriptModel

/// The stable name of something that can be said about an input, such as `markdown.invalid-time`.
///
/// Codes never change their meaning; scripts and ignore lists depend on them.
public struct DiagnosticCode: Sendable, Hashable {
    /// `format.name`, in lower case with hyphens.
    public let id: String
    /// What the code means, as one sentence without a full stop.
    public let summary: String
    /// What an error with this code says that the whole input is.
    public let input: InputKind
    private let makeExplanation: @Sendable () -> Explanation?

    /// - Parameters:
    ///   - input: what an error with this code says that the whole input is.
    ///   - explanation: made when it is asked for: hundreds of codes are known to each run, and few explained.
    public init(
        _ id: String, _ summary: String, input: InputKind = .transcript,
        _ explanation: @autoclosure @escaping @Sendable () -> Explanation? = nil
    ) {
        self.id = id
        self.summary = summary
        self.input = input
        makeExplanation = explanation
    }

    /// What an input is of which a code tells, so that a run over a folder knows what to do with a file that nobody named.
    public enum InputKind: Sendable, Hashable {
        /// A transcript, or what should be one.
        case transcript
        /// A chat as another program keeps it. Nobody should miss it in silence: it counts as a failure.
        case foreignChat
        /// Something that chats may be in, such as an archive. It is passed over, and told.
        case container
        /// Something else altogether. It is passed over.
        case other
    }

    /// More to say of it, and an input that has the problem; nil for what no input can show.
    public var explanation: Explanation? { makeExplanation() }

    public static func == (left: DiagnosticCode, right: DiagnosticCode) -> Bool { left.id == right.id }
    public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

/// A place in an input.
public struct SourceLocation: Sendable, Hashable {
    /// Bytes from the start of the input; after a change of encoding, bytes of its UTF-8.
    public var byteOffset: Int
    /// The line, counted from 1. A line ends with a line feed.
    public var line: Int
    /// The column in Unicode scalars, counted from 1.
    public var column: Int
    /// How far it reaches, where more is meant than a place.
    public var extent: SourceExtent?
    /// The line's text as far as it was at hand, without its line end.
    public var lineText: LineExcerpt?

    public init(byteOffset: Int, line: Int, column: Int, extent: SourceExtent? = nil, lineText: LineExcerpt? = nil) {
        self.byteOffset = byteOffset
        self.line = line
        self.column = column
        self.extent = extent
        self.lineText = lineText
    }
}

/// How far something in an input reaches from its place on, which is no further than the end of the line.
public struct SourceExtent: Sendable, Hashable {
    /// More than 0.
    public var byteCount: Int
    /// The same in Unicode scalars.
    public var columnCount: Int

    public init(byteCount: Int, columnCount: Int) {
        self.byteCount = byteCount
        self.columnCount = columnCount
    }
}

/// A part of the line that a diagnostic points into.
public struct LineExcerpt: Sendable, Hashable {
    public var text: Text
    /// Where in `text` the diagnostic points, in Unicode scalars from 0.
    public var column: Int

    public init(text: Text, column: Int) {
        self.text = text
        self.column = column
    }
}

/// Something to be said about an input or a run, which did not stop it.
public struct Diagnostic: Sendable, Hashable {
    public enum Severity: String, Sendable, Hashable, CaseIterable {
        case error, warning, note
    }

    public var severity: Severity
    public var code: DiagnosticCode
    /// One sentence in lower case without a full stop that says what is wrong.
    public var message: String
    /// How to mend it, where that is known.
    public var help: String?
    public var location: SourceLocation?
    /// The change that mends it, where exactly one does.
    public var mend: Mend?
    /// Whether only lenient reading gets past it, so that validation counts it as an error.
    public var stopsStrictReading = false
    /// Whether U+FFFD is read in its place, so that a text that holds one says nothing new.
    public var leavesReplacement = false

    public init(
        _ severity: Severity, _ code: DiagnosticCode, _ message: String, help: String? = nil,
        at location: SourceLocation? = nil, mend: Mend? = nil
    ) {
        self.mend = mend
        self.severity = severity
        self.code = code
        self.message = message
        self.help = help
        self.location = location
    }

    /// The same, marked as something that only lenient reading gets past.
    public var stoppingStrictReading: Diagnostic {
        var copy = self
        copy.stopsStrictReading = true
        return copy
    }

    /// The same, marked as something in whose place U+FFFD is read.
    public var leavingReplacement: Diagnostic {
        var copy = self
        copy.leavesReplacement = true
        return copy
    }
}

/// Where readers and writers say what they noticed. Reporting is cheap; what becomes of it is the owner's affair.
public final class DiagnosticLog {
    private let handler: (Diagnostic) -> Void
    /// How many diagnostics of each severity were reported.
    public private(set) var counts: [Diagnostic.Severity: Int] = [:]

    /// Makes a log that hands each diagnostic to `handler` as it is reported.
    public init(handler: @escaping (Diagnostic) -> Void = { _ in }) { self.handler = handler }

    public func report(_ diagnostic: Diagnostic) {
        counts[diagnostic.severity, default: 0] += 1
        handler(diagnostic)
    }
}
