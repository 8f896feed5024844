public import TranscriptModel

/// Something that validation looks for in a transcript while it is read, beside what the reader reports by itself.
///
/// The calls come in this order: `begin` once, `check` for each batch, `finish` once unless the input could not be read
/// to its end.
public protocol TranscriptCheck {
    mutating func begin(_ header: TranscriptHeader, _ findings: Findings)
    mutating func check(_ batch: [Message], _ findings: Findings)
    mutating func finish(_ findings: Findings)
}

extension TranscriptCheck {
    public mutating func begin(_ header: TranscriptHeader, _ findings: Findings) {}
    public mutating func check(_ batch: [Message], _ findings: Findings) {}
    public mutating func finish(_ findings: Findings) {}
}

/// What a format brings along for the validation of its files.
public struct FormatChecks {
    /// Checks of its own.
    public var own: [any TranscriptCheck]
    /// Names of codes of the checks for all formats that do not apply to this one, or that its reader reports by codes of
    /// its own.
    public var replaced: Set<String>

    public init(_ own: [any TranscriptCheck] = [], replacing replaced: Set<String> = []) {
        self.own = own
        self.replaced = replaced
    }
}
