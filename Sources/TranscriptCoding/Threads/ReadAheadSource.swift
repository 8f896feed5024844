/// A source that is read on a thread of its own, a few pieces ahead of whoever wants them: reading a file, taking it out of its
/// compression and judging whether it is UTF-8 then take no time from making messages of it.
///
/// It gives what its source gives, errors included, each at its place.
final class ReadAheadSource: UTF8Source {
    private let pieces: ReadAheadThread
    /// The piece that is being handed out, and how much of it has been.
    private var current: ReadAheadPiece?
    private var position = 0
    /// How many bytes were handed out before the current piece.
    private var offset = 0
    private(set) var lastReadIsUTF8 = false
    private var replacements: [Replacement] = []

    /// - Parameters:
    ///   - pieces: what is handed out.
    ///   - offset: how many bytes come before it.
    init(_ pieces: ReadAheadThread, at offset: Int) {
        self.pieces = pieces
        self.offset = offset
    }

    deinit { pieces.stop() }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int {
        guard let piece = try pieceToRead() else { return 0 }
        lastReadIsUTF8 = piece.isUTF8
        // Of what is known to be whole characters, no part is handed out.
        let count =
            piece.isUTF8
            ? UnsafeRawBufferPointer(rebasing: piece.bytes[..<piece.count]).countOfWholeCharacters(from: position, limit: buffer.count)
            : min(buffer.count, piece.count - position)
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: piece.bytes[position..<position + count]))
        position += count
        return count
    }

    /// The piece of which there is more to hand out; nil at the end.
    private func pieceToRead() throws(ConversionError) -> ReadAheadPiece? {
        while true {
            if let current {
                if position < current.count { return current }
                if let failure = current.failure { throw failure }
                if current.isLast { return nil }
                offset += position
                position = 0
            }
            current = pieces.next(givingBack: current)
            replacements += current?.replacements ?? []
        }
    }

    func takeReplacements() -> [Replacement] { replacements.take(before: offset + position) }

    func independentCopy() -> (any ByteSource)? {
        pieces.stop()
        guard let rest = pieces.independentCopy() else { return nil }
        return PrefixedSource(current.map { Array($0.bytes[position..<$0.count]) } ?? [], then: rest)
    }

    func spool() throws(ConversionError) {
        pieces.stop()
        try pieces.spool()
    }
}
