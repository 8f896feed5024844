import TextScanning

/// Undoes what a mailbox and the way of a mail have done to its lines: the quoting of `From `, and carriage returns
/// before line feeds.
enum LineUnquoting {
    /// Whether there is anything to undo.
    static func isNeeded(_ bytes: UnsafeBufferPointer<UInt8>, _ quoting: MailRecord.Quoting) -> Bool {
        if bytes.firstIndex(of: MboxSyntax.carriageReturn, from: 0) != nil { return true }
        if quoting == .none { return false }
        var index = 0
        while let mark = bytes.firstIndex(of: MboxSyntax.separator, from: index) {
            var start = mark
            while start > 0, bytes[start - 1] == UInt8(ascii: ">") { start -= 1 }
            if start == 0 || bytes[start - 1] == MboxSyntax.lineFeed, isQuoted(bytes, at: start, quoting) { return true }
            index = mark + 1
        }
        return false
    }

    /// Appends the lines of `bytes` as they were.
    static func append(
        _ bytes: UnsafeBufferPointer<UInt8>, _ quoting: MailRecord.Quoting, keepsReturns: Bool = false,
        to output: inout OutputBuffer
    ) {
        var index = 0
        while index < bytes.count {
            let line = bytes.line(at: index, to: bytes.count)
            let start = isQuoted(bytes, at: index, quoting) ? index + 1 : index
            if keepsReturns {
                output.append(bytes.slice(start..<line.next))
            } else {
                output.append(bytes.slice(start..<line.end))
                if line.next > line.end { output.append(MboxSyntax.lineFeed) }
            }
            index = line.next
        }
    }

    private static func isQuoted(
        _ bytes: UnsafeBufferPointer<UInt8>, at start: Int, _ quoting: MailRecord.Quoting
    ) -> Bool {
        guard start < bytes.count, bytes[start] == UInt8(ascii: ">") else { return false }
        switch quoting {
        case .none: return false
        case .bare: return bytes.starts(with: MboxSyntax.separator, at: start + 1)
        case .any: return QuotedPrintable.startsSeparator(bytes, at: start)
        }
    }
}
