import SubtitleCues
import TextScanning
import TranscriptCoding
import TranscriptJSON
import TranscriptModel

/// Reads a file cue by cue. A cue is complete when the next one begins, or the file ends.
final class WebVTTReader: TranscriptReader {
    private let input: InputBuffer
    private var record: CueRecord
    private var decoder: ModelDecoder
    private var lineEnding = LineEnding.lf
    private var arena = TextArena()
    /// What validation asks of authors; nil where nobody validates.
    private var rules: AuthoringRules?
    private var suggestions = Suggestions()
    /// Whether the record follows a line with an arrow that tells no times.
    private var followsFault = false

    init(_ input: InputBuffer, prefix: SpeakerPrefix) {
        self.input = input
        rules = input.isValidated ? AuthoringRules() : nil
        record = CueRecord(limits: input.limits, isLenient: input.isLenient, prefix: prefix)
        decoder = ModelDecoder(limits: input.limits, isLenient: input.isLenient)
    }

    // MARK: The head

    func readHeader() throws(ConversionError) -> TranscriptHeader {
        if try !input.fill(atLeast: 1) {
            throw ConversionError(.malformedInput, .emptyInput, "the input is empty", at: input.location(at: 0))
        }
        _ = try input.fill(atLeast: Signature.longestLength)
        guard input.withUnread({ Signature($0) }) != nil else { return try headerWithoutSignature() }
        var scanner = HeadScanner(isLenient: input.isLenient)
        var end = input.withUnread { scanner.next(in: $0, isAtEnd: input.isAtEnd) }
        while end == nil {
            _ = try input.fill()
            end = input.withUnread { scanner.next(in: $0, isAtEnd: input.isAtEnd) }
        }
        let raw = input.text(0..<(end ?? 0))
        var head = FileHead.read(raw, decoder: &decoder)
        if !input.keepsSpelling { head?.header.extensions[Text(WebVTTExtension.verbatim)] = nil }
        record.keepsSpelling = input.keepsSpelling
        if head?.mended.isEmpty == false { record.giveUpSpelling() }
        if let state = head?.state, record.keepsSpelling, head?.header.extensions[WebVTTExtension.verbatim] == nil,
            let first = try firstMessage(from: end ?? 0, under: state), state != CueState(for: first, epoch: .own)
        {
            // Written anew, the head would start another clock.
            if state == CueState(for: first, epoch: .first) {
                record.giveUpSpelling()
            } else {
                head?.header.extensions[Text(WebVTTExtension.verbatim)] = .string(raw)
            }
        }
        if head?.endsInReturn == true, head?.lineEnding == .lf, try startsWithMendedCue(at: end ?? 0) {
            // A cue that is written anew cannot stand right behind it.
            head?.header.extensions[Text(WebVTTExtension.verbatim)] = nil
        }
        input.withUnread { bytes in
            if let header = scanner.header { report(rules?.findings(inHeader: header, bytes)) }
            for block in scanner.found { report(block, bytes, isAfterCue: false) }
            omitNULs(in: bytes.slice(0..<(end ?? 0)), at: 0)
            followsFault = scanner.found.last?.timingLine != nil
        }
        try report(head, noteAt: scanner.found.first?.range.lowerBound ?? 0)
        input.consume(end ?? 0)
        record.state = head?.state ?? CueState()
        lineEnding = head?.lineEnding ?? .lf
        return head?.header ?? TranscriptHeader()
    }

    /// The header of a file that lacks its first line, and is read all the same where reading is lenient and cues follow.
    private func headerWithoutSignature() throws(ConversionError) -> TranscriptHeader {
        let message = "a WebVTT file starts with a line `WEBVTT`, and this one does not"
        _ = try input.fill(atLeast: ProbePrefix.size)
        let cues = input.withUnread { UnsignedCues($0) }
        guard input.isLenient, !input.isValidated, cues != nil else {
            throw ConversionError(
                .malformedInput, .noSignature, message,
                help: cues?.help ?? "chatconv detect FILE says what format a file is likely to be",
                at: input.location(at: 0))
        }
        report(.warning, .noSignature, message, at: 0)
        // Written again, it has its first line, and what stands before the first cue belongs to that.
        record.giveUpSpelling()
        var header = TranscriptHeader()
        if input.withUnread({ $0.starts(with: WebVTTSyntax.byteOrderMark) }) {
            header.extensions[Text(WebVTTExtension.byteOrderMark)] = true
            input.consume(3)
        }
        lineEnding = input.withUnread { LineEnding(ofFirstLine: $0, isAtEnd: input.isAtEnd) } ?? .lf
        if lineEnding != .lf { header.extensions[Text(WebVTTExtension.lineEnding)] = .string(lineEnding.rawValue) }
        return header
    }

