import SubtitleCues
import TextScanning

/// Tells from the bytes of a record whether the writer would write them, where no note of ours is among them. What a cue's
/// text says of that is in `CueText`.
struct CueSpelling {
    let lineEnding: LineEnding

    /// Whether blocks, times and line ends are spelled as the writer spells them.
    ///
    /// - Parameter blocks: the blocks of the record; all that come before the cue can be shown.
    func isCanonical(_ raw: UnsafeBufferPointer<UInt8>, _ blocks: [Block], _ cue: Block) -> Bool {
        guard cue.range.upperBound == raw.count, lineEnding.endsAllLines(of: raw), raw.firstIndex(of: 0, from: 0) == nil else {
            return false
        }
        var place = 0
        for block in blocks {
            // One blank line stands before each, and a line end after.
            guard lineEnding.end(in: raw, at: place) == block.range.lowerBound,
                lineEnding.end(in: raw, at: block.content.upperBound) == block.range.upperBound
            else { return false }
            place = block.range.upperBound
        }
        return place == raw.count && isCanonicalTiming(raw, cue)
    }

    private func isCanonicalTiming(_ raw: UnsafeBufferPointer<UInt8>, _ cue: Block) -> Bool {
        guard let line = cue.timingLine, let settings = cue.timing?.settings,
            let timesEnd = raw.plainTimes(at: line.lowerBound, separator: UInt8(ascii: "."))?.end
        else { return false }
        if settings.isEmpty { return timesEnd == line.upperBound }
        return settings == timesEnd + 1..<line.upperBound && raw[timesEnd] == 0x20
    }
}

extension CueText {
    /// Whether a cue's text is what `append` makes of what it says: each character that would be markup as a reference, each
    /// empty line as an element without content, and of tags nothing but one voice at its start.
    static func isCanonical(_ text: UnsafeBufferPointer<UInt8>, _ prefix: SpeakerPrefix) -> Bool {
        guard text.starts(with: "<v ") else { return isCanonicalOfNobody(text, prefix) }
        guard let close = endOfCanonicalName(text, from: 3) else { return false }
        return isCanonicalBody(text.slice(close + 1..<text.count), startsLine: false)
    }

    private static func isCanonicalOfNobody(_ text: UnsafeBufferPointer<UInt8>, _ prefix: SpeakerPrefix) -> Bool {
        if prefix.speaker(of: text) != nil { return false }
        guard text.starts(with: emptyElement) else { return isCanonicalBody(text, startsLine: true) }
        let rest = text.slice(emptyElement.utf8CodeUnitCount..<text.count)
        return isCanonicalBody(prefix.speaker(of: rest) == nil ? text : rest, startsLine: true)
    }

    /// The place of the `>` after a name that `append` writes, and that reads as what was written.
    private static func endOfCanonicalName(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var index = start
        var previous: UInt8 = 0x20
        while index < text.count {
            let byte = text[index]
            switch byte {
            case UInt8(ascii: ">"):
                let endsInArrow = text.starts(with: "--", at: index - 2) && index - 2 >= start
                return previous == 0x20 || endsInArrow ? nil : index
            case UInt8(ascii: "&"):
                if previous == UInt8(ascii: "-"), text.starts(with: "&#45;>", at: index) { return index + 5 }
                guard let end = endOfReference(text, at: index, ["&amp;", "&lt;", "&gt;"]) else { return nil }
                index = end
                previous = byte
                continue
            case 0x20: if previous == 0x20 { return nil }
            case 0, 0x09, 0x0A, 0x0C, 0x0D, UInt8(ascii: "<"): return nil
            default: break
            }
            previous = byte
            index += 1
        }
        return nil
    }

    private static func isCanonicalBody(_ body: UnsafeBufferPointer<UInt8>, startsLine: Bool) -> Bool {
        var index = 0
        /// Whether nothing stands on the line yet.
        var lineIsEmpty = startsLine
        while true {
            let found = WebVTTSyntax.structural.first(in: body, from: index)
            if found > index { lineIsEmpty = false }
            // An empty line is none only where all of the body is empty.
            if found >= body.count { return !lineIsEmpty || body.isEmpty }
            index = found
            let followsDashes = index >= 2 && body[index - 1] == UInt8(ascii: "-") && body[index - 2] == UInt8(ascii: "-")
            switch body[index] {
            case WebVTTSyntax.lineFeed:
                if lineIsEmpty { return false }
                lineIsEmpty = true
                index += 1
                continue
            case UInt8(ascii: "<"):
                guard lineIsEmpty, let end = endOfEmptyLine(body, at: index) else { return false }
                index = end
            case UInt8(ascii: "&"):
                let references: [StaticString] = followsDashes ? ["&amp;", "&lt;", "&#13;", "&gt;"] : ["&amp;", "&lt;", "&#13;"]
                guard let end = endOfReference(body, at: index, references) else { return false }
                index = end
            case UInt8(ascii: ">"):
                if followsDashes { return false }
                index += 1
            case 0, WebVTTSyntax.carriageReturn: return false
            default: index += 1
            }
            lineIsEmpty = false
        }
    }

    /// The place after the element that stands for an empty line; nil where it does not stand for one, as on an only line.
    private static func endOfEmptyLine(_ body: UnsafeBufferPointer<UInt8>, at index: Int) -> Int? {
        guard body.starts(with: emptyElement, at: index) else { return nil }
        let end = index + emptyElement.utf8CodeUnitCount
        if end < body.count { return body[end] == WebVTTSyntax.lineFeed ? end : nil }
        return index > 0 ? end : nil
    }

    private static func endOfReference(
        _ text: UnsafeBufferPointer<UInt8>, at index: Int, _ references: [StaticString]
    ) -> Int? {
        for reference in references where text.starts(with: reference, at: index) {
            return index + reference.utf8CodeUnitCount
        }
        return nil
    }
}
