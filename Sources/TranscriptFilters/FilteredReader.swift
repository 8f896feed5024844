public import TranscriptCoding
public import TranscriptModel

/// A reader whose messages pass through filters, one after the other, before anyone sees them.
public struct FilteredReader: TranscriptReader {
    private var reader: any TranscriptReader
    private var filters: [any MessageFilter]
    private var isDone = false

    public init(_ reader: any TranscriptReader, _ filters: [any MessageFilter]) {
        self.reader = reader
        self.filters = filters
    }

    public mutating func readHeader() throws(ConversionError) -> TranscriptHeader {
        var header = try reader.readHeader()
        for index in filters.indices { filters[index].change(&header) }
        return header
    }

    public mutating func readMessages(into batch: inout [Message]) throws(ConversionError) -> Bool {
        while !isDone {
            let hasMore = try reader.readMessages(into: &batch)
            var isWanted = true
            for index in filters.indices where try !filters[index].filter(&batch) { isWanted = false }
            if !hasMore || !isWanted {
                isDone = true
                try finish(into: &batch)
                return false
            }
            if !batch.isEmpty { return true }
        }
        return false
    }

    /// What one filter held back passes through those behind it.
    private mutating func finish(into batch: inout [Message]) throws(ConversionError) {
        for index in filters.indices {
            var held: [Message] = []
            filters[index].finish(into: &held)
            for later in filters.indices where later > index { _ = try filters[later].filter(&held) }
            batch.append(contentsOf: held)
        }
    }
}
