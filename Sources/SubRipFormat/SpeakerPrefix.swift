import TextScanning
import TranscriptCoding
import TranscriptModel

/// How a text tells who speaks: `Name: text`.
///
/// What looks like a speaker's name is one: up to four words that start with a capital letter or a digit, or up to four
/// characters of Chinese, Japanese or Korean, which have no capitals. Any other name is written behind an invisible mark (U+2060). A text without a speaker
/// that would be taken to have one is written behind a guard (U+200B). So every name and text reads as what it was.
public enum SpeakerPrefix: String, Sendable, Hashable, CaseIterable {
    case colon, brackets, off

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
        case .plain(let name, let body):
            return Reading(speaker: text.slice(name), body: text.slice(body..<text.utf8Count) ?? Text())
        case .marked(let name, let body):
            let speaker = Self.decoded(name: text.slice(name) ?? Text(), arena: &arena)
            // A mark stands only before what does not look like a name, and without its guards this one can.
            return Reading(
                speaker: speaker, body: text.slice(body..<text.utf8Count) ?? Text(),
                isCanonical: !speaker.withUTF8(Self.isName))
        }
    }

    private enum Parts {
        case body(Int)
        case plain(Range<Int>, body: Int)
        case marked(Range<Int>, body: Int)
    }

    private func parts(_ text: UnsafeBufferPointer<UInt8>) -> Parts {
        if let plain = plain(text) { return .plain(plain.name, body: plain.body) }
        if let marked = marked(text) { return .marked(marked.name, body: marked.body) }
        if text.guards(at: 0) > 0, needsGuard(text.slice(SubRipSyntax.markLength..<text.count)) {
            return .body(SubRipSyntax.markLength)
        }
        return .body(0)
    }

    /// The name that stands before the first `: ` of the first line, or in brackets, if it looks like one.
    @inline(__always)
    func plain(_ text: UnsafeBufferPointer<UInt8>) -> (name: Range<Int>, body: Int)? {
        switch self {
        case .off: return nil
        case .colon:
            guard let end = Self.firstColon(text, from: 0, limit: Self.longestName), Self.isName(text.slice(0..<end)) else {
                return nil
            }
            return (0..<end, end + 2)
        case .brackets:
            guard text.first == UInt8(ascii: "["), let end = text.firstIndex(of: UInt8(ascii: "]"), from: 1),
                text[safely: end + 1] == 0x20, end - 1 <= Self.longestName, Self.isName(text.slice(1..<end))
            else { return nil }
            return (1..<end, end + 2)
        }
    }

    private func marked(_ text: UnsafeBufferPointer<UInt8>) -> (name: Range<Int>, body: Int)? {
        guard text.starts(with: SubRipSyntax.nameMark),
            let end = Self.firstColon(text, from: SubRipSyntax.markLength, limit: text.count)
        else { return nil }
        let name = SubRipSyntax.markLength..<end
        if Self.isName(text.slice(name)) { return nil }
        return (name, end + 2)
    }

    /// Whether a text without a speaker would be read as something else.
    private func needsGuard(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let guards = text.guards(at: 0)
        let rest = text.slice(guards * SubRipSyntax.markLength..<text.count)
        return plain(rest) != nil || marked(rest) != nil
    }

    /// The longest name that is taken for one without a mark, in bytes.
    static let longestName = 60

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
        let isName = speaker.utf8Count <= Self.longestName && speaker.withUTF8 { Self.isName($0) }
        switch self {
        case .brackets where isName:
            output.append(UInt8(ascii: "["))
            output.append(speaker)
            output.append("] ")
        case .colon where isName:
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

    /// Whether bytes look like a speaker's name.
    static func isName(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        guard !name.isEmpty, name.count <= longestName else { return false }
        var words = 1
        var hasLetter = false
        var startsWord = true
        var wordStart = 0
        for index in name.indices {
            let byte = name[index]
            switch byte {
            case 0x20:
                if startsWord || index == name.count - 1 { return false }
                words += 1
                startsWord = true
                wordStart = index + 1
                continue
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): hasLetter = true
            case UInt8(ascii: "a")...UInt8(ascii: "z"):
                if startsWord { return false }
                hasLetter = true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): break
            case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "'"), UInt8(ascii: "#"): if startsWord { return false }
            case UInt8(ascii: "."): if startsWord || index - wordStart > 3 { return false }
            case 0x80...:
                if startsWord, !startsLikeName(name, at: index) { return false }
                hasLetter = true
            default: return false
            }
            startsWord = false
        }
        return hasLetter && words <= 4
    }

    /// Whether a word of a name can start with the character at `index`, which is not ASCII.
    private static func startsLikeName(_ name: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        if isHan(name, at: index) { return name.countOfScalars() <= 4 }
        var bytes = name.slice(index..<name.count).makeIterator()
        var decoder = UTF8()
        guard case .scalarValue(let character) = decoder.decode(&bytes) else { return false }
        if character.properties.isUppercase { return true }
        let isEastAsian = character.properties.isAlphabetic && (0x2E80...0xD7FF).contains(character.value)
        return isEastAsian && name.countOfScalars() <= 4
    }

    /// Whether a character is one of U+4E00 to U+9FFF, which are alphabetic without exception: those of nearly all
    /// Chinese names, whose properties need not be looked up.
    private static func isHan(_ name: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        switch name[index] {
        case 0xE4: index + 1 < name.count && name[index + 1] >= 0xB8
        case 0xE5...0xE9: true
        default: false
        }
    }

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
