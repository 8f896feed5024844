/// A part of a record, or of a text in it, that is not in what the reader makes of it.
public struct OmittedPart: Sendable, Hashable {
    public let kind: OmissionKind
    /// Where it stands, in bytes of the record or text.
    public let range: Range<Int>

    public init(_ kind: OmissionKind, _ range: Range<Int>) {
        self.kind = kind
        self.range = range
    }

    /// The same part of something that holds the record or text from `offset` on.
    public func moved(by offset: Int) -> OmittedPart {
        OmittedPart(kind, range.lowerBound + offset..<range.upperBound + offset)
    }
}

extension [OmittedPart] {
    /// What is told of the parts, one omission for each kind. `place` finds the place of a byte of the record or text.
    public func omissions(at place: (Int) -> SourceLocation?) -> [Omission] {
        var all: [Omission] = []
        for part in self {
            let isFirst = !all.contains { $0.kind == part.kind }
            all.add(Omission(part.kind, byteCount: part.range.count, at: isFirst ? place(part.range.lowerBound) : nil))
        }
        return all
    }
}
