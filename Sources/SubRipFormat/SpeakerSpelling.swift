import SubtitleCues
import TextScanning
import TranscriptCoding
import TranscriptModel

/// How SRT tells who speaks, so that every name and text reads as what it was.
///
/// A name that does not look like one, and one before lines that start with others' names, is written behind an invisible mark
/// (U+2060). A text without a speaker that would be taken to have one is written behind a guard (U+200B).
extension SpeakerPrefix {
    // MARK: Reading

    /// Who speaks in a text, what is said, and whether that is written as the text has it.
    struct Reading {
        var speaker: Text?
        var body: Text
        var isCanonical = true
    }

    func read(_ text: Text, arena: inout TextArena) -> Reading {
        if self == .off { return Reading(body: text) }
        let parts = text.withUTF8 { self.parts($0) }
        switch parts {
        case .body(let start): return Reading(body: text.slice(start..<text.utf8Count) ?? text)
        case .plain(let speaker):
            return Reading(
                speaker: text.slice(speaker.name), body: text.slice(speaker.body..<text.utf8Count) ?? Text(),
                isCanonical: speaker.isUsual)
        case .marked(let name, let bodyStart):
            let speaker = Self.decoded(name: text.slice(name) ?? Text(), arena: &arena)
            let body = text.slice(bodyStart..<text.utf8Count) ?? Text()
            // A mark stands only before what needs one, and without its guards this name can be one that does not.
            return Reading(speaker: speaker, body: body, isCanonical: !isUnmarked(speaker, before: body))
        }
    }

    private enum Parts {
        case body(Int)
        case plain(Speaker)
        case marked(Range<Int>, body: Int)
    }

    private func parts(_ text: UnsafeBufferPointer<UInt8>) -> Parts {
        if let plain = speaker(of: text) { return .plain(plain) }
        if let marked = marked(text) { return .marked(marked.name, body: marked.body) }
        if text.guards(at: 0) > 0, needsGuard(text.slice(SubRipSyntax.markLength..<text.count)) {
            return .body(SubRipSyntax.markLength)
        }
        return .body(0)
    }

    private func marked(_ text: UnsafeBufferPointer<UInt8>) -> (name: Range<Int>, body: Int)? {
        guard text.starts(with: SubRipSyntax.nameMark),
            let end = Self.firstColon(text, from: SubRipSyntax.markLength, limit: text.count)
        else { return nil }
        let name = SubRipSyntax.markLength..<end
        if isUnmarked(text.slice(name), before: text.slice(end + 2..<text.count)) { return nil }
        return (name, end + 2)
    }

    /// Whether a text without a speaker would be read as something else.
    private func needsGuard(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let guards = text.guards(at: 0)
        let rest = text.slice(guards * SubRipSyntax.markLength..<text.count)
        return speaker(of: rest) != nil || marked(rest) != nil
    }

    /// Whether a name is written as it stands before a text.
    private func isUnmarked(_ name: Text, before body: Text) -> Bool {
        name.withUTF8 { name in body.withUTF8 { isUnmarked(name, before: $0) } }
    }

    @inline(__always)
    func isUnmarked(_ name: UnsafeBufferPointer<UInt8>, before body: UnsafeBufferPointer<UInt8>) -> Bool {
        Self.isName(name) && !holdsOthers(body, from: 0, than: name)
    }

    /// The first `: ` of the first line.
    @inline(__always)
    private static func firstColon(_ text: UnsafeBufferPointer<UInt8>, from start: Int, limit: Int) -> Int? {
        let part = text.slice(0..<min(text.count, start &+ limit &+ 2))
        var index = start
        while let found = part.firstIndex(of: UInt8(ascii: ":"), from: index) {
            if found &+ 1 < part.count, part[found &+ 1] == 0x20 {
                return text.slice(start..<found).firstIndex(of: SubRipSyntax.lineFeed, from: 0) == nil ? found : nil
            }
            index = found &+ 1
        }
        return nil
    }

    // MARK: Writing

    /// Appends the text that reads as `speaker` and `body`.
    func append(_ speaker: Text?, _ body: Text, to output: inout OutputBuffer) {
        guard self != .off else { return output.append(body) }
        guard let speaker else {
            if body.withUTF8({ needsGuard($0) }) { output.append(SubRipSyntax.guardMark) }
            return output.append(body)
        }
        let isUnmarked = isUnmarked(speaker, before: body)
        switch self {
        case .brackets where isUnmarked:
            output.append(UInt8(ascii: "["))
            output.append(speaker)
            output.append("] ")
        case .colon where isUnmarked:
            output.append(speaker)
            output.append(": ")
        default:
            output.append(SubRipSyntax.nameMark)
            speaker.withUTF8 { Self.append(name: $0, to: &output) }
            output.append(": ")
        }
        output.append(body)
    }

    /// Whether a name that is written behind a mark needs no guard there. O(n).
    static func isPlainBehindMark(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        CueLines.isPlain(name) && name.firstIndex(of: SubRipSyntax.lineFeed, from: 0) == nil
            && firstColon(name, from: 0, limit: name.count) == nil
    }

    // MARK: Names

    /// Appends a name for behind a mark: a colon and a space in it, and a line end, with guards.
    private static func append(name: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) {
        var index = 0
        while index < name.count {
            let own = name.guards(at: index)
            let end = index + own * SubRipSyntax.markLength
            let isFeed = name[safely: end] == SubRipSyntax.lineFeed
            if isFeed || name.starts(with: SubRipSyntax.visibleLineFeed, at: end) {
                for _ in 0..<(2 * own + (isFeed ? 1 : 0)) { output.append(SubRipSyntax.guardMark) }
                output.append(SubRipSyntax.visibleLineFeed)
                index = end + (isFeed ? 1 : 3)
            } else if own > 0 {
                output.append(name.slice(index..<end))
                index = end
            } else {
                output.append(name[index])
                let guarded = name.guards(at: index + 1)
                if name[index] == UInt8(ascii: ":"), name[safely: index + 1 + guarded * SubRipSyntax.markLength] == 0x20 {
                    output.append(SubRipSyntax.guardMark)
                }
                index += 1
            }
        }
    }

    private static func decoded(name: Text, arena: inout TextArena) -> Text {
        name.withUTF8 { utf8 in
            arena.makeText(upTo: utf8.count) { out in
                var written = 0
                func take(_ range: Range<Int>) {
                    let part = utf8.slice(range)
                    if let source = part.baseAddress { (out + written).update(from: source, count: part.count) }
                    written += part.count
                }
                var index = 0
                while index < utf8.count {
                    let own = utf8.guards(at: index)
                    let end = index + own * SubRipSyntax.markLength
                    if own > 0, utf8.starts(with: SubRipSyntax.visibleLineFeed, at: end) {
                        take(index..<index + own / 2 * SubRipSyntax.markLength)
                        if own % 2 == 1 {
                            out[written] = SubRipSyntax.lineFeed
                            written += 1
                        } else {
                            take(end..<end + 3)
                        }
                        index = end + 3
                    } else if own > 0 {
                        take(index..<end)
                        index = end
                    } else {
                        take(index..<index + 1)
                        let guarded = utf8.guards(at: index + 1)
                        let next = index + 1 + guarded * SubRipSyntax.markLength
                        index += 1
                        if guarded > 0, utf8[index - 1] == UInt8(ascii: ":"), utf8[safely: next] == 0x20 {
                            index += SubRipSyntax.markLength
                        }
                    }
                }
                return written
            }
        }
    }
}