    /// The message of the first cue, which is left for later; nil where there is none.
    private func firstMessage(from start: Int, under state: CueState) throws(ConversionError) -> Message? {
        // What is mended is written anew in any case, and so is all behind it.
        guard let cue = try firstCue(from: start), cue.timing?.isMended != true else { return nil }
        var first = CueRecord(limits: input.limits, isLenient: input.isLenient)
        first.state = state
        return first.message(ofRecord: input.text(start..<cue.range.upperBound), .lf)?.message
    }

    private func startsWithMendedCue(at start: Int) throws(ConversionError) -> Bool {
        guard input.isLenient else { return false }
        return try firstCue(from: start)?.timing?.isMended == true
    }

    private func firstCue(from start: Int) throws(ConversionError) -> Block? {
        var scanner = BlockScanner(from: start, isLenient: input.isLenient)
        while true {
            let step = input.withUnread { scanner.next(in: $0, isAtEnd: input.isAtEnd) }
            switch step {
            case .incomplete: _ = try input.fill()
            case .end: return nil
            case .block(let block) where block.isCue: return block
            case .block: break
            }
        }
    }

    private func report(_ head: FileHead?, noteAt position: Int) throws(ConversionError) {
        if let failure = head?.failure {
            try report(failure, at: position)
            input.omissions.add(Omission(.unreadableNotes, byteCount: head?.noteByteCount ?? 0, at: place(position)))
        }
        for warning in head?.mended ?? [] {
            report(.warning, warning.code, warning.message, at: position)
            input.omissions.add(Omission(.unreadableNotes, byteCount: 0, at: place(position)))
        }
        if head?.hasInvalidNote == true { reportInvalidNote("its first line is not understood", at: position) }
        if head?.hasContradictingNote == true {
            input.omissions.add(Omission(.contradictingNotes, byteCount: head?.noteByteCount ?? 0, at: place(position)))
            reportContradiction(at: position)
        }
    }

    // MARK: Cues

    func readMessages(into batch: inout [Message]) throws(ConversionError) -> Bool {
        var search = RecordSearch(isLenient: input.isLenient)
        while true {
            try takeWholeRecords(into: &batch, &search)
            if !batch.isEmpty { return true }
            if input.isAtEnd { return false }
            _ = try input.fill()
        }
    }

    /// Appends the messages whose records end inside the window. `search` goes on where it stood in the first of them.
    private func takeWholeRecords(into batch: inout [Message], _ search: inout RecordSearch) throws(ConversionError) {
        var start = 0
        defer { input.consume(start) }
        try input.withUnread { bytes throws(ConversionError) in
            while true {
                let plainEnd = takePlainRecords(bytes, from: start, into: &batch)
                if plainEnd > start {
                    start = plainEnd
                    search.restart()
                }
                if batch.count >= MessageBatch.preferredCount { return }
                let unread = bytes.slice(start..<bytes.count)
                if unread.isEmpty { return }
                guard let length = search.next(in: unread, isAtEnd: input.isAtEnd) else { return }
                if let message = try message(in: start..<start + length, search.blocks, bytes) { batch.append(message) }
                search.restart()
                start += length
            }
        }
    }

    /// Appends the messages of the records from `start` on that are plain, the shape of nearly all, and returns where
    /// the first begins that is not, or that more bytes decide.
    private func takePlainRecords(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, into batch: inout [Message]
    ) -> Int {
        // Each is compiled for itself.
        switch lineEnding.ofPlainCues {
        case .lf: return takePlainRecords(bytes, from: start, .lf, into: &batch)
        case .crlf: return takePlainRecords(bytes, from: start, .crlf, into: &batch)
        case nil: return start
        }
    }

