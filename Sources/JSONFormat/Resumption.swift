import TextScanning
import TranscriptCoding
import TranscriptModel

/// Finds the place where a document can be read on after a message that is no JSON, so that validation tells of all such
/// messages in one run.
///
/// In JSON at large there is none: behind a quotation mark too many, nobody knows what is text. But documents are written
/// with each message at the start of a line, all with one indentation, and there the next one is beyond doubt. A message
/// that stands elsewhere ends the reading, as it does in a conversion.
struct Resumption {
    enum Place {
        /// Before the next message.
        case message
        /// Before the bracket that ends the messages.
        case end
    }

    private let buffer: InputBuffer
    /// What stands before each message on its line.
    private let indentation: [UInt8]

    /// Looks at the message at the first unread byte; nil where it is not the first thing on its line.
    init?(at buffer: InputBuffer) {
        guard let line = buffer.location(at: 0).lineText else { return nil }
        let before = Array(String(line.text).unicodeScalars.prefix(line.column))
        guard before.count == buffer.location(at: 0).column - 1, before.allSatisfy({ $0 == " " || $0 == "\t" }) else { return nil }
        self.buffer = buffer
        indentation = before.map { UInt8(truncatingIfNeeded: $0.value) }
    }

    /// Moves to the next message or to the end of all, on a line behind that of the message in front and not before the
    /// line of `position`, which counts from the first unread byte. Returns nil at the end of the input.
    func move(past position: Int) throws(ConversionError) -> Place? {
        let line = buffer.withUnread { $0.slice(0..<min(max(position, 0), $0.count)).lastIndex(of: 0x0A) }
        if let line {
            buffer.consume(line + 1)
        } else if try !moveToNextLine() {
            return nil
        }
        while true {
            _ = try buffer.fill(atLeast: indentation.count + 2)
            if let place = buffer.withUnread({ place(in: $0) }) { return place }
            if try !moveToNextLine() { return nil }
        }
    }

    /// What the line starts with at which `bytes` start.
    private func place(in bytes: UnsafeBufferPointer<UInt8>) -> Place? {
        let blanks = bytes.prefix { $0 == 0x20 || $0 == 0x09 }.count
        guard blanks < bytes.count else { return nil }
        if bytes[blanks] == UInt8(ascii: "]"), blanks <= indentation.count { return .end }
        guard bytes.prefix(blanks).elementsEqual(indentation), bytes[blanks] == UInt8(ascii: "{") else { return nil }
        let next = bytes.count > blanks + 1 ? bytes[blanks + 1] : 0
        // A member's name, or nothing, or a line of its own for what follows: no piece of a text.
        return [UInt8(ascii: "\""), UInt8(ascii: "}"), 0x0A, 0x0D].contains(next) ? .message : nil
    }

    private func moveToNextLine() throws(ConversionError) -> Bool {
        while true {
            let lineFeed = buffer.withUnread { $0.firstIndex(of: 0x0A, from: 0) }
            buffer.consume(lineFeed.map { $0 + 1 } ?? buffer.unreadCount)
            if lineFeed != nil { return true }
            if try !buffer.fill() { return false }
        }
    }
}
