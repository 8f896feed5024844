import SubtitleCues
import TextScanning
import TranscriptCoding
import TranscriptJSON
import TranscriptModel

/// One cue of a file with what belongs to it: the blank line and the blocks before it, our note among them.
///
/// Reading and appending are each other's inverse for every message that is placed as the writer places it. Reading tells
/// whether `append` would write just the same bytes; only where our note is among them it has to, to know.
struct CueRecord: ~Copyable {
    var state = CueState()
    /// Whether a record that would be written otherwise keeps its bytes: not under a head that would be, too, so that the
    /// bytes would say something else.
    var keepsSpelling = true
    /// Whether what no text of the model says of formatting is handed on.
    private var keepsFormatting = true
    /// Whether the record is the first, so that blocks before it would be the head's, but for our note and those after it.
    var isFirst = true
    private var decoder: ModelDecoder
    private var arena = TextArena()
    private var textReader: CueTextReader
    private let names = WebVTTExtensionNames()

    /// How texts tell who speaks where no voice does.
    let prefix: SpeakerPrefix

    init(limits: Limits, isLenient: Bool, prefix: SpeakerPrefix = .colon) {
        self.prefix = prefix
        textReader = CueTextReader(prefix: prefix)
        decoder = ModelDecoder(limits: limits, isLenient: isLenient)
    }

    /// What a record says.
    struct Reading {
        var message: Message
        var times: CueTimes
        /// What our note changes from this cue on.
        var change = Note()
        var hasSeveralVoices = false
        /// Our note, where it cannot be read, and why if its JSON is at fault.
        var invalidNote: Block?
        var failure: JSONFailure?
        /// Our note, where its JSON gives a message that the cue would show otherwise.
        var contradictingNote: Block?
        /// What of its JSON was mended, so that the bytes are no longer what the message says.
        var mended: [JSONFailure] = []
        /// What of the cue's text is not in the message, and where that text stands in the record.
        var omitted: [OmittedPart] = []
        /// How the text is formatted, where other formats can show that.
        var formatting: TextFormatting?
        var payload = 0..<0
        /// Whether anything follows the cue, be it blank lines.
        var hasTrailer = false
        /// Whether the record is spelled as the writer spells it if it is placed as the writer places it; nil where that has to be
        /// found by writing it.
        var isSpelledAsWritten: Bool?
    }
}

// MARK: Reading

extension CueRecord {
    /// Reads the record that `raw` is, and passes on to the next. One that the writer would write otherwise keeps its
    /// bytes beside it. Gives nil, and stays, when `raw` does not hold just one cue.
    mutating func message(ofRecord raw: Text, _ lineEnding: LineEnding) -> Reading? {
        raw.withUTF8({ RecordSearch.blocks(ofRecord: $0) }).flatMap { message(ofRecord: raw, $0, lineEnding) }
    }

    /// The same for a record whose blocks were found.
    mutating func message(ofRecord raw: Text, _ blocks: [Block], _ lineEnding: LineEnding) -> Reading? {
        // What is mended is written anew, perhaps with other times; then bytes further on would say something else.
        if blocks.contains(where: { $0.timing?.isMended == true }) { giveUpSpelling() }
        guard var reading = read(raw, blocks, lineEnding) else { return nil }
        let isPlaced = isPlacedAsWritten(reading)
        let change = state.takeChange(for: reading.message, reading.times)
        let isChosen = change.clock == reading.change.clock && change.endsAreMade == reading.change.endsAreMade
        state.apply(reading.change)
        if !reading.mended.isEmpty { giveUpSpelling() }
        if !keepsFormatting { reading.formatting = nil }
        if keepsSpelling, !isPlaced || !isChosen || reading.hasTrailer || !isCanonical(reading, raw, lineEnding) {
            reading.message.details.extensions[names.verbatim] = .string(raw)
        }
        state.pass(reading.message, start: reading.times.start)
        isFirst = false
        return reading
    }

    /// From here on, records are written from what was read of them alone: formatting, too, would come back with a spelling.
    mutating func giveUpSpelling() {
        keepsSpelling = false
        keepsFormatting = false
    }

    /// Whether reading `raw` gives `message`; if so, passes on to the next.
    mutating func accepts(_ raw: Text, as message: Message, _ lineEnding: LineEnding, isLast: Bool) -> Bool {
        if isFirst, raw.withUTF8({ Self.startsInHead($0) }) { return false }
        let (state, isFirst) = (state, isFirst)
        if let reading = self.message(ofRecord: raw, lineEnding), reading.message == message,
            isLast || !reading.hasTrailer
        {
            return true
        }
        (self.state, self.isFirst) = (state, isFirst)
        return false
    }

    /// Whether a record starts with a block that would be the head's.
    private static func startsInHead(_ raw: UnsafeBufferPointer<UInt8>) -> Bool {
        var scanner = BlockScanner(from: 0)
        guard case .block(let block) = scanner.next(in: raw, isAtEnd: true) else { return true }
        return !block.isCue && !Note.opens(raw, at: block.range.lowerBound, with: WebVTTSyntax.messageNote)
    }

