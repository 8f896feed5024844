import SubtitleCues
import TextScanning
import TranscriptCoding
import TranscriptModel

/// One cue of a file with the blank line before it.
struct CueRecord: ~Copyable {
    /// What the cues before say about the next.
    struct State: Equatable {
        /// The number that it has if it is in sequence.
        var number = 1
        /// Whether it is the first, before which no blank line stands.
        var isFirst = true
        /// How what is written before it ends: in a CR, which would make one line end with an LF, or in a line that is a
        /// number, which a cue without one would take for its own.
        var endsInReturn = false
        var endsInNumber = false
    }

    var state = State()
    let prefix: SpeakerPrefix
    /// Whether a record that the writer would write otherwise keeps its bytes.
    var keepsSpelling = true
    private var arena = TextArena()
    private var scratch = OutputBuffer(capacity: 256)
    private let names = SubRipExtensionNames()

    init(prefix: SpeakerPrefix) { self.prefix = prefix }

    struct Reading {
        var message: Message
        var layout: CueLayout
        /// What of its text and times is not in the message, by its place in the record.
        var omitted: [OmittedPart]
        /// How the text is formatted, where other formats can show that.
        var formatting: TextFormatting?
        /// Whether its number is the one after the last.
        var isInSequence: Bool
    }
}

// MARK: Reading

extension CueRecord {
    /// Reads the record that `raw` is, and passes on to the next. One that the writer would write otherwise keeps its
    /// bytes beside it. Gives nil, and stays, when `raw` does not hold just one cue.
    mutating func message(ofRecord raw: Text, _ lineEnding: LineEnding) -> Reading? {
        raw.withUTF8({ onlyCue(in: $0) }).map { message(ofRecord: raw, $0, lineEnding) }
    }

    /// The same for a record whose only cue was found.
    mutating func message(ofRecord raw: Text, _ layout: CueLayout, _ lineEnding: LineEnding) -> Reading {
        let own = layout.number.flatMap { range in raw.withUTF8 { CueSearch.number($0, range) } }
        let isInSequence = own == state.number
        var omitted: [OmittedPart] = []
        var formatting: TextFormatting?
        var (message, isCanonical) = message(raw, layout, &omitted, &formatting)
        var extensions = Members()
        if !isInSequence, let number = layout.number.flatMap({ raw.slice($0) }) {
            extensions[names.number] = .string(number)
        }
        if !layout.timing.rest.isEmpty, let rest = raw.slice(layout.timing.rest) {
            if Self.isWritable(coordinates: rest) {
                extensions[names.coordinates] = .string(rest)
            } else {
                omitted.append(OmittedPart(.damagedText, layout.timing.rest))
            }
        }
        let spelling = CueSpelling(state: state, lineEnding: lineEnding)
        isCanonical = isCanonical && raw.withUTF8 { spelling.isCanonical($0, layout, isInSequence: isInSequence) }
        let isKept = keepsSpelling && !isCanonical && raw.withUTF8 { isWritable($0, layout) }
        pass(number: own)
        if isKept {
            extensions[names.verbatim] = .string(raw)
            state.endsInReturn = raw.withUTF8 { $0.last == SubRipSyntax.carriageReturn }
            state.endsInNumber = raw.withUTF8 { Self.endsInNumber($0) }
        } else {
            state.endsInReturn = lineEnding == .cr
            state.endsInNumber = endsInNumber(message)
            // Written without the spelling that it had, it would come back with another.
            if keepsSpelling { formatting = nil }
        }
        if !extensions.isEmpty {
            var details = MessageDetails()
            details.end = message.end
            details.extensions = extensions
            message.details = details
        }
        return Reading(message: message, layout: layout, omitted: omitted, formatting: formatting, isInSequence: isInSequence)
    }

    /// Whether the bytes of a record can be written again. A NUL, which only lenient reading lets through, cannot; and
    /// after a record with one, which is written otherwise than it stood, not all is apart that was.
    private func isWritable(_ raw: UnsafeBufferPointer<UInt8>, _ layout: CueLayout) -> Bool {
        if raw.firstIndex(of: 0, from: 0) != nil { return false }
        if state.endsInReturn, raw.first == SubRipSyntax.lineFeed || raw.starts(with: "\r\n") { return false }
        return !(state.endsInNumber && layout.number == nil && layout.timingLine.lowerBound == 0)
    }

