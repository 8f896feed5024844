import SubtitleCues
import TextScanning
import TranscriptCoding
import TranscriptModel

/// Reads a file cue by cue. A cue is complete when the next one begins, or the file ends.
final class SubRipReader: TranscriptReader {
    private let input: InputBuffer
    private var record: CueRecord
    private var lineEnding = LineEnding.lf
    private var nulCheck: NULCheck
    private var lastEnd = 0
    private var arena = TextArena()
    private var reports: [DiagnosticCode: Int] = [:]
    /// Whether more of these are told, which every cue of a long chat can have.
    private var tellsOddNumbers = true
    private var tellsOddTimings = true
    private var tellsManyHours = true
    private var tellsOverlaps = true

    init(_ input: InputBuffer, prefix: SpeakerPrefix) {
        self.input = input
        nulCheck = NULCheck(input, of: "SRT file")
        record = CueRecord(prefix: prefix)
        record.keepsSpelling = input.keepsSpelling
    }

    // MARK: The head

    func readHeader() throws(ConversionError) -> TranscriptHeader {
        guard try fill() else {
            throw ConversionError(.malformedInput, .emptyInput, "the input is empty", at: input.location(at: 0))
        }
        while input.unreadCount < 3, try fill() {}
        var header = TranscriptHeader()
        if input.withUnread({ $0.starts(with: SubRipSyntax.byteOrderMark) }) {
            header.extensions[Text(SubRipExtension.byteOrderMark)] = true
            consume(3)
        }
        var ending: LineEnding?
        while true {
            ending = input.withUnread { lineEnding(ofFirstLine: $0) }
            if ending != nil || input.isAtEnd { break }
            _ = try fill()
        }
        lineEnding = ending ?? .lf
        if lineEnding != .lf {
            header.extensions[Text(SubRipExtension.lineEnding)] = .string(lineEnding.rawValue)
        }
        return header
    }

    /// How the first line ends; nil where none does yet.
    private func lineEnding(ofFirstLine bytes: UnsafeBufferPointer<UInt8>) -> LineEnding? {
        guard let ending = LineEnding(ofFirstLine: bytes, isAtEnd: input.isAtEnd) else { return nil }
        guard ending == .cr, let first = bytes.firstIndex(of: SubRipSyntax.carriageReturn, from: 0) else { return ending }
        return bytes.endOfLineEnd(at: first, isAtEnd: input.isAtEnd).map { $0 - first == 3 ? .crlf : .cr }
    }

    // MARK: Cues

    func readMessages(into batch: inout [Message]) throws(ConversionError) -> Bool {
        var search: CueSearch?
        while true {
            try takeWholeRecords(into: &batch, &search)
            if !batch.isEmpty { return true }
            if input.isAtEnd { return false }
            _ = try fill()
        }
    }

    /// Appends the messages whose records end inside the window. `search` goes on where it stood in the first of them.
    private func takeWholeRecords(into batch: inout [Message], _ search: inout CueSearch?) throws(ConversionError) {
        var start = 0
        defer { consume(start) }
        try input.withUnread { bytes throws(ConversionError) in
            while true {
                let plainEnd = takePlainRecords(bytes, from: start, into: &batch)
                if plainEnd > start {
                    start = plainEnd
                    search = nil
                }
                if batch.count >= MessageBatch.preferredCount { return }
                let unread = bytes.slice(start..<bytes.count)
                if unread.isEmpty { return }
                var current = search ?? CueSearch(fromStart: record.state.isFirst)
                search = nil
                let layout = current.next(in: unread, isAtEnd: input.isAtEnd)
                if layout == nil, !current.isWithoutNext {
                    search = current
                    return
                }
                guard let layout else {
                    try reportNothing(unread, at: start)
                    start = bytes.count
                    return
                }
                let end = current.isWithoutNext ? bytes.count : start + layout.end
                batch.append(message(in: start..<end, layout))
                start = end
            }
        }
    }

