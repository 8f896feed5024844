import TextScanning
import TranscriptModel

/// The names under which a file's own peculiarities are kept.
enum WebVTTExtension {
    /// On a message: the cue's identifier, its settings, and the blocks before it that are no cues, such as notes.
    static let identifier: StaticString = "webvtt:identifier"
    static let settings: StaticString = "webvtt:settings"
    static let before: StaticString = "webvtt:before"
    /// On the last message: the blocks behind its cue.
    static let after: StaticString = "webvtt:after"
    /// On a message or the header: the bytes that it was read from, where it would be written otherwise.
    static let verbatim: StaticString = "webvtt:verbatim"
    /// On the header: whether the file starts with a byte order mark, how its lines end, what follows the signature on
    /// its line, the lines after it, and the blocks before the first cue: styles, regions, notes.
    static let byteOrderMark: StaticString = "webvtt:byteOrderMark"
    static let lineEnding: StaticString = "webvtt:lineEnding"
    static let signature: StaticString = "webvtt:signature"
    static let header: StaticString = "webvtt:header"
    static let blocks: StaticString = "webvtt:blocks"
}

/// The names of a message's extensions as texts, made once for all messages.
struct WebVTTExtensionNames {
    let identifier = Text(WebVTTExtension.identifier)
    let settings = Text(WebVTTExtension.settings)
    let before = Text(WebVTTExtension.before)
    let after = Text(WebVTTExtension.after)
    let verbatim = Text(WebVTTExtension.verbatim)
}

/// What a cue can show of a message's extensions.
struct ShownExtensions {
    var identifier: Text?
    var settings: Text?
    var before: [Text] = []
    /// Whether the cue shows all extensions there are, in the order in which a reader finds them.
    var areAll = true

    init() {}

    init(_ extensions: Members) {
        if extensions.isEmpty { return }
        var next = 0
        for entry in extensions {
            if entry.name == WebVTTExtension.verbatim { continue }
            let place = take(entry)
            if let place, place >= next { next = place + 1 } else { areAll = false }
        }
    }

    /// Takes an extension that can be shown, and returns its place in the order.
    private mutating func take(_ entry: Members.Member) -> Int? {
        if entry.name == WebVTTExtension.identifier {
            guard case .string(let text) = entry.value, text.isLine, !text.isEmpty else { return nil }
            identifier = text
            return 0
        }
        if entry.name == WebVTTExtension.settings {
            guard case .string(let text) = entry.value, text.isLine, !text.isEmpty, text.hasNoOuterSpace else { return nil }
            settings = text
            return 1
        }
        if entry.name == WebVTTExtension.before {
            guard let blocks = Text.blocks(in: entry.value) else { return nil }
            before = blocks
            return 2
        }
        return nil
    }
}

extension Text {
    /// Whether the text can stand on a line of its own that is no timing line.
    var isLine: Bool {
        withUTF8 { utf8 in
            utf8.allSatisfy { $0 != 0 && !WebVTTSyntax.isLineEnd($0) } && !utf8.holdsArrow(in: 0..<utf8.count)
        }
    }

    var hasNoOuterSpace: Bool { withUTF8 { $0.trimmed(0..<$0.count).count == $0.count } }

    /// Whether the text can be a block that is no cue and no note of ours.
    var isBlock: Bool {
        withUTF8 { utf8 in
            guard !utf8.isEmpty, !utf8.holdsArrow(in: 0..<utf8.count), utf8.firstIndex(of: 0, from: 0) == nil,
                !utf8.starts(with: WebVTTSyntax.messageNote), !utf8.starts(with: WebVTTSyntax.transcriptNote)
            else { return false }
            var previous = WebVTTSyntax.lineFeed
            for byte in utf8 {
                if byte == WebVTTSyntax.carriageReturn || (byte == previous && byte == WebVTTSyntax.lineFeed) {
                    return false
                }
                previous = byte
            }
            return previous != WebVTTSyntax.lineFeed
        }
    }

    /// Blocks in an extension's value; nil when it is anything else.
    static func blocks(in value: Value) -> [Text]? {
        guard case .array(let items) = value, !items.isEmpty else { return nil }
        var blocks: [Text] = []
        for item in items {
            guard case .string(let text) = item, text.isBlock else { return nil }
            blocks.append(text)
        }
        return blocks
    }
}
