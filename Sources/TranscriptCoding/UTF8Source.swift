/// A source that knows whether what it gives is UTF-8, and may have made it so.
protocol UTF8Source: ByteSource {
    /// Whether the last read gave whole characters of valid UTF-8, so that nobody need judge them once more.
    var lastReadIsUTF8: Bool { get }

    /// Where U+FFFD was put in what has been read since this was asked last.
    func takeReplacements() -> [Replacement]

    /// Keeps the rest of what it reads from in a temporary file, so that there can be an independent copy.
    func spool() throws(ConversionError)
}

extension [Replacement] {
    /// Takes out those before `offset`; they are in the order of their places.
    mutating func take(before offset: Int) -> [Replacement] {
        if isEmpty { return [] }
        let taken = Array(prefix { $0.offset < offset })
        removeFirst(taken.count)
        return taken
    }
}

extension RandomAccessCollection<UInt8> where Index == Int {
    /// How many bytes of UTF-8 from `start` on can be handed out, at most `limit` of them, without dividing a character.
    func countOfWholeCharacters(from start: Int, limit: Int) -> Int {
        var count = Swift.min(limit, endIndex - start)
        while count > 0, start + count < endIndex, self[start + count] & 0xC0 == 0x80 { count -= 1 }
        return count
    }
}