    /// Whether the writer would show the message from and to when the record does.
    private func isPlacedAsWritten(_ reading: Reading) -> Bool {
        let start = state.start(of: reading.message)
        guard start == reading.times.start, reading.times.end > start else { return false }
        return state.end(of: reading.message, from: start).map { $0 == reading.times.end } ?? true
    }

    private mutating func isCanonical(_ reading: Reading, _ raw: Text, _ lineEnding: LineEnding) -> Bool {
        if let isSpelled = reading.isSpelledAsWritten { return isSpelled && saysEnd(of: reading.message, at: reading.times.end) }
        guard raw.withUTF8({ lineEnding.endsAllLines(of: $0) && $0.firstIndex(of: 0, from: 0) == nil }) else { return false }
        var rendered = OutputBuffer(capacity: raw.utf8Count + 256)
        append(reading.message, reading.times, change: reading.change, to: &rendered)
        let lines = raw.preprocessed(&arena)
        return rendered.withBytes { a in lines.withUTF8 { b in a.hasSameBytes(as: b) } }
    }

    private mutating func read(_ raw: Text, _ blocks: [Block], _ lineEnding: LineEnding) -> Reading? {
        guard let index = blocks.firstIndex(where: \.isCue), let timing = blocks[index].timing else { return nil }
        let cue = blocks[index]
        var reading = Reading(message: Message(), times: timing.times, hasTrailer: cue.range.upperBound < raw.utf8Count)
        var shown: [Value] = []
        let note = takeNotes(raw, blocks[..<index], into: &reading, &shown)
        var state = state
        state.apply(reading.change)
        let payload = text(raw, cue.payload)
        let said = readText(payload)
        reading.hasSeveralVoices = said.hasSeveralVoices
        (reading.omitted, reading.payload) = (textReader.omitted, cue.payload)
        let formatting = textReader.formatting
        reading.message = Message(
            timestamp: state.timestamp(at: timing.times.start), sender: Sender(name: said.speaker), body: said.body,
            end: state.end(at: timing.times.end))
        var extensions = Members()
        if let range = cue.identifier { extensions[names.identifier] = .string(text(raw, range)) }
        if !timing.settings.isEmpty { extensions[names.settings] = .string(text(raw, timing.settings)) }
        if !shown.isEmpty { extensions[names.before] = .array(shown) }
        let behind = blocks[(index + 1)...].filter { $0.timingLine == nil }
        if !behind.isEmpty { extensions[names.after] = .array(behind.map { .string(text(raw, $0.content)) }) }
        if note == nil, reading.invalidNote == nil, keepsSpelling, !reading.hasTrailer {
            // All blocks are shown as they stand, but behind the head, where a note has to say that they are the cue's.
            let areShown = shown.count == index && !(isFirst && index > 0) && ShownExtensions(extensions).areAll
            reading.isSpelledAsWritten = areShown && payload.withUTF8({ CueText.isCanonical($0, prefix) })
                && raw.withUTF8 { CueSpelling(lineEnding: lineEnding).isCanonical($0, blocks, cue) }
        }
        if !extensions.isEmpty {
            var details = MessageDetails()
            details.end = reading.message.end
            details.extensions = extensions
            reading.message.details = details
        }
        if let json = reading.change.json {
            let cue = ShownCue(message: reading.message, times: timing.times, text: said, state: state)
            do {
                if let believed = believed(try decoder.message(reading.message, with: json), cue) {
                    reading.message = believed
                    reading.mended = decoder.takeWarnings()
                } else {
                    leaveOut(note, of: &reading, cue)
                }
            } catch {
                reading.failure = error
            }
        }
        // A note may give the same text otherwise.
        if reading.message.body == said.body { reading.formatting = formatting }
        return reading
    }

    /// Leaves out what a note that contradicts its cue says of the message. What it says of the clock holds for all cues
    /// that follow, and stays.
    private func leaveOut(_ note: Block?, of reading: inout Reading, _ cue: ShownCue) {
        reading.message = cue.message
        reading.change.json = nil
        reading.contradictingNote = note
    }

    /// Reads the text of a cue.
    mutating func readText(_ text: Text) -> CueText { textReader.read(text, arena: &arena) }

    /// Takes our note out of the blocks before a cue, and what of the others can be shown again. Returns the note.
    private mutating func takeNotes(
        _ raw: Text, _ before: ArraySlice<Block>, into reading: inout Reading, _ shown: inout [Value]
    ) -> Block? {
        var own: Block?
        var hasNote = false
        for block in before {
            let text = text(raw, block.content)
            if !hasNote, Note.opens(text, with: WebVTTSyntax.messageNote) {
                hasNote = true
                if let note = Note(text, opening: WebVTTSyntax.messageNote) {
                    reading.change = note
                    own = block
                    continue
                }
                reading.invalidNote = block
            }
            if block.timingLine == nil { shown.append(.string(text)) }
        }
        return own
    }

