import TextScanning
import TranscriptModel

/// A message as the writer writes nearly all of them, read from the input itself:
///
///     <message timestamp="2019-03-07T08:15:00" sender="Ada"><body>good morning</body></message>
///     <message timestamp="2019-03-07T08:15:30" sender="Ben"><attachment type="image" url="roses.png"/></message>
///     <message timestamp="00:00:01.000" end="00:00:02.500" sender="Ada"><body>as subtitles say it</body></message>
///
/// perhaps with white space between the tags. An element that is whole and well-formed, between two others, changes nothing for
/// what is around it, so that the parser need not see it; and the schema allows all of these. What the parser would change on
/// its way to the model (references by number, carriage returns, an attribute's white space) makes a message another than
/// plain, and so does `>` in a text, which can end `]]>`.
struct PlainMessage {
    let time: PlainTime
    let endTime: PlainTime?
    let sender: PlainText?
    let body: PlainText?
    let attachment: PlainAttachment?
    /// Where its start tag begins, behind white space.
    let start: Int
    /// The place behind its end tag.
    let end: Int
    /// The line feeds before and in it.
    let lineFeedCount: Int

    static let closing: StaticString = "</message>"

    /// Reads the message that starts, after white space, at `place`; nil for anything else, or when more bytes decide. O(n).
    ///
    /// - Parameters:
    ///   - bytes: the UTF-8 of a document between two elements in `transcript`, where names without a prefix are ours.
    ///   - isCut: set where more bytes decide.
    @inline(__always)
    init?(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int, isCut: inout Bool) {
        var cursor = PlainCursor(bytes, at: place)
        defer { if cursor.isCut { isCut = true } }
        cursor.skipSpace()
        start = cursor.place
        guard cursor.take("<message timestamp=\""), let time = cursor.takeTime() else { return nil }
        self.time = time
        if cursor.take("\" sender=\"") {
            (endTime, sender) = (nil, cursor.takeValue())
        } else {
            endTime = cursor.takeEnd()
            sender = endTime != nil && cursor.take("\" sender=\"") ? cursor.takeValue() : nil
        }
        guard cursor.take("\">") else { return nil }
        cursor.skipSpace()
        if cursor.take("<body>") {
            body = cursor.takeContent()
            guard cursor.take("</body>") else { return nil }
            cursor.skipSpace()
        } else if cursor.take("<body/>") {
            body = PlainText(range: cursor.place..<cursor.place, hasReferences: false)
            cursor.skipSpace()
        } else {
            body = nil
        }
        attachment = PlainAttachment(&cursor)
        if attachment != nil { cursor.skipSpace() }
        guard cursor.take(Self.closing) else { return nil }
        end = cursor.place
        lineFeedCount = cursor.lineFeedCount
    }
}

/// An attachment with a type, and perhaps a URL and a title, in this order and nothing else.
struct PlainAttachment {
    let kind: Attachment.Kind
    let url: PlainText?
    let title: PlainText?

    /// Reads the attachment that the cursor is at; nil for anything else.
    @inline(__always)
    init?(_ cursor: inout PlainCursor) {
        guard cursor.take("<attachment type=\""), let kind = cursor.takeKind() else { return nil }
        self.kind = kind
        url = cursor.take("\" url=\"") ? cursor.takeValue() : nil
        title = cursor.take("\" title=\"") ? cursor.takeValue() : nil
        guard cursor.take("\"/>") else { return nil }
    }
}

/// A text of a plain message.
struct PlainText {
    let range: Range<Int>
    /// Whether there are references in it, and otherwise it is as it stands.
    let hasReferences: Bool
}

extension UnsafeBufferPointer<UInt8> {
    /// The end of the first end tag of a message that ends behind `place`; nil where there is none.
    func endOfMessage(endingBehind place: Int) -> Int? {
        var index = Swift.max(1, place + 2 - PlainMessage.closing.utf8CodeUnitCount)
        while let slash = firstIndex(of: UInt8(ascii: "/"), from: index) {
            if starts(with: PlainMessage.closing, at: slash - 1) { return slash - 1 + PlainMessage.closing.utf8CodeUnitCount }
            index = slash + 1
        }
        return nil
    }

    /// Whether the bytes end with the end tag of a message.
    var endsMessage: Bool { starts(with: PlainMessage.closing, at: count - PlainMessage.closing.utf8CodeUnitCount) }
}
