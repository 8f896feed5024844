import TextScanning
import TranscriptCoding

/// Writes a mail's body with the fields that say how: as it is where every mail program and mailbox leaves it alone, else
/// quoted-printable or base64, whichever is shorter.
enum MailBody {
    /// Appends the fields about the body, a blank line, and a text with the line end that ends it; for nil no line at all.
    /// Then the blank line that separates mails.
    static func append(
        _ text: UnsafeBufferPointer<UInt8>?, mediaType: StaticString = "text/plain", to output: inout OutputBuffer
    ) {
        appendFields(text, mediaType, to: &output)
        guard let text else { return output.append("\n\n") }
        output.append(MboxSyntax.lineFeed)
        switch Form(text) {
        case .identity:
            output.append(text)
            output.append("\n")
        case .quotedPrintable:
            QuotedPrintable.encode(text, to: &output)
            output.append("\n")
        case .base64:
            var line = OutputBuffer(capacity: text.count + 1)
            line.append(text)
            line.append(MboxSyntax.lineFeed)
            line.withBytes { Base64.encode($0, lineBreak: "\n", to: &output) }
            output.append("\n")
        }
        output.append("\n")
    }

    /// Appends the fields about the body, without a blank line.
    static func appendFields(
        _ text: UnsafeBufferPointer<UInt8>?, _ mediaType: StaticString, to output: inout OutputBuffer
    ) {
        output.append("MIME-Version: 1.0\nContent-Type: ")
        output.append(mediaType)
        output.append("; charset=utf-8\nContent-Transfer-Encoding: ")
        switch text.map(Form.init) ?? .identity {
        case .identity: output.append("8bit\n")
        case .quotedPrintable: output.append("quoted-printable\n")
        case .base64: output.append("base64\n")
        }
    }

    enum Form {
        case identity, quotedPrintable, base64

        init(_ text: UnsafeBufferPointer<UInt8>) {
            if Form.isSafe(text) {
                self = .identity
                return
            }
            let escaped = text.count { $0 >= 0x7F || $0 == UInt8(ascii: "=") || $0 < 0x20 && $0 != MboxSyntax.lineFeed }
            // Base64 makes four bytes of three. It cannot say of a text whose line ends are which (RFC 2046, 4.1.1).
            let isShorter = text.count + 2 * escaped > (text.count + 3) / 3 * 4
            self =
                isShorter && text.firstIndex(of: MboxSyntax.carriageReturn, from: 0) == nil ? .base64 : .quotedPrintable
        }

        /// Whether the text has no NUL, no carriage return, no line that is too long, and none that starts like a
        /// separator, quoted or not: not every program undoes the quoting.
        private static func isSafe(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
            if text.firstIndex(of: MboxSyntax.carriageReturn, from: 0) != nil || text.firstIndex(of: 0, from: 0) != nil
            {
                return false
            }
            var start = 0
            while true {
                let feed = text.firstIndex(of: MboxSyntax.lineFeed, from: start)
                let end = feed ?? text.count
                if end - start > MboxSyntax.longestLine { return false }
                if start < end, text[start] == UInt8(ascii: "F") || text[start] == UInt8(ascii: ">"),
                    QuotedPrintable.startsSeparator(text, at: start)
                {
                    return false
                }
                guard let feed else { return true }
                start = feed + 1
            }
        }
    }
}
