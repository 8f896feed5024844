import TextScanning
import TranscriptModel

/// A message as the writer writes nearly all of them, read from the input itself:
///
///     <message timestamp="2019-03-07T08:15:00" sender="Ada"><body>good morning</body></message>
///     <message timestamp="2019-03-07T08:15:30" sender="Ben"><attachment type="image" url="roses.png"/></message>
///
/// An element that is whole and well-formed, between two others, changes nothing for what is around it, so that the parser
/// need not see it; and the schema allows all of these. What the parser would change on its way to the model (references,
/// carriage returns, an attribute's white space) makes a message another than plain, and so does `>` in a text, which can end
/// `]]>`.
struct PlainMessage {
    let time: PlainTime
    let sender: Range<Int>?
    private(set) var body: Range<Int>?
    private(set) var attachment: PlainAttachment?
    /// Where its start tag begins, behind white space.
    let start: Int
    /// The place behind its end tag.
    let end: Int
    /// The line feeds before and in it.
    private(set) var lineFeedCount = 0

    private static let opening: StaticString = "<message timestamp=\""
    static let closing: StaticString = "</message>"

    /// Reads the message that starts, after white space, at `place`; nil for anything else, or when more bytes decide. O(n).
    ///
    /// The bytes are the UTF-8 of a document between two elements in `transcript`, where names without a prefix are ours.
    @inline(__always)
    init?(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) {
        start = Self.skipSpace(bytes, from: place, &lineFeedCount)
        let timeStart = start &+ Self.opening.utf8CodeUnitCount
        let timeEnd = timeStart &+ PlainTime.length
        guard bytes.starts(with: Self.opening, at: start), let time = PlainTime(bytes.slice(timeStart..<timeEnd)) else {
            return nil
        }
        self.time = time
        var place = timeEnd
        if bytes.starts(with: "\" sender=\"", at: place) {
            let name = bytes.plainValue(at: place &+ 10)
            sender = name
            place = name.upperBound
        } else {
            sender = nil
        }
        guard bytes.starts(with: "\">", at: place) else { return nil }
        place &+= 2
        if bytes.starts(with: "<body>", at: place) {
            let text = bytes.plainText(at: place &+ 6, &lineFeedCount)
            guard bytes.starts(with: "</body>", at: text.upperBound) else { return nil }
            body = text
            place = text.upperBound &+ 7
        }
        if let attachment = PlainAttachment(bytes, at: place) {
            self.attachment = attachment
            place = attachment.end
        }
        guard bytes.starts(with: Self.closing, at: place) else { return nil }
        end = place &+ Self.closing.utf8CodeUnitCount
    }

    /// Whether more bytes could make a plain message of `bytes`, which begin with none.
    static func couldBegin(in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var lineFeedCount = 0
        let start = skipSpace(bytes, from: 0, &lineFeedCount)
        let begun = bytes.slice(start..<min(bytes.count, start + opening.utf8CodeUnitCount))
        return opening.withUTF8Buffer { begun.elementsEqual($0.prefix(begun.count)) } && bytes.endOfMessage(endingBehind: start) == nil
    }

    @inline(__always)
    private static func skipSpace(_ bytes: UnsafeBufferPointer<UInt8>, from place: Int, _ lineFeedCount: inout Int) -> Int {
        var index = place
        while index < bytes.count, bytes[index].isXMLSpace {
            if bytes[index] == 0x0A { lineFeedCount &+= 1 }
            index &+= 1
        }
        return index
    }
}

/// An attachment with a type, and perhaps a URL and a title, in this order and nothing else.
struct PlainAttachment {
    let kind: Attachment.Kind
    private(set) var url: Range<Int>?
    private(set) var title: Range<Int>?
    /// The place behind its tag.
    let end: Int

    init?(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) {
        let opening: StaticString = "<attachment type=\""
        guard bytes.starts(with: opening, at: place) else { return nil }
        let word = bytes.plainValue(at: place &+ opening.utf8CodeUnitCount)
        guard let kind = Attachment.Kind(utf8: bytes.slice(word)) else { return nil }
        self.kind = kind
        var place = word.upperBound
        if bytes.starts(with: "\" url=\"", at: place) {
            let value = bytes.plainValue(at: place &+ 7)
            url = value
            place = value.upperBound
        }
        if bytes.starts(with: "\" title=\"", at: place) {
            let value = bytes.plainValue(at: place &+ 9)
            title = value
            place = value.upperBound
        }
        guard bytes.starts(with: "\"/>", at: place) else { return nil }
        end = place &+ 3
    }
}

extension Attachment.Kind {
    fileprivate init?(utf8: UnsafeBufferPointer<UInt8>) {
        let kind = Self.allCases.first { $0.rawValue.withUTF8 { $0.hasSameBytes(as: utf8) } }
        guard let kind else { return nil }
        self = kind
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// An attribute's value, up to what ends it or makes it another than plain.
    @inline(__always)
    fileprivate func plainValue(at start: Int) -> Range<Int> {
        var end = firstSpecial(from: start)
        // No attribute needs `>` escaped.
        while end < count, self[end] == UInt8(ascii: ">") { end = firstSpecial(from: end &+ 1) }
        return start..<end
    }

    /// The same of an element's text, in which line feeds, tabs and quotation marks stand as they are.
    @inline(__always)
    fileprivate func plainText(at start: Int, _ lineFeedCount: inout Int) -> Range<Int> {
        var end = firstSpecial(from: start)
        while end < count {
            switch self[end] {
            case 0x0A: lineFeedCount &+= 1
            case 0x09, UInt8(ascii: "\""): break
            default: return start..<end
            }
            end = firstSpecial(from: end &+ 1)
        }
        return start..<end
    }

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
