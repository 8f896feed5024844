import SubtitleCues
import TextScanning
import TranscriptCoding
import TranscriptMarkup
import TranscriptModel

/// Reads the texts of cues, one after the other, in memory that it keeps: no text costs an allocation of its own.
struct CueTextReader: ~Copyable {
    /// What one voice says, or nobody's.
    private struct Run {
        /// The voice's name, in `names`.
        var voice: Range<Int>?
        /// Where the name stands in the cue's text.
        var annotation: Range<Int>?
        /// What is said, in `said`.
        var text: Range<Int>
    }

    /// The text without its markup. What one run says follows what the run before it does.
    private var said = OutputBuffer(capacity: 1024)
    private var names = OutputBuffer(capacity: 256)
    private var runs: [Run] = []
    /// The voices that speak in the elements that are open.
    private var voices: [Range<Int>?] = []
    /// Where the text that was read last is bold, in italics or underlined, in `said`, and the elements that say so now.
    private var styles = StyleRuns()
    private var openStyles: [TextFormatting.Style] = []
    /// How the body that was read last is formatted.
    private(set) var formatting: TextFormatting?
    /// What of the text that was read last is not in what it says.
    private(set) var omitted: [OmittedPart] = []
    /// How a text tells who speaks where no voice does.
    private let prefix: SpeakerPrefix

    init(prefix: SpeakerPrefix) { self.prefix = prefix }

    /// Reads cue text with LF line ends. A text without markup but one plain voice at its start is shared, not copied.
    mutating func read(_ text: Text, arena: inout TextArena) -> CueText {
        omitted.removeAll(keepingCapacity: true)
        formatting = nil
        if let plain = plainText(text) { return plain }
        text.withUTF8 { takeRuns(of: $0) }
        joinRuns()
        return cueText(text.withUTF8 { prefix.speaker(of: $0) }, &arena)
    }

    private func plainText(_ text: Text) -> CueText? {
        let name = text.withUTF8 { utf8 -> Range<Int>? in
            guard utf8.starts(with: "<v "), let close = utf8.firstIndex(of: UInt8(ascii: ">"), from: 3) else { return nil }
            return CueText.isPlain(name: utf8.slice(3..<close)) ? 3..<close : nil
        }
        let start = name.map { $0.upperBound + 1 } ?? 0
        let isPlain = text.withUTF8 { utf8 in
            utf8.firstIndex(of: UInt8(ascii: "<"), from: start) == nil && utf8.firstIndex(of: UInt8(ascii: "&"), from: start) == nil
        }
        guard isPlain else { return nil }
        if name == nil, let speaker = text.withUTF8({ prefix.speaker(of: $0) }) {
            return CueText(speaker: text.slice(speaker.name), body: text.slice(speaker.body..<text.utf8Count) ?? text)
        }
        return CueText(speaker: name.flatMap { text.slice($0) }, body: text.slice(start..<text.utf8Count) ?? text)
    }

    private mutating func takeRuns(of bytes: UnsafeBufferPointer<UInt8>) {
        said.removeAll()
        names.removeAll()
        runs.removeAll(keepingCapacity: true)
        voices.removeAll(keepingCapacity: true)
        styles = StyleRuns()
        openStyles.removeAll(keepingCapacity: true)
        var parser = CueTextParser(bytes)
        while let part = parser.next() {
            switch part {
            case .open(let element, let annotation):
                open(element, annotation, in: bytes)
                openStyles.append((openStyles.last ?? []).union(element.style))
                styles.pass(openStyles.last ?? [], at: said.count)
            case .close:
                voices.removeLast()
                openStyles.removeLast()
                styles.pass(openStyles.last ?? [], at: said.count)
            case .timestamp: break
            case .text(let text):
                take(bytes.slice(text))
                omitDamagedReferences(in: text, bytes)
            }
        }
        omitted += parser.omitted.parts
        for part in parser.omitted.parts where CueTextElement.isStyleTag(bytes.slice(part.range)) { styles.add(tag: part) }
    }

    private mutating func omitDamagedReferences(in text: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) {
        let bytes = bytes.slice(0..<text.upperBound)
        var position = text.lowerBound
        while let place = bytes.firstIndex(of: UInt8(ascii: "&"), from: position) {
            position = place + 1
            guard bytes.starts(with: "&#", at: place), let reference = CharacterReference(bytes, at: place) else { continue }
            if reference.isDamaged { omitted.append(OmittedPart(.damagedText, place..<reference.end)) }
            position = reference.end
        }
    }

    private mutating func open(_ element: CueTextElement, _ annotation: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>) {
        var voice = voices.last ?? nil
        if element == .voice {
            let start = names.count
            names.append(annotation: bytes.slice(annotation))
            if names.count > start {
                voice = start..<names.count
                runs.append(Run(voice: voice, annotation: annotation, text: said.count..<said.count))
            }
        }
        voices.append(voice)
    }

