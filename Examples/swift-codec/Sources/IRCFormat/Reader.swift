import TranscriptCoding
import TranscriptModel

/// Reads a message a line, from a window of the input.
struct IRCReader: TranscriptReader {
    let input: InputBuffer

    func readHeader() throws(ConversionError) -> TranscriptHeader { TranscriptHeader() }

    func readMessages(into batch: inout [Message]) throws(ConversionError) -> Bool {
        while batch.count < MessageBatch.preferredCount {
            // With a message at hand, it does not wait for the rest of the next: the input may still be being written.
            if !batch.isEmpty, completeLine == nil { return true }
            guard let length = try lineLength() else { return false }
            batch.append(try message(length))
            input.consume(length + 1)
        }
        return true
    }

    private func message(_ length: Int) throws(ConversionError) -> Message {
        guard let line = LogLine(String(input.text(0..<length))) else {
            throw ConversionError(
                .malformedInput, .ircLine, "the line is no message of a log", help: "a message looks like [10:27:03] <ann> hello",
                at: input.location(of: 0..<length))
        }
        return Message(
            timestamp: Timestamp(sinceStart: line.seconds), sender: Sender(name: line.name.map { Text($0) }),
            body: Text(line.body))
    }

    /// The length of the line that is whole in the window; nil when none is.
    private var completeLine: Int? { input.withUnread { $0.firstIndex(of: 0x0A) } }

    /// The length of the next line; nil at the end of the input.
    private func lineLength() throws(ConversionError) -> Int? {
        while completeLine == nil {
            if try !input.fill() { return input.unreadCount > 0 ? input.unreadCount : nil }
        }
        return completeLine
    }
}
