import SubtitleCues
import TextScanning
import TranscriptCoding
import TranscriptModel

/// Writes a file; each cue when its end is known.
struct SubRipWriter: TranscriptWriter {
    private var queue: CueQueue
    private var placement: Placement
    private let cues: CueWriter
    private var hasMessages = false

    init(options: SubRipWriterOptions) {
        queue = CueQueue(options.cues.duration)
        placement = Placement(options.cues.epoch)
        cues = CueWriter(prefix: options.speakerPrefix)
    }

    mutating func begin(_ header: TranscriptHeader, into output: inout OutputBuffer) {
        if header.extensions[SubRipExtension.byteOrderMark] == true { output.append(SubRipSyntax.byteOrderMark) }
        if case .string(let name)? = header.extensions[SubRipExtension.lineEnding], let ending = LineEnding(rawValue: name) {
            cues.lineEnding = ending
        }
    }

    mutating func write(_ messages: [Message], into output: inout OutputBuffer) {
        let cues = cues
        messages.forEachInPlaceWithNext { message, next in
            let place = placement.place(message.timestamp, end: message.end)
            hasMessages = true
            queue.passOn(to: place.start) { cues.append($0, isLast: false, to: &output) }
            if queue.isEmpty, let plain = message.plain, let end = place.end ?? madeEnd(of: plain, place.start, next),
                cues.appendDirect(plain, CueTimes(start: place.start, end: end), to: &output)
            {
                return
            }
            queue.append(message.message, start: place.start, end: place.end) { cues.append($0, isLast: false, to: &output) }
        }
    }

    /// When a message without an end is no longer shown, if the one after it is known already: the shape of nearly all of a chat.
    @inline(__always)
    private func madeEnd(of plain: MessageInPlace.PlainParts, _ start: Int, _ next: MessageInPlace?) -> Int? {
        guard let next, let nextStart = placement.start(ofNext: next.timestamp) else { return nil }
        return queue.madeEnd(of: plain.body, start: start, next: nextStart)
    }

    mutating func finish(into output: inout OutputBuffer) {
        let cues = cues
        var left = queue.count
        queue.release { cue in
            left -= 1
            cues.append(cue, isLast: left == 0, to: &output)
        }
        // An empty file would be no file at all.
        if !hasMessages { cues.lineEnding.appendLineEnd(to: &output) }
    }
}

private final class CueWriter {
    private var record: CueRecord
    var lineEnding = LineEnding.lf
    private var scratch = OutputBuffer(capacity: 4096)

    init(prefix: SpeakerPrefix) { record = CueRecord(prefix: prefix) }

    /// Appends a message that is shown as its times say; returns false, with nothing appended, for one with more to it.
    @inline(__always)
    func appendDirect(_ message: MessageInPlace.PlainParts, _ times: CueTimes, to output: inout OutputBuffer) -> Bool {
        guard let lineEnd = lineEnding.ofPlainCues else { return false }
        return record.appendPlain(message, times.limited, lineEnd, to: &output)
    }

    func append(_ cue: consuming CueQueue.Cue, isLast: Bool, to output: inout OutputBuffer) {
        cue.times = cue.times.limited
        if !cue.message.isPlainButForEnd, appendVerbatim(cue.message, isLast: isLast, to: &output) { return }
        let times = cue.times
        if cue.message.inPlace({ $0.plain.map { appendDirect($0, times, to: &output) } ?? false }) { return }
        if lineEnding == .lf { return record.append(cue.message, cue.times, lineEnding, to: &output) }
        scratch.removeAll()
        record.append(cue.message, cue.times, lineEnding, to: &scratch)
        scratch.withBytes { lineEnding.append($0, to: &output) }
    }

    /// Appends the bytes that a message was read from, if reading them here gives the message at hand.
    private func appendVerbatim(_ message: Message, isLast: Bool, to output: inout OutputBuffer) -> Bool {
        guard case .string(let raw)? = message.details.extensions[SubRipExtension.verbatim],
            raw.withUTF8({ isLast || $0.last.map { $0 == 0x0A || $0 == 0x0D } ?? false }),
            raw.withUTF8({ startsApart($0) }), record.accepts(raw, as: message, lineEnding, isLast: isLast)
        else { return false }
        output.append(raw)
        return true
    }

    /// Whether a record cannot be taken for the rest of the cue before it.
    private func startsApart(_ raw: UnsafeBufferPointer<UInt8>) -> Bool {
        if record.state.isFirst { return true }
        let first = raw.first { !SubRipSyntax.isBlank($0) }
        if first == SubRipSyntax.lineFeed || first == SubRipSyntax.carriageReturn { return true }
        var search = CueSearch(fromStart: false)
        let cue = search.next(in: raw, isAtEnd: true)
        guard let cue else { return false }
        if cue.start == 0 { return true }
        return cue.oddities.contains { $0.oddity == .brokenTiming && $0.place == 0 }
    }
}

extension CueTimes {
    /// The same with an end that can be told: a made one past that would not be read.
    fileprivate var limited: CueTimes { CueTimes(start: start, end: min(end, CueClock.latest)) }
}