    private mutating func take(_ text: UnsafeBufferPointer<UInt8>) {
        let start = said.count
        said.append(decoding: text)
        let voice = voices.last ?? nil
        if let last = runs.indices.last, isSame(runs[last].voice, voice) {
            runs[last].text = runs[last].text.lowerBound..<said.count
        } else {
            runs.append(Run(voice: voice, text: start..<said.count))
        }
    }

    private func isSame(_ voice: Range<Int>?, _ other: Range<Int>?) -> Bool {
        if voice == other { return true }
        guard let voice, let other else { return false }
        return names.withBytes { $0.slice(voice).hasSameBytes(as: $0.slice(other)) }
    }

    /// White space that is nobody's, around what somebody says, is layout: it becomes part of a neighbour's text where
    /// the neighbours are one voice's.
    private mutating func joinRuns() {
        guard let last = runs.last, runs.count > 1 else { return }
        var kept = 0
        for run in runs {
            let isLayout = run.voice == nil && said.withBytes { $0.slice(run.text).allSatisfy(WebVTTSyntax.isWhitespace) }
            if kept > 0, isLayout || isSame(runs[kept - 1].voice, run.voice) {
                omitRepetition(in: run, of: runs[kept - 1])
                runs[kept - 1].text = runs[kept - 1].text.lowerBound..<run.text.upperBound
            } else if !isLayout {
                runs[kept] = run
                kept += 1
            }
        }
        runs.removeLast(runs.count - kept)
        guard last.voice == nil, kept > 0, runs[kept - 1].voice != nil else { return }
        runs[kept - 1].text = said.withBytes { $0.withoutTrailingSpace(runs[kept - 1].text) }
    }

    /// Tells of a voice that is named again for what the same voice says: a message has one sender.
    private mutating func omitRepetition(in run: Run, of before: Run) {
        guard let annotation = run.annotation, before.annotation != nil else { return }
        omitted.append(OmittedPart(.repeatedVoices, annotation))
    }

    // MARK: What is told of it

    /// - Parameter prefix: the name that the text begins with, which holds no markup, so that it stands so in what is said.
    private mutating func cueText(_ prefix: SpeakerPrefix.Speaker?, _ arena: inout TextArena) -> CueText {
        let speaker = runs.first { $0.voice != nil }?.voice
        let isOneVoice = runs.allSatisfy { $0.voice == nil || isSame($0.voice, speaker) }
        if !isOneVoice {
            omitSilentVoices()
            return CueText(body: script(&arena), hasSeveralVoices: true)
        }
        if speaker == nil, let prefix {
            takeFormatting(of: prefix.body..<said.count)
            return said.withBytes { said in
                CueText(
                    speaker: arena.makeText(copying: said.slice(prefix.name)),
                    body: arena.makeText(copying: said.slice(prefix.body..<said.count)))
            }
        }
        let body = (runs.first?.text.lowerBound ?? 0)..<(runs.last?.text.upperBound ?? 0)
        takeFormatting(of: body)
        return CueText(
            speaker: speaker.map { range in names.withBytes { arena.makeText(copying: $0.slice(range)) } },
            body: said.withBytes { arena.makeText(copying: $0.slice(body)) })
    }

    private mutating func takeFormatting(of body: Range<Int>) {
        if styles.tags.isEmpty { return }
        var styles = styles
        formatting = said.withBytes { styles.formatting(of: $0.slice(0..<body.upperBound), from: body.lowerBound) }
    }

    /// Voices have no line in the script where they say nothing.
    private mutating func omitSilentVoices() {
        for run in runs {
            guard let annotation = run.annotation else { continue }
            let isSilent = said.withBytes { $0.slice(run.text).allSatisfy(WebVTTSyntax.isWhitespace) }
            if isSilent { omitted.append(OmittedPart(.silentVoices, annotation)) }
        }
    }

    /// `NAME: text` on a line for each voice. A dash before a voice, as people put one before each of several, stays on its line.
    private func script(_ arena: inout TextArena) -> Text {
        var script = OutputBuffer(capacity: said.count + names.count)
        var followsDash = false
        for (index, run) in runs.enumerated() {
            said.withBytes { said in
                let line = said.slice(said.trimmed(run.text))
                if line.isEmpty { return }
                if !script.isEmpty { script.append(followsDash ? 0x20 : WebVTTSyntax.lineFeed) }
                followsDash = run.voice == nil && Self.isDash(line) && index + 1 < runs.count && runs[index + 1].voice != nil
                if let voice = run.voice {
                    names.withBytes { script.append($0.slice(voice)) }
                    script.append(": ")
                }
                script.append(line)
            }
        }
        return script.withBytes { arena.makeText(copying: $0) }
    }

    private static func isDash(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        text.equals("-") || text.equals("\u{2013}") || text.equals("\u{2014}")
    }
}
