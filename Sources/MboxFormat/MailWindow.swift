import TextScanning
import TranscriptCoding

/// What of the input is unread, with line feeds at the ends of lines: the input's own window, or, where lines end with
/// carriage returns alone as on old Macs, a copy of it in which each is a line feed. Positions are the same in both.
struct MailWindow: ~Copyable {
    private let input: InputBuffer
    private var copy: OutputBuffer?
    /// Where the unread bytes start in the copy.
    private var start = 0

    init(_ input: InputBuffer, usesReturns: Bool) {
        self.input = input
        copy = usesReturns ? OutputBuffer() : nil
    }

    /// Calls `body` with all unread bytes.
    @inline(__always)
    mutating func withUnread<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if copy == nil { return input.withUnread(body) }
        update()
        let start = start
        return copy?.withBytes { body($0.slice(start..<$0.count)) } ?? input.withUnread(body)
    }

    /// Whether what is shown is a copy, with other line ends than the input.
    var isCopy: Bool { copy != nil }

    /// The first `count` unread bytes.
    mutating func bytes(_ count: Int) -> ByteSlice {
        if copy == nil { return input.bytes(0..<count) }
        return withUnread { ByteSlice(copying: $0.slice(0..<min(count, $0.count))) }
    }

    mutating func consume(_ count: Int) {
        input.consume(count)
        start += count
    }

    /// Copies what has come in since the last time.
    private mutating func update() {
        let held = (copy?.count ?? 0) - start
        if start > 1 << 20 {
            var rest = OutputBuffer()
            let start = start
            copy?.withBytes { rest.append($0.slice(start..<$0.count)) }
            copy = consume rest
            self.start = 0
        }
        input.withUnread { bytes in
            for byte in bytes.slice(held..<bytes.count) {
                copy?.append(byte == MboxSyntax.carriageReturn ? MboxSyntax.lineFeed : byte)
            }
        }
    }
}
