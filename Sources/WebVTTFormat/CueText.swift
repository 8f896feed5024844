import SubtitleCues
import TextScanning
import TranscriptCoding
import TranscriptModel

/// The text of a cue as a person reads it: who speaks, and what is said.
struct CueText: Equatable {
    var speaker: Text?
    var body: Text
    /// Whether several voices speak, so that there is no one sender; their names stand in the body.
    var hasSeveralVoices = false
}

// MARK: Writing

extension CueText {
    /// Appends cue text that reads as `speaker` and `body`, as far as cue text can say them: see `canSay`.
    ///
    /// What would be markup is written as character references; an empty line, which would end the cue, as an element
    /// without content. The same element stands before a text of nobody's that begins as if somebody spoke.
    static func append(
        speaker: Text?, body: Text?, _ prefix: SpeakerPrefix, formatted formatting: TextFormatting? = nil, to output: inout OutputBuffer
    ) {
        if let speaker, !speaker.isEmpty {
            output.append("<v ")
            speaker.withUTF8 { appendName($0, to: &output) }
            output.append(UInt8(ascii: ">"))
        }
        guard let body else { return }
        let startsLine = speaker?.isEmpty ?? true
        if startsLine, body.withUTF8({ prefix.speaker(of: $0) != nil }) { output.append(emptyElement) }
        body.withUTF8 { body in
            guard let formatting else { return appendBody(body, startsLine: startsLine, to: &output) }
            output.append(body, formatting, appendInline)
        }
    }

    /// Appends a part of a text that has no tags, no arrows and no empty lines.
    private static func appendInline(_ part: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) {
        for byte in part {
            if byte == UInt8(ascii: "&") { output.append("&amp;") } else { output.append(byte) }
        }
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

    static let emptyElement: StaticString = "<c></c>"

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
                if lineIsEmpty { output.append(emptyElement) }
                output.append(byte)
            default: output.append(byte)
            }
            lineIsEmpty = byte == WebVTTSyntax.lineFeed
        }
        if lineIsEmpty { output.append(emptyElement) }
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
