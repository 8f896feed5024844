public import TranscriptModel

/// Where a text is bold, in italics or underlined, as its record shows it: what no text of the model says.
///
/// It travels with the record that a message was read from, apart from the model. A format that shows it, too
/// (`FormatDescriptor.showsFormatting`), writes it while the text is the one that was read.
public struct TextFormatting: Sendable, Hashable {
    public struct Style: OptionSet, Sendable, Hashable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        public static let bold = Style(rawValue: 1)
        public static let italics = Style(rawValue: 2)
        public static let underline = Style(rawValue: 4)
    }

    /// A part of the text, in bytes, and how it is shown.
    public struct Run: Sendable, Hashable {
        public var range: Range<Int>
        public var style: Style

        public init(_ range: Range<Int>, _ style: Style) {
            self.range = range
            self.style = style
        }
    }

    /// In their order, apart from each other; what lies between is plain.
    public let runs: [Run]
    /// What of the reader's omissions is none where this is shown; nil where it is not all that they tell of.
    public let omission: Omission?

    public init(_ runs: [Run], omission: Omission?) {
        self.runs = runs
        self.omission = omission
    }
}

extension Message {
    /// How the text is formatted, where its reader told and the text is still the one that was read.
    public var formatting: TextFormatting? {
        guard let record = source as? OmittingRecord, record.message.body == body else { return nil }
        return record.formatting
    }

    /// Keeps how the text is formatted, for formats that show it, beside what the reader left out of the record.
    public mutating func keepFormatting(_ formatting: TextFormatting) {
        guard let record = source as? OmittingRecord else { return }
        details.source = OmittingRecord(
            record.omissions, of: self, attachedFiles: record.attachedFiles, formatting: formatting)
    }
}

extension Omission {
    /// What is left of it without a part that was not left out after all; nil where that is nothing.
    func without(_ part: Omission?) -> Omission? {
        guard let part, part.kind == kind else { return self }
        if part.count >= count { return nil }
        return Omission(kind, count: count - part.count, byteCount: max(0, byteCount - part.byteCount), at: place)
    }
}