    /// Whether the last of some lines is a number.
    static func endsInNumber(_ lines: UnsafeBufferPointer<UInt8>) -> Bool {
        var end = lines.count
        if end > 0, lines[end - 1] == SubRipSyntax.lineFeed { end -= 1 }
        while end > 0, lines[end - 1] == SubRipSyntax.carriageReturn { end -= 1 }
        // Hardly any does, and then its last character says so.
        guard lines.slice(0..<end).canEndNumber else { return false }
        let before = lines[..<end].lastIndex { $0 == SubRipSyntax.lineFeed || $0 == SubRipSyntax.carriageReturn }
        return CueSearch.number(lines, lines.withoutBlanks((before.map { $0 + 1 } ?? 0)..<end)) != nil
    }

    /// Whether the last line that is written for a message is a number.
    private func endsInNumber(_ message: Message) -> Bool {
        message.body?.withUTF8 { endsInNumber($0, hasSpeaker: message.sender.name != nil) } ?? false
    }

    @inline(__always)
    private func endsInNumber(_ body: UnsafeBufferPointer<UInt8>, hasSpeaker: Bool) -> Bool {
        // Hardly any does, and nearly always its last character says so at once.
        guard let last = body.last, last.isASCIIDigit || last <= 0x20 || last >= 0x80 else { return false }
        guard last != SubRipSyntax.lineFeed, Self.endsInNumber(body) else { return false }
        return !hasSpeaker || prefix == .off || body.contains(SubRipSyntax.lineFeed)
    }

    /// Whether reading `raw` gives `message`; if so, passes on to the next.
    mutating func accepts(_ raw: Text, as message: Message, _ lineEnding: LineEnding, isLast: Bool) -> Bool {
        let state = state
        if let reading = self.message(ofRecord: raw, lineEnding), reading.message == message,
            isLast || reading.layout.end == raw.utf8Count
        {
            return true
        }
        self.state = state
        return false
    }

    private mutating func pass(number: Int?) {
        state.number = (number ?? state.number) + 1
        state.isFirst = false
        (state.endsInReturn, state.endsInNumber) = (false, false)
    }

    /// The cue in `bytes`, if there is just one.
    private func onlyCue(in bytes: UnsafeBufferPointer<UInt8>) -> CueLayout? {
        var search = CueSearch(fromStart: state.isFirst)
        guard let cue = search.next(in: bytes, isAtEnd: true), search.isWithoutNext else { return nil }
        return cue
    }

    /// The message of a cue, and whether its text is spelled as the writer would spell it.
    private mutating func message(
        _ raw: Text, _ layout: CueLayout, _ omitted: inout [OmittedPart], _ formatting: inout TextFormatting?
    ) -> (message: Message, isCanonical: Bool) {
        if layout.timing.isFiner { omitted.append(OmittedPart(.finerTimes, layout.timingLine)) }
        var markup: [OmittedPart] = []
        var styles = StyleRuns()
        let lines = CueLines.read(
            raw.slice(layout.text) ?? Text(), isSpaced: layout.isSpaced, arena: &arena, scratch: &scratch, omitted: &markup,
            styles: &styles)
        for part in markup { omitted.append(part.moved(by: layout.text.lowerBound)) }
        let said = prefix.read(lines.text, arena: &arena)
        if !styles.tags.isEmpty {
            let start = lines.text.utf8Count - said.body.utf8Count
            formatting = lines.text.withUTF8 { styles.formatting(of: $0, from: start) }
        }
        let message = Message(
            timestamp: CueClock.standard.timestamp(at: layout.timing.times.start), sender: Sender(name: said.speaker),
            body: said.body, end: CueClock.standard.timestamp(at: layout.timing.times.end))
        return (message, lines.isCanonical && said.isCanonical)
    }
}

// MARK: Writing