    @inline(__always)
    private func takePlainRecords(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ lineEnd: PlainLineEnd, into batch: inout [Message]
    ) -> Int {
        var start = start
        var state = record.state
        var heading = PlainHeading(bytes, at: start, lineEnd)
        while batch.count < MessageBatch.preferredCount, let own = heading, own.times.end > own.times.start,
            own.times.start >= state.lastStart,
            let cue = PlainCue(bytes, own, lineEnd, record.prefix), let message = message(bytes, cue, own.times, state, lineEnd)
        {
            state.pass(toldAsIs: message.timestamp, start: own.times.start)
            batch.append(consume message)
            input.markMessage(at: start &+ lineEnd.length)
            start = cue.end
            heading = cue.next
        }
        record.state = state
        record.isFirst = record.isFirst && batch.isEmpty
        return start
    }

    /// The message of a plain cue; nil where the transcript cannot tell its times.
    @inline(__always)
    private func message(
        _ bytes: UnsafeBufferPointer<UInt8>, _ cue: PlainCue, _ times: CueTimes, _ state: CueState,
        _ lineEnd: PlainLineEnd
    ) -> Message? {
        guard let timestamp = state.timestamp(at: times.start) else { return nil }
        let end = state.end(at: times.end)
        if end == nil, !state.endsAreMade { return nil }
        let isPaired = lineEnd == .crlf && cue.hasLineEnds
        let body = isPaired ? arena.text(ofPairedLines: bytes.slice(cue.body)) : input.text(cue.body)
        return Message(
            timestamp: timestamp, sender: Sender(name: cue.name.map { input.text($0) }), body: body, end: end)
    }

    /// The message of any record; nil for a rest without a cue.
    private func message(
        in range: Range<Int>, _ blocks: [Block], _ bytes: UnsafeBufferPointer<UInt8>
    ) throws(ConversionError) -> Message? {
        let earliest = record.state.lastStart
        let reading = record.message(ofRecord: input.text(range), blocks, lineEnding)
        let cue = report(blocks, of: bytes.slice(range), at: range.lowerBound, earliest: earliest)
        guard let reading else {
            for block in blocks where block.timingLine == nil { omit(.blocksWithoutCue, block.content, offset: range.lowerBound) }
            return nil
        }
        input.markMessage(at: cue?.lowerBound ?? range.lowerBound)
        if let failure = reading.failure { try report(failure, at: range.lowerBound + 1) }
        for warning in reading.mended { report(.warning, warning.code, warning.message, at: range.lowerBound + 1) }
        if let block = reading.invalidNote {
            reportInvalidNote("its first line is not understood", at: range.lowerBound + block.range.lowerBound)
        }
        if let block = reading.contradictingNote { reportContradiction(at: range.lowerBound + block.range.lowerBound) }
        if reading.message.timestamp == nil, reading.change.json == nil {
            report(.warning, .timeOutOfRange, "the cue's time is later than a transcript can tell", of: cue ?? range)
        }
        if reading.hasSeveralVoices {
            report(.note, .severalVoices, "several voices speak in this cue, so their names stay in its text", of: cue ?? range)
        }
        var message = reading.message
        message.omit(omissions(of: reading, in: range, bytes, timesAt: cue ?? range, earliest: earliest))
        if let formatting = reading.formatting { message.keepFormatting(formatting) }
        for block in blocks where block.timing?.isFiner == true {
            let line = block.timingLine ?? block.content
            message.omit(Omission(.finerTimes, byteCount: line.count, at: place(range.lowerBound + line.lowerBound)))
        }
        if let note = reading.contradictingNote {
            let place = place(range.lowerBound + note.content.lowerBound)
            message.omit(Omission(.contradictingNotes, byteCount: note.content.count, at: place))
        }
        return message
    }

    // MARK: What is left out

