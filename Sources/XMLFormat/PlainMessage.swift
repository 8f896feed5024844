import TextScanning
import TranscriptModel

/// A message as the writer writes nearly all of them, read from the input itself:
///
///     <message timestamp="2019-03-07T08:15:00" sender="Ada"><body>good morning</body></message>
///     <message timestamp="2019-03-07T08:15:30" sender="Ben"><attachment type="image" url="roses.png"/></message>
///
/// perhaps with white space between the tags. An element that is whole and well-formed, between two others, changes nothing for what is around it, so that the parser
/// need not see it; and the schema allows all of these. What the parser would change on its way to the model (references,
/// carriage returns, an attribute's white space) makes a message another than plain, and so does `>` in a text, which can end
/// `]]>`.
struct PlainMessage {
    let time: PlainTime
    let sender: Range<Int>?
    let body: Range<Int>?
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
        sender = cursor.take("\" sender=\"") ? cursor.takeValue() : nil
        guard cursor.take("\">") else { return nil }
        cursor.skipSpace()
        if cursor.take("<body>") {
            body = cursor.takeText()
            guard cursor.take("</body>") else { return nil }
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
    let url: Range<Int>?
    let title: Range<Int>?

    /// Reads the attachment that the cursor is at; nil for anything else.
    @inline(__always)
    fileprivate init?(_ cursor: inout PlainCursor) {
        guard cursor.take("<attachment type=\""), let kind = cursor.takeKind() else { return nil }
        self.kind = kind
        url = cursor.take("\" url=\"") ? cursor.takeValue() : nil
        title = cursor.take("\" title=\"") ? cursor.takeValue() : nil
        guard cursor.take("\"/>") else { return nil }
    }
}

/// Goes through what a plain message is made of.
private struct PlainCursor {
    private let bytes: UnsafeBufferPointer<UInt8>
    private(set) var place: Int
    /// Whether something that was asked for was not there because the bytes end in it.
    private(set) var isCut = false
    /// The line feeds that were passed.
    private(set) var lineFeedCount = 0

    @inline(__always)
    init(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) {
        self.bytes = bytes
        self.place = place
    }

    @inline(__always)
    mutating func skipSpace() {
        while place < bytes.count, bytes[place].isXMLSpace {
            if bytes[place] == 0x0A { lineFeedCount &+= 1 }
            place &+= 1
        }
    }

    @inline(__always)
    mutating func take(_ literal: StaticString) -> Bool {
        if bytes.starts(with: literal, at: place) {
            place &+= literal.utf8CodeUnitCount
            return true
        }
        if bytes.count &- place < literal.utf8CodeUnitCount { lookAtEnd(of: literal) }
        return false
    }

    private mutating func lookAtEnd(of literal: StaticString) {
        let rest = bytes.slice(place..<bytes.count)
        if literal.withUTF8Buffer({ rest.elementsEqual($0.prefix(rest.count)) }) { isCut = true }
    }

    @inline(__always)
    mutating func takeTime() -> PlainTime? {
        let end = place &+ PlainTime.length
        if end > bytes.count {
            isCut = bytes.slice(place..<bytes.count).allSatisfy { $0.isASCIIDigit || "T:-".utf8.contains($0) }
            return nil
        }
        let time = PlainTime(bytes.slice(place..<end))
        place = end
        return time
    }

    /// Takes an attribute's value, up to what ends it or makes it another than plain.
    @inline(__always)
    mutating func takeValue() -> Range<Int> {
        let start = place
        place = bytes.firstSpecial(from: start)
        // Only in a text may `>` end something.
        while place < bytes.count, bytes[place] == UInt8(ascii: ">") { place = bytes.firstSpecial(from: place &+ 1) }
        return start..<place
    }

    /// The same of an element's text, in which line feeds, tabs and quotation marks stand as they are.
    @inline(__always)
    mutating func takeText() -> Range<Int> {
        let start = place
        place = bytes.firstSpecial(from: start)
        while place < bytes.count {
            switch bytes[place] {
            case 0x0A: lineFeedCount &+= 1
            case 0x09, UInt8(ascii: "\""): break
            default: return start..<place
            }
            place = bytes.firstSpecial(from: place &+ 1)
        }
        return start..<place
    }

    mutating func takeKind() -> Attachment.Kind? {
        let word = bytes.slice(takeValue())
        if place == bytes.count { isCut = true }
        return Attachment.Kind.allCases.first { $0.rawValue.withUTF8 { $0.hasSameBytes(as: word) } }
    }
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
