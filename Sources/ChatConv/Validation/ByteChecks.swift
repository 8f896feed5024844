import TextScanning

/// Checks of what no message shows: line ends, and how the input ends. They look at each byte once, as the reader leaves it
/// behind.
struct ByteChecks {
    private var lineEnds = MixedLineEnds()
    private var ending = TrailingJunk()
    /// Where the bytes begin that were not looked at, counted from the start of the input.
    private var offset = 0

    /// Looks at the bytes of `view` up to `end`, counted from the start of the input. Returns what was found.
    mutating func look(at view: InputView, upTo end: Int) -> [Diagnostic] {
        let start = offset
        if end <= start { return [] }
        offset = end
        return view.withBytes(start..<end) { bytes in
            var view = view
            ending.look(at: bytes) { view.location(ofByte: start + $0) }
            return lineEnds.look(at: bytes) { view.location(ofByte: start + $0) }.map { [$0] } ?? []
        }
    }

    /// What is to be said once the input has ended and all of it was looked at.
    func finish() -> Diagnostic? { ending.finding(endOfInput: offset) }
}
