import TranscriptCoding

/// What a program makes of an input, as a source of bytes. Whenever it waits for the program, it feeds it.
final class ProgramOutput: ByteSource {
    private let run: ProgramRun
    private let input: InputBuffer
    private var inputIsAtEnd = false
    /// Whether the program has given all of its output.
    private(set) var isAtEnd = false
    /// What `read` has thrown, which is not the fault of what came out.
    private(set) var thrown: ConversionError?

    init(of run: ProgramRun, reading input: InputBuffer) {
        self.run = run
        self.input = input
    }

    /// A program may give its output at any time.
    var isLive: Bool { true }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int {
        do throws(ConversionError) {
            while !isAtEnd {
                if let count = try step(into: buffer) { return count }
            }
            return 0
        } catch {
            thrown = error
            throw error
        }
    }

    /// Waits for one thing to happen, and does what can be done then. Returns how much output there was, if any.
    private func step(into buffer: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int? {
        var awaited: CInt?
        if !inputIsAtEnd, input.unreadCount == 0 {
            awaited = input.awaitedDescriptor
            if awaited == nil { try fillInput() }
        }
        let ready = try run.wait(hasInput: input.unreadCount > 0, or: awaited)
        if ready.contains(.awaited) { try fillInput() }
        if ready.contains(.input) { give() }
        guard ready.contains(.output) else { return nil }
        guard let count = try run.take(into: buffer) else {
            isAtEnd = true
            return nil
        }
        return count > 0 ? count : nil
    }

    private func fillInput() throws(ConversionError) {
        if try input.fill() { return }
        inputIsAtEnd = true
        run.endInput()
    }

    private func give() {
        if let count = input.withUnread({ run.give($0) }) { return input.consume(count) }
        // It has read as much as it wants to know, as `head` does.
        input.consume(input.unreadCount)
        inputIsAtEnd = true
    }
}
