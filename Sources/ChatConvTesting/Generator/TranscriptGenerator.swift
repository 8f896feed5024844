public import TranscriptModel

/// Makes transcripts that use the whole model: every field, every kind, and the texts and names that formats stumble
/// over (`AwkwardTexts`, `AwkwardValues`).
///
/// The same seed gives the same transcript on every machine. Plain messages are common, and each rare thing occurs
/// often enough that some hundred seeds meet all of them. Most transcripts have a manner of telling time that their
/// messages keep to: one day that the metadata's `date` names, several days, times since the start, none.
///
///     let transcript = TranscriptGenerator().transcript(seed: 7)
public struct TranscriptGenerator: Sendable {
    /// How many messages a transcript has. One in twelve has none, whatever this says.
    public var messages: ClosedRange<Int>
    /// How many participants a header lists.
    public var participants: ClosedRange<Int>
    /// How many members the metadata has, beside a `date`. Every fourth transcript has no metadata at all.
    public var metadata: ClosedRange<Int>
    /// How deep values are nested at most.
    public var depth: Int
    /// How many pieces a long text is joined of at most.
    public var pieces: Int
    /// Names of extensions to be used beside `AwkwardValues.extensionNames`: those of a format of your own.
    ///
    /// Do not name what a format keeps only as a cache of a record's spelling; it may drop that when it is not true.
    public var foreignExtensions: [Text]

    public init(
        messages: ClosedRange<Int> = 1...12, participants: ClosedRange<Int> = 0...4, metadata: ClosedRange<Int> = 0...5,
        depth: Int = 3, pieces: Int = 4, foreignExtensions: [Text] = []
    ) {
        self.messages = messages
        self.participants = participants
        self.metadata = metadata
        self.depth = depth
        self.pieces = pieces
        self.foreignExtensions = foreignExtensions
    }

    /// The transcript that belongs to `seed`. O(messages + participants + metadata).
    public func transcript(seed: UInt64) -> Transcript {
        var random = RandomSource(seed: seed)
        let texts = TextGenerator(pieces: pieces)
        let parts = PartGenerator(
            texts: texts, values: ValueGenerator(depth: depth, texts: texts), foreignExtensions: foreignExtensions)
        var times = TimestampGenerator(&random)
        let header = parts.header(&random, times: times, participants: participants, metadata: metadata)
        let cast = parts.cast(&random, from: header)
        let count = random.chance(8) ? 0 : random.number(in: messages)
        var transcript = Transcript(header: header)
        transcript.messages.reserveCapacity(max(count, 0))
        while transcript.messages.count < count {
            transcript.messages.append(parts.message(&random, at: times.next(&random), from: cast))
        }
        return transcript
    }
}
