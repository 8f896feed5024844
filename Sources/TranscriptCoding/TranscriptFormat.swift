public import TextScanning
public import TranscriptModel

/// One file format: what it is called, what it can hold, how it is recognised, and how it is read and written.
///
/// To add a format, conform a type to this protocol and give an instance to a `FormatRegistry`. Everything the command
/// prints about a format comes from its descriptor and its options.
public protocol TranscriptFormat: Sendable {
    associatedtype ReaderOptions: FormatOptions = NoOptions
    associatedtype WriterOptions: FormatOptions = NoOptions

    /// Asked for several times a file: a format makes it once and keeps it.
    var descriptor: FormatDescriptor { get }

    /// Judges whether `prefix` is the start of a file of this format, by the format's own syntax alone.
    func probe(_ prefix: ProbePrefix) -> ProbeResult

    /// Looks for what an input of this format says of its own encoding. Asked unless the user has told it.
    /// What the reader gets is decoded accordingly; where a byte order mark has told it, which `prefix` knows, it is decoded already.
    ///
    /// - Throws: `malformedInput` when the input contradicts itself.
    func declaredEncoding(_ prefix: ProbePrefix) throws(ConversionError) -> DeclaredEncoding

    /// Makes a reader that has not read anything yet. `makeInput` makes the input for it.
    func makeReader(_ input: InputBuffer, options: ReaderOptions) throws(ConversionError) -> any TranscriptReader

    /// Whether a reader with `options` hands on what is attached to messages (`AttachedFiles`), to be written into a folder.
    func handsOnAttachments(reading options: ReaderOptions) -> Bool

    /// Makes a writer that has not written anything yet.
    func makeWriter(options: WriterOptions) throws(ConversionError) -> any TranscriptWriter

    /// What a file holds that is written with `options`: where one of them leaves something out, less than
    /// `FormatDescriptor.capabilities`.
    func capabilities(writing options: WriterOptions) -> Set<Capability>

    /// What a writer with `options` puts into messages that lack what the files demand; nil where they demand nothing.
    func makeCompletion(options: WriterOptions) -> (any MessageCompletion)?

    /// Makes what validation looks for in files of this format, beside what the reader reports.
    func makeChecks() -> FormatChecks

    /// What its reader can be told: from the options' type, but for a format that learns of them at run time.
    var readerOptions: [OptionDescription] { get }

    /// What its writer can be told.
    var writerOptions: [OptionDescription] { get }
}

extension TranscriptFormat {
    /// Most formats leave it to the reader and to the checks for all formats.
    public func makeChecks() -> FormatChecks { FormatChecks() }

    /// Most formats have nothing attached to messages.
    public func handsOnAttachments(reading options: ReaderOptions) -> Bool { false }

    /// Most formats have no place for the name of an encoding.
    public func declaredEncoding(_ prefix: ProbePrefix) throws(ConversionError) -> DeclaredEncoding { .utf8 }

    /// Most options change how things are written, not which.
    public func capabilities(writing options: WriterOptions) -> Set<Capability> { descriptor.capabilities }

    /// Most formats hold messages as they are.
    public func makeCompletion(options: WriterOptions) -> (any MessageCompletion)? { nil }

    /// The window over `source` that the format's reader takes.
    public func makeInput(
        _ source: any ByteSource, limits: Limits = Limits(), isLenient: Bool = false,
        diagnostics: DiagnosticLog = DiagnosticLog(), omissions: OmissionLog = OmissionLog(), isValidated: Bool = false,
        readsAhead: Bool = false, handsOnRecords: Bool = false, formatIsGiven: Bool = true, keepsSpelling: Bool = true
    ) -> InputBuffer {
        InputBuffer(
            source, content: descriptor.content, limits: limits, isLenient: isLenient, diagnostics: diagnostics,
            omissions: omissions, isValidated: isValidated, readsAhead: readsAhead,
            handsOnRecords: handsOnRecords && descriptor.copiesRecords, formatIsGiven: formatIsGiven,
            keepsSpelling: keepsSpelling)
    }
}

/// What an input says of its own encoding.
public enum DeclaredEncoding: Sendable, Hashable {
    /// That it is UTF-8, or nothing.
    case utf8
    /// That it is one of this name, which `CharacterEncoding` or the C library's iconv knows, or nobody.
    case named(String)
    /// The prefix ends before the place where it would be said.
    case undecided
}

