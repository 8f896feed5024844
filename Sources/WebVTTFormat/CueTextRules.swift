import SubtitleCues
import TextScanning
import TranscriptCoding

/// What the specification asks of a cue's text (W3C WebVTT, section 4.2.2), held against what stands there.
struct CueTextRules {
    typealias Finding = AuthoringRules.Finding

    private let bytes: UnsafeBufferPointer<UInt8>
    private let times: CueTimes
    private var found: [Finding] = []
    /// The elements that are open, with the places of their tags.
    private var open: [(name: [UInt8], position: Int)] = []
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
        for (name, position) in open where !(name == CueTextParser.voice && isOneVoice && open.count == 1) {
            report(
                .warning, .unclosedTag, "<\(shown(name))> is not closed before the cue ends",
                help: "put </\(shown(name))> where it ends", position)
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
        _ severity: Diagnostic.Severity, _ code: DiagnosticCode, _ message: String, help: String? = nil, _ position: Int
    ) {
        found.append(Finding(severity: severity, code: code, message: message, help: help, position: position))
    }

    private static let writeLessThan = "for the character, write &lt;"

    private func shown(_ name: [UInt8]) -> String { String(String(decoding: name, as: UTF8.self).prefix(40)) }

    private mutating func judge(_ token: CueTextToken, _ range: Range<Int>) {
        if case .text = token {
            if open.isEmpty, !bytes.slice(range).allSatisfy(WebVTTSyntax.isWhitespace) { isOneVoice = false }
            return judgeReferences(in: range)
        }
        if bytes[range.upperBound - 1] != UInt8(ascii: ">") {
            return report(
                .warning, .unknownTag, "the `<` here starts a tag that no `>` ends, so that the rest of the cue is not shown",
                help: Self.writeLessThan, range.lowerBound)
        }
        switch token {
        case .text: break
        case .start(let name, let classes, let annotation): judgeStart(name, classes, annotation, range)
        case .end(let name): judgeEnd(name, range.lowerBound)
        case .timestamp(let text): judgeTimestamp(text, range.lowerBound)
        }
    }

    // MARK: Tags

    private mutating func judgeStart(_ name: [UInt8], _ classes: [[UInt8]], _ annotation: [UInt8], _ range: Range<Int>) {
        let position = range.lowerBound
        if name == CueTextParser.rubyText, open.last?.name != CueTextParser.ruby {
            return report(.warning, .unknownTag, "<rt> stands outside of <ruby>, and is passed over", position)
        }
        guard CueTextParser.names.contains(name) || name == CueTextParser.rubyText else {
            return report(
                .warning, .unknownTag,
                name.isEmpty ? "the `<` here starts no tag that there is, and what follows up to `>` is not shown"
                    : "<\(shown(name))> is no tag of WebVTT, and is passed over",
                help: name.isEmpty ? Self.writeLessThan : nil, position)
        }
        if open.isEmpty, name != CueTextParser.voice || position > 0 { isOneVoice = false }
        if name == CueTextParser.rubyText { hasRubyText = true }
        if name == CueTextParser.ruby { hasRubyText = false }
        open.append((name, position))
        let hasPeriodOfNothing = bytes.slice(range).prefix { !WebVTTSyntax.isWhitespace($0) && $0 != UInt8(ascii: ">") }
            .filter { $0 == UInt8(ascii: ".") }.count != classes.count
        if hasPeriodOfNothing { report(.note, .looseSyntax, "a class has at least one character", position) }
        let needsAnnotation = name == CueTextParser.voice || name == CueTextParser.language
        if !needsAnnotation, !annotation.isEmpty {
            report(.note, .looseSyntax, "<\(shown(name))> has nothing behind its name and classes", position)
        } else if needsAnnotation, annotation.isEmpty {
            report(.warning, .missingAnnotation, name == CueTextParser.voice ? "<v> does not say whose voice it is" : "<lang> does not say which language it is", position)
        } else if name == CueTextParser.language, !Self.isLanguageTag(annotation) {
            report(.warning, .languageTag, "'\(shown(annotation))' is no language tag", position)
        }
    }

    private mutating func judgeEnd(_ name: [UInt8], _ position: Int) {
        if open.last?.name == name {
            open.removeLast()
            if name == CueTextParser.ruby, !hasRubyText { report(.note, .looseSyntax, "<ruby> has no <rt> in it", position) }
            return
        }
        if name == CueTextParser.ruby, open.last?.name == CueTextParser.rubyText {
            open.removeLast(min(2, open.count))
            return
        }
        let inner = open.last.map { "<\(shown($0.name))> is open" } ?? "nothing is open"
        report(.warning, .strayEndTag, "</\(shown(name))> closes nothing here: \(inner)", position)
    }

    private mutating func judgeTimestamp(_ text: [UInt8], _ position: Int) {
        isOneVoice = isOneVoice && !open.isEmpty
        guard let time = CueTextParser.milliseconds(text) else {
            return report(.warning, .invalidTimestampTag, "<\(shown(text))> tells no time, and is passed over", position)
        }
        if time <= times.start || time >= times.end {
            return report(.warning, .invalidTimestampTag, "the time is not between the cue's start and end", position)
        }
        if let lastTimestamp, time <= lastTimestamp {
            report(.warning, .invalidTimestampTag, "the time is not later than the one before it in the cue", position)
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
                report(.note, .ampersand, "the `&` here starts no character reference", help: "for the character, write &amp;", found)
                continue
            }
            position = reference.end
            if bytes[reference.end - 1] != UInt8(ascii: ";") {
                report(.note, .ampersand, "the character reference here does not end in `;`", found)
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
