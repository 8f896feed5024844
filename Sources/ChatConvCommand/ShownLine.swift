import ChatConv
import TextScanning

/// A line of an input as a terminal can show it, and the column under which the caret goes.
struct ShownLine {
    /// In UTF-8, with nothing in it that a terminal would obey.
    private(set) var bytes: [UInt8] = []
    /// Columns before the first caret.
    private(set) var caret = 0
    /// How many carets there are: under all that is pointed at, as far as it is shown.
    private(set) var caretCount = 0

    /// With the four columns of indentation, a shown line fits 80 columns.
    private static let width = 76
    private static let widthBefore = 40
    private static let ellipsis: [UInt8] = Array("...".utf8)

    /// - Parameter count: how many scalars of the line are pointed at; nil for a place, which has one caret.
    init(_ excerpt: LineExcerpt, pointingAt count: Int? = nil) {
        let cells = LineCells(excerpt)
        let pointed = cells.index(ofScalar: excerpt.column)
        let pointedEnd = count.map { cells.index(ofScalar: excerpt.column + $0 - 1) + 1 } ?? pointed
        let start = Self.start(of: cells, showing: pointed)
        var used = start > 0 ? Self.ellipsis.count : 0
        caret = used
        var end = start
        while end < cells.count, used + cells.columns(of: end) <= Self.width - 3 || end + 1 == cells.count {
            used += cells.columns(of: end)
            if end < pointed {
                caret += cells.columns(of: end)
            } else if end < pointedEnd {
                caretCount += cells.columns(of: end)
            }
            end += 1
        }
        caretCount = max(caretCount, 1)
        bytes.reserveCapacity(cells.bytes.count)
        if start > 0 { bytes += Self.ellipsis }
        bytes += cells.bytes(of: start..<end)
        if end < cells.count { bytes += Self.ellipsis }
    }

    /// The first cell to show, so that what the caret points at is inside.
    private static func start(of cells: LineCells, showing pointed: Int) -> Int {
        if cells.columns <= width { return 0 }
        var start = pointed
        var before = 0
        while start > 0, before + cells.columns(of: start - 1) <= widthBefore {
            start -= 1
            before += cells.columns(of: start)
        }
        return start
    }
}

/// The characters of a line as they are shown, each in a cell of its own.
private struct LineCells {
    private struct Cell {
        /// Where its bytes end, and its scalars.
        var end: Int
        var scalarEnd: Int
        var columns: Int
    }

    private(set) var bytes: [UInt8] = []
    private var cells: [Cell] = []
    /// Columns of all cells.
    private(set) var columns = 0

    /// How many scalars are in the cells.
    private var scalarCount: Int { cells.last?.scalarEnd ?? 0 }

    init(_ excerpt: LineExcerpt) {
        excerpt.text.withUTF8 { utf8 in
            bytes.reserveCapacity(utf8.count)
            cells.reserveCapacity(utf8.count)
            let isReturned = utf8.last == 0x0D
            let line = isReturned ? utf8.slice(0..<utf8.count - 1) : utf8
            take(line)
            // The rest of a line end is no part of the line, unless it is what is pointed at.
            if isReturned, scalarCount == excerpt.column { append(Character("\r")) }
        }
    }

    var count: Int { cells.count }

    func columns(of index: Int) -> Int { cells[index].columns }

    /// The cell that a scalar of the line is in; the number of cells for one behind them. O(log n).
    func index(ofScalar scalar: Int) -> Int {
        var range = 0..<cells.count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range = cells[middle].scalarEnd > scalar ? range.lowerBound..<middle : middle + 1..<range.upperBound
        }
        return range.lowerBound
    }

    /// The bytes of the cells in a range.
    func bytes(of range: Range<Int>) -> ArraySlice<UInt8> { bytes[end(before: range.lowerBound)..<end(before: range.upperBound)] }

    private func end(before index: Int) -> Int { index > 0 ? cells[index - 1].end : 0 }

    private mutating func take(_ line: UnsafeBufferPointer<UInt8>) {
        var index = 0
        while index < line.count {
            index = takePlain(line, from: index)
            if index == line.count { return }
            index = isCommandMark(line, at: index) ? takeMark(from: index) : takeOthers(line, from: index)
        }
    }

    /// Takes scalars each of which is a character by itself and shown as it is; nearly all are. Returns where the first other
    /// one starts, or the line ends.
    private mutating func takePlain(_ line: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let shift = bytes.count - start
        var index = start
        var scalarEnd = scalarCount
        while index < line.count {
            let (scalar, length) = line.scalar(at: index)
            guard let width = scalar?.plainColumns, scalar != "#" || !isCommandMark(line, at: index) else { break }
            index += length
            scalarEnd += 1
            cells.append(Cell(end: index + shift, scalarEnd: scalarEnd, columns: width))
            columns += width
        }
        bytes.append(contentsOf: line.slice(start..<index))
        return index
    }

    /// Takes a mark that would make a command of the line. Returns where the next scalar starts.
    private mutating func takeMark(from index: Int) -> Int {
        let text = Unicode.Scalar("#").escaped
        bytes += text.utf8
        cells.append(Cell(end: bytes.count, scalarEnd: scalarCount + 1, columns: text.utf8.count))
        columns += text.utf8.count
        return index + 1
    }

    /// Takes what is not plain, together with the plain scalars beside it, which may belong to the same character. Returns where
    /// two of those stand side by side, which never do: there a character starts.
    private mutating func takeOthers(_ line: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let lower = start - takeBackLast()
        var upper = start
        var lastIsPlain = false
        while upper < line.count {
            let (scalar, length) = line.scalar(at: upper)
            let isPlain = scalar?.plainColumns != nil
            if isPlain, lastIsPlain { break }
            lastIsPlain = isPlain
            upper += length
        }
        upper = min(upper, line.count)
        for character in String(decoding: line.slice(lower..<upper), as: UTF8.self) { append(character) }
        return upper
    }

    /// Takes back the last cell, which is a plain scalar, if there is one. Returns how many bytes it was.
    private mutating func takeBackLast() -> Int {
        guard let last = cells.popLast() else { return 0 }
        let length = last.end - end(before: cells.count)
        bytes.removeLast(length)
        columns -= last.columns
        return length
    }

    private mutating func append(_ character: Character) {
        let displayed = character.displayed
        bytes += displayed.text.utf8
        let scalarEnd = scalarCount + character.unicodeScalars.count
        cells.append(Cell(end: bytes.count, scalarEnd: scalarEnd, columns: displayed.columns))
        columns += displayed.columns
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The scalar of up to three bytes that starts at `index` in UTF-8, and its length; nil for a longer one.
    fileprivate func scalar(at index: Int) -> (Unicode.Scalar?, length: Int) {
        let lead = UInt32(self[index])
        if lead < 0x80 { return (Unicode.Scalar(lead), 1) }
        func next(_ distance: Int) -> UInt32 { index + distance < count ? UInt32(self[index + distance] & 0x3F) : 0 }
        if lead < 0xE0 { return (Unicode.Scalar((lead & 0x1F) << 6 | next(1)), 2) }
        if lead < 0xF0 { return (Unicode.Scalar((lead & 0x0F) << 12 | next(1) << 6 | next(2)), 3) }
        return (nil, 4)
    }
}