/// What a format says of itself: the one place where it is said.
///
/// A class, because it is asked for with every file, on several threads: to copy a structure would count a reference for each
/// of its members.
public final class FormatDescriptor: Sendable {
    /// The name used on the command line: lower-case letters, digits and hyphens.
    public let name: String
    public let aliases: [String]
    /// File name extensions without the dot, the writer's first.
    public let extensions: [String]
    /// Extensions that other formats use as well, so that one of them never decides alone.
    public let ambiguousExtensions: Set<String>
    /// Media types (RFC 6838), the preferred one first.
    public let mediaTypes: [String]
    /// What the format is, as a phrase for a table.
    public let summary: String
    /// What its files are made of. Default: text in one encoding.
    public let content: InputContent
    /// Whether its files can be read, and whether they can be written. Default: both.
    public let isReadable: Bool
    public let isWritable: Bool
    /// What a transcript in this format can hold.
    public let capabilities: Set<Capability>
    /// The names of extensions that only keep how a record was spelled. The writer uses them while they are true and
    /// drops them when they are not, so that no transcript is said to be different for the want of one.
    public let spellingExtensions: Set<Text>
    /// What its readers may leave out of a transcript. Each is told as it is met, and counts as loss.
    public let omissions: [OmissionKind]
    /// Whether its writer copies a record that was read from a file of the same format and not changed since, byte for byte,
    /// with all that the reader left out of it: then its reader hands on where records stand.
    public let copiesRecords: Bool
    /// Whether its writer shows how texts are formatted that came from a format which shows it as well (`TextFormatting`).
    public let showsFormatting: Bool
    /// Everything that its reader and writer may report beside the codes all formats share.
    public let diagnostics: [DiagnosticCode]
    /// The published schema of the format, where it has one: the text of a file to validate documents with.
    public let schema: String?
    /// The libraries that it is built on, beside those of all formats.
    public let libraries: [LibraryVersion]

    public init(
        name: String, aliases: [String] = [], extensions: [String], ambiguousExtensions: Set<String> = [],
        mediaTypes: [String], summary: String, content: InputContent = .text, isReadable: Bool = true,
        isWritable: Bool = true, capabilities: Set<Capability>, spellingExtensions: Set<Text> = [],
        omissions: [OmissionKind] = [], copiesRecords: Bool = false, showsFormatting: Bool = false,
        diagnostics: [DiagnosticCode] = [], schema: String? = nil, libraries: [LibraryVersion] = []
    ) {
        // Of a text, the input itself tells what it replaced.
        let mayBeReplaced = content == .text && isReadable && !omissions.contains(.damagedText)
        self.omissions = omissions + (mayBeReplaced ? [.damagedText] : [])
        self.copiesRecords = copiesRecords
        self.showsFormatting = showsFormatting
        self.name = name
        self.aliases = aliases
        self.extensions = extensions
        self.ambiguousExtensions = ambiguousExtensions
        self.mediaTypes = mediaTypes
        self.summary = summary
        self.content = content
        self.isReadable = isReadable
        self.isWritable = isWritable
        self.capabilities = capabilities
        self.spellingExtensions = spellingExtensions
        self.diagnostics = diagnostics
        self.schema = schema
        self.libraries = libraries
    }
}

/// Reads a transcript as it comes in.
///
/// The calls come in this order: `readHeader` once, then `readMessages` until it returns false. A reader holds one
/// window of its input and no transcript.
public protocol TranscriptReader {
    /// Reads what stands before the first message.
    mutating func readHeader() throws(ConversionError) -> TranscriptHeader

    /// Appends the next messages to `batch`, which the caller has emptied. Returns false when there are no more.
    ///
    /// It returns as soon as it has at least one message and would have to wait for more input, and after
    /// `MessageBatch.preferredCount` messages at the latest.
    mutating func readMessages(into batch: inout [Message]) throws(ConversionError) -> Bool
}

public enum MessageBatch {
    /// How many messages a reader hands over at a time when it has as many.
    public static let preferredCount = 512
}

/// Writes a transcript as it is handed over.
///
/// The calls come in this order: `begin` once, `write` any number of times, and `finish`, or `finishPart` until it returns
/// false. The caller empties `output` between calls as it sees fit.
public protocol TranscriptWriter {
    mutating func begin(_ header: TranscriptHeader, into output: inout OutputBuffer) throws(ConversionError)
    mutating func write(_ messages: [Message], into output: inout OutputBuffer) throws(ConversionError)

    /// The same, where the output may be passed on in the middle of a message: for writers that copy records which can be longer
    /// than what should be in memory.
    ///
    /// - Parameter passOn: called whenever some of it has been appended; may empty the output.
    mutating func write(
        _ messages: [Message], into output: inout OutputBuffer, passingOn passOn: (inout OutputBuffer) throws(ConversionError) -> Void
    ) throws(ConversionError)

    mutating func finish(into output: inout OutputBuffer) throws(ConversionError)

    /// Appends the next part of what ends the transcript, and returns whether another one follows: for writers that may
    /// keep the most of their output to the end, which then need not be in memory at once.
    mutating func finishPart(into output: inout OutputBuffer) throws(ConversionError) -> Bool

    /// What the writer has noticed since this was asked last.
    mutating func takeDiagnostics() -> [Diagnostic]
}

extension TranscriptWriter {
    /// What most writers make of a message is no longer than the message, which is in memory.
    public mutating func write(
        _ messages: [Message], into output: inout OutputBuffer, passingOn passOn: (inout OutputBuffer) throws(ConversionError) -> Void
    ) throws(ConversionError) {
        try write(messages, into: &output)
    }

    /// Most writers have little left to say at the end.
    public mutating func finishPart(into output: inout OutputBuffer) throws(ConversionError) -> Bool {
        try finish(into: &output)
        return false
    }

    /// Most writers notice nothing: what a format cannot hold is found without them.
    public mutating func takeDiagnostics() -> [Diagnostic] { [] }
}
