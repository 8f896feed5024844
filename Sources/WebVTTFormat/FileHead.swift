import SubtitleCues
import TextScanning
import TranscriptCoding
import TranscriptJSON
import TranscriptModel

/// What stands in a file before its first cue: the signature, the header, our note on the transcript, other blocks.
struct FileHead {
    var header = TranscriptHeader()
    var state = CueState()
    var lineEnding = LineEnding.lf
    /// Whether a line with an arrow that follows starts a cue: after a block of one line without an arrow, which would
    /// be the cue's identifier, it does not.
    var endsApart = true
    /// Whether its bytes end in a carriage return, which a line feed would become one line end with.
    var endsInReturn = false
    /// Why our note could not be read, and how long its JSON is.
    var failure: JSONFailure?
    var noteByteCount = 0
    var hasInvalidNote = false
    /// Whether the JSON of our note says other than the head shows, and was left out.
    var hasContradictingNote = false
    /// What of its JSON was mended.
    var mended: [JSONFailure] = []

    /// Reads the head, which is all of `raw` and starts with the signature.
    ///
    /// `believesNote` says that the head was just written, and is read to see what it says.
    static func read(_ raw: Text, decoder: inout ModelDecoder, believesNote: Bool = false) -> FileHead? {
        guard var head = readWithoutSpelling(raw, decoder: &decoder, believesNote: believesNote) else { return nil }
        var rendered = OutputBuffer(capacity: raw.utf8Count + 256)
        append(head.header, head.state, .native, to: &rendered)
        let isCanonical = rendered.withBytes { a in raw.withUTF8 { b in a.hasSameBytes(as: b) } }
        if !isCanonical, head.mended.isEmpty { head.header.extensions[Text(WebVTTExtension.verbatim)] = .string(raw) }
        return head
    }

    private static func readWithoutSpelling(
        _ raw: Text, decoder: inout ModelDecoder, believesNote: Bool
    ) -> FileHead? {
        var head = FileHead()
        var arena = TextArena()
        let ending = raw.withUTF8 { LineEnding(of: $0) }
        let lines = raw.preprocessed(&arena)
        var scanner = HeadScanner()
        let parts: (signature: Range<Int>, hasMark: Bool)? = lines.withUTF8 { utf8 in
            guard let signature = Signature(utf8), scanner.next(in: utf8, isAtEnd: true) == utf8.count else { return nil }
            let lineEnd = utf8.firstIndex(of: WebVTTSyntax.lineFeed, from: 0) ?? utf8.count
            return (signature.end..<lineEnd, utf8.starts(with: WebVTTSyntax.byteOrderMark))
        }
        guard let parts else { return nil }
        head.lineEnding = ending ?? .lf
        head.endsInReturn = raw.withUTF8 { $0.last == WebVTTSyntax.carriageReturn }
        var extensions = Members()
        if parts.hasMark { extensions[Text(WebVTTExtension.byteOrderMark)] = true }
        if head.lineEnding != .lf { extensions[Text(WebVTTExtension.lineEnding)] = .string(head.lineEnding.rawValue) }
        if let rest = lines.slice(parts.signature), !rest.isEmpty {
            extensions[Text(WebVTTExtension.signature)] = .string(rest)
        }
        if let text = scanner.header.flatMap({ lines.slice($0) }) {
            extensions[Text(WebVTTExtension.header)] = .string(text)
        }
        head.header.extensions = extensions
        let blocks = scanner.found.map { (lines.slice($0.content) ?? Text(), $0.timingLine != nil) }
        guard let told = head.take(blocks, decoder: &decoder) else { return head }
        if let believed = believesNote ? told : head.believed(told, raw) { head.header = believed } else { head.leaveOutNote() }
        return head
    }

    /// The header that the JSON of our note gives, with what the head shows beside it; nil where it says of the head what
    /// does not stand there.
    private func believed(_ told: TranscriptHeader, _ raw: Text) -> TranscriptHeader? {
        if told.extensions == header.extensions { return told }
        let parts = OwnParts(told.extensions)
        if parts.members.allSatisfy({ told.extensions.agree(on: $0.name, $0.value, header.extensions) }) {
            var believed = told
            for entry in header.extensions where told.extensions[entry.name] == nil {
                believed.extensions[entry.name] = entry.value
            }
            return believed
        }
        // Parts that cannot stand in a file are in the note alone.
        let isWritten = [false, true].contains { isWhole in
            Self.write(told.withoutSpelling, state, isWhole: isWhole, limits: Limits()).bytes == raw
        }
        return isWritten ? told : nil
    }

