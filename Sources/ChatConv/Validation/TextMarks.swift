import TextScanning

/// What a text must hold for some check to have a closer look at it. Nearly all texts hold none of it.
struct TextMarks: OptionSet {
    let rawValue: UInt8
    /// An ampersand.
    static let ampersand = TextMarks(rawValue: 1)
    /// Two question marks in a row.
    static let questionMarks = TextMarks(rawValue: 2)
    /// The last two bytes of U+FFFD in a row, which other characters have as well.
    static let replacement = TextMarks(rawValue: 4)

    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Looks through `bytes`. O(n).
    init(in bytes: UnsafeBufferPointer<UInt8>) {
        var search = MarkSearch(in: bytes)
        self = search.marks(in: bytes)
    }
}