    /// Appends the messages of the records from `start` on that are plain, the shape of nearly all, and returns where
    /// the first begins that is not, or that more bytes decide.
    private func takePlainRecords(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, into batch: inout [Message]
    ) -> Int {
        if record.state.isFirst || record.prefix != .colon { return start }
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
        var lastText: Range<Int>?
        var number = record.state.number
        var lastEnd = lastEnd
        var heading = PlainHeading(bytes, at: start, number: number, lineEnd)
        while batch.count < MessageBatch.preferredCount, let own = heading, own.times.end > own.times.start,
            let cue = PlainCue(bytes, own, nextNumber: number &+ 1, lineEnd)
        {
            if own.times.haveManyHours { reportManyHours(of: own.timingLine..<own.textStart) }
            if own.times.start < lastEnd { reportOverlap(of: own.timingLine..<own.textStart) }
            batch.append(message(bytes, cue, own.times, lineEnd))
            input.markMessage(at: start &+ lineEnd.length)
            number &+= 1
            lastEnd = max(lastEnd, own.times.end)
            lastText = (cue.name ?? cue.body).lowerBound..<cue.body.upperBound
            start = cue.end
            heading = cue.next
        }
        record.state.number = number
        if let lastText {
            record.state.endsInReturn = false
            record.state.endsInNumber = CueRecord.endsInNumber(bytes.slice(lastText))
        }
        self.lastEnd = lastEnd
        return start
    }

    @inline(__always)
    private func message(
        _ bytes: UnsafeBufferPointer<UInt8>, _ cue: PlainCue, _ times: CueTimes, _ lineEnd: PlainLineEnd
    ) -> Message {
        let isPaired = lineEnd == .crlf && cue.hasLineEnds
        let body = isPaired ? arena.text(ofPairedLines: bytes.slice(cue.body)) : input.text(cue.body)
        // The times of a plain heading are in the range of what can be told.
        return Message(
            timestamp: Timestamp(sinceStartMilliseconds: UInt(bitPattern: times.start)),
            sender: Sender(name: cue.name.map { input.text($0) }), body: body,
            end: Timestamp(sinceStartMilliseconds: UInt(bitPattern: times.end)))
    }

    /// The message of any record.
    private func message(in range: Range<Int>, _ layout: CueLayout) -> Message {
        let raw = input.text(range)
        let reading = record.message(ofRecord: raw, layout, lineEnding)
        report(reading, raw, in: range)
        input.markMessage(at: range.lowerBound + (reading.layout.number ?? reading.layout.timingLine).lowerBound)
        lastEnd = max(lastEnd, reading.layout.timing.times.end)
        var message = reading.message
        message.omit(reading.omitted.omissions { place(range.lowerBound + $0) })
        if let formatting = reading.formatting { message.keepFormatting(formatting) }
        let debris = reading.layout.debris.omissions { place(range.lowerBound + $0) }
        for omission in debris { input.omissions.add(omission) }
        return message
    }

    private func place(_ position: Int) -> SourceLocation { input.location(at: position, withLine: false) }

    // MARK: What is said about the input

    private func report(_ reading: CueRecord.Reading, _ raw: Text, in range: Range<Int>) {
        let layout = reading.layout
        let start = range.lowerBound
        for (oddity, place) in layout.oddities {
            let (code, message, severity) = Self.finding(oddity)
            // The rest of the line that it is on.
            report(severity, code, message, of: start + place..<range.upperBound)
        }
        let line = start + layout.timingLine.lowerBound..<start + layout.timingLine.upperBound
        if tellsOddNumbers { reportNumber(raw, reading, at: start) }
        if layout.timing.isTranslated {
            reportTranslation("these times are", as: times(layout), of: line)
        } else if tellsOddTimings, !Self.hasPlainTimes(raw, layout) {
            reportOddTiming(of: line)
        }
        let times = layout.timing.times
        if times.haveManyHours { reportManyHours(of: line) }
        if times.end <= times.start {
            report(.warning, .endBeforeStart, "the cue does not end after it starts, so players may not show it", of: line)
        }
        if times.start < lastEnd { reportOverlap(of: line) }
    }

    private func reportNumber(_ raw: Text, _ reading: CueRecord.Reading, at start: Int) {
        let layout = reading.layout
        let range = layout.number ?? layout.timingLine
        let place = start + range.lowerBound..<start + range.upperBound
        if !reading.isInSequence {
            let message = layout.number == nil ? "the cue has no number" : "the cue's number does not follow the last"
            report(.note, .oddNumber, message, of: place)
            tellsOddNumbers = !isTold(.oddNumber)
        } else if raw.withUTF8({ !$0.slice(range).allSatisfy(\.isASCIIDigit) }) {
            reportTranslation("this number is", as: String(record.state.number - 1), of: place)
        }
    }

