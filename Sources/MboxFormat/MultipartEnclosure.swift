import TextScanning

/// Whether a place in a mail's body is inside its multipart, whose last boundary has not come yet: there, a line that looks like
/// the start of a mail is more likely one of something that is attached.
///
/// The header is asked for a boundary only once a line looks so.
struct MultipartEnclosure {
    private enum State {
        case unknown
        case none
        /// The line that ends the multipart, and where it was not searched for yet.
        case open(end: [UInt8], searchedTo: Int)
    }

    private var state = State.unknown

    static let none: MultipartEnclosure = {
        var enclosure = MultipartEnclosure()
        enclosure.state = .none
        return enclosure
    }()

    /// Whether the line at `place` is inside; places come in their order.
    mutating func isOpen(at place: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ header: HeaderBlock) -> Bool {
        if case .unknown = state { state = Self.state(bytes, header) }
        guard case .open(let end, let start) = state else { return false }
        if Self.hasLine(bytes, from: start, to: place, startingWith: end) {
            state = .none
            return false
        }
        state = .open(end: end, searchedTo: max(start, place))
        return true
    }

    /// Goes on without the first `count` of `bytes`: places count from behind them.
    mutating func pass(_ count: Int, of bytes: UnsafeBufferPointer<UInt8>, _ header: HeaderBlock) {
        guard isOpen(at: count, bytes, header), case .open(let end, let start) = state else { return }
        state = .open(end: end, searchedTo: start - count)
    }

    private static func state(_ bytes: UnsafeBufferPointer<UInt8>, _ header: HeaderBlock) -> State {
        guard let field = header.first(.contentType), bytes.slice(field.value).startsIgnoringCase(with: "multipart/", at: 0) else {
            return .none
        }
        let parameters = FieldParameters(bytes, in: field.value)
        guard parameters.startsValue("multipart/"), let boundary = parameters.bytes("boundary"), !boundary.isEmpty else { return .none }
        let hyphens = [UInt8](repeating: UInt8(ascii: "-"), count: 2)
        return .open(end: hyphens + boundary + hyphens, searchedTo: header.end)
    }

    /// Whether one of the whole lines in a range starts so. It is most likely one of the last.
    private static func hasLine(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int, startingWith text: [UInt8]
    ) -> Bool {
        var lineEnd = end
        while lineEnd > start {
            let before = bytes.slice(start..<lineEnd - 1).lastIndex(of: MboxSyntax.lineFeed)
            let line = before.map { start + $0 + 1 } ?? start
            if line + text.count <= lineEnd,
                text.withUnsafeBufferPointer({ $0.hasSameBytes(as: bytes.slice(line..<line + text.count)) })
            {
                return true
            }
            lineEnd = line
        }
        return false
    }
}
