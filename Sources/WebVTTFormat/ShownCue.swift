import SubtitleCues
import TextScanning
import TranscriptModel

// What a cue shows of a message: when, who, and what. The note before it adds to that and never says otherwise: its JSON is
// believed only where writing the message that it gives would make a cue that shows the same.
//
// What a note says of the clock is no part of that: cues show where they are on a clock, and a clock says when that is.

/// What a cue shows, and what is read of it alone.
struct ShownCue {
    var message: Message
    var times: CueTimes
    var text: CueText
    /// What holds where the cue stands.
    var state: CueState
}

extension CueRecord {
    /// The message of a cue that shows `shown` and whose note gives `told`; nil where the note contradicts the cue.
    mutating func believed(_ told: Message, _ shown: ShownCue) -> Message? {
        guard showsTimes(of: told, shown), showsText(of: told, shown) else { return nil }
        let (own, standing) = (told.details.extensions, shown.message.details.extensions)
        if own == standing { return told }
        guard let extensions = Self.extensions(own, shown: standing) else { return nil }
        if extensions == own { return told }
        var message = told
        message.details.extensions = extensions
        return message
    }

    private func showsTimes(of told: Message, _ shown: ShownCue) -> Bool {
        let start = shown.times.start
        if told.timestamp != shown.message.timestamp, !shown.state.shows(told, from: start) { return false }
        guard told.end != shown.message.end, let end = shown.state.end(of: told, from: start) else { return true }
        return end == shown.times.end
    }

    private mutating func showsText(of told: Message, _ shown: ShownCue) -> Bool {
        if told.sender.name == shown.message.sender.name, told.body == shown.message.body { return true }
        var rendered = OutputBuffer(capacity: 1024)
        CueText.append(speaker: told.sender.name, body: told.body, prefix, to: &rendered)
        return readText(rendered.withBytes { Text(copying: $0) }) == shown.text
    }

    /// The extensions that a note gives, with what the cue shows beside them; nil where the note tells of an identifier, of
    /// settings or of blocks that do not stand there.
    static func extensions(_ told: Members, shown: Members) -> Members? {
        let parts = ShownExtensions(told)
        guard told.agree(on: WebVTTExtension.identifier, parts.identifier.map { .string($0) }, shown),
            told.agree(on: WebVTTExtension.settings, parts.settings.map { .string($0) }, shown),
            told.agree(on: WebVTTExtension.before, parts.before.isEmpty ? nil : .array(parts.before.map { .string($0) }), shown)
        else { return nil }
        var extensions = told
        for entry in shown where told[entry.name] == nil { extensions[entry.name] = entry.value }
        return extensions
    }
}

extension Members {
    /// Whether a part that a note gives the value `own` is what stands there; where the note gives none, anything may stand.
    func agree(on name: StaticString, _ own: Value?, _ shown: Members) -> Bool {
        let standing = shown[name]
        return own == standing || own == nil && self[name] == nil
    }
}