    /// What the message of a record does not tell of it.
    private func omissions(
        of reading: CueRecord.Reading, in range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>, timesAt line: Range<Int>,
        earliest: Int
    ) -> [Omission] {
        let text = range.lowerBound + reading.payload.lowerBound..<range.lowerBound + reading.payload.upperBound
        var all = reading.omitted.omissions { offset in
            place(text.lowerBound + bytes.slice(text).place(ofPreprocessed: offset))
        }
        if reading.failure != nil {
            all.add(Omission(.unreadableNotes, byteCount: reading.change.json?.utf8Count ?? 0, at: place(range.lowerBound + 1)))
        }
        for _ in reading.mended { all.add(Omission(.unreadableNotes, byteCount: 0, at: place(range.lowerBound + 1))) }
        // A message without time is shown when the one before it is.
        if reading.change.json == nil, reading.times.start != earliest {
            let lost = [reading.message.timestamp == nil, reading.message.end == nil && !record.state.endsAreMade].filter { $0 }.count
            if lost > 0 { all.add(Omission(.timesOutOfRange, count: lost, byteCount: line.count, at: place(line.lowerBound))) }
        }
        return all
    }

    private func place(_ position: Int) -> SourceLocation { input.location(at: position, withLine: false) }

    private func omitNULs(in bytes: UnsafeBufferPointer<UInt8>, at start: Int) {
        guard let first = bytes.firstIndex(of: 0, from: 0) else { return }
        let count = bytes.count { $0 == 0 }
        input.omissions.add(Omission(.damagedText, count: count, byteCount: count, at: place(start + first)))
    }

    /// Tells of a block that belongs to no message.
    private func omit(_ kind: OmissionKind, _ content: Range<Int>, offset: Int) {
        input.omissions.add(Omission(kind, byteCount: content.count, at: place(offset + content.lowerBound)))
    }

    // MARK: What is said about the input

    /// Says what there is to be said of the blocks of a record. Returns where its cue tells its times.
    private func report(
        _ blocks: [Block], of record: UnsafeBufferPointer<UInt8>, at start: Int, earliest: Int
    ) -> Range<Int>? {
        var cue: Range<Int>?
        var end = followsFault ? -1 : 0
        followsFault = false
        for block in blocks {
            report(rules?.findings(in: block, isApart: block.range.lowerBound > end, record), offset: start)
            // What comes after a line with an arrow that tells no times is its fault, which is reported.
            end = block.isCue || block.timingLine == nil ? block.range.upperBound : -1
            report(block, record, isAfterCue: true, offset: start)
            guard let timing = block.timing, let line = block.timingLine else { continue }
            let place = start + line.lowerBound..<start + line.upperBound
            if block.isCue { cue = cue ?? place }
            if timing.isMended {
                report(
                    .warning, .invalidTiming, "the times are not written as WebVTT has them, so players drop the cue; they are read as they are meant", of: place,
                    help: "write \(Self.shown(timing.times))")
            }
            if timing.times.end <= timing.times.start {
                report(.warning, .endBeforeStart, "the cue does not end after it starts, so players do not show it", of: place)
            }
            if timing.times.start < earliest {
                report(.warning, .outOfOrder, "the cue starts before the one before it", of: place)
            }
            if !timing.settings.isEmpty {
                let settings = record.slice(timing.settings)
                reportIgnored(CueSettings(settings).ignored, CueSettings.Name.self, of: settings, at: start + timing.settings.lowerBound)
            }
        }
        if rules != nil, input.isAtEnd, start + record.count == input.unreadCount, let last = record.last, !WebVTTSyntax.isLineEnd(last) {
            report(.note, .looseSyntax, "the last line has no line end", at: start + record.count)
        }
        omitNULs(in: record, at: start)
        if let nul = record.firstIndex(of: 0, from: 0) {
            input.diagnostics.report(
                Diagnostic(
                    .warning, .replacedNUL, "a NUL is here; the specification has it read as U+FFFD",
                    at: input.location(at: start + nul)
                ).leavingReplacement)
        }
        return cue
    }

