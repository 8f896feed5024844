import TranscriptCoding
import TranscriptModel

/// What became of reading an input.
enum ReadOutcome {
    case read(Reading)
    /// The reader refused the input.
    case refused(ConversionError)
    /// The reader did what no reader may do.
    case misbehaved(String)

    /// A transcript, of which nothing was left out.
    static func read(_ transcript: Transcript) -> ReadOutcome { .read(Reading(wholly: transcript)) }

    var reading: Reading? {
        if case .read(let reading) = self { reading } else { nil }
    }

    var transcript: Transcript? { reading?.transcript }

    /// How this differs from another outcome of the same input; nil when both are the same.
    func difference(from other: ReadOutcome) -> String? {
        switch (other, self) {
        case (.read(let expected), .read(let actual)): actual.difference(from: expected)
        case (.refused(let expected), .refused(let actual)):
            Self.key(expected) == Self.key(actual) ? nil : "\(expected) ≠ \(actual)"
        case (_, .misbehaved(let detail)): detail
        default: "\(other.summary) ≠ \(summary)"
        }
    }

    var summary: String {
        switch self {
        case .read(let reading): "read \(reading.transcript.messages.count) messages"
        case .refused(let error): "refused: \(error)"
        case .misbehaved(let detail): detail
        }
    }

    /// What of an error has to be the same each time.
    private static func key(_ error: ConversionError) -> [String] {
        ["\(error.category)", error.code.id, error.location.map { "\($0.byteOffset) \($0.line) \($0.column)" } ?? ""]
    }
}

extension ReadOutcome {
    /// What is wrong with this as the outcome of an input that may be damaged: nil for a transcript, and for an error
    /// that blames the input and tells the right place in it.
    ///
    /// - Parameter demandsPlaces: Whether an error without a place is at fault.
    func fault(in input: [UInt8], demandsPlaces: Bool) -> String? {
        switch self {
        case .read: return nil
        case .misbehaved(let detail): return detail
        case .refused(let error):
            guard error.category == .malformedInput || error.category == .limitExceeded else {
                return "the error does not blame the input: \(error.category): \(error)"
            }
            guard let location = error.location else { return demandsPlaces ? "the error has no place: \(error)" : nil }
            return Self.fault(of: location, in: input).map { "\($0): \(error)" }
        }
    }

    /// Whether line and column of a place are those of its byte.
    static func fault(of location: SourceLocation, in input: [UInt8]) -> String? {
        guard (0...input.count).contains(location.byteOffset) else {
            return "byte \(location.byteOffset) is not in the input of \(input.count) bytes"
        }
        let before = input.prefix(location.byteOffset)
        let line = 1 + before.count { $0 == 0x0A }
        if location.line != line { return "byte \(location.byteOffset) is in line \(line), not \(location.line)" }
        if line == 1, input.starts(with: [0xEF, 0xBB, 0xBF]) { return nil }
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let column = 1 + before[lineStart...].count { $0 & 0xC0 != 0x80 }
        return location.column == column
            ? nil : "byte \(location.byteOffset) is in column \(column), not \(location.column)"
    }
}
