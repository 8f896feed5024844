package import TextScanning
package import TranscriptCoding

/// Gathers where the text of a cue is bold, in italics or underlined, while its tags are taken out.
package struct StyleRuns {
    private var runs: [TextFormatting.Run] = []
    /// How the text goes on, and since where.
    private var style: TextFormatting.Style = []
    private var start = 0
    /// The tags that say so: what the reader leaves out of a message without them.
    package private(set) var tags: [OmittedPart] = []

    package init() {}

    /// The text goes on in `style` from `position` on.
    package mutating func pass(_ style: TextFormatting.Style, at position: Int) {
        if style == self.style { return }
        if position > start, !self.style.isEmpty { runs.append(TextFormatting.Run(start..<position, self.style)) }
        (self.style, start) = (style, position)
    }

    /// The text goes on with or without a style.
    package mutating func pass(_ part: TextFormatting.Style, isOpen: Bool, at position: Int) {
        pass(isOpen ? style.union(part) : style.subtracting(part), at: position)
    }

    package mutating func add(tag: OmittedPart) { tags.append(tag) }

    /// How `text`, all that the cue says, is formatted behind `start`, where a message's body begins; nil where no part of that is,
    /// or where the text cannot stand between tags as it is.
    package mutating func formatting(of text: UnsafeBufferPointer<UInt8>, from start: Int) -> TextFormatting? {
        pass([], at: text.count)
        guard !runs.isEmpty, start < text.count, text.slice(start..<text.count).canStandBetweenTags else { return nil }
        let shown = runs.compactMap { $0.shown(in: text, from: start) }
        let isWhole = runs.allSatisfy { run in
            let before = min(run.range.lowerBound, start)..<min(run.range.upperBound, start)
            return text.slice(before).isBlank
        }
        guard !shown.isEmpty else { return nil }
        let joined = Self.joined(shown, runs, text).map { run in
            TextFormatting.Run(run.range.lowerBound - start..<run.range.upperBound - start, run.style)
        }
        return TextFormatting(joined, omission: isWhole ? tags.omissions { _ in nil }.first : nil)
    }

    /// The runs with the white space between them, as far as it is in a style that both have: what was one element stays one.
    private static func joined(
        _ shown: [TextFormatting.Run], _ all: [TextFormatting.Run], _ text: UnsafeBufferPointer<UInt8>
    ) -> [TextFormatting.Run] {
        var joined: [TextFormatting.Run] = []
        for run in shown {
            if let last = joined.last, last.range.upperBound < run.range.lowerBound {
                let gap = last.range.upperBound..<run.range.lowerBound
                let own = all.first { $0.range.contains(gap.lowerBound) }?.style ?? []
                let style = own.intersection(last.style).intersection(run.style)
                if !style.isEmpty, text.slice(gap).isBlank { joined.append(TextFormatting.Run(gap, style)) }
            }
            joined.append(run)
        }
        return joined
    }
}

extension TextFormatting.Run {
    /// What of the run lies behind `start`, without white space at either end; nil where that is nothing.
    fileprivate func shown(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> TextFormatting.Run? {
        var (lower, upper) = (max(range.lowerBound, start), min(range.upperBound, text.count))
        while lower < upper, text[lower] <= 0x20 { lower += 1 }
        while lower < upper, text[upper - 1] <= 0x20 { upper -= 1 }
        return lower < upper ? TextFormatting.Run(lower..<upper, style) : nil
    }
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate var isBlank: Bool { allSatisfy { $0 <= 0x20 } }

    /// Whether no format of subtitles has to change the text where a tag may stand anywhere in it but beside white space: it has no
    /// tags or arrows itself, no marks that nobody sees, no blank lines and none that begin with white space, and no times.
    fileprivate var canStandBetweenTags: Bool {
        guard let first, first > 0x20, self[count - 1] > 0x20 else { return false }
        for index in indices {
            switch self[index] {
            case 0x0A: if self[index + 1] <= 0x20 { return false }
            case 0..<0x20, UInt8(ascii: "<"), UInt8(ascii: "{"): return false
            case UInt8(ascii: ">") where index > 0: if self[index - 1] == UInt8(ascii: "-") { return false }
            case UInt8(ascii: ","), UInt8(ascii: "."):
                guard index > 0, index + 1 < count, self[index - 1].isASCIIDigit, self[index + 1].isASCIIDigit else { continue }
                if contains(UInt8(ascii: ":")) { return false }
            case 0xE2 where index + 2 < count:
                // U+200B, 2060, and the signs for controls.
                switch (self[index + 1], self[index + 2]) {
                case (0x80, 0x8B), (0x81, 0xA0), (0x90, _): return false
                default: break
                }
            default: break
            }
        }
        return true
    }
}

extension OutputBuffer {
    /// Appends a text with the tags that SRT and WebVTT share; `append` appends a part of it.
    package mutating func append(
        _ text: UnsafeBufferPointer<UInt8>, _ formatting: TextFormatting,
        _ append: (UnsafeBufferPointer<UInt8>, inout OutputBuffer) -> Void
    ) {
        var open: [StyleTag] = []
        var position = 0
        for run in formatting.runs {
            if run.range.lowerBound > position { close(&open, except: []) }
            append(text.slice(position..<run.range.lowerBound), &self)
            close(&open, except: run.style)
            for tag in StyleTag.all where run.style.contains(tag.style) && !open.contains(where: { $0.style == tag.style }) {
                self.append(tag.start)
                open.append(tag)
            }
            append(text.slice(run.range), &self)
            position = run.range.upperBound
        }
        close(&open, except: [])
        append(text.slice(position..<text.count), &self)
    }

    /// Closes elements, the innermost first, until all that are open are in `style`.
    private mutating func close(_ open: inout [StyleTag], except style: TextFormatting.Style) {
        while let last = open.last, !open.allSatisfy({ style.contains($0.style) }) {
            append(last.end)
            open.removeLast()
        }
    }
}

/// The tags of a style.
private struct StyleTag {
    let style: TextFormatting.Style
    let start: StaticString
    let end: StaticString

    static let all = [
        StyleTag(style: .bold, start: "<b>", end: "</b>"), StyleTag(style: .italics, start: "<i>", end: "</i>"),
        StyleTag(style: .underline, start: "<u>", end: "</u>"),
    ]
}
