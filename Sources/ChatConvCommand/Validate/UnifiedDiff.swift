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
        oldLine += 1
        if !new.isEmpty { newLine += 1 }
        if old == new { return addUnchanged(old, into: &output) }
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
        let isWhole = line.last == 0x0A
        if isForTerminal {
            let text = "\(mark)\(displayed(String(decoding: isWhole ? line.dropLast() : line, as: UTF8.self)))"
            output.append(utf8: mark == "-" ? style.painted(text, .removed) : mark == "+" ? style.painted(text, .added) : text)
        } else {
            output.append(utf8: String(mark))
            (isWhole ? line.dropLast() : line).withUnsafeBufferPointer { output.append($0) }
        }
        output.append(isWhole ? "\n" : "\n\\ No newline at end of file\n")
    }
}
