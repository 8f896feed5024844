import SubtitleCues
import TextScanning
import TranscriptCoding

/// An element of cue text (W3C WebVTT, section 4.2.2), by the name of its tags.
enum CueTextElement: String, CaseIterable {
    case `class` = "c"
    case italics = "i"
    case bold = "b"
    case underline = "u"
    case ruby
    case rubyText = "rt"
    case voice = "v"
    case language = "lang"

    /// How it shows the text in it, as other formats do.
    var style: TextFormatting.Style {
        switch self {
        case .bold: .bold
        case .italics: .italics
        case .underline: .underline
        default: []
        }
    }

    /// Whether a tag is one of bold, italics or underlined text, with nothing beside its name.
    static func isStyleTag(_ tag: UnsafeBufferPointer<UInt8>) -> Bool {
        let name = tag.starts(with: "</") ? 2 : 1
        guard tag.count == name + 2, tag.first == UInt8(ascii: "<"), tag.last == UInt8(ascii: ">") else { return false }
        return CueTextElement(rawValue: String(UnicodeScalar(tag[name])))?.style.isEmpty == false
    }

    /// Whether it has an annotation: whose voice, or which language it is.
    var hasAnnotation: Bool { self == .voice || self == .language }
}

/// Parses cue text into elements that contain each other (W3C WebVTT, section 6.4, "WebVTT cue text parsing rules").
///
/// No tree is built: elements that open and close are told in the order of the text.
struct CueTextParser {
    /// A part of the text.
    enum Part: Equatable {
        /// Where text stands, with its character references.
        case text(Range<Int>)
        /// An element that opens, and where its annotation stands; it is empty for those that have none.
        case open(CueTextElement, annotation: Range<Int>)
        case close
        /// A time inside the cue, in milliseconds.
        case timestamp(Int)
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private var tokenizer: CueTextTokenizer
    private var open: [CueTextElement] = []
    /// An element that is still to be told as closed.
    private var closesAnother = false
    /// What of the text so far no message tells.
    private(set) var omitted = OmittedMarkup()

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        tokenizer = CueTextTokenizer(bytes)
    }

    mutating func next() -> Part? {
        if closesAnother {
            closesAnother = false
            open.removeLast()
            return .close
        }
        while true {
            let start = tokenizer.position
            guard let token = tokenizer.next() else { return nil }
            omitted.pass(token, start..<tokenizer.position, in: bytes)
            if let part = part(for: token) { return part }
        }
    }

    private mutating func part(for token: CueTextToken) -> Part? {
        switch token {
        case .text(let text): return .text(text)
        case .start(let tag):
            guard let element: CueTextElement = bytes.slice(tag.name).keyword(),
                element != .rubyText || open.last == .ruby
            else { return nil }
            open.append(element)
            let none = tag.annotation.upperBound..<tag.annotation.upperBound
            return .open(element, annotation: element.hasAnnotation ? tag.annotation : none)
        case .end(let name):
            guard let current = open.last, let element: CueTextElement = bytes.slice(name).keyword() else { return nil }
            closesAnother = element == .ruby && current == .rubyText
            guard element == current || closesAnother else { return nil }
            open.removeLast()
            return .close
        case .timestamp(let text): return Self.milliseconds(bytes.slice(text)).map { .timestamp($0) }
        }
    }

    static func milliseconds(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
        var position = 0
        guard let time = CueTiming.takeTimestamp(text, &position, to: text.count), position == text.count else { return nil }
        return time
    }
}
