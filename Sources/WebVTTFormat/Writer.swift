import SubtitleCues
import TextScanning
import TranscriptCoding
import TranscriptModel

/// Writes a file. Its head is written with the first message, whose time decides the clock; each cue is written when
/// its end is known.
struct WebVTTWriter: TranscriptWriter {
    private let options: WebVTTWriterOptions
    private let limits = Limits()
    private var header = TranscriptHeader()
    private var body: CueWriter?
    private var queue: CueQueue

    init(options: WebVTTWriterOptions) {
        self.options = options
        queue = CueQueue(options.cues.duration)
    }

    mutating func begin(_ header: TranscriptHeader, into output: inout OutputBuffer) {
        self.header = header
    }

    mutating func write(_ messages: [Message], into output: inout OutputBuffer) {
        guard let first = messages.first else { return }
        let writer = body ?? start(with: first, into: &output)
        messages.forEachInPlaceWithNext { message, next in
            if !queue.isEmpty {
                let start = writer.schedule.start(of: message.timestamp, after: message.timestamp)
                queue.passOn(to: start) { writer.append($0, isLast: false, to: &output) }
            }
            if queue.isEmpty, let plain = message.plain, writer.appendDirect(plain, before: next, queue, to: &output) { return }
            let message = message.message
            let start = writer.schedule.start(of: message)
            if !message.isPlainButForEnd, message.details.extensions[WebVTTExtension.verbatim] != nil {
                // Where it is shown is known when it is written, and what comes after goes by that.
                queue.release(before: start) { writer.append($0, isLast: false, to: &output) }
                if writer.appendVerbatim(message, isLast: false, to: &output) { return }
            }
            let end = writer.schedule.end(of: message, from: start)
            writer.schedule.pass(message, start: start)
            queue.append(message, start: start, end: end) { writer.append($0, isLast: false, to: &output) }
        }
    }

    mutating func finish(into output: inout OutputBuffer) {
        guard let writer = body else {
            output.append(FileHead.write(header, CueState(), isWhole: true, limits: limits).bytes)
            return
        }
        var left = queue.count
        queue.release { cue in
            left -= 1
            writer.append(cue, isLast: left == 0, to: &output)
        }
    }

    private mutating func start(with first: Message, into output: inout OutputBuffer) -> CueWriter {
        let state = CueState(for: first, epoch: options.cues.epoch)
        let (bytes, head) = FileHead.write(header, state, isWhole: false, limits: limits)
        output.append(bytes)
        let writer = CueWriter(head, limits: limits, prefix: options.speakerPrefix)
        body = writer
        return writer
    }
}

/// Writes the cues of a file.
private final class CueWriter {
    /// Where messages are placed as they come, ahead of what is written.
    var schedule: CueState
    private var record: CueRecord
    private let lineEnding: LineEnding
    /// Whether a line with an arrow, written next, starts a cue of its own.
    private var endsApart: Bool
    /// Whether what was written last ends in a carriage return, which a line feed would become one line end with.
    private var endsInReturn: Bool
    private var scratch = OutputBuffer(capacity: 4096)

    init(_ head: FileHead, limits: Limits, prefix: SpeakerPrefix) {
        record = CueRecord(limits: limits, isLenient: false, prefix: prefix)
        record.state = head.state
        schedule = head.state
        lineEnding = head.lineEnding
        endsApart = head.endsApart
        endsInReturn = head.endsInReturn
    }

    /// Appends a message that says all that its cue does; returns false, with nothing appended, for any other. Only while
    /// nothing is held: the shape of nearly all that comes from other subtitles, and of nearly all of a chat.
    @inline(__always)
    func appendDirect(
        _ message: MessageInPlace.PlainParts, before next: MessageInPlace?, _ queue: CueQueue, to output: inout OutputBuffer
    ) -> Bool {
        guard !(endsInReturn && lineEnding == .lf), let lineEnd = lineEnding.ofPlainCues, let timestamp = message.timestamp,
            let start = record.state.exactStart(of: timestamp), let end = end(of: message, timestamp, start, before: next, queue),
            CueRecord.appendPlain(message, CueTimes(start: start, end: end), lineEnd, record.prefix, to: &output)
        else { return false }
        record.state.pass(toldAsIs: timestamp, start: start)
        record.isFirst = false
        schedule.pass(toldAsIs: timestamp, start: start)
        endsApart = true
        return true
    }

    /// Where a message ends: where it says so, if its cue says just that, or where its end is made, if that is known already.
    @inline(__always)
    private func end(
        of message: MessageInPlace.PlainParts, _ timestamp: Timestamp, _ start: Int, before next: MessageInPlace?, _ queue: CueQueue
    ) -> Int? {
        if let end = message.end {
            guard !record.state.endsAreMade, record.state.clock.isStandard, let end = end.millisecondsSinceStart else { return nil }
            return end > start ? end : nil
        }
        guard record.state.endsAreMade, let next else { return nil }
        let nextStart = max(start, record.state.start(of: next.timestamp, after: timestamp))
        return queue.madeEnd(of: message.body, start: start, next: nextStart)
    }

    func append(_ cue: consuming CueQueue.Cue, isLast: Bool, to output: inout OutputBuffer) {
        let message = cue.message
        if isLast, !message.isPlainButForEnd, appendVerbatim(message, isLast: true, to: &output) { return }
        let times = cue.times
        let change = record.state.takeChange(for: message, times)
        record.state.apply(change)
        if lineEnding == .lf {
            if endsInReturn { output.append(WebVTTSyntax.lineFeed) }
            record.append(message, times, change: change, to: &output)
        } else {
            scratch.removeAll()
            record.append(message, times, change: change, to: &scratch)
            scratch.withBytes { lineEnding.append($0, to: &output) }
        }
        record.state.pass(message, start: times.start)
        record.isFirst = false
        endsApart = true
        endsInReturn = lineEnding == .cr
    }

    /// Appends the bytes that a message was read from, if reading them here gives the message at hand.
    func appendVerbatim(_ message: Message, isLast: Bool, to output: inout OutputBuffer) -> Bool {
        guard case .string(let raw)? = message.details.extensions[WebVTTExtension.verbatim],
            raw.withUTF8({ startsApart($0) && !(endsInReturn && $0.first == WebVTTSyntax.lineFeed) && (isLast || $0.last.map(WebVTTSyntax.isLineEnd) ?? false) }),
            record.accepts(raw, as: message, lineEnding, isLast: isLast)
        else { return false }
        output.append(raw)
        schedule = record.state
        endsApart = true
        endsInReturn = raw.withUTF8 { $0.last == WebVTTSyntax.carriageReturn }
        return true
    }

    /// Whether a record starts with a blank line, or with a line that always starts a cue.
    private func startsApart(_ raw: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = raw.first else { return false }
        if WebVTTSyntax.isLineEnd(first) { return true }
        let lineEnd = raw.firstIndex(where: WebVTTSyntax.isLineEnd) ?? raw.count
        return endsApart && raw.holdsArrow(in: 0..<lineEnd)
    }
}
