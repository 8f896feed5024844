import SubtitleCues
import TextScanning
import TranscriptCoding

/// One cue in a file, with what stands before it.
struct CueLayout {
    /// Its number, without blanks around it; nil where there is none.
    var number: Range<Int>?
    /// Where the line of its number starts, or that of its times.
    var start: Int
    var timingLine: Range<Int>
    var timing: TimingLine
    /// Its text without the last line end; empty at the timing line's end where there is none.
    var text: Range<Int>
    /// The place after the text's last line, its line end included: where the next record starts.
    var end: Int
    /// What is odd about the lines before and in it.
    var oddities: [(oddity: Oddity, place: Int)] = []
    /// Lines that belong to no cue: before this one, and behind it where no other follows.
    var debris: [OmittedPart] = []
    /// Whether a blank line stands after its number and after its times, as in files each line end of which was doubled.
    var isSpaced: Bool

    /// Adds a line to the text.
    fileprivate mutating func addText(_ line: Range<Int>, end: Int, isAfterBlank: Bool) {
        if text.isEmpty, !isAfterBlank { isSpaced = false }
        text = (text.isEmpty ? line.lowerBound : text.lowerBound)..<line.upperBound
        self.end = end
    }

    enum Oddity {
        case brokenTiming, missingTiming, strayText, blankLine, noBlankLine, textOnTimingLine
    }
}

/// A line that is a number, which may belong to the cue that comes next.
private struct HeldNumber {
    /// The number, without blanks around it.
    var range: Range<Int>
    var value: Int
    var line: Range<Int>
    var end: Int
    var isAfterBlank: Bool
    /// Whether just one blank line stands before it.
    var isAfterOneBlank: Bool
    /// Whether a blank line follows.
    var isBeforeBlank = false
}

/// Looks for a cue and its end in a window that may grow, line by line, without looking at a line twice.
///
/// A cue goes on to the next line that tells times, or the number before it: the one directly above, or with blank lines
/// between, the next. Blank lines inside it are its own; a number that is the next, after a blank line and without times, ends
/// it.
struct CueSearch {
    private var lineStart = 0
    private var searched = 0
    private var cue: CueLayout?
    private var heldNumber: HeldNumber?
    private var isAfterBlank: Bool
    /// How many blank lines stand before the line that comes next.
    private var blankCount = 0
    /// Whether the lines that come belong to no cue.
    private var isInDebris = false
    private var oddities: [(oddity: CueLayout.Oddity, place: Int)] = []
    /// Lines that belong to no cue, since the last that does.
    private var debris: [OmittedPart] = []
    /// Whether the last of them is the number of a cue without times, so that a line of broken ones is the same cue's.
    private var debrisIsNumber = false
    /// Whether anything follows the last cue that is not a cue.
    private(set) var isWithoutNext = false

    /// A search from a file's start, or from the end of a cue.
    init(fromStart isStart: Bool) { isAfterBlank = isStart }

    /// The cue that comes first; nil when more bytes decide, or there is none.
    mutating func next(in bytes: UnsafeBufferPointer<UInt8>, isAtEnd: Bool) -> CueLayout? {
        while let line = nextLine(in: bytes, isAtEnd: isAtEnd) {
            if line.end == lineStart { return atEnd(bytes) }
            if let found = take(line.content, end: line.end, bytes) { return found }
            lineStart = line.end
            searched = line.end
        }
        return nil
    }

