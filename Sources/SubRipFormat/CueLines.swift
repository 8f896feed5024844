import SubtitleCues
import TextScanning
import TranscriptCoding
import TranscriptModel

/// The lines of a cue, and the text that they say.
///
/// Text that would be structure has a guard in it, an invisible character (U+200B), and the reader takes one away
/// where the writer would have put one:
///
/// - a blank line, which would end the cue, is a guard; a line of white space and guards gets one more at its end,
/// - an arrow, which could make a timing line, gets one before its `>`,
/// - `<` or `{` before what could be a tag gets one after it,
/// - the comma or point of a time such as `0:00:01,5`, which some programs take for a timing line's, gets one after it,
/// - CR and NUL are U+240D and U+2400 behind an odd number of guards; these themselves behind an even number.
///
/// Tags for bold, italics and the like, and overrides such as `{\an8}`, are not part of the text.
enum CueLines {
    // MARK: Writing

    /// Whether no line of `text` needs a guard. O(n).
    @inline(__always)
    static func isPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = text.first, first > 0x20, text[text.count &- 1] != SubRipSyntax.lineFeed else { return false }
        var index = 0
        while true {
            index = SubRipSyntax.structural.first(in: text, from: index)
            if index == text.count { return !holdsTime(text) }
            switch text[index] {
            case 0, SubRipSyntax.carriageReturn, UInt8(ascii: "<"), UInt8(ascii: "{"): return false
            case UInt8(ascii: ">"): if index > 0, text[index &- 1] == UInt8(ascii: "-") { return false }
            case SubRipSyntax.lineFeed: if text[index &+ 1] <= 0x20 { return false }
            case 0xE2: if isMark(text, at: index) { return false }
            default: break
            }
            index &+= 1
        }
    }

    /// Whether a character at `index` has a meaning of its own here: a mark, or the sign for a control.
    @inline(__always)
    static func isMark(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        guard index &+ 2 < bytes.count else { return false }
        switch (bytes[index &+ 1], bytes[index &+ 2]) {
        case (0x80, 0x8B), (0x81, 0xA0), (0x90, _): return true
        default: return false
        }
    }

    /// Whether a text holds what could be a time of a timing line.
    @inline(__always)
    static func holdsTime(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 0
        while let colon = text.firstIndex(of: UInt8(ascii: ":"), from: index) {
            index = colon &+ 1
            var digits = 0
            while digits < 3, index &+ digits < text.count, text[index &+ digits].isASCIIDigit { digits &+= 1 }
            guard digits > 0, let separator = text[safely: index &+ digits] else { continue }
            if separator == UInt8(ascii: ",") || separator == UInt8(ascii: ".") { return true }
        }
        return false
    }

    /// Whether the comma or point at `index` stands behind a colon and digits.
    private static func endsTime(_ line: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        var start = index
        while start > 0, index - start < 2, line[start - 1].isASCIIDigit { start -= 1 }
        return start < index && start > 0 && line[start - 1] == UInt8(ascii: ":")
    }

    /// Appends the lines for `text`, without the last line end.
    static func append(_ text: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) {
        if text.isEmpty { return }
        var start = 0
        while true {
            let end = text.firstIndex(of: SubRipSyntax.lineFeed, from: start) ?? text.count
            appendLine(text.slice(start..<end), to: &output)
            if end == text.count { return }
            output.append(SubRipSyntax.lineFeed)
            start = end + 1
        }
    }

    private static func appendLine(_ line: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) {
        if isBlank(line) {
            output.append(line)
            output.append(SubRipSyntax.guardMark)
            return
        }
        var index = 0
        while index < line.count {
            let byte = line[index]
            let own = line.guards(at: index)
            let guarded = line.guards(at: index + 1)
            let next = line[safely: index + 1 + guarded * SubRipSyntax.markLength]
            if own > 0 || Control(line, at: index) != nil {
                let end = index + own * SubRipSyntax.markLength
                if let control = Control(line, at: end) {
                    for _ in 0..<(2 * own + (control.isSign ? 0 : 1)) { output.append(SubRipSyntax.guardMark) }
                    output.append(control.sign)
                    index = end + control.length
                } else {
                    output.append(line.slice(index..<end))
                    index = end
                }
            } else {
                output.append(byte)
                if opensStructure(byte, next, line, index) { output.append(SubRipSyntax.guardMark) }
                index += 1
            }
        }
    }

    // MARK: Reading

    /// What lines say, and whether they are what `append` makes of it.
    struct Reading {
        var text: Text
        var isCanonical: Bool
    }

    /// Reads lines. Their text shares them where nothing needs to be changed; else it is made in `scratch`.
    ///
    /// - Parameters:
    ///   - isSpaced: whether a blank line after each may be no part of the text.
    ///   - omitted: gets the markup that the text is without.
    ///   - styles: gets what of that other formats show as well.
    static func read(
        _ lines: Text, isSpaced: Bool, arena: inout TextArena, scratch: inout OutputBuffer, omitted: inout [OmittedPart],
        styles: inout StyleRuns
    ) -> Reading {
        if lines.isEmpty || lines.withUTF8({ isPlain($0) }) { return Reading(text: lines, isCanonical: true) }
        return lines.withUTF8 { utf8 in
            scratch.removeAll()
            read(utf8, skipsBlankLines: isSpaced && isDoubled(utf8), into: &scratch, omitted: &omitted, styles: &styles)
            let text = scratch.withBytes { arena.makeText(copying: $0) }
            return Reading(text: text, isCanonical: !text.isEmpty && areCanonical(utf8))
        }
    }

    /// Whether lines that say something have a guard wherever `append` puts one: then it puts back what reading takes away.
    ///
    /// Tags are not among what it writes: the guard is just what keeps text from being one.
    private static func areCanonical(_ lines: UnsafeBufferPointer<UInt8>) -> Bool {
        var start = 0
        while true {
            let end = endOfLine(lines, from: start)
            if !isCanonicalLine(lines.slice(start..<end)) { return false }
            if end == lines.count { return true }
            start = startOfLine(lines, behind: end)
        }
    }

    private static func isCanonicalLine(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        if isBlank(line) { return line.count >= 3 && line.guards(at: line.count - 3) == 1 }
        for index in line.indices where line[index] == 0 || opensStructure(line[index], line[safely: index + 1], line, index) {
            return false
        }
        return true
    }

    /// The place of the line end at or after `start`, or the end of all lines.
    private static func endOfLine(_ lines: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var end = start
        while end < lines.count, lines[end] != SubRipSyntax.lineFeed, lines[end] != SubRipSyntax.carriageReturn { end += 1 }
        return end
    }

    /// The place after the line end at `end`.
    private static func startOfLine(_ lines: UnsafeBufferPointer<UInt8>, behind end: Int) -> Int {
        lines[end] == SubRipSyntax.lineFeed ? end + 1 : lines.endOfLineEnd(at: end, isAtEnd: true) ?? end + 1
    }

    /// Whether every second line is blank.
    private static func isDoubled(_ lines: UnsafeBufferPointer<UInt8>) -> Bool {
        var start = 0
        var isEven = true
        while true {
            let end = endOfLine(lines, from: start)
            if !isEven, !lines.slice(start..<end).allSatisfy(SubRipSyntax.isBlank) { return false }
            if end == lines.count { return isEven }
            start = startOfLine(lines, behind: end)
            isEven.toggle()
        }
    }

    private static func read(
        _ lines: UnsafeBufferPointer<UInt8>, skipsBlankLines: Bool, into output: inout OutputBuffer,
        omitted: inout [OmittedPart], styles: inout StyleRuns
    ) {
        var start = 0
        while true {
            var end = endOfLine(lines, from: start)
            readLine(lines.slice(start..<end), at: start, into: &output, omitted: &omitted, styles: &styles)
            if end < lines.count, skipsBlankLines { end = endOfLine(lines, from: startOfLine(lines, behind: end)) }
            if end == lines.count { return }
            output.append(SubRipSyntax.lineFeed)
            start = startOfLine(lines, behind: end)
        }
    }

    private static func readLine(
        _ line: UnsafeBufferPointer<UInt8>, at start: Int, into output: inout OutputBuffer, omitted: inout [OmittedPart],
        styles: inout StyleRuns
    ) {
        if isBlank(line) {
            let endsInGuard = line.count >= 3 && line.guards(at: line.count - 3) == 1
            output.append(line.slice(0..<line.count - (endsInGuard ? 3 : 0)))
            return
        }
        var index = 0
        while index < line.count {
            let byte = line[index]
            let own = line.guards(at: index)
            if own > 0 {
                let end = index + own * SubRipSyntax.markLength
                if let control = Control(line, at: end), control.isSign {
                    for _ in 0..<own / 2 { output.append(SubRipSyntax.guardMark) }
                    if own % 2 == 1 { output.append(control.byte) } else { output.append(control.sign) }
                    index = end + control.length
                } else {
                    output.append(line.slice(index..<end))
                    index = end
                }
                continue
            }
            let guarded = line.guards(at: index + 1)
            let next = line[safely: index + 1 + guarded * SubRipSyntax.markLength]
            if guarded == 0, let end = Markup.end(of: line, at: index) {
                let part = OmittedPart(Markup.kind(of: line, at: index), start + index..<start + end)
                omitted.append(part)
                if let (style, isOpen) = Markup.style(of: line, at: index) {
                    styles.pass(style, isOpen: isOpen, at: output.count)
                    styles.add(tag: part)
                }
                index = end
                continue
            }
            output.append(byte)
            let isGuarded = guarded > 0 && opensStructure(byte, next, line, index)
            index += 1
            if isGuarded {
                for _ in 1..<guarded { output.append(SubRipSyntax.guardMark) }
                index += guarded * SubRipSyntax.markLength
            }
        }
    }

    /// Whether `byte`, with nothing but guards before `next`, could start a tag, end an arrow, or stand in a time.
    private static func opensStructure(
        _ byte: UInt8, _ next: UInt8?, _ line: UnsafeBufferPointer<UInt8>, _ index: Int
    ) -> Bool {
        guard let next else { return false }
        let isLetter = (next | 0x20) &- UInt8(ascii: "a") < 26
        switch byte {
        case UInt8(ascii: "<"): return isLetter || next == UInt8(ascii: "/")
        case UInt8(ascii: "{"): return isLetter || next == UInt8(ascii: "/") || next == UInt8(ascii: "\\")
        case UInt8(ascii: "-"): return next == UInt8(ascii: ">")
        case UInt8(ascii: ","), UInt8(ascii: "."): return next.isASCIIDigit && endsTime(line, at: index)
        default: return false
        }
    }

    /// Whether a line holds nothing but white space and guards.
    private static func isBlank(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 0
        while index < line.count {
            if SubRipSyntax.isBlank(line[index]) {
                index += 1
            } else if line.starts(with: SubRipSyntax.guardMark, at: index) {
                index += SubRipSyntax.markLength
            } else {
                return false
            }
        }
        return true
    }
}

/// A control that no line can hold, or the sign that is shown for it.
private struct Control {
    var byte: UInt8
    var sign: StaticString
    var isSign: Bool
    var length: Int { isSign ? 3 : 1 }

    init?(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) {
        guard let first = bytes[safely: index] else { return nil }
        switch first {
        case SubRipSyntax.carriageReturn: (byte, sign, isSign) = (first, SubRipSyntax.visibleCarriageReturn, false)
        case 0: (byte, sign, isSign) = (0, SubRipSyntax.visibleNUL, false)
        case 0xE2 where bytes.starts(with: SubRipSyntax.visibleCarriageReturn, at: index):
            (byte, sign, isSign) = (SubRipSyntax.carriageReturn, SubRipSyntax.visibleCarriageReturn, true)
        case 0xE2 where bytes.starts(with: SubRipSyntax.visibleNUL, at: index):
            (byte, sign, isSign) = (0, SubRipSyntax.visibleNUL, true)
        default: return nil
        }
    }
}
