public import TranscriptModel

/// What a format's writer puts into messages that lack what its files demand of each: an end, for a cue.
///
/// A format that does not hold `messagesWithoutEnd` has one, so that what has to come back can be told without it being
/// written: see `TranscriptExpectation`. It does to a projected message what writing and reading it does, and nothing to
/// one that lacks nothing.
public protocol MessageCompletion {
    /// Takes the next message, and hands over those that are complete now, in their order.
    mutating func append(_ message: Message, _ take: (Message) -> Void)

    /// Hands over the messages that are still held back.
    mutating func finish(_ take: (Message) -> Void)
}