    /// Takes a line, and returns the cue that it ends.
    private mutating func take(_ line: Range<Int>, end: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> CueLayout? {
        if bytes[line].allSatisfy(SubRipSyntax.isBlank) {
            heldNumber?.isBeforeBlank = true
            isAfterBlank = true
            blankCount += 1
            return nil
        }
        defer { blankCount = 0 }
        if let timing = TimingLine(bytes, line) {
            if cue != nil {
                if let number = heldNumber, number.isBeforeBlank, !isNext(bytes, number) { addText(number) }
                return cue
            }
            start(timing, line, end: end, bytes)
            return nil
        }
        let range = bytes.withoutBlanks(line)
        let value = Self.number(bytes, range)
        settleNumber(bytes)
        if let value {
            heldNumber = HeldNumber(
                range: range, value: value, line: line, end: end, isAfterBlank: isAfterBlank, isAfterOneBlank: blankCount == 1)
        } else {
            takeText(bytes, line, end: end)
        }
        isAfterBlank = false
        return nil
    }

    private mutating func start(_ timing: TimingLine, _ line: Range<Int>, end: Int, _ bytes: UnsafeBufferPointer<UInt8>) {
        let isGlued = !(heldNumber?.isAfterBlank ?? isAfterBlank)
        let start = heldNumber?.line.lowerBound ?? line.lowerBound
        if isGlued { oddities.append((.noBlankLine, start)) }
        if heldNumber?.isBeforeBlank == true { oddities.append((.blankLine, line.lowerBound)) }
        var (timing, text) = (timing, end..<end)
        if !TimingLine.areSettings(bytes.slice(timing.rest)) {
            oddities.append((.textOnTimingLine, timing.rest.lowerBound))
            (text, timing.rest) = (timing.rest, timing.rest.upperBound..<timing.rest.upperBound)
        }
        cue = CueLayout(
            number: heldNumber?.range, start: start, timingLine: line, timing: timing, text: text, end: end, oddities: oddities,
            debris: debris, isSpaced: heldNumber?.isBeforeBlank ?? true)
        heldNumber = nil
        oddities = []
        debris = []
        isAfterBlank = false
        isInDebris = false
    }

    private mutating func takeText(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>, end: Int) {
        if Self.isBrokenTiming(bytes, line) {
            isInDebris = true
            if cue == nil { oddities.append((.brokenTiming, line.lowerBound)) }
            if debrisIsNumber { continueDebris(line) } else { debris.append(OmittedPart(.unreadableCues, line)) }
            debrisIsNumber = false
            return
        }
        addText(line, end: end)
    }

    private mutating func addText(_ line: Range<Int>, end: Int) {
        guard cue != nil, !isInDebris else {
            if cue == nil, !isInDebris, oddities.isEmpty { oddities.append((.strayText, line.lowerBound)) }
            continueDebris(line)
            return
        }
        if isAfterBlank { cue?.oddities.append((.blankLine, line.lowerBound)) }
        cue?.addText(line, end: end, isAfterBlank: isAfterBlank)
    }

    /// Adds a line to those that belong to no cue.
    private mutating func continueDebris(_ line: Range<Int>) {
        debrisIsNumber = false
        guard let last = debris.popLast() else { return debris.append(OmittedPart(.strayText, line)) }
        debris.append(OmittedPart(last.kind, last.range.lowerBound..<line.upperBound))
    }

    /// Decides what a number is that no times follow.
    private mutating func settleNumber(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let number = heldNumber else { return }
        heldNumber = nil
        if isNext(bytes, number) {
            isInDebris = true
            if cue == nil { oddities.append((.missingTiming, number.line.lowerBound)) }
            debris.append(OmittedPart(.unreadableCues, number.line))
            debrisIsNumber = true
            return
        }
        addText(number)
    }

    /// Adds a number that is no cue's to the text.
    private mutating func addText(_ number: HeldNumber) {
        let wasAfterBlank = isAfterBlank
        isAfterBlank = number.isAfterBlank
        addText(number.line, end: number.end)
        isAfterBlank = wasAfterBlank
    }

    /// Whether a number after a blank line is one more than the cue's; where no cue is open, any number is. The first line of
    /// a cue each line of which a blank one follows is text.
    private func isNext(_ bytes: UnsafeBufferPointer<UInt8>, _ number: HeldNumber) -> Bool {
        guard number.isAfterBlank else { return false }
        guard let cue else { return true }
        if cue.isSpaced, cue.text.isEmpty, number.isAfterOneBlank { return false }
        return cue.number.flatMap({ Self.number(bytes, $0) }).map { number.value == $0 + 1 } ?? false
    }

    private mutating func atEnd(_ bytes: UnsafeBufferPointer<UInt8>) -> CueLayout? {
        settleNumber(bytes)
        isWithoutNext = true
        cue?.debris += debris
        return cue
    }

    // MARK: Lines

    /// The number that a range without blanks around it is; nil for anything else, and for more than 18 digits.
    static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int? {
        let bytes = bytes.slice(0..<range.upperBound)
        var position = range.lowerBound
        var (value, count) = (0, 0)
        while position < range.upperBound {
            guard count < 18, let digit = bytes.digit(at: position) else { return nil }
            value = value * 10 + digit.value
            position += digit.length
            count += 1
        }
        return count > 0 ? value : nil
    }

    /// Whether a line is meant to tell times and does not: it starts with a digit and holds an arrow.
    private static func isBrokenTiming(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) -> Bool {
        guard let first = bytes[line].first(where: { !SubRipSyntax.isBlank($0) }),
            first.isASCIIDigit || first == UInt8(ascii: "-")
        else { return false }
        var index = line.lowerBound + 2
        while index < line.upperBound, let found = bytes.firstIndex(of: UInt8(ascii: ">"), from: index),
            found < line.upperBound
        {
            if bytes[found - 1] == UInt8(ascii: "-"), bytes[found - 2] == UInt8(ascii: "-") {
                return bytes[line.lowerBound..<found].contains(UInt8(ascii: ":"))
            }
            index = found + 1
        }
        return false
    }

    /// The line at `lineStart`, with the place after its line end; nil when it may go on.
    private mutating func nextLine(
        in bytes: UnsafeBufferPointer<UInt8>, isAtEnd: Bool
    ) -> (content: Range<Int>, end: Int)? {
        let feed = bytes.firstIndex(of: SubRipSyntax.lineFeed, from: searched)
        let before = bytes.slice(0..<(feed ?? bytes.count))
        if let found = before.firstIndex(of: SubRipSyntax.carriageReturn, from: searched) {
            guard let end = bytes.endOfLineEnd(at: found, isAtEnd: isAtEnd) else { return nil }
            return (lineStart..<found, end)
        }
        if let feed { return (lineStart..<feed, feed + 1) }
        if isAtEnd { return (lineStart..<bytes.count, bytes.count) }
        searched = bytes.count
        return nil
    }
}
