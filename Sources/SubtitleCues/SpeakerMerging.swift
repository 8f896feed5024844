public import TranscriptCoding
public import TranscriptModel

/// Joins consecutive cues of one speaker, as other programs cut speech into them.
///
/// A cue is joined to the one before when both have the same sender, known by name, and no longer than `gap` lies
/// between the end of one and the start of the other. The texts are joined by a space, and the last end is the end.
/// What a format keeps of a cue's spelling goes, since none of it is true any more.
public struct SpeakerMerging: TranscriptReader {
    private var reader: any TranscriptReader
    /// The longest pause within one message, in milliseconds.
    private let gap: Int
    private let limits: Limits
    /// Names of extensions that describe a cue's spelling.
    private let spelling: Set<Text>
    private var held: Message?
    private var isAtEnd = false

    public init(_ reader: any TranscriptReader, gap: Int, limits: Limits, spelling: Set<Text>) {
        self.reader = reader
        self.gap = gap
        self.limits = limits
        self.spelling = spelling
    }

    public mutating func readHeader() throws(ConversionError) -> TranscriptHeader { try reader.readHeader() }

    public mutating func readMessages(into batch: inout [Message]) throws(ConversionError) -> Bool {
        while batch.isEmpty, !isAtEnd {
            var cues: [Message] = []
            isAtEnd = try !reader.readMessages(into: &cues)
            for cue in cues { take(cue, into: &batch) }
            if isAtEnd, let last = held { batch.append(last) }
        }
        return !batch.isEmpty
    }

    private mutating func take(_ cue: Message, into batch: inout [Message]) {
        guard let last = held else {
            held = cue
            return
        }
        if let joined = joined(last, cue) {
            held = joined
        } else {
            batch.append(last)
            held = cue
        }
    }

    private func joined(_ first: Message, _ second: Message) -> Message? {
        guard let name = first.sender.name, !name.isEmpty, first.sender == second.sender, let body = first.body,
            let rest = second.body, let end = first.end, let start = second.timestamp,
            let pause = CueClock(end).position(of: start), pause <= gap,
            body.utf8Count + rest.utf8Count < limits.recordBytes
        else { return nil }
        var result = first
        result.body = body.isEmpty ? rest : rest.isEmpty ? body : Text("\(body) \(rest)")
        var details = first.details
        details.end = second.end
        for name in spelling { details.extensions[name] = nil }
        result.details = details
        return result
    }
}
