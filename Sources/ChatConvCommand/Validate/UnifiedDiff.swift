import ChatConv
import TextScanning

/// A unified diff of a file and what it would become, made while both go by line by line.
struct UnifiedDiff {
    private let name: String
    /// Whether a terminal shows it, to which no control character may be sent.
    private let isForTerminal: Bool
    private let style: Style
    private var hasBegun = false
    /// The last unchanged lines, which are the next hunk's context.
    private var before: [ArraySlice<UInt8>] = []
    private var hunk: [(mark: Character, line: ArraySlice<UInt8>)] = []
    private var unchanged = 0
    private var oldLine = 0
    private var newLine = 0

    private static let context = 3

    init(name: String, isForTerminal: Bool, style: Style) {
        self.name = name
        self.isForTerminal = isForTerminal
        self.style = style
    }

    /// Adds a line as it is and as it is to be.
    mutating func add(_ old: ArraySlice<UInt8>, _ new: ArraySlice<UInt8>, into output: inout OutputBuffer) {
        if old == new, !canBeContext(old) { passOver(into: &output) }
        oldLine += 1
        if !new.isEmpty { newLine += 1 }
        if old == new {
            if canBeContext(old) { addUnchanged(old, into: &output) }
            return
        }
        if hunk.isEmpty {
            hunk = before.map { (" ", $0) }
        }
        before = []
        unchanged = 0
        hunk.append(("-", old))
        if !new.isEmpty { hunk.append(("+", new)) }
    }

    /// Adds what is left.
    mutating func end(into output: inout OutputBuffer) { endHunk(into: &output) }

    /// Whether a line can be shown as it is, behind the blank that marks an unchanged one: in front of a control character or what a
    /// build service takes for a command, the context of a change ends. With less context, a diff says the same.
    private func canBeContext(_ line: ArraySlice<UInt8>) -> Bool {
        let text = String(decoding: parts(of: line).text, as: UTF8.self)
        return !beginsLikeCommand(text) && displayedLine(text).utf8.count == text.utf8.count
    }

    /// Goes on behind a line that is not shown.
    private mutating func passOver(into output: inout OutputBuffer) {
        endHunk(into: &output)
        before = []
    }

    /// A line and how it ends.
    private func parts(of line: ArraySlice<UInt8>) -> (text: ArraySlice<UInt8>, hasReturn: Bool, isWhole: Bool) {
        let isWhole = line.last == 0x0A
        let text = isWhole ? line.dropLast() : line
        return text.last == 0x0D && !isForTerminal ? (text.dropLast(), true, isWhole) : (text, false, isWhole)
    }

    private mutating func addUnchanged(_ line: ArraySlice<UInt8>, into output: inout OutputBuffer) {
        if hunk.isEmpty {
            before.append(line)
            if before.count > Self.context { before.removeFirst() }
            return
        }
        hunk.append((" ", line))
        unchanged += 1
        // Two hunks whose contexts would touch are one.
        if unchanged > 2 * Self.context { endHunk(into: &output) }
    }

    private mutating func endHunk(into output: inout OutputBuffer) {
        if hunk.isEmpty { return }
        let surplus = max(0, unchanged - Self.context)
        let kept = hunk.dropLast(surplus)
        let old = kept.count { $0.mark != "+" }
        let new = kept.count { $0.mark != "-" }
        if !hasBegun {
            output.append(utf8: style.painted("--- \(displayed(name))\n+++ \(displayed(name))", .name) + "\n")
            hasBegun = true
        }
        let oldStart = oldLine - surplus - old + 1
        let newStart = newLine - surplus - new + (new == 0 ? 0 : 1)
        output.append(utf8: style.painted("@@ -\(oldStart),\(old) +\(newStart),\(new) @@", .help) + "\n")
        for (mark, line) in kept { append(mark, line, into: &output) }
        before = hunk.suffix(min(surplus, Self.context)).map(\.line)
        hunk = []
        unchanged = 0
    }

    private func append(_ mark: Character, _ line: ArraySlice<UInt8>, into output: inout OutputBuffer) {
        let (bytes, hasReturn, isWhole) = parts(of: line)
        let content = String(decoding: bytes, as: UTF8.self)
        let text = "\(mark)\(isForTerminal ? displayed(content) : displayedLine(content))"
        output.append(utf8: mark == "-" ? style.painted(text, .removed) : mark == "+" ? style.painted(text, .added) : text)
        if hasReturn { output.append("\r") }
        output.append(isWhole ? "\n" : "\n\\ No newline at end of file\n")
    }
}
