public import TranscriptCoding
public import TranscriptModel

/// One stage between a reader and a writer: it changes messages, or takes some out, as they pass.
///
/// The calls come in this order: `change` for the header once, `filter` for each batch, `finish` once.
public protocol MessageFilter {
    /// Changes what the transcript says of itself. Most filters leave it as the source has it.
    mutating func change(_ header: inout TranscriptHeader)

    /// Changes the messages of a batch, or takes some out. Returns false when it lets no later message pass, so that
    /// reading can stop.
    mutating func filter(_ messages: inout [Message]) throws(ConversionError) -> Bool

    /// Appends what was held back until the end.
    mutating func finish(into messages: inout [Message])
}

extension MessageFilter {
    public mutating func change(_ header: inout TranscriptHeader) {}
    public mutating func finish(into messages: inout [Message]) {}
}
