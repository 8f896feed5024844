import SubtitleCues
import TextScanning

/// Tells from the bytes of a record whether the writer would write them: all but its text, which `CueLines` judges.
struct CueSpelling {
    /// What the cues before say about this one.
    let state: CueRecord.State
    let lineEnding: LineEnding

    /// Whether the blank line before a cue, its number, its times and its line ends are spelled as the writer spells them.
    ///
    /// - Parameter isInSequence: whether the number is the one that the writer would give to the cue.
    func isCanonical(_ raw: UnsafeBufferPointer<UInt8>, _ layout: CueLayout, isInSequence: Bool) -> Bool {
        guard layout.end == raw.count, let number = layout.number, endOfBlankLine(raw) == number.lowerBound, layout.start == number.lowerBound,
            isCanonicalNumber(raw, number, isInSequence: isInSequence),
            lineEnding.end(in: raw, at: number.upperBound) == layout.timingLine.lowerBound,
            isCanonicalTiming(raw, layout),
            let textStart = lineEnding.end(in: raw, at: layout.timingLine.upperBound)
        else { return false }
        if layout.text.isEmpty { return textStart == layout.end }
        return layout.text.lowerBound == textStart && lineEnding.endsAllLines(of: raw.slice(layout.text))
            && lineEnding.end(in: raw, at: layout.text.upperBound) == layout.end
    }

    /// The place after the blank line that the writer writes before a cue.
    private func endOfBlankLine(_ raw: UnsafeBufferPointer<UInt8>) -> Int? {
        if state.isFirst { return 0 }
        // After a CR, the space makes a line of its own of what would be a part of that line's end.
        guard state.endsInReturn, lineEnding != .cr else { return lineEnding.end(in: raw, at: 0) }
        return raw.first == 0x20 ? lineEnding.end(in: raw, at: 1) : nil
    }

    /// A number out of sequence is kept as it stands; any other is counted anew, without zeros before it.
    private func isCanonicalNumber(
        _ raw: UnsafeBufferPointer<UInt8>, _ number: Range<Int>, isInSequence: Bool
    ) -> Bool {
        let digits = raw.slice(number)
        return !isInSequence || digits.allSatisfy(\.isASCIIDigit) && (digits.first != 0x30 || digits.count == 1)
    }

    private func isCanonicalTiming(_ raw: UnsafeBufferPointer<UInt8>, _ layout: CueLayout) -> Bool {
        guard let timesEnd = raw.plainTimes(at: layout.timingLine.lowerBound, separator: UInt8(ascii: ","))?.end else { return false }
        let (rest, lineEnd) = (layout.timing.rest, layout.timingLine.upperBound)
        if rest.isEmpty { return timesEnd == lineEnd }
        return rest == timesEnd + 1..<lineEnd && raw[timesEnd] == 0x20
    }
}