    private mutating func text(_ raw: Text, _ range: Range<Int>) -> Text {
        (raw.slice(range) ?? Text()).preprocessed(&arena)
    }
}

// MARK: Writing

extension CueRecord {
    /// Appends the record of `message`, shown at `times`, with LF line ends. `state` is what holds after `change`.
    func append(_ message: Message, _ times: CueTimes, change: Note, to output: inout OutputBuffer) {
        if change.saysNothing, state.timestamp(at: times.start) == message.timestamp, saysEnd(of: message, at: times.end),
            message.inPlace({ $0.plain.map { Self.appendPlain($0, times, .lf, prefix, to: &output) } ?? false })
        {
            return
        }
        let details = message.details
        let shown = ShownExtensions(details.extensions)
        // Behind the head, our note says that the blocks after it are the cue's.
        let endsHead = isFirst && !shown.before.isEmpty
        if !endsHead { Self.append(shown.before, to: &output) }
        appendNote(message, details, times, change, hasAllExtensions: !shown.areAll, isNeeded: endsHead, to: &output)
        if endsHead { Self.append(shown.before, to: &output) }
        output.append(WebVTTSyntax.lineFeed)
        if let identifier = shown.identifier {
            output.append(identifier)
            output.append(WebVTTSyntax.lineFeed)
        }
        output.append(times, separator: UInt8(ascii: "."))
        if let settings = shown.settings {
            output.append(UInt8(ascii: " "))
            output.append(settings)
        }
        output.append(WebVTTSyntax.lineFeed)
        let start = output.count
        CueText.append(speaker: message.sender.name, body: message.body, prefix, formatted: message.formatting, to: &output)
        if output.count > start { output.append(WebVTTSyntax.lineFeed) }
    }

    private static func append(_ blocks: [Text], to output: inout OutputBuffer) {
        for block in blocks {
            output.append(WebVTTSyntax.lineFeed)
            output.append(block)
            output.append(WebVTTSyntax.lineFeed)
        }
    }

    /// Appends a message whose times are said and which needs no note, no reference and no element; returns false, with
    /// nothing appended, for any other.
    @inline(__always)
    static func appendPlain(
        _ message: MessageInPlace.PlainParts, _ times: CueTimes, _ lineEnd: PlainLineEnd, _ prefix: SpeakerPrefix,
        to output: inout OutputBuffer
    ) -> Bool {
        guard let body = message.body, message.senderID == nil, CueText.isPlain(body) else { return false }
        if let name = message.senderName {
            if !CueText.isPlain(name: name) { return false }
        } else if prefix.speaker(of: body) != nil {
            return false
        }
        output.append(lineEnd)
        output.append(times, separator: UInt8(ascii: "."))
        output.append(lineEnd)
        if let name = message.senderName {
            output.append("<v ")
            output.append(name)
            output.append(UInt8(ascii: ">"))
        }
        output.append(body, lineEnd)
        output.append(lineEnd)
        return true
    }

    /// Whether a cue that ends at `end` says when the message does. That there is no end is only said by a made one.
    @inline(__always)
    private func saysEnd(of message: Message, at end: Int) -> Bool {
        guard let own = message.end else { return state.endsAreMade }
        return !state.endsAreMade && state.end(at: end) == own
    }

    private func appendNote(
        _ message: Message, _ details: MessageDetails, _ times: CueTimes, _ change: Note, hasAllExtensions: Bool,
        isNeeded: Bool, to output: inout OutputBuffer
    ) {
        let members = noteMembers(message, details, times, hasAllExtensions: hasAllExtensions)
        if members.isEmpty, change.clock == nil, change.endsAreMade == nil, !isNeeded { return }
        output.append(WebVTTSyntax.lineFeed)
        change.appendOpening(WebVTTSyntax.messageNote, to: &output)
        if members.isEmpty { return }
        var message = message
        if details.extensions[WebVTTExtension.verbatim] != nil {
            message.details.extensions[names.verbatim] = nil
        }
        output.appendJSON(message, members: members, absent: .null, escaping: .htmlComment)
        output.append(WebVTTSyntax.lineFeed)
    }

    /// What the cue does not say.
    private func noteMembers(
        _ message: Message, _ details: MessageDetails, _ times: CueTimes, hasAllExtensions: Bool
    ) -> MessageMembers {
        var members: MessageMembers = []
        if state.timestamp(at: times.start) != message.timestamp { members.insert(.timestamp) }
        if !saysEnd(of: message, at: times.end) { members.insert(.end) }
        let canSayName = message.sender.name?.withUTF8 { CueText.canSay(name: $0) } ?? true
        if message.sender.id != nil || !canSayName { members.insert(.sender) }
        if !(message.body?.withUTF8 { CueText.canSay(body: $0) } ?? false) { members.insert(.body) }
        if !details.attachments.isEmpty { members.insert(.attachments) }
        members.formUnion(MessageMembers(rareIn: details))
        if hasAllExtensions { members.insert(.extensions) }
        return members
    }
}
