public import TranscriptModel

/// A kind of thing that readers of a format leave out of the transcript, as the format declares it.
///
/// A format lists its kinds in its descriptor. Loss reports, `--allow-loss`, `chatconv formats` and the format's page in
/// `docs/` name them from there.
public struct OmissionKind: Sendable, Hashable {
    /// What is left out, as a phrase in lower case: `attachments`, `alternative texts`.
    public let name: String
    /// What it is and why it is left out, as one sentence without a full stop.
    public let summary: String
    public let group: LossGroup

    public init(_ name: String, _ group: LossGroup, _ summary: String) {
        self.name = name
        self.group = group
        self.summary = summary
    }

    public static func == (left: OmissionKind, right: OmissionKind) -> Bool { left.name == right.name }
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// Something that a reader left out.
public struct Omission: Sendable, Hashable {
    public let kind: OmissionKind
    /// How many there were, more than 0.
    public var count: Int
    /// How many bytes of the input they were, as near as the reader knows.
    public var byteCount: Int
    /// Where the first of them stands.
    public var place: SourceLocation?

    public init(_ kind: OmissionKind, count: Int = 1, byteCount: Int, at place: SourceLocation?) {
        self.kind = kind
        self.count = count
        self.byteCount = byteCount
        self.place = place
    }

    /// Adds others of the same kind.
    mutating func add(_ other: Omission) {
        count += other.count
        byteCount += other.byteCount
        guard let theirs = other.place else { return }
        if place.map({ theirs.byteOffset < $0.byteOffset }) ?? true { place = theirs }
    }
}

extension [Omission] {
    /// Adds one to those of its kind.
    public mutating func add(_ omission: Omission) {
        if let index = firstIndex(where: { $0.kind == omission.kind }) {
            self[index].add(omission)
        } else {
            append(omission)
        }
    }
}

/// Where a reader tells what it left out that belongs to no message: what stands before, between and behind them.
public final class OmissionLog {
    /// What was left out, one for each kind, in the order in which kinds came up.
    public private(set) var all: [Omission] = []

    public init() {}

    public func add(_ omission: Omission) { all.add(omission) }
}

/// What a reader tells of the record that it made a message of.
public protocol RecordSource: SourceRecord {
    /// What the reader left out of the record.
    var omissions: [Omission] { get }

    /// Whether the format that the record is of writes it with all that was left out, given `message`, which the record was
    /// read as and filters may have changed since.
    func isWrittenWhole(for message: Message) -> Bool

    /// The files that are attached to the message, where the reader was told to hand them on.
    var attachedFiles: AttachedFiles? { get }
}

extension RecordSource {
    public var attachedFiles: AttachedFiles? { nil }
}

/// A record of which nothing is known but what was left out of it.
final class OmittingRecord: RecordSource {
    let omissions: [Omission]
    /// What the reader made of it, with how it was spelled.
    let message: Message
    let attachedFiles: AttachedFiles?
    /// How its text is formatted, where the reader can tell.
    let formatting: TextFormatting?

    init(
        _ omissions: [Omission], of message: Message, attachedFiles: AttachedFiles? = nil, formatting: TextFormatting? = nil
    ) {
        self.omissions = omissions
        self.attachedFiles = attachedFiles
        self.formatting = formatting
        self.message = message.withoutSource
    }

    func isWrittenWhole(for message: Message) -> Bool { false }
}

extension Message {
    /// Notes that the reader left something out of the record that this message was read from.
    public mutating func omit(_ omission: Omission) { omit([omission]) }

    /// The same for several.
    public mutating func omit(_ omissions: [Omission]) {
        if omissions.isEmpty { return }
        var all = (source as? any RecordSource)?.omissions ?? []
        var files = attachedFiles
        for omission in omissions {
            all.add(omission)
            files?.otherOmissions.add(omission)
        }
        details.source = OmittingRecord(all, of: self, attachedFiles: files, formatting: formatting)
    }

    /// Forgets the record that this message was read from, so that nothing is copied from it; not what was left out of it, and not
    /// the files that are to be written.
    public mutating func forgetRecord() {
        guard let source else { return }
        let omissions = (source as? any RecordSource)?.omissions ?? []
        let files = attachedFiles
        details.source = omissions.isEmpty && files == nil ? nil : OmittingRecord(omissions, of: Message(), attachedFiles: files)
    }
}

extension OmissionKind {
    /// A note of chatconv's that says other than what stands beside it, which holds. Readers of all formats that have notes
    /// tell it by this name.
    public static let contradictingNotes = OmissionKind(
        "contradicting notes", .description, "notes of chatconv's own beside something that shows other than they say")

    /// What stood where a text has U+FFFD now. Readers of all formats tell it by this name.
    public static let damagedText = OmissionKind(
        "damaged text", .damage, "bytes that are no characters of their encoding; U+FFFD stands in their place")
}
