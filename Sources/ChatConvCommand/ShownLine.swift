import ChatConv
import TextScanning

/// A line of an input as a terminal can show it, and the column under which the caret goes.
struct ShownLine {
    /// In UTF-8, with nothing in it that a terminal would obey.
    private(set) var bytes: [UInt8] = []
    /// Columns before the caret.
    private(set) var caret = 0

    /// With the four columns of indentation, a shown line fits 80 columns.
    private static let width = 76
    private static let widthBefore = 40

    init(_ excerpt: LineExcerpt) {
        let cells = LineCells(excerpt)
        let pointed = min(cells.pointed ?? cells.count, cells.count)
        let start = Self.start(of: cells, showing: pointed)
        bytes.reserveCapacity(cells.bytes.count)
        if start > 0 { bytes += "...".utf8 }
        var used = bytes.count
        caret = used
        for index in start..<cells.count {
            let columns = cells.columns(of: index)
            if used + columns > Self.width - 3, index + 1 < cells.count {
                bytes += "...".utf8
                break
            }
            if index < pointed { caret += columns }
            bytes += cells.bytes(of: index)
            used += columns
        }
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
        /// Where its bytes end.
        var end: Int
        var columns: Int
    }

    private(set) var bytes: [UInt8] = []
    private var cells: [Cell] = []
    /// Columns of all cells.
    private(set) var columns = 0
    /// The cell that the excerpt points at; nil where that is behind the line.
    private(set) var pointed: Int?

    init(_ excerpt: LineExcerpt) {
        excerpt.text.withUTF8 { utf8 in
            bytes.reserveCapacity(utf8.count)
            cells.reserveCapacity(utf8.count)
            let isReturned = utf8.last == 0x0D
            let line = isReturned ? utf8.slice(0..<utf8.count - 1) : utf8
            if !takePlain(line, pointingAt: excerpt.column) {
                takeCharacters(String(decoding: line, as: UTF8.self), pointingAt: excerpt.column)
            }
            // The rest of a line end is no part of the line, unless it is what is pointed at.
            if isReturned, line.countOfScalars() == excerpt.column {
                pointed = cells.count
                append(Character("\r"))
            }
        }
    }

    var count: Int { cells.count }

    func columns(of index: Int) -> Int { cells[index].columns }

    func bytes(of index: Int) -> ArraySlice<UInt8> { bytes[(index > 0 ? cells[index - 1].end : 0)..<cells[index].end] }

    /// Takes a line in which each scalar is a character that is shown as it is; nearly all are. Returns false, with nothing
    /// taken, for any other.
    private mutating func takePlain(_ line: UnsafeBufferPointer<UInt8>, pointingAt column: Int) -> Bool {
        var scalars = Unicode.Scalar.Decoder(line)
        while let scalar = scalars.next() {
            guard let width = scalar.plainColumns else {
                cells.removeAll(keepingCapacity: true)
                columns = 0
                return false
            }
            cells.append(Cell(end: scalars.index, columns: width))
            columns += width
        }
        bytes.append(contentsOf: line)
        pointed = column < cells.count ? column : nil
        return true
    }

    private mutating func takeCharacters(_ line: String, pointingAt column: Int) {
        var scalars = 0
        for character in line {
            scalars += character.unicodeScalars.count
            if pointed == nil, scalars > column { pointed = cells.count }
            append(character)
        }
    }

    private mutating func append(_ character: Character) {
        let displayed = character.displayed
        bytes += displayed.text.utf8
        cells.append(Cell(end: bytes.count, columns: displayed.columns))
        columns += displayed.columns
    }
}

extension Unicode.Scalar {
    /// Takes scalars out of UTF-8, one after the other.
    fileprivate struct Decoder {
        private var bytes: UnsafeBufferPointer<UInt8>.Iterator
        private var decoder = UTF8()
        /// How many bytes were taken.
        private(set) var index = 0

        init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes.makeIterator() }

        mutating func next() -> Unicode.Scalar? {
            guard case .scalarValue(let scalar) = decoder.decode(&bytes) else { return nil }
            index += UTF8.width(scalar)
            return scalar
        }
    }
}