    private func report(
        _ block: Block, _ bytes: UnsafeBufferPointer<UInt8>, isAfterCue: Bool, offset: Int = 0
    ) {
        if block.isCue { return }
        if let line = block.timingLine {
            omit(.unreadableCues, block.content, offset: offset)
            let meant = CueTiming(mending: bytes, line).map { Self.shown($0.times) }
            return report(
                .warning, .invalidTiming, "the line does not tell a cue's times, so the cue is dropped",
                of: offset + line.lowerBound..<offset + line.upperBound,
                help: meant.map { "write \($0), or have --lenient read the times as they are meant" }
                    ?? "times are written 00:00:01.000 --> 00:00:02.000: two digits each, a point, and three digits")
        }
        let lineEnd = bytes[block.content].firstIndex(where: WebVTTSyntax.isLineEnd) ?? block.content.upperBound
        let firstLine = bytes.slice(block.content.lowerBound..<lineEnd)
        let word = bytes.slice(bytes.trimmed(block.content.lowerBound..<lineEnd))
        let place = offset + block.content.lowerBound..<offset + lineEnd
        if firstLine.starts(with: "NOTE"), firstLine.count == 4 || WebVTTSyntax.isWhitespace(firstLine[4]) { return }
        let isStyle = firstLine.starts(with: "STYLE") && word.count == 5
        let isRegion = firstLine.starts(with: "REGION") && word.count == 6
        if !isStyle, !isRegion {
            return report(.warning, .droppedBlock, "the block has no line that tells times, so it is dropped", of: place)
        }
        if isAfterCue {
            return report(.warning, .lateBlock, "styles and regions count only before the first cue", of: place)
        }
        if isRegion {
            let settings = bytes.slice(lineEnd..<block.content.upperBound)
            reportIgnored(RegionSettings(settings).ignored, RegionSettings.Name.self, of: settings, at: offset + lineEnd)
            report(rules?.findings(inRegion: min(lineEnd + 1, block.content.upperBound)..<block.content.upperBound, bytes), offset: offset)
        }
    }

    private func reportIgnored<Name: SettingName>(
        _ ignored: [Range<Int>], _: Name.Type, of settings: UnsafeBufferPointer<UInt8>, at position: Int
    ) {
        for range in ignored.prefix(input.isValidated ? .max : 8) {
            let word = SettingList.Word(range: range, bytes: settings.slice(range))
            let setting = String(decoding: word.bytes, as: UTF8.self)
            input.diagnostics.report(
                Diagnostic(
                    .warning, .ignoredSetting, "the setting '\(setting.prefix(40))' is ignored",
                    help: word.help(Name.self, &suggestions), at: input.location(of: word.range(from: position))))
        }
    }

    private func report(_ findings: [AuthoringRules.Finding]?, offset: Int = 0) {
        for finding in findings ?? [] {
            input.diagnostics.report(
                Diagnostic(
                    finding.severity, finding.code, finding.message, help: finding.help,
                    at: input.location(of: offset + finding.range.lowerBound..<offset + finding.range.upperBound)))
        }
    }

    private func report(_ failure: JSONFailure, at position: Int) throws(ConversionError) {
        if failure.kind == .limit {
            throw ConversionError(.limitExceeded, failure.code, failure.message, at: input.location(at: position))
        }
        reportInvalidNote(failure.message, at: position)
    }

    private func reportInvalidNote(_ reason: String, at position: Int) {
        report(.warning, .invalidNote, "the chatconv note cannot be read: \(reason)", at: position)
    }

    private func reportContradiction(at position: Int) {
        report(
            .warning, .contradictingNote, "the chatconv note says other than the file shows, so it was left out",
            at: position)
    }

    private func report(_ severity: Diagnostic.Severity, _ code: DiagnosticCode, _ message: String, at position: Int) {
        report(severity, code, message, of: position..<position)
    }

    private func report(
        _ severity: Diagnostic.Severity, _ code: DiagnosticCode, _ message: String, of range: Range<Int>, help: String? = nil
    ) {
        input.diagnostics.report(Diagnostic(severity, code, message, help: help, at: input.location(of: range)))
    }

    /// Times as they are written.
    private static func shown(_ times: CueTimes) -> String {
        var output = OutputBuffer(capacity: 32)
        output.append(times, separator: UInt8(ascii: "."))
        return output.withBytes { String(decoding: $0, as: UTF8.self) }
    }
}