    /// Leaves out what a note that contradicts the head says: what the head shows is in the header already. What the note
    /// says of the clock holds for all cues, and stays.
    private mutating func leaveOutNote() {
        mended = []
        hasContradictingNote = true
    }

    /// Takes the blocks of a head, and returns the header that the JSON of our note gives, where there is one.
    private mutating func take(
        _ found: [(text: Text, hasArrow: Bool)], decoder: inout ModelDecoder
    ) -> TranscriptHeader? {
        var rest = found[...]
        if let last = found.last {
            endsApart = last.hasArrow || last.text.withUTF8 { $0.firstIndex(of: WebVTTSyntax.lineFeed, from: 0) != nil }
        }
        var note: Note?
        if let first = rest.first, Note.opens(first.text, with: WebVTTSyntax.transcriptNote) {
            note = Note(first.text, opening: WebVTTSyntax.transcriptNote)
            if note == nil { hasInvalidNote = true } else { rest = rest.dropFirst() }
        }
        let blocks = rest.filter { !$0.hasArrow }.map { Value.string($0.text) }
        if !blocks.isEmpty { header.extensions[Text(WebVTTExtension.blocks)] = .array(blocks) }
        guard let note else { return nil }
        state = CueState(clock: note.clock.map { CueClock($0) } ?? .standard, endsAreMade: note.endsAreMade ?? false)
        guard let json = note.json else { return nil }
        noteByteCount = json.utf8Count
        do {
            var told = header
            try decoder.apply(json, to: &told)
            mended = decoder.takeWarnings()
            return told
        } catch {
            failure = error
            return nil
        }
    }
}

// MARK: Writing

extension FileHead {
    private enum Form { case verbatim, native, allInNote }

    /// Makes a head for `header`, whose first cues are told by `state`. What it returns reads back as both.
    ///
    /// The file's own spelling is used where it still says the same; else its own parts with a note for what they cannot
    /// say; else, for parts that cannot stand in a file, all of it in the note. `isWhole` says that no cue follows.
    static func write(
        _ header: TranscriptHeader, _ state: CueState, isWhole: Bool, limits: Limits
    ) -> (bytes: Text, head: FileHead) {
        var decoder = ModelDecoder(limits: limits)
        if case .string(let raw)? = header.extensions[WebVTTExtension.verbatim], isWhole || endsInLineEnd(raw),
            let head = read(raw, decoder: &decoder), head.header.withoutSpelling == header.withoutSpelling
        {
            return (raw, head)
        }
        for form in [Form.native, .allInNote] {
            var output = OutputBuffer(capacity: 1024)
            append(header, state, form, to: &output)
            let bytes = output.withBytes { Text(copying: $0) }
            guard let head = read(bytes, decoder: &decoder, believesNote: true), head.state == state else { continue }
            if form == .allInNote || head.header == header.withoutSpelling { return (bytes, head) }
        }
        // Not reached: the note says all. A file of nothing is still a file.
        return (Text("WEBVTT\n"), FileHead())
    }

    private static func endsInLineEnd(_ raw: Text) -> Bool {
        raw.withUTF8 { $0.last.map(WebVTTSyntax.isLineEnd) ?? false }
    }

    private static func append(
        _ header: TranscriptHeader, _ state: CueState, _ form: Form, to output: inout OutputBuffer
    ) {
        let own = form == .native ? OwnParts(header.extensions) : OwnParts()
        var lines = OutputBuffer(capacity: 1024)
        lines.append(WebVTTSyntax.signature)
        if let signature = own.signature { lines.append(signature) }
        lines.append(WebVTTSyntax.lineFeed)
        if let text = own.header {
            lines.append(text)
            lines.append(WebVTTSyntax.lineFeed)
        }
        appendNote(header, state, hasAllExtensions: !own.areAll, to: &lines)
        for block in own.blocks {
            lines.append(WebVTTSyntax.lineFeed)
            lines.append(block)
            lines.append(WebVTTSyntax.lineFeed)
        }
        if own.hasByteOrderMark { output.append(WebVTTSyntax.byteOrderMark) }
        lines.withBytes { own.lineEnding.append($0, to: &output) }
    }

