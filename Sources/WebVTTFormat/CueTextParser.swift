import SubtitleCues
import TextScanning

/// Parses cue text into elements that contain each other (W3C WebVTT, section 6.4, "WebVTT cue text parsing rules").
///
/// No tree is built: elements that open and close are told in the order of the text.
struct CueTextParser {
    /// A part of the text.
    enum Part: Equatable {
        case text([UInt8])
        case open(Element)
        case close
        /// A time inside the cue, in milliseconds.
        case timestamp(Int)
    }

    struct Element: Equatable {
        var name: [UInt8]
        var classes: [[UInt8]]
        /// The voice of a `v`, the language of a `lang`; of others none is kept.
        var annotation: [UInt8]
    }

    private var tokenizer: CueTextTokenizer
    /// The names of the elements that are open.
    private var open: [[UInt8]] = []
    /// An element that is still to be told as closed.
    private var closesAnother = false

    init(_ bytes: UnsafeBufferPointer<UInt8>) { tokenizer = CueTextTokenizer(bytes) }

    mutating func next() -> Part? {
        if closesAnother {
            closesAnother = false
            open.removeLast()
            return .close
        }
        while let token = tokenizer.next() {
            if let part = part(for: token) { return part }
        }
        return nil
    }

    private mutating func part(for token: CueTextToken) -> Part? {
        switch token {
        case .text(let text): return .text(text)
        case .start(let name, let classes, let annotation):
            guard isElement(name) else { return nil }
            open.append(name)
            let keepsAnnotation = name == Self.voice || name == Self.language
            return .open(Element(name: name, classes: classes, annotation: keepsAnnotation ? annotation : []))
        case .end(let name):
            guard let current = open.last else { return nil }
            if name == current, isElement(name) || name == Self.rubyText {
                open.removeLast()
                return .close
            }
            if name == Self.ruby, current == Self.rubyText {
                open.removeLast()
                closesAnother = true
                return .close
            }
            return nil
        case .timestamp(let text): return Self.milliseconds(text).map { .timestamp($0) }
        }
    }

    private func isElement(_ name: [UInt8]) -> Bool {
        if name == Self.rubyText { return open.last == Self.ruby }
        return Self.names.contains(name)
    }

    static func milliseconds(_ text: [UInt8]) -> Int? {
        text.withUnsafeBufferPointer { bytes in
            var position = 0
            guard let time = CueTiming.takeTimestamp(bytes, &position, to: bytes.count), position == bytes.count else {
                return nil
            }
            return time
        }
    }

    static let voice = Array("v".utf8)
    static let language = Array("lang".utf8)
    static let ruby = Array("ruby".utf8)
    static let rubyText = Array("rt".utf8)
    static let names = ["c", "i", "b", "u", "ruby", "v", "lang"].map { Array($0.utf8) }
}
