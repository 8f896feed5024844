import SubtitleCues
import TextScanning
import TranscriptModel

/// The text of a cue as a person reads it: who speaks, and what is said.
struct CueText: Equatable {
    var speaker: Text?
    var body: Text
    /// Whether several voices speak, so that there is no one sender; their names stand in the body.
    var hasSeveralVoices = false

    /// Reads cue text with LF line ends. A text without markup is shared, not copied.
    init(_ text: Text, arena: inout TextArena) {
        let isPlain = text.withUTF8 { utf8 in
            utf8.firstIndex(of: UInt8(ascii: "<"), from: 0) == nil && utf8.firstIndex(of: UInt8(ascii: "&"), from: 0) == nil
        }
        if isPlain {
            body = text
            return
        }
        let runs = text.withUTF8 { Self.runs($0) }
        let voices = Set(runs.compactMap(\.voice))
        if voices.count <= 1 {
            speaker = voices.first.map { Self.text($0, &arena) }
            body = Self.text(runs.flatMap(\.text), &arena)
        } else {
            hasSeveralVoices = true
            body = Self.text(Self.script(runs), &arena)
        }
    }

    /// What one voice says, or nobody's.
    private struct Run {
        var voice: [UInt8]?
        var text: [UInt8]
    }

    private static func runs(_ bytes: UnsafeBufferPointer<UInt8>) -> [Run] {
        var parser = CueTextParser(bytes)
        var voices: [[UInt8]?] = [nil]
        var runs: [Run] = []
        while let part = parser.next() {
            switch part {
            case .open(let element):
                let isVoice = element.name == CueTextParser.voice && !element.annotation.isEmpty
                voices.append(isVoice ? element.annotation : voices[voices.count - 1])
                if isVoice { runs.append(Run(voice: element.annotation, text: [])) }
            case .close: if voices.count > 1 { voices.removeLast() }
            case .timestamp: break
            case .text(let text):
                let voice = voices[voices.count - 1]
                if let last = runs.indices.last, runs[last].voice == voice {
                    runs[last].text += text
                } else {
                    runs.append(Run(voice: voice, text: text))
                }
            }
        }
        return withoutEdges(runs)
    }

    /// White space that is nobody's, around what somebody says, is layout: it becomes part of a neighbour's text where
    /// the neighbours are one voice's.
    private static func withoutEdges(_ runs: [Run]) -> [Run] {
        var result: [Run] = []
        for run in runs {
            if run.voice == nil, runs.count > 1, run.text.allSatisfy(WebVTTSyntax.isWhitespace) {
                if !result.isEmpty { result[result.count - 1].text += run.text }
            } else if let last = result.indices.last, result[last].voice == run.voice {
                result[last].text += run.text
            } else {
                result.append(run)
            }
        }
        while let last = result.indices.last, result[last].voice != nil, runs.last?.voice == nil,
            result[last].text.last.map(WebVTTSyntax.isWhitespace) == true
        {
            result[last].text.removeLast()
        }
        return result
    }

    /// `NAME: text` on a line for each voice.
    private static func script(_ runs: [Run]) -> [UInt8] {
        var script: [UInt8] = []
        for run in runs {
            let line = run.text.trimmedASCII
            if line.isEmpty { continue }
            if !script.isEmpty { script.append(WebVTTSyntax.lineFeed) }
            if let voice = run.voice { script += voice + Array(": ".utf8) }
            script += line
        }
        return script
    }

    private static func text(_ bytes: [UInt8], _ arena: inout TextArena) -> Text {
        arena.makeText(upTo: bytes.count) { out in
            bytes.withUnsafeBufferPointer { source in
                if let start = source.baseAddress { out.update(from: start, count: source.count) }
            }
            return bytes.count
        }
    }
}

extension [UInt8] {
    fileprivate var trimmedASCII: ArraySlice<UInt8> {
        let start = firstIndex { !WebVTTSyntax.isWhitespace($0) } ?? endIndex
        let end = lastIndex { !WebVTTSyntax.isWhitespace($0) }.map { $0 + 1 } ?? start
        return self[start..<end]
    }
}

// MARK: Writing

