import SubtitleCues
import TextScanning
import TranscriptMarkup
import TranscriptCoding

/// What the specification asks of a cue's text (W3C WebVTT, section 4.2.2), held against what stands there.
struct CueTextRules {
    typealias Finding = AuthoringRules.Finding

    private let bytes: UnsafeBufferPointer<UInt8>
    private let times: CueTimes
    private var found: [Finding] = []
    /// The elements that are open, with the places of their tags.
    private var open: [(element: CueTextElement, tag: Range<Int>)] = []
    /// Whether anything but one voice around all of it stands in the text.
    private var isOneVoice = true
    private var hasRubyText = false
    private var lastTimestamp: Int?

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ times: CueTimes) {
        self.bytes = bytes
        self.times = times
    }

    /// What is found in the text.
    mutating func findings() -> [Finding] {
        if let text = textOfOneVoice {
            judgeReferences(in: text)
            return found
        }
        var tokenizer = CueTextTokenizer(bytes)
        while true {
            let start = tokenizer.position
            guard let token = tokenizer.next() else { break }
            judge(token, start..<tokenizer.position)
        }
        for (element, tag) in open where !(element == .voice && isOneVoice && open.count == 1) {
            report(
                .warning, .unclosedTag, "<\(element.rawValue)> is not closed before the cue ends",
                help: "put </\(element.rawValue)> where it ends", tag)
        }
        return found
    }

    /// The text behind a voice and its name, where no other tag follows, as in nearly all cues that have any; there is nothing
    /// to be said of the tag.
    private var textOfOneVoice: Range<Int>? {
        guard bytes.starts(with: "<v "), let end = bytes.firstIndex(of: UInt8(ascii: ">"), from: 3),
            !bytes.slice(3..<end).allSatisfy(WebVTTSyntax.isWhitespace),
            bytes.firstIndex(of: UInt8(ascii: "<"), from: end) == nil
        else { return nil }
        return end + 1..<bytes.count
    }

    private mutating func report(
        _ severity: Diagnostic.Severity, _ code: DiagnosticCode, _ message: String, help: String? = nil, _ range: Range<Int>
    ) {
        found.append(Finding(severity: severity, code: code, message: message, help: help, range: range))
    }

    private static let writeLessThan = "for the character, write &lt;"

    private func shown(_ range: Range<Int>) -> String { String(String(decoding: bytes.slice(range), as: UTF8.self).prefix(40)) }

    private mutating func judge(_ token: CueTextToken, _ range: Range<Int>) {
        if case .text = token {
            if open.isEmpty, !bytes.slice(range).allSatisfy(WebVTTSyntax.isWhitespace) { isOneVoice = false }
            return judgeReferences(in: range)
        }
        if bytes[range.upperBound - 1] != UInt8(ascii: ">") {
            return report(
                .warning, .unknownTag, "the `<` here starts a tag that no `>` ends, so that the rest of the cue is not shown",
                help: Self.writeLessThan, range)
        }
        switch token {
        case .text: break
        case .start(let tag): judgeStart(tag, range)
        case .end(let name): judgeEnd(name, range)
        case .timestamp(let text): judgeTimestamp(text, range)
        }
    }

    // MARK: Tags

    private mutating func judgeStart(_ tag: CueTextToken.StartTag, _ range: Range<Int>) {
        guard let element: CueTextElement = bytes.slice(tag.name).keyword() else {
            return report(
                .warning, .unknownTag,
                tag.name.isEmpty ? "the `<` here starts no tag that there is, and what follows up to `>` is not shown"
                    : "<\(shown(tag.name))> is no tag of WebVTT, and is passed over",
                help: tag.name.isEmpty ? Self.writeLessThan : lowercaseHelp(tag.name), range)
        }
        if element == .rubyText, open.last?.element != .ruby {
            return report(.warning, .unknownTag, "<rt> stands outside of <ruby>, and is passed over", range)
        }
        if open.isEmpty, element != .voice || range.lowerBound > 0 { isOneVoice = false }
        if element == .rubyText { hasRubyText = true }
        if element == .ruby { hasRubyText = false }
        open.append((element, range))
        if hasClassOfNothing(tag.classes) { report(.note, .looseSyntax, "a class has at least one character", range) }
        judgeAnnotation(tag.annotation, of: element, range)
    }

    /// How to mend the name of a tag that is one but for its case.
    private func lowercaseHelp(_ name: Range<Int>) -> String? {
        let lowercase = String(decoding: bytes.slice(name).map { $0 | 0x20 }, as: UTF8.self)
        return CueTextElement(rawValue: lowercase).map { "tags are in lower case: <\($0.rawValue)>" }
    }

    /// Whether a period has no class behind it.
    private func hasClassOfNothing(_ range: Range<Int>) -> Bool {
        let classes = bytes.slice(range)
        return classes.last == UInt8(ascii: ".") || zip(classes, classes.dropFirst()).contains { $0 == $1 && $0 == UInt8(ascii: ".") }
    }

    private mutating func judgeAnnotation(_ place: Range<Int>, of element: CueTextElement, _ range: Range<Int>) {
        if place.isEmpty, !element.hasAnnotation { return }
        var annotation = OutputBuffer(capacity: place.count)
        annotation.append(annotation: bytes.slice(place))
        let text = annotation.withBytes { String(decoding: $0, as: UTF8.self) }
        switch element {
        case .voice:
            if text.isEmpty { report(.warning, .missingAnnotation, "<v> does not say whose voice it is", range) }
        case .language:
            if text.isEmpty {
                report(.warning, .missingAnnotation, "<lang> does not say which language it is", range)
            } else if !Self.isLanguageTag(Array(text.utf8)) {
                report(.warning, .languageTag, "'\(text.prefix(40))' is no language tag", range)
            }
        default:
            if text.isEmpty { return }
            report(.note, .looseSyntax, "<\(element.rawValue)> has nothing behind its name and classes", range)
        }
    }

    private mutating func judgeEnd(_ name: Range<Int>, _ range: Range<Int>) {
        let element: CueTextElement? = bytes.slice(name).keyword()
        let current = open.last?.element
        if let element, element == current {
            open.removeLast()
            if element == .ruby, !hasRubyText { report(.note, .looseSyntax, "<ruby> has no <rt> in it", range) }
            return
        }
        if element == .ruby, current == .rubyText {
            open.removeLast(min(2, open.count))
            return
        }
        let inner = current.map { "<\($0.rawValue)> is open" } ?? "nothing is open"
        report(.warning, .strayEndTag, "</\(shown(name))> closes nothing here: \(inner)", range)
    }

    private mutating func judgeTimestamp(_ text: Range<Int>, _ range: Range<Int>) {
        isOneVoice = isOneVoice && !open.isEmpty
        guard let time = CueTextParser.milliseconds(bytes.slice(text)) else {
            return report(.warning, .invalidTimestampTag, "<\(shown(text))> tells no time, and is passed over", range)
        }
        if time <= times.start || time >= times.end {
            return report(.warning, .invalidTimestampTag, "the time is not between the cue's start and end", range)
        }
        if let lastTimestamp, time <= lastTimestamp {
            report(.warning, .invalidTimestampTag, "the time is not later than the one before it in the cue", range)
        }
        lastTimestamp = time
    }

    // MARK: References and languages

    private mutating func judgeReferences(in range: Range<Int>) {
        var position = range.lowerBound
        while let found = bytes.firstIndex(of: UInt8(ascii: "&"), from: position), found < range.upperBound {
            if let end = CharacterReference.endOfCommon(bytes, at: found) {
                position = end
                continue
            }
            position = found + 1
            guard let reference = CharacterReference(bytes, at: found) else {
                report(.note, .ampersand, "the `&` here starts no character reference", help: "for the character, write &amp;", found..<found + 1)
                continue
            }
            position = reference.end
            if bytes[reference.end - 1] != UInt8(ascii: ";") {
                report(.note, .ampersand, "the character reference here does not end in `;`", found..<reference.end)
            }
        }
    }

    /// Whether a tag is well-formed as far as its shape goes (RFC 5646, section 2.1): subtags of up to eight letters and
    /// digits, of which the first is letters.
    private static func isLanguageTag(_ tag: [UInt8]) -> Bool {
        let subtags = tag.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard let first = subtags.first, first.allSatisfy({ isLetter($0) }),
            first.count >= 2 || ["x", "i", "X", "I"].contains(String(decoding: first, as: UTF8.self)) && subtags.count > 1
        else { return false }
        return subtags.allSatisfy { (1...8).contains($0.count) && $0.allSatisfy { isLetter($0) || $0.isASCIIDigit } }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
}
