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
    /// The text of the held message once it is joined of several: gathered here, so that a long one costs its length.
    private var heldText: [UInt8] = []
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
            for cue in cues where !join(cue) { release(into: &batch, holding: cue) }
            if isAtEnd { release(into: &batch, holding: nil) }
        }
        return !batch.isEmpty
    }

    private mutating func release(into batch: inout [Message], holding next: Message?) {
        if var last = held {
            if !heldText.isEmpty { last.body = heldText.withUnsafeBufferPointer { Text(copying: $0) } }
            batch.append(last)
        }
        heldText.removeAll(keepingCapacity: heldText.count < 65_536)
        held = next
    }

    /// Makes `cue` a part of the held message; returns false where it is none.
    private mutating func join(_ cue: Message) -> Bool {
        guard var first = held, let name = first.sender.name, !name.isEmpty, first.sender == cue.sender,
            let body = first.body, let rest = cue.body, let end = first.end, let start = cue.timestamp,
            let pause = CueClock(end).position(of: start), pause <= gap,
            max(heldText.count, body.utf8Count) + rest.utf8Count < limits.recordBytes
        else { return false }
        if heldText.isEmpty { append(body) }
        append(rest)
        var details = first.details
        details.end = cue.end
        for name in spelling { details.extensions[name] = nil }
        first.details = details
        first.omit(omissions(of: cue))
        held = first
        return true
    }

    /// What of a cue goes when it is joined to another: what its reader left out, and what it has beside its text.
    private func omissions(of cue: Message) -> [Omission] {
        if cue.isPlainButForEnd { return [] }
        var omissions = (cue.source as? any RecordSource)?.omissions ?? []
        var details = cue.details
        (details.end, details.source) = (nil, nil)
        for name in spelling { details.extensions[name] = nil }
        if details != MessageDetails() { omissions.add(Omission(.detailsOfJoinedCues, byteCount: 0, at: nil)) }
        return omissions
    }

    private mutating func append(_ text: Text) {
        if text.isEmpty { return }
        if !heldText.isEmpty { heldText.append(0x20) }
        text.withUTF8 { heldText.append(contentsOf: $0) }
    }
}
