import SubtitleCues
import TextScanning
import TranscriptCoding

/// One cue in a file, with what stands before it.
struct CueLayout {
    /// The line of its number; nil where there is none.
    var number: Range<Int>?
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

    /// Adds a line to the text.
    fileprivate mutating func addText(_ line: Range<Int>, end: Int) {
        text = (text.isEmpty ? line.lowerBound : text.lowerBound)..<line.upperBound
        self.end = end
    }

    enum Oddity {
        case brokenTiming, missingTiming, strayText, blankLine, noBlankLine
    }
}

/// Looks for a cue and its end in a window that may grow, line by line, without looking at a line twice.
///
/// A cue goes on to the next line that tells times, or the number before it. Blank lines inside it are its own; a
/// number that is the next, after a blank line and without times, ends it.
struct CueSearch {
    private var lineStart = 0
    private var searched = 0
    private var cue: CueLayout?
    /// A line that is a number, which may belong to the cue that comes next.
    private var heldNumber: (line: Range<Int>, end: Int, isAfterBlank: Bool)?
    private var isAfterBlank: Bool
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
            settleNumber(bytes)
            isAfterBlank = true
            return nil
        }
        if let timing = TimingLine(bytes, line) {
            if let cue { return cue }
            start(timing, line, end: end)
            return nil
        }
        settleNumber(bytes)
        if Self.number(bytes, line) != nil {
            heldNumber = (line, end, isAfterBlank)
        } else {
            takeText(bytes, line, end: end)
        }
        isAfterBlank = false
        return nil
    }

    private mutating func start(_ timing: TimingLine, _ line: Range<Int>, end: Int) {
        let isGlued = !(heldNumber?.isAfterBlank ?? isAfterBlank)
        if isGlued { oddities.append((.noBlankLine, heldNumber?.line.lowerBound ?? line.lowerBound)) }
        cue = CueLayout(
            number: heldNumber?.line, timingLine: line, timing: timing, text: end..<end, end: end, oddities: oddities,
            debris: debris)
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
        cue?.addText(line, end: end)
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
        if number.isAfterBlank, isNext(bytes, number.line) {
            isInDebris = true
            if cue == nil { oddities.append((.missingTiming, number.line.lowerBound)) }
            debris.append(OmittedPart(.unreadableCues, number.line))
            debrisIsNumber = true
            return
        }
        let wasAfterBlank = isAfterBlank
        isAfterBlank = number.isAfterBlank
        addText(number.line, end: number.end)
        isAfterBlank = wasAfterBlank
    }

    /// Whether a number is one more than the cue's; where no cue is open, any number is.
    private func isNext(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) -> Bool {
        guard let cue else { return true }
        guard let own = cue.number.flatMap({ Self.number(bytes, $0) }), let other = Self.number(bytes, line) else {
            return false
        }
        return other == own + 1
    }

    private mutating func atEnd(_ bytes: UnsafeBufferPointer<UInt8>) -> CueLayout? {
        settleNumber(bytes)
        isWithoutNext = true
        cue?.debris += debris
        return cue
    }

    // MARK: Lines

    /// The number on a line of nothing else; nil where there is none. Huge ones count as one.
    static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) -> Int? {
        var position = line.lowerBound
        var upper = line.upperBound
        while position < upper, SubRipSyntax.isBlank(bytes[position]) { position += 1 }
        while upper > position, SubRipSyntax.isBlank(bytes[upper - 1]) { upper -= 1 }
        if position == upper || upper - position > 18 { return nil }
        var value = 0
        while position < upper {
            guard bytes[position].isASCIIDigit else { return nil }
            value = value * 10 + Int(bytes[position] - 0x30)
            position += 1
        }
        return value
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
            if found + 1 == bytes.count, !isAtEnd { return nil }
            return (lineStart..<found, found + (feed == found + 1 ? 2 : 1))
        }
        if let feed { return (lineStart..<feed, feed + 1) }
        if isAtEnd { return (lineStart..<bytes.count, bytes.count) }
        searched = bytes.count
        return nil
    }
}
