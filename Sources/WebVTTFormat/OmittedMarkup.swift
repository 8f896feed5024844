import SubtitleCues
import TextScanning
import TranscriptCoding

/// Gathers the tags of a cue's text that nothing of a message tells, token by token.
struct OmittedMarkup {
    private(set) var parts: [OmittedPart] = []
    /// The element whose start tag is the last token, where that tag is told as the last part.
    private var justOpened: CueTextElement?

    mutating func pass(_ token: CueTextToken, _ range: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>) {
        let opened = justOpened
        justOpened = nil
        let isClosed = bytes[range.upperBound - 1] == UInt8(ascii: ">")
        switch token {
        case .text: break
        case .start(let tag): passStart(tag, range, isClosed: isClosed, in: bytes)
        case .end(let name):
            let element = Self.element(bytes.slice(name))
            if let opened, element == opened {
                // An element of nothing, such as the one that stands for an empty line.
                parts.removeLast()
            } else if element != .voice || !isClosed {
                add(isClosed && (element != nil || Self.isFont(bytes.slice(name))) ? .formatting : .textInBrackets, range)
            }
        case .timestamp(let text):
            let isTime = isClosed && CueTextParser.milliseconds(bytes.slice(text)) != nil
            add(isTime ? .timesInTexts : .textInBrackets, range)
        }
    }

    private mutating func passStart(
        _ tag: CueTextToken.StartTag, _ range: Range<Int>, isClosed: Bool, in bytes: UnsafeBufferPointer<UInt8>
    ) {
        let known: CueTextElement? = bytes.slice(tag.name).keyword()
        if known == .voice {
            if !tag.classes.isEmpty { add(.formatting, tag.classes) }
            return
        }
        let holdsText = !isClosed || !bytes.slice(tag.annotation).allSatisfy(WebVTTSyntax.isWhitespace)
        if isClosed, known == .language || Self.isFont(bytes.slice(tag.name)) || !holdsText && Self.element(bytes.slice(tag.name)) != nil {
            add(.formatting, range)
            justOpened = known
        } else {
            add(.textInBrackets, range)
        }
    }

    private mutating func add(_ kind: OmissionKind, _ range: Range<Int>) { parts.append(OmittedPart(kind, range)) }

    /// The element that a name is meant as: players know it in lower case only.
    private static func element(_ name: UnsafeBufferPointer<UInt8>) -> CueTextElement? {
        if let element: CueTextElement = name.keyword() { return element }
        return CueTextElement(rawValue: String(decoding: name.map { $0 | 0x20 }, as: UTF8.self))
    }

    /// No tag of WebVTT, but one of SRT that stays in texts that are converted by hand.
    private static func isFont(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        name.count == 4 && zip(name, "font".utf8).allSatisfy { $0 | 0x20 == $1 }
    }
}