    private static func appendNote(
        _ header: TranscriptHeader, _ state: CueState, hasAllExtensions: Bool, to output: inout OutputBuffer
    ) {
        var members: HeaderMembers = []
        if header.kind != nil { members.insert(.kind) }
        if header.id != nil { members.insert(.id) }
        if header.title != nil { members.insert(.title) }
        if !header.participants.isEmpty { members.insert(.participants) }
        if !header.metadata.isEmpty { members.insert(.metadata) }
        if hasAllExtensions { members.insert(.extensions) }
        var note = Note()
        if state.clock != .standard { note.clock = state.clock.origin }
        if state.endsAreMade { note.endsAreMade = true }
        if note.saysNothing, members.isEmpty { return }
        output.append(WebVTTSyntax.lineFeed)
        note.appendOpening(WebVTTSyntax.transcriptNote, to: &output)
        if members.isEmpty { return }
        output.appendJSON(header.withoutSpelling, members: members, absent: .null, escaping: .htmlComment)
        output.append(WebVTTSyntax.lineFeed)
    }
}

extension TranscriptHeader {
    /// The header without the bytes it was read from.
    fileprivate var withoutSpelling: TranscriptHeader {
        var header = self
        header.extensions[Text(WebVTTExtension.verbatim)] = nil
        return header
    }
}

/// What a head can show of a header's extensions.
private struct OwnParts {
    var hasByteOrderMark = false
    var lineEnding = LineEnding.lf
    var signature: Text?
    var header: Text?
    var blocks: [Text] = []
    /// Whether that is all of them, in the order in which a reader finds them.
    var areAll = false

    init() {}

    init(_ extensions: Members) {
        areAll = true
        var next = 0
        for entry in extensions where !(entry.name == WebVTTExtension.verbatim) {
            if let place = take(entry), place >= next { next = place + 1 } else { areAll = false }
        }
    }

    /// The parts as extensions; nil for one that the head does not show.
    var members: [(name: StaticString, value: Value?)] {
        [
            (WebVTTExtension.byteOrderMark, hasByteOrderMark ? true : nil),
            (WebVTTExtension.lineEnding, lineEnding == .lf ? nil : .string(lineEnding.rawValue)),
            (WebVTTExtension.signature, signature.map { .string($0) }),
            (WebVTTExtension.header, header.map { .string($0) }),
            (WebVTTExtension.blocks, blocks.isEmpty ? nil : .array(blocks.map { .string($0) })),
        ]
    }

    private mutating func take(_ entry: Members.Member) -> Int? {
        if entry.name == WebVTTExtension.byteOrderMark {
            guard entry.value == true else { return nil }
            hasByteOrderMark = true
            return 0
        }
        if entry.name == WebVTTExtension.lineEnding {
            guard case .string(let text) = entry.value, let ending = LineEnding(rawValue: text), ending != .lf else {
                return nil
            }
            lineEnding = ending
            return 1
        }
        if entry.name == WebVTTExtension.signature {
            guard case .string(let text) = entry.value, text.isRestOfLine else { return nil }
            signature = text
            return 2
        }
        if entry.name == WebVTTExtension.header {
            guard case .string(let text) = entry.value, text.isBlock else { return nil }
            header = text
            return 3
        }
        if entry.name == WebVTTExtension.blocks {
            guard let texts = Text.blocks(in: entry.value) else { return nil }
            blocks = texts
            return 4
        }
        return nil
    }
}

extension Text {
    /// Whether the text can follow `WEBVTT` on its line.
    fileprivate var isRestOfLine: Bool {
        withUTF8 { utf8 in
            guard let first = utf8.first, first == 0x20 || first == 0x09 else { return false }
            return utf8.allSatisfy { $0 != 0 && !WebVTTSyntax.isLineEnd($0) }
        }
    }
}