extension CueText {
    /// Appends cue text that reads as `speaker` and `body`, as far as cue text can say them: see `canSay`.
    ///
    /// What would be markup is written as character references; an empty line, which would end the cue, as an element
    /// without content.
    static func append(speaker: Text?, body: Text?, to output: inout OutputBuffer) {
        if let speaker, !speaker.isEmpty {
            output.append("<v ")
            speaker.withUTF8 { appendName($0, to: &output) }
            output.append(UInt8(ascii: ">"))
        }
        guard let body else { return }
        let startsLine = speaker?.isEmpty ?? true
        body.withUTF8 { appendBody($0, startsLine: startsLine, to: &output) }
    }

    /// Whether a body needs no character reference and no mark for an empty line. O(n).
    @inline(__always)
    static func isPlain(_ body: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = body.first, first != WebVTTSyntax.lineFeed, body[body.count &- 1] != WebVTTSyntax.lineFeed else {
            return false
        }
        var index = 0
        while true {
            index = WebVTTSyntax.structural.first(in: body, from: index)
            if index == body.count { return true }
            switch body[index] {
            case 0, UInt8(ascii: "&"), UInt8(ascii: "<"), WebVTTSyntax.carriageReturn: return false
            case UInt8(ascii: ">"): if index > 0, body[index &- 1] == UInt8(ascii: "-") { return false }
            case WebVTTSyntax.lineFeed: if body[index &+ 1] == WebVTTSyntax.lineFeed { return false }
            default: break
            }
            index &+= 1
        }
    }

    private static let emptyLine: StaticString = "<c></c>"

    private static func appendBody(_ body: UnsafeBufferPointer<UInt8>, startsLine: Bool, to output: inout OutputBuffer) {
        if body.isEmpty { return }
        var lineIsEmpty = startsLine
        for index in body.indices {
            let byte = body[index]
            switch byte {
            case 0: output.append("\u{FFFD}")
            case UInt8(ascii: "&"): output.append("&amp;")
            case UInt8(ascii: "<"): output.append("&lt;")
            case WebVTTSyntax.carriageReturn: output.append("&#13;")
            case UInt8(ascii: ">"):
                let isArrow = index > 1 && body[index - 1] == UInt8(ascii: "-") && body[index - 2] == UInt8(ascii: "-")
                if isArrow { output.append("&gt;") } else { output.append(byte) }
            case WebVTTSyntax.lineFeed:
                if lineIsEmpty { output.append(emptyLine) }
                output.append(byte)
            default: output.append(byte)
            }
            lineIsEmpty = byte == WebVTTSyntax.lineFeed
        }
        if lineIsEmpty { output.append(emptyLine) }
    }

    private static func appendName(_ name: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) {
        for index in name.indices {
            switch name[index] {
            case 0: output.append("\u{FFFD}")
            case UInt8(ascii: "&"): output.append("&amp;")
            case UInt8(ascii: "<"): output.append("&lt;")
            case UInt8(ascii: ">"): output.append("&gt;")
            case WebVTTSyntax.lineFeed, WebVTTSyntax.carriageReturn: output.append(UInt8(ascii: " "))
            case UInt8(ascii: "-") where index == name.count - 1 && index > 0 && name[index - 1] == name[index]:
                output.append("&#45;")
            default: output.append(name[index])
            }
        }
    }

    /// Whether a voice can have this name: white space in it would be collapsed, and a NUL replaced.
    @inline(__always)
    static func canSay(name: UnsafeBufferPointer<UInt8>) -> Bool {
        if name.isEmpty { return false }
        var previous: UInt8 = 0x20
        for byte in name {
            if byte == 0 { return false }
            if WebVTTSyntax.isWhitespace(byte), byte != 0x20 || previous == 0x20 { return false }
            previous = byte
        }
        return previous != 0x20
    }

    /// Whether a voice can have this name as it stands, and reading takes it for that.
    @inline(__always)
    static func isPlain(name: UnsafeBufferPointer<UInt8>) -> Bool {
        var previous: UInt8 = 0x20
        for byte in name {
            switch byte {
            case 0x20: if previous == 0x20 { return false }
            case 0..<0x20, UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"): return false
            default: break
            }
            previous = byte
        }
        return previous != 0x20 && previous != UInt8(ascii: "-")
    }

    /// Whether cue text says all of a body.
    @inline(__always)
    static func canSay(body: UnsafeBufferPointer<UInt8>) -> Bool { body.firstIndex(of: 0, from: 0) == nil }
}
