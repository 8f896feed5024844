import TextScanning

/// Counts bytes, lines and columns of bytes that go by.
package struct PlaceCounter {
    /// The place of the next byte.
    package private(set) var location: SourceLocation

    package init(at location: SourceLocation = SourceLocation(byteOffset: 0, line: 1, column: 1)) { self.location = location }

    /// Moves past `bytes`. O(n), eight bytes at a time.
    package mutating func pass(_ bytes: UnsafeBufferPointer<UInt8>) {
        location.byteOffset += bytes.count
        let feeds = bytes.countOfLineFeeds()
        var lineStart = 0
        if feeds > 0 {
            location.line += feeds
            location.column = 1
            lineStart = (bytes.lastIndex(of: 0x0A) ?? 0) + 1
        }
        location.column += bytes.slice(lineStart..<bytes.count).countOfScalars()
    }
}
