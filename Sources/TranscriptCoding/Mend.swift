/// A change to an input that mends a problem which has exactly one right answer.
public enum Mend: Sendable, Hashable {
    /// Bytes of the input to replace, in order.
    case edits([SourceEdit])
    /// All line ends of the input are to be the same.
    case lineEnds(LineEnd)
    /// Changes of more than what the finding is about, which a check tells one by one with `Findings.mend`.
    case toldApart
}

/// How lines end.
public enum LineEnd: Sendable, Hashable {
    case lf, crlf
}

/// Some bytes of an input, and what to put in their place.
public struct SourceEdit: Sendable, Hashable {
    /// Bytes from the start of the input.
    public var range: Range<Int>
    public var replacement: [UInt8]

    public init(_ range: Range<Int>, _ replacement: [UInt8]) {
        self.range = range
        self.replacement = replacement
    }

    public init(_ range: Range<Int>, _ replacement: String) { self.init(range, Array(replacement.utf8)) }
}
