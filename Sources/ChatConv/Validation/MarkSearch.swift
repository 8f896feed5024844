import TextScanning

/// Looks for the marks of texts that lie in one piece of memory, mostly one after the other.
///
/// Marks are few, so it looks for the next of each kind, at memory speed and across all texts in between; whether a text has one
/// is then a comparison. A text that lies elsewhere is looked through by itself.
struct MarkSearch {
    private let memory: UnsafeBufferPointer<UInt8>
    private var ampersand = NextPlace(of: UInt8(ascii: "&"))
    private var questionMarks = NextPlace(of: UInt8(ascii: "?"), UInt8(ascii: "?"))
    private var replacement = NextPlace(of: 0xBF, 0xBD)

    /// - Parameter memory: where most texts lie; it stays as it is for as long as anything is looked for.
    init(in memory: UnsafeBufferPointer<UInt8>) { self.memory = memory }

    /// The marks in `text`. For texts in the order of their places, all looks together are O(length of the memory).
    @inline(__always)
    mutating func marks(in text: UnsafeBufferPointer<UInt8>) -> TextMarks {
        guard let place = place(of: text) else { return TextMarks(in: text) }
        var marks: TextMarks = []
        if ampersand.isInside(place, of: memory) { marks.insert(.ampersand) }
        if questionMarks.isInside(place, of: memory) { marks.insert(.questionMarks) }
        if replacement.isInside(place, of: memory) { marks.insert(.replacement) }
        return marks
    }

    /// Where in the memory a text lies; nil where it lies elsewhere.
    @inline(__always)
    private func place(of text: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
        let start = Int(bitPattern: text.baseAddress) &- Int(bitPattern: memory.baseAddress)
        guard start >= 0, start <= memory.count &- text.count else { return nil }
        return start..<start &+ text.count
    }
}

/// The next place of a byte, or of two in a row.
private struct NextPlace {
    private let first: UInt8
    private let second: UInt8?
    /// Between these two places there is none.
    private var searchedFrom = 0
    private var next = -1

    init(of first: UInt8, _ second: UInt8? = nil) {
        self.first = first
        self.second = second
    }

    /// Whether there is one in `range`.
    @inline(__always)
    mutating func isInside(_ range: Range<Int>, of memory: UnsafeBufferPointer<UInt8>) -> Bool {
        if range.lowerBound < searchedFrom || range.lowerBound > next { search(from: range.lowerBound, in: memory) }
        return next &+ (second == nil ? 1 : 2) <= range.upperBound
    }

    private mutating func search(from start: Int, in memory: UnsafeBufferPointer<UInt8>) {
        (searchedFrom, next) = (start, memory.count)
        if let second, first & 0xC0 == 0x80 {
            // Either byte alone is common in all that is not English.
            next = memory.firstIndex(ofPair: first, second, from: start) ?? next
            return
        }
        var index = start
        while let found = memory.firstIndex(of: first, from: index) {
            guard let second else { return next = found }
            if found + 1 < memory.count, memory[found + 1] == second { return next = found }
            index = found + 1
        }
    }
}