    /// Tells of a number, or of times, that only we read.
    private func reportTranslation(_ subject: String, as usual: String, of range: Range<Int>) {
        report(
            .warning, .translatedTiming, "\(subject) written in digits or signs that players do not read", of: range,
            help: "write \(usual); where a program translated the file, give it the texts alone")
    }

    private func times(_ layout: CueLayout) -> String {
        var output = OutputBuffer(capacity: 32)
        output.append(layout.timing.times, separator: UInt8(ascii: ","))
        return output.withBytes { String(decoding: $0, as: UTF8.self) }
    }

    private static func hasPlainTimes(_ raw: Text, _ layout: CueLayout) -> Bool {
        raw.withUTF8 { $0.plainTimes(at: layout.timingLine.lowerBound, separator: UInt8(ascii: ",")) != nil }
    }

    private func reportOddTiming(of line: Range<Int>) {
        guard tellsOddTimings else { return }
        report(.note, .oddTiming, "the times are not written as 00:00:01,000 --> 00:00:02,000", of: line)
        tellsOddTimings = !isTold(.oddTiming)
    }

    private func reportManyHours(of line: Range<Int>) {
        guard tellsManyHours else { return }
        report(.note, .manyHours, "from here on the hours take three digits or more, which players seldom read", of: line)
        tellsManyHours = false
    }

    private func reportOverlap(of line: Range<Int>) {
        guard tellsOverlaps else { return }
        report(.note, .overlap, "the cue starts before the one before it ends", of: line)
        tellsOverlaps = !isTold(.overlap)
    }

    private static func finding(
        _ oddity: CueLayout.Oddity
    ) -> (code: DiagnosticCode, message: String, severity: Diagnostic.Severity) {
        switch oddity {
        case .brokenTiming: (.brokenTiming, "the line does not tell a cue's times, so the cue is dropped", .warning)
        case .missingTiming: (.missingTiming, "the cue with this number has no times, so it is dropped", .warning)
        case .strayText: (.strayText, "the lines from here on belong to no cue", .warning)
        case .blankLine: (.blankLine, "a blank line stands before this line of a cue", .note)
        case .noBlankLine: (.noBlankLine, "no blank line stands before the cue", .note)
        case .textOnTimingLine: (.textOnTimingLine, "a text stands on the line of the times, where players pass over it", .warning)
        }
    }

    /// Refuses a file without a cue, unless it is blank; reports the rest of one that has some.
    private func reportNothing(_ rest: UnsafeBufferPointer<UInt8>, at start: Int) throws(ConversionError) {
        let text = rest.firstIndex { $0 > 0x20 }
        guard record.state.isFirst, let text else { return }
        throw ConversionError(
            .malformedInput, .noCues, "no cue is here: no line like `00:00:01,000 --> 00:00:02,000`",
            help: "chatconv detect FILE says what format a file is likely to be", at: input.location(at: start + text))
    }

    /// Findings of one kind beyond this many are not told, unless somebody wants them all.
    private static let mostReports = 100

    /// Whether no more findings of this kind are told.
    private func isTold(_ code: DiagnosticCode) -> Bool {
        !input.isValidated && reports[code, default: 0] >= Self.mostReports
    }

    private func report(
        _ severity: Diagnostic.Severity, _ code: DiagnosticCode, _ message: String, of range: Range<Int>, help: String? = nil
    ) {
        let count = reports[code, default: 0] + 1
        reports[code] = count
        let isLimited = !input.isValidated
        if isLimited, count > Self.mostReports { return }
        let message = isLimited && count == Self.mostReports ? message + "; further ones are not told" : message
        let isNumber = code == .oddNumber && !isLimited
        input.diagnostics.report(
            Diagnostic(
                severity, code, message, help: isNumber ? "chatconv validate --fix numbers all cues anew" : help,
                at: input.location(of: range), mend: isNumber ? .toldApart : nil))
    }

    // MARK: Input

    private func fill() throws(ConversionError) -> Bool { try nulCheck.fill() }
    private func consume(_ count: Int) { nulCheck.consume(count) }
}