extension CueRecord {
    /// Appends the record of `message`, shown at `times`, with LF for each of a file's line ends, and passes on to the next.
    mutating func append(
        _ message: Message, _ times: CueTimes, _ lineEnding: LineEnding, to output: inout OutputBuffer
    ) {
        if !state.isFirst {
            // After a CR, the space makes a line of its own of what would be a part of that line's end.
            if state.endsInReturn, lineEnding != .cr { output.append(UInt8(ascii: " ")) }
            output.append(SubRipSyntax.lineFeed)
        }
        let extensions = message.isPlainButForEnd ? nil : message.details.extensions
        if let number = extensions.flatMap({ Self.number(in: $0) }) {
            output.append(number.text)
            pass(number: number.value)
        } else {
            output.appendDecimal(state.number)
            pass(number: nil)
        }
        output.append(SubRipSyntax.lineFeed)
        output.append(times, separator: UInt8(ascii: ","))
        if let coordinates = extensions.flatMap({ Self.coordinates(in: $0) }) {
            output.append(UInt8(ascii: " "))
            output.append(coordinates)
        }
        output.append(SubRipSyntax.lineFeed)
        let start = output.count
        appendText(message, to: &output)
        if output.count > start { output.append(SubRipSyntax.lineFeed) }
        state.endsInReturn = lineEnding == .cr
        state.endsInNumber = endsInNumber(message)
    }

    /// Appends the record of a message with nothing beside its end whose text needs no guard, and passes on to the
    /// next; returns false, with nothing appended, for any other.
    @inline(__always)
    mutating func appendPlain(
        _ message: MessageInPlace.PlainParts, _ times: CueTimes, _ lineEnd: PlainLineEnd, to output: inout OutputBuffer
    ) -> Bool {
        guard !state.endsInReturn, let body = message.body, let opening = plainOpening(of: body, message.senderName) else {
            return false
        }
        if !state.isFirst { output.append(lineEnd) }
        output.appendDecimal(state.number)
        output.append(lineEnd)
        output.append(times, separator: UInt8(ascii: ","))
        output.append(lineEnd)
        if let name = message.senderName {
            if opening == .markedName { output.append(SubRipSyntax.nameMark) }
            output.append(name)
            output.append(": ")
        }
        output.append(body, lineEnd)
        output.append(lineEnd)
        pass(number: nil)
        state.endsInNumber = endsInNumber(body, hasSpeaker: message.senderName != nil)
        return true
    }

    /// What a text begins with.
    private enum PlainOpening {
        case text, name, markedName
    }

    /// What the text of a message begins with whose speaker and body are written as they stand; nil for any other.
    @inline(__always)
    private func plainOpening(of body: UnsafeBufferPointer<UInt8>, _ name: UnsafeBufferPointer<UInt8>?) -> PlainOpening? {
        guard prefix == .colon, CueLines.isPlain(body) else { return nil }
        guard let name else { return prefix.speaker(of: body) == nil ? .text : nil }
        if SpeakerPrefix.isName(name) { return prefix.holdsOthers(body, from: 0, than: name) ? nil : .name }
        return SpeakerPrefix.isPlainBehindMark(name) ? .markedName : nil
    }

    private func appendText(_ message: Message, to output: inout OutputBuffer) {
        var text = OutputBuffer(capacity: 256)
        prefix.append(message.sender.name, message.body ?? Text(), to: &text)
        guard let formatting = message.formatting, let body = message.body else {
            return text.withBytes { CueLines.append($0, to: &output) }
        }
        // What stands before the body has its own guards, and the body needs none.
        text.withBytes { text in
            let opening = text.slice(0..<text.count - body.utf8Count)
            if message.sender.name == nil { output.append(opening) } else { CueLines.append(opening, to: &output) }
        }
        body.withUTF8 { output.append($0, formatting) { $1.append($0) } }
    }

    private static func number(in extensions: Members) -> (text: Text, value: Int)? {
        guard case .string(let text)? = extensions[SubRipExtension.number],
            let value = text.withUTF8({ CueSearch.number($0, 0..<$0.count) })
        else { return nil }
        return (text, value)
    }

    private static func coordinates(in extensions: Members) -> Text? {
        guard case .string(let text)? = extensions[SubRipExtension.coordinates], isWritable(coordinates: text) else {
            return nil
        }
        return text
    }

    /// Whether a text can follow the times on their line. A NUL, which only lenient reading lets through, cannot.
    private static func isWritable(coordinates text: Text) -> Bool {
        text.withUTF8 { utf8 in
            !utf8.isEmpty && utf8.withoutBlanks(0..<utf8.count).count == utf8.count && TimingLine.areSettings(utf8)
                && utf8.allSatisfy { $0 != 0 && $0 != SubRipSyntax.lineFeed && $0 != SubRipSyntax.carriageReturn }
        }
    }
}
