import TextScanning
import TranscriptModel

extension JSONCursor {
    /// Takes a message that is written exactly as our writers write a plain chat line; else takes nothing.
    ///
    ///     {"timestamp":"2018-01-23T10:27:03","sender":{"name":"Ann"},"body":"hello"}
    ///
    /// This changes no meaning: `takeMessage` would take the same. It is there for speed, as nearly all messages are
    /// plain, and a name that is expected need not be looked for.
    @inline(__always)
    mutating func takePlainMessage(into message: inout Message) -> Bool {
        let start = index
        guard skip(#"{"timestamp":"#), let timestamp = takePlainTimestamp(), skip(#","sender":{"name":""#),
            let name = takePlainText(), skip(#"},"body":""#), let body = takePlainText(), skip("}")
        else {
            index = start
            return false
        }
        message.timestamp = timestamp
        message.sender = Sender(name: text(name))
        message.body = text(body)
        return true
    }

    /// Moves past `literal`, if that is what comes.
    @inline(__always)
    private mutating func skip(_ literal: StaticString) -> Bool {
        guard UnsafeBufferPointer(start: base, count: end).starts(with: literal, at: index) else { return false }
        index &+= literal.utf8CodeUnitCount
        return true
    }

    /// Takes the rest of a string that needs no decoding, and its closing quotation mark.
    @inline(__always)
    private mutating func takePlainText() -> Range<Int>? {
        let start = index
        let special = UnsafeBufferPointer(start: base, count: end).endOfPlainJSONString(from: start)
        guard special < end, base[special] == UInt8(ascii: "\"") else { return nil }
        index = special &+ 1
        return start..<special
    }
}
