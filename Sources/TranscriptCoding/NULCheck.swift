import TextScanning

/// Keeps NULs out of the window of a format of text that cannot hold any, and looks at no byte twice.
///
/// Whoever has one fills the window and takes out of it by this alone.
package struct NULCheck {
    private let input: InputBuffer
    /// What holds no NUL, as in "no ... holds".
    private let holder: String
    /// How many of the unread bytes are known to hold none.
    private var checkedCount = 0
    /// Whether the last byte that was looked at is a NUL, which has been told: a run of them may come in pieces.
    private var isInsideRun = false

    package init(_ input: InputBuffer, of holder: String) {
        self.input = input
        self.holder = holder
    }

    /// Adds to the window, and refuses a NUL in what came, or says that it is there where reading is lenient. Returns false at
    /// the end of the input.
    package mutating func fill() throws(ConversionError) -> Bool {
        guard try input.fill() else { return false }
        var from = isInsideRun ? endOfRun(from: checkedCount) : checkedCount
        checkedCount = input.unreadCount
        isInsideRun = input.withUnread { $0.last == 0 }
        while let nul = input.withUnread({ $0.firstIndex(of: 0, from: from) }) {
            let error = ConversionError(
                .malformedInput, .nulByte, "a NUL byte is here, which no \(holder) holds",
                help: "for UTF-16, use --input-encoding UTF-16; to keep the byte as text, use --lenient",
                at: input.location(at: nul))
            if !input.isLenient { throw error }
            var diagnostic = error.diagnostic
            diagnostic.severity = .warning
            diagnostic.help = nil
            input.diagnostics.report(diagnostic.stoppingStrictReading)
            // One finding for a run of them.
            from = endOfRun(from: nul)
        }
        return true
    }

    private func endOfRun(from start: Int) -> Int {
        input.withUnread { bytes in bytes.dropFirst(start).firstIndex { $0 != 0 } ?? bytes.count }
    }

    /// Takes bytes out of the window.
    package mutating func consume(_ count: Int) {
        input.consume(count)
        checkedCount -= count
    }
}
