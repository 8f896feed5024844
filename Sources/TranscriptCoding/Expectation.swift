public import TranscriptModel

/// What reading a transcript back from a format has to give: the transcript without what the format does not hold, with
/// what its writer has to make up.
///
/// A format's own extensions are looked at only where it holds extensions, and never those that it keeps as mere
/// spelling (`FormatDescriptor.spellingExtensions`), which a writer drops when they are not true: both what was written
/// and what was read back are compared without them.
public struct TranscriptExpectation {
    private var projection: TranscriptProjection
    private var completion: (any MessageCompletion)?
    private let holdsAll: Bool
    private let dropsExtensions: Bool
    private let spelling: Set<Text>

    /// - Throws: `usage` for an option that the format's writer does not have.
    public init(of format: any TranscriptFormat, writerOptions: [OptionAssignment] = []) throws(ConversionError) {
        let capabilities = try format.capabilities(writing: writerOptions)
        projection = TranscriptProjection(to: capabilities)
        completion = try format.makeCompletion(writerOptions)
        holdsAll = capabilities == .wholeModel && completion == nil
        dropsExtensions = !capabilities.contains(.extensions)
        spelling = format.descriptor.spellingExtensions
    }

    // MARK: What was written

    /// The header that has to come back.
    public func expected(_ header: TranscriptHeader) -> TranscriptHeader { comparable(projection.project(header)) }

    /// Whether `message` has to come back just as it is, whatever came before. O(1).
    @inline(__always)
    public func isSame(_ message: Message) -> Bool { holdsAll && message.isPlainButForEnd }

    /// Takes the next message that is written, and hands over those of which is known what has to come back.
    public mutating func append(_ message: Message, _ take: (Message) -> Void) {
        if holdsAll { take(comparable(message)) } else { appendProjected(message, take) }
    }

    private mutating func appendProjected(_ message: Message, _ take: (Message) -> Void) {
        guard let projected = projection.project(message) else { return }
        if completion == nil { take(comparable(projected)) } else { completion?.append(projected, take) }
    }

    /// Hands over the rest.
    public mutating func finish(_ take: (Message) -> Void) { completion?.finish(take) }

    // MARK: What was read back

    /// A header as it is compared.
    public func comparable(_ header: TranscriptHeader) -> TranscriptHeader {
        if !dropsExtensions, spelling.isEmpty { return header }
        var result = header
        result.extensions = comparable(header.extensions)
        return result
    }

    /// A message as it is compared. O(1) for one without extensions.
    public func comparable(_ message: Message) -> Message {
        if message.isPlainButForEnd || message.details.extensions.isEmpty { return message }
        var result = message
        result.details.extensions = comparable(message.details.extensions)
        return result
    }

    private func comparable(_ extensions: Members) -> Members {
        if dropsExtensions { return Members() }
        return extensions.filter { !spelling.contains($0.name) }
    }
}

extension Transcript {
    /// What reading the transcript back from `format` has to give, as far as it is compared. O(n).
    public func expected(
        from format: any TranscriptFormat, writerOptions: [OptionAssignment] = []
    ) throws(ConversionError) -> Transcript {
        var expectation = try TranscriptExpectation(of: format, writerOptions: writerOptions)
        var result = Transcript(header: expectation.expected(header))
        result.messages.reserveCapacity(messages.count)
        for message in messages { expectation.append(message) { result.messages.append($0) } }
        expectation.finish { result.messages.append($0) }
        return result
    }
}
