// Text as a terminal shows it: how wide it is, and nothing in it that the terminal would obey.

extension Unicode.Scalar {
    /// Whether the scalar would act instead of being seen: control characters, marks of direction, and the like. What
    /// emoji and some scripts are joined with stays.
    var isActive: Bool {
        // The Unicode database is asked about what is rare.
        switch value {
        case 0x20..<0x7F, Self.ideographs: return false
        case 0x200C, 0x200D, 0xE0020...0xE007F: return false
        default: break
        }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: return true
        default: return false
        }
    }

    /// From Hiragana to the last of the ideographs of the basic plane: all that is assigned there is letters and signs.
    private static let ideographs: ClosedRange<UInt32> = 0x3041...0x9FFF

    /// How many columns the scalar takes, where it is always a character by itself and shown as it is; nil for what has to be
    /// looked at closer. Of what people write most.
    var plainColumns: Int? {
        switch value {
        case 0x20..<0x7F, 0xA1..<0xAD, 0xAE..<0x300, 0x370..<0x483, 0x48A..<0x530, 0x2010..<0x2028: 1
        case 0x3001..<0x302A, 0x3041..<0x3097, 0x309B..<0x3297, 0x329A..<0x4DC0, 0x4E00..<0xA000, 0xAC00..<0xD7A4, 0xFF01..<0xFF61: 2
        default: nil
        }
    }

    /// How many columns the scalar takes by itself (The Unicode Standard, annex 11, where it is wide).
    fileprivate var columns: Int {
        if value < 0x300 { return 1 }
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
            0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18CFF,
            0x1AFF0...0x1B2FF, 0x20000...0x3FFFD:
            return 2
        default: break
        }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return properties.isEmojiPresentation ? 2 : 1
        }
    }

    /// `\u{1B}`.
    var escaped: String {
        let digits = String(value, radix: 16, uppercase: true)
        return "\\u{\(digits.count < 2 ? "0" + digits : digits)}"
    }
}

extension Character {
    /// The character as it can be shown, and how many columns that takes.
    var displayed: (text: String, columns: Int) {
        if self == "\t" { return ("    ", 4) }
        // Nearly all are one scalar.
        if let scalar = unicodeScalars.first, utf8.count == UTF8.width(scalar), scalar.value != 0xFE0F, !scalar.isActive {
            return (String(self), scalar.columns)
        }
        if unicodeScalars.contains(where: \.isActive) {
            let text = unicodeScalars.map { $0.isActive ? $0.escaped : String($0) }.joined()
            return (text, text.count)
        }
        var columns = 0
        for scalar in unicodeScalars {
            // U+FE0F asks for the picture.
            columns = max(columns, scalar.value == 0xFE0F ? 2 : scalar.columns)
        }
        let isFlag = unicodeScalars.count == 2 && unicodeScalars.allSatisfy { (0x1F1E6...0x1F1FF).contains($0.value) }
        return (String(self), isFlag ? 2 : columns)
    }
}

/// `text` with everything in it that a terminal would obey made visible, in one line.
func displayed(_ text: String) -> String {
    if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return withoutCommandMarks(text) }
    return withoutCommandMarks(text.map { $0 == "\t" ? "\\t" : $0 == "\n" ? "\\n" : $0.displayed.text }.joined())
}

/// A line of a file as it can be shown without loss of its layout: tabs stay.
func displayedLine(_ text: String) -> String {
    if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) || $0 == 0x09 }) { return withoutCommandMarks(text) }
    return withoutCommandMarks(text.unicodeScalars.map { $0.isActive && $0 != "\t" ? $0.escaped : String($0) }.joined())
}

/// How many columns `text` takes, which holds nothing that would have to be escaped.
func columns(of text: String) -> Int {
    if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text.utf8.count }
    return text.reduce(0) { $0 + $1.displayed.columns }
}

/// `text` cut to at most `limit` columns, with `...` where it was cut.
func truncated(_ text: String, to limit: Int) -> String {
    if columns(of: text) <= limit { return text }
    var result = ""
    var used = 0
    for character in text {
        used += character.displayed.columns
        if used > limit - 3 { break }
        result.append(character)
    }
    return result + "..."
}

/// `text` with spaces after it up to `width` columns.
func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - columns(of: text)))
}

/// `text` in lines of at most `width` columns, broken at spaces.
func wrapped(_ text: String, to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
        if !line.isEmpty, columns(of: line) + 1 + columns(of: String(word)) > width {
            lines.append(line)
            line = ""
        }
        line += line.isEmpty ? String(word) : " \(word)"
    }
    if !line.isEmpty || lines.isEmpty { lines.append(line) }
    return lines
}

/// Rows in aligned columns, two spaces between them. The last column is wrapped at 80 columns.
func table(_ rows: [[String]], indent: Int = 0, widest: Int = 32) -> String {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<max(0, count - 1)).map { column in
        rows.map { column < $0.count ? columns(of: $0[column]) : 0 }.filter { $0 <= widest }.max() ?? 0
    }
    let start = widths.reduce(indent) { $0 + $1 + 2 }
    var output = ""
    for row in rows {
        var line = String(repeating: " ", count: indent)
        for (column, cell) in row.dropLast().enumerated() { line += padded(cell, to: widths[column]) + "  " }
        // A cell that is wider than its column pushes the last one to a line of its own.
        if columns(of: line) > start, row.count > 1 {
            output += harmless(trimmedEnd(line)) + "\n"
            line = String(repeating: " ", count: start)
        }
        for (index, text) in wrapped(row.last ?? "", to: max(20, 80 - start)).enumerated() {
            if index > 0 { line = String(repeating: " ", count: start) }
            output += harmless(trimmedEnd(line + text)) + "\n"
        }
    }
    return output
}

private func trimmedEnd(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
}
